//! Everything that gives an answer works in a browser that runs no scripts.

use crate::desk::{CASE, Desk, triage};
use crate::driver::{Browser, Look};

/// An export of an event log comes with the words, and what it says stays for the next question.
async fn attach(desk: &Desk, browser: &Browser) {
    let export = "Level,Date and Time,Source,Event ID,Task Category\n\
        Error,11/21/2026 8:00:00 AM,WeaveSrv,7712,None,The spindle hums and does not turn.\n";
    desk.sandbox.write("events.csv", export);
    let path = desk.sandbox.path("events.csv");
    browser.go("/triage").await;
    let words = browser.find("#text").await;
    words.send_keys("the spindle hums").await.unwrap();
    let chosen = browser.find(".attach input").await;
    chosen.send_keys(&path.display().to_string()).await.unwrap();
    browser.click(".entry button.primary").await;
    assert!(browser.text(".events").await.contains("WeaveSrv 7712"));
    let kept = browser.find("#text").await.prop("value").await.unwrap();
    let kept = kept.unwrap_or_default();
    assert!(kept.starts_with("the spindle hums\n\n"), "{kept}");
    assert!(kept.contains("Event ID: 7712"), "{kept}");
}

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
    attach(&desk, &browser).await;
    browser.go("/guides").await;
    browser.click(".card h2 a").await;
    browser.click("form button.primary").await;
    browser.click(".choices button").await;
    browser.find(".trail li").await;
    browser.go("/status").await;
    browser.find(".figures").await;
    browser.close().await;
}
