//! Everything that gives an answer works in a browser that runs no scripts.

use crate::desk::{CASE, Desk, triage};
use crate::driver::Look;

#[tokio::test]
async fn every_answer_is_there_without_scripts() {
    let desk = Desk::open();
    let Some(browser) = desk.look(Look::DESK.without_scripts()).await else {
        return;
    };
    browser.go("/").await;
    let field = browser.find("[data-search]").await;
    field.send_keys("loom stops").await.unwrap();
    browser.click(".big button").await;
    browser.find(".hit").await;
    // The script makes the list; without it there is none.
    assert_eq!(browser.count(".completions").await, 0);
    browser.click(".hit h2 a").await;
    browser.find(".article").await;
    triage(&browser, CASE).await;
    assert_eq!(browser.count(".issue[open]").await, 1);
    browser.click(".checklist button").await;
    browser.find("textarea[data-copy-field]").await;
    browser.go("/guides").await;
    browser.click(".card h2 a").await;
    browser.click("form button.primary").await;
    browser.click(".choices button").await;
    browser.find(".trail li").await;
    browser.go("/status").await;
    browser.find(".figures").await;
    browser.close().await;
}
