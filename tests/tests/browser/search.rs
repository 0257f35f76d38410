//! Search: completion, keys, the way from a result to its words.

use crate::desk::Desk;
use crate::driver::Look;

const DOWN: &str = "\u{e015}";
const ENTER: &str = "\u{e007}";
const ESCAPE: &str = "\u{e00c}";

#[tokio::test]
async fn a_search_is_typed_completed_and_opened_by_keys_alone() {
    let desk = Desk::open();
    let Some(browser) = desk.look(Look::DESK).await else {
        return;
    };
    browser.go("/").await;
    browser.press("/").await;
    let is_in_field = "document.activeElement.matches('[data-search]')";
    browser.until("the field has the focus", is_in_field).await;
    browser.press("spind").await;
    let offered = ".completions:not([hidden]) [role=option]";
    browser.find(offered).await;
    browser.press(DOWN).await;
    assert_eq!(browser.count("[role=option][aria-selected=true]").await, 1);
    browser.press(ESCAPE).await;
    browser
        .until(
            "the list is closed",
            "document.querySelector('.completions').hidden",
        )
        .await;
    browser.press("le hums").await;
    browser.press(ESCAPE).await;
    browser.press("/").await;
    browser.press("spindle hums and does not turn").await;
    browser.press(ESCAPE).await;
    browser.press("/").await;
    browser.press("\u{e006}").await;
    browser.find(".results .hit").await;
    browser.press(ESCAPE).await;
    browser.run("document.activeElement.blur()").await;
    browser.run("document.body.focus()").await;
    browser.press(DOWN).await;
    browser
        .until(
            "the first result has the focus",
            "document.activeElement.matches('.hit:first-child [data-hit]')",
        )
        .await;
    browser.press(ENTER).await;
    browser.find(".article h1").await;
    assert_eq!(
        browser.text(".article h1").await,
        "Spindle hums but does not turn"
    );
    browser.close().await;
}

#[tokio::test]
async fn facets_narrow_and_a_question_mark_shows_the_keys() {
    let desk = Desk::open();
    let Some(browser) = desk.look(Look::DESK).await else {
        return;
    };
    browser.go("/?q=loom").await;
    browser.find(".hit").await;
    browser
        .click(".facets section:first-child li:nth-child(2) a")
        .await;
    browser
        .find(".facets [aria-current=true][href*='kind=problem']")
        .await;
    assert!(browser.path().await.contains("kind=problem"));
    browser.run("document.activeElement.blur()").await;
    browser.press("?").await;
    browser
        .until("the keys are shown", "document.querySelector('#keys').open")
        .await;
    browser.close().await;
}
