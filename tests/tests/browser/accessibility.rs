//! axe-core on every page in both themes, and a picture of each at both widths, of which nothing
//! stands out at the side.

use crate::desk::{CASE, Desk, STRANGE, triage};
use crate::driver::{Browser, Look, skip, target};
use serde_json::Value;

const PAGES: [(&str, &str); 8] = [
    ("landing", "/"),
    ("search", "/?q=loom+stops+with+error"),
    ("question", "/?q=how+do+I+set+the+bobbin+lock%3F"),
    ("nothing", "/?q=zzzz+qqqq"),
    ("article", "/article/Q900001"),
    ("guides", "/guides"),
    ("help", "/help"),
    ("missing", "/article/nosuch"),
];

/// The source of axe-core; none, said aloud, where it was not fetched.
fn axe() -> Option<String> {
    let named = std::env::var_os("FIRSTLINE_AXE").map(std::path::PathBuf::from);
    let path = named.unwrap_or_else(|| target().join("axe/axe.min.js"));
    let found = std::fs::read_to_string(&path).ok();
    if found.is_none() {
        let why = format!("there is no {} (package axe-core of npm)", path.display());
        skip("axe-core", &why);
    }
    found
}

/// Looks at the page that is open: a picture, and what axe-core finds wrong.
async fn judge(browser: &Browser, axe: Option<&str>, name: &str, look: Look) -> Vec<String> {
    browser.picture(name, look).await;
    let over = "return document.documentElement.scrollWidth - innerWidth";
    let over = browser.run(over).await.as_i64().unwrap_or_default();
    let mut wrong = Vec::new();
    if over > 0 {
        wrong.push(format!(
            "{name} {look:?}: {over} pixels stand out at the side"
        ));
    }
    let Some(axe) = axe else {
        return wrong;
    };
    // The driver's scripts run beside the page's policy, not under it.
    browser.run(axe).await;
    let found = browser
        .client
        .execute_async(
            "const done = arguments[arguments.length - 1]; \
             axe.run(document, { resultTypes: ['violations'] }).then((found) => done(found.violations))",
            Vec::new(),
        )
        .await
        .unwrap();
    let violations = found.as_array().unwrap().iter();
    wrong.extend(violations.map(|violation| {
        let nodes = violation["nodes"].as_array().unwrap().iter();
        let nodes: Vec<&Value> = nodes.map(|node| &node["html"]).take(3).collect();
        format!("{name} {look:?}: {} {nodes:?}", violation["help"])
    }));
    wrong
}

async fn judge_all(look: Look) {
    let desk = Desk::open();
    let Some(browser) = desk.look(look).await else {
        return;
    };
    let axe = axe();
    let axe = axe.as_deref();
    let mut wrong = Vec::new();
    for (name, path) in PAGES {
        browser.go(path).await;
        wrong.extend(judge(&browser, axe, name, look).await);
    }
    triage(&browser, CASE).await;
    wrong.extend(judge(&browser, axe, "triage", look).await);
    browser.click(".issue[open] a.step").await;
    browser.find("mark#at").await;
    wrong.extend(judge(&browser, axe, "cited", look).await);
    triage(&browser, STRANGE).await;
    wrong.extend(judge(&browser, axe, "abstained", look).await);
    browser.click(".checklist button").await;
    browser.find(".paper").await;
    wrong.extend(judge(&browser, axe, "hand-over", look).await);
    browser.go("/guides").await;
    browser.click(".card h2 a").await;
    browser.find(".nodes").await;
    wrong.extend(judge(&browser, axe, "guide", look).await);
    browser.click("form button.primary").await;
    browser.click(".choices button").await;
    browser.find(".trail li").await;
    wrong.extend(judge(&browser, axe, "session", look).await);
    browser.go("/status").await;
    browser.find(".charts").await;
    wrong.extend(judge(&browser, axe, "status", look).await);
    browser.close().await;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn light_at_a_desk() {
    judge_all(Look::DESK).await;
}

#[tokio::test]
async fn dark_at_a_desk() {
    judge_all(Look::DESK.dark()).await;
}

#[tokio::test]
async fn light_on_a_phone() {
    judge_all(Look::PHONE).await;
}

#[tokio::test]
async fn dark_on_a_phone() {
    judge_all(Look::PHONE.dark()).await;
}
