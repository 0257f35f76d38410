//! Triage: an answer, an honest none, a question answered by a button, the hand-over.

use crate::desk::{CASE, Desk, STRANGE, triage};
use crate::driver::Look;

#[tokio::test]
async fn a_case_is_answered_and_handed_over() {
    let desk = Desk::open();
    let Some(browser) = desk.look(Look::DESK).await else {
        return;
    };
    triage(&browser, CASE).await;
    assert!(browser.text(".issue[open] h2").await.contains("0x8AB4C1D2"));
    assert!(browser.text(".issue[open] .percent").await.ends_with('%'));
    assert_eq!(browser.count(".issue[open] .remedy .risk").await, 1);
    assert!(
        browser
            .text(".issue[open] .caution")
            .await
            .contains("shuttle box")
    );
    assert_eq!(browser.count(".abstained").await, 0);
    let kept = browser
        .run("return document.querySelector('#text').value")
        .await;
    assert_eq!(kept, CASE);
    browser.click(".checklist button").await;
    let packet = browser.find("textarea[data-copy-field]").await;
    let markdown = packet.prop("value").await.unwrap().unwrap();
    assert!(markdown.contains("0x8AB4C1D2"), "{markdown}");
    browser.close().await;
}

#[tokio::test]
async fn on_a_phone_the_answer_comes_before_the_form() {
    let desk = Desk::open();
    for look in [Look::PHONE, Look::PHONE.without_scripts()] {
        let Some(browser) = desk.look(look).await else {
            return;
        };
        triage(&browser, CASE).await;
        let issue = browser.find(".issue[open]").await;
        let (_, folded, _, _) = issue.rectangle().await.unwrap();
        browser.click(".reported > summary").await;
        let (_, unfolded, _, _) = issue.rectangle().await.unwrap();
        assert!(folded < 400.0, "{folded}");
        assert!(unfolded > folded + 100.0, "{folded} {unfolded}");
        browser.close().await;
    }
}

#[tokio::test]
async fn a_case_that_nobody_knows_gets_an_honest_none() {
    let desk = Desk::open();
    let Some(browser) = desk.look(Look::DESK).await else {
        return;
    };
    triage(&browser, STRANGE).await;
    assert_eq!(browser.count(".abstained").await, 1);
    assert_eq!(browser.count(".issue").await, 0);
    browser.go("/status").await;
    assert!(browser.text(".unanswered").await.contains("canteen"));
    browser.close().await;
}
