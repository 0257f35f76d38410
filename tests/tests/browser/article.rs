//! Articles: cited words highlighted where they stand, gaps, tables, code, and nothing that runs.

use crate::desk::Desk;
use crate::driver::Look;

#[tokio::test]
async fn a_citation_leads_to_its_very_words() {
    let desk = Desk::open();
    let Some(browser) = desk.look(Look::DESK).await else {
        return;
    };
    crate::desk::triage(&browser, crate::desk::CASE).await;
    let step = browser
        .find(".issue[open] .steps li:nth-child(2) a.step")
        .await;
    let words = step.text().await.unwrap();
    step.click().await.unwrap();
    browser.find(".article").await;
    assert_eq!(browser.text("mark#at").await, words);
    let is_seen = "(() => { const box = document.querySelector('mark#at').getBoundingClientRect(); \
        return box.top >= 0 && box.bottom <= innerHeight; })()";
    browser.until("the words are in view", is_seen).await;
    browser.close().await;
}

#[tokio::test]
async fn an_article_shows_what_it_has_and_what_it_lost() {
    let desk = Desk::open();
    let Some(browser) = desk.look(Look::DESK).await else {
        return;
    };
    browser.go("/article/900001").await;
    for (css, at_least) in [
        (".article table tbody tr", 2),
        (".article ol.steps > li", 3),
        (".article pre code", 1),
        (".hole", 1),
        (".dead", 1),
        (".beside a[href='/article/q900002' i]", 1),
    ] {
        assert!(browser.count(css).await >= at_least, "{css}");
    }
    let code = browser
        .run("return document.querySelector('.article pre code').textContent")
        .await;
    assert_eq!(
        code.as_str().unwrap().trim_end(),
        "net stop weavesrv\nweavectl lock --manual   --bobbin 1\nnet start weavesrv"
    );
    // What would be copied, without a clipboard that tests could not read.
    browser
        .run(
            "window.copied = []; navigator.clipboard.writeText = async (text) => copied.push(text)",
        )
        .await;
    browser.press("c").await;
    browser
        .until("the steps are copied", "window.copied.length")
        .await;
    let copied = browser.run("return window.copied[0]").await;
    let copied = copied.as_str().unwrap();
    assert!(
        copied.starts_with("1. Stop the weaving service."),
        "{copied}"
    );
    assert!(
        copied.contains("\n3. Start the weaving service again."),
        "{copied}"
    );
    assert!(browser.text("#told").await.contains("Copied"));
    browser.close().await;
}

#[tokio::test]
async fn nothing_in_an_article_runs() {
    let desk = Desk::open();
    let Some(browser) = desk.look(Look::DESK).await else {
        return;
    };
    for path in ["/article/Q900003", "/?q=hostile+panel+markup"] {
        browser.go(path).await;
        browser.find("main h1").await;
        let broken = browser.run("return Boolean(window.broken)").await;
        assert_eq!(broken, false, "{path}");
        for css in [
            "main script",
            "main img",
            "main [onclick]",
            "a[href^='javascript:']",
        ] {
            assert_eq!(browser.count(css).await, 0, "{path}: {css}");
        }
    }
    browser.close().await;
}
