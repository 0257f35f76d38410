//! Guides: a walk with a step back, and a code that leads to the same place.

use crate::desk::Desk;
use crate::driver::Look;

#[tokio::test]
async fn a_guide_is_walked_and_stepped_back() {
    let desk = Desk::open();
    let Some(browser) = desk.look(Look::DESK).await else {
        return;
    };
    browser.go("/guides").await;
    browser.click(".card h2 a").await;
    browser.click("form button.primary").await;
    browser.find(".standing").await;
    let first = browser.text(".standing h1").await;
    let place = browser.path().await;
    browser.click(".choices button").await;
    browser.find(".trail li").await;
    assert_ne!(browser.text(".standing h1").await, first);
    let code = browser.text("p.code strong").await;
    browser.go("/guides").await;
    browser.find("#code").await.send_keys(&code).await.unwrap();
    browser.click(".resume button").await;
    browser.find(".trail li").await;
    assert_eq!(browser.path().await, place);
    browser.click(".back button").await;
    browser
        .until(
            "the answer is taken back",
            "!document.querySelector('.trail li')",
        )
        .await;
    assert_eq!(browser.text(".standing h1").await, first);
    browser.close().await;
}
