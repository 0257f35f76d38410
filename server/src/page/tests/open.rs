//! Pages of a service that is open on loopback.

use super::{service, submit, submit_from, visit};
use crate::testing::open;

const CASE: &str = "The loom stops in the middle of a row and the panel shows error 0x8AB4C1D2 since the driver was updated";

#[tokio::test]
async fn every_page_answers_with_a_policy_that_lets_nothing_run() {
    let folder = tempfile::tempdir().unwrap();
    let state = service(folder.path(), None);
    for (path, status) in [
        ("/", 200),
        ("/?q=loom", 200),
        ("/?q=loom&kind=&tier=&product=", 200),
        ("/?q=zzzz", 200),
        ("/triage", 200),
        ("/article/900001", 200),
        ("/article/Q900001?at=9999999-99999999", 200),
        ("/article/Q900001?at=nonsense", 200),
        ("/guides", 200),
        ("/escalate", 200),
        ("/status", 200),
        ("/help", 200),
        ("/article/nosuch", 404),
        ("/guide/nosuch", 404),
        ("/session/ZZ-ZZ", 404),
        ("/nosuch", 404),
        ("/?q=loom&kind=nosuch", 422),
        ("/?q=%ff", 400),
    ] {
        let (answer, page) = visit(&state, path, "").await;
        assert_eq!(answer.status, status, "{path}: {page}");
        assert!(page.starts_with("<!DOCTYPE html>"), "{path}");
        let policy = answer.header("content-security-policy");
        assert!(
            policy.starts_with("default-src 'none'; script-src 'self';"),
            "{path}"
        );
        assert!(!policy.contains("unsafe"), "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        assert_eq!(page.matches("<script").count(), 1, "{path}");
        assert!(
            !page.contains(" style=") && !page.contains("<style"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn what_a_page_is_made_with_is_served_and_may_be_kept() {
    let state = open();
    for (name, kind) in [
        ("page.css", "text/css; charset=utf-8"),
        ("page.js", "text/javascript; charset=utf-8"),
        ("icon.svg", "image/svg+xml"),
    ] {
        let answer = crate::testing::get(&state, &format!("/assets/{name}")).await;
        assert_eq!(answer.status, 200, "{name}");
        assert_eq!(answer.header("content-type"), kind);
        assert!(answer.header("cache-control").contains("immutable"));
    }
    for name in ["nosuch", "..%2fpage.css", ""] {
        let answer = crate::testing::get(&state, &format!("/assets/{name}")).await;
        assert_eq!(answer.status, 404, "{name}");
    }
}

#[tokio::test]
async fn the_text_of_articles_is_inert_wherever_it_is_shown() {
    let folder = tempfile::tempdir().unwrap();
    let state = service(folder.path(), None);
    let case = [(
        "text",
        "hostile panel shows markup <script>alert(1)</script>",
    )];
    for page in [
        visit(&state, "/article/Q900003", "").await.1,
        visit(
            &state,
            "/?q=hostile+panel+%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
            "",
        )
        .await
        .1,
        submit(&state, "/triage", &case).await.1,
        submit(&state, "/escalate", &case).await.1,
    ] {
        assert!(page.contains("&lt;script&gt;"), "{page}");
        for hostile in [
            "<script>",
            "<img",
            "<svg onload",
            "javascript:",
            "</code></pre><script",
        ] {
            assert!(!page.contains(hostile), "{hostile} in {page}");
        }
    }
}

#[tokio::test]
async fn a_search_leads_to_the_very_words() {
    let folder = tempfile::tempdir().unwrap();
    let state = service(folder.path(), None);
    let (_, page) = visit(&state, "/?q=loom+stops+in+the+middle+of+a+row", "").await;
    let start = page.find("/article/Q900001?at=").unwrap();
    let link = page[start..].split('#').next().unwrap();
    let (_, article) = visit(&state, link, "").await;
    assert_eq!(article.matches("id=\"at\"").count(), 1, "{article}");
    assert!(
        article.contains("<mark id=\"at\">The loom stops"),
        "{article}"
    );
    assert!(
        article.contains("<th scope=\"col\">Version</th>"),
        "{article}"
    );
    assert!(
        article.contains("<li value=\"2\">Set the bobbin lock"),
        "{article}"
    );
}

#[tokio::test]
async fn a_case_has_an_answer_and_goes_on_with_buttons() {
    let folder = tempfile::tempdir().unwrap();
    let state = service(folder.path(), None);
    let (answer, page) = submit(
        &state,
        "/triage",
        &[("text", CASE), ("answer.version", "4.0")],
    )
    .await;
    assert_eq!(answer.status, 200);
    assert!(page.contains("class=\"issue\" open"), "{page}");
    // Where the window is narrow the form is folded into a line with the case in it.
    assert!(page.contains("<details class=\"reported\">"), "{page}");
    let (_, empty) = visit(&state, "/triage", "").await;
    assert!(
        empty.contains("<details class=\"reported\" open>"),
        "{empty}"
    );
    assert!(page.contains("Do not open the shuttle box"), "{page}");
    assert!(!page.contains("class=\"abstained\""), "{page}");
    // What was said before goes on with whatever is pressed next.
    assert!(
        page.contains("name=\"answer.version\" value=\"4.0\""),
        "{page}"
    );
    let taken_back = [
        ("text", CASE),
        ("answer.version", "4.0"),
        ("forget", "version"),
    ];
    let (_, page) = submit(&state, "/triage", &taken_back).await;
    assert!(!page.contains("answer.version"), "{page}");
}

#[tokio::test]
async fn no_answer_looks_different_and_is_remembered_masked() {
    let folder = tempfile::tempdir().unwrap();
    let state = service(folder.path(), None);
    let case = [("text", "The soup of bob@corp.example tastes of tin")];
    let (_, page) = submit(&state, "/triage", &case).await;
    assert!(page.contains("class=\"abstained\""), "{page}");
    assert!(!page.contains("class=\"issue\""), "{page}");
    let (_, status) = visit(&state, "/status", "").await;
    assert!(status.contains("tastes of tin"), "{status}");
    assert!(!status.contains("bob@corp.example"), "{status}");
}

#[tokio::test]
async fn a_guide_is_walked_back_and_handed_over() {
    let state = open();
    let (_, guides) = visit(&state, "/guides", "").await;
    let start = guides.find("href=\"/guide/").unwrap() + 6;
    let guide = guides[start..].split('"').next().unwrap();
    let (begun, _) = submit(&state, &format!("{guide}/begin"), &[]).await;
    assert_eq!(begun.status, 303);
    let place = begun.header("location").to_owned();
    let (_, first) = visit(&state, &place, "").await;
    let (answered, _) = submit(&state, &format!("{place}/answer"), &[("answer", "1")]).await;
    assert_eq!(
        (answered.status.as_u16(), answered.header("location")),
        (303, place.as_str())
    );
    let (_, second) = visit(&state, &place, "").await;
    assert_ne!(first, second);
    let late = [("answer", "1"), ("revision", "0")];
    let (late, page) = submit(&state, &format!("{place}/answer"), &late).await;
    assert_eq!(late.status, 409, "{page}");
    submit(&state, &format!("{place}/back"), &[]).await;
    let (_, back) = visit(&state, &place, "").await;
    assert!(!back.contains("Take the last answer back"), "{back}");
    let code = place.trim_start_matches("/session/");
    let (found, _) = visit(&state, &format!("/session?code={code}"), "").await;
    assert_eq!(found.header("location"), place);
    let (packet, _) = visit(&state, &format!("/escalate?session={code}"), "").await;
    assert_eq!(packet.status, 200);
}

#[tokio::test]
async fn guides_lead_on_by_title() {
    let state = open();
    let (_, guides) = visit(&state, "/guides", "").await;
    for part in guides.split("href=\"/guide/").skip(1) {
        let guide = part.split('"').next().unwrap();
        let (_, page) = visit(&state, &format!("/guide/{guide}"), "").await;
        for link in page.split("href=\"#n-").skip(1) {
            let (id, rest) = link.split_once("\">").unwrap();
            let words = rest.split('<').next().unwrap();
            assert!(!words.is_empty() && words != id, "{guide}: {id}");
        }
        assert!(!page.contains("not in this knowledge base"), "{page}");
    }
}

#[tokio::test]
async fn forms_of_other_sites_are_refused() {
    let state = open();
    let case = [("text", CASE)];
    for (site, status) in [
        ("cross-site", 403),
        ("same-site", 403),
        ("same-origin", 200),
    ] {
        let (answer, _) = submit_from(&state, "/triage", &case, (site, "")).await;
        assert_eq!(answer.status, status, "{site}");
    }
}
