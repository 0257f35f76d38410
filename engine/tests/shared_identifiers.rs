//! Identifiers that several articles record: one thing in words, too, however they are written, and
//! no proof of any one of the articles.

#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

#[path = "generations/workshop.rs"]
#[expect(dead_code, reason = "shared with the tests of generations")]
mod workshop;

use engine::{Case, Query};
use workshop::Workshop;

#[test]
fn no_article_comes_first_for_writing_a_code_as_the_caller_does() {
    let workshop = Workshop::new(4);
    workshop.write(
        "looms/refused.md",
        "---\nid: pattern-refused\n---\n\n# Error 0x80070005 when a pattern is loaded\n\n\
         ## Symptoms\n\nThe station refuses the pattern with error 0x80070005.\n\n\
         ## Resolution\n\n1. Give the weaver the right to read the pattern room.\n",
    );
    workshop.write(
        "looms/log.md",
        "---\nid: log-full\n---\n\n# The log of the dye house fills up\n\n\
         ## Symptoms\n\nThe log grows by a page a minute.\n\n\
         ## Cause\n\nThe vat is asked for its heat each second. Among the lines is error \
         2147942405 of the vat.\n\n## Resolution\n\n1. Ask the vat once a minute.\n",
    );
    workshop.build().unwrap();
    let engine = workshop.open();
    for notation in ["0x80070005", "80070005", "2147942405", "-2147024891"] {
        let found = engine
            .ranking(&Query::new(format!("error {notation}")))
            .unwrap();
        assert_eq!(found[..2], ["pattern-refused", "log-full"], "{notation}");
    }
}

#[test]
fn known_issues_that_record_one_event_share_its_probability() {
    let workshop = Workshop::new(4);
    for (name, guide, room) in [
        ("warp", "warp guide", "attic"),
        ("bobbin", "bobbin winder", "cellar"),
        ("treadle", "treadle motor", "yard"),
    ] {
        workshop.write(
            &format!("looms/{name}.md"),
            format!(
                "---\nid: {name}\n---\n\n# The {guide} does not start\n\n## Symptoms\n\nEvent 7000 of \
                 source MillControl is logged: the {guide} failed to start.\n\n## Resolution\n\n\
                 1. Switch the {guide} on in the {room}.\n"
            ),
        );
    }
    workshop.build().unwrap();
    let engine = workshop.open();
    let likely = |text: &str| {
        let answer = engine.triage(&Case::new(text)).unwrap();
        (answer.issues[0].id.clone(), answer.probability)
    };
    let event = "Event ID: 7000 Source: MillControl Description:";
    let (_, unknown) = likely(&format!("{event} The zorglub failed to start."));
    assert!(unknown <= 0.5, "{unknown}");
    let (told, known) = likely(&format!("{event} The bobbin winder failed to start."));
    assert_eq!(told, "bobbin");
    assert!(known > unknown + 0.1, "{known} beside {unknown}");
}
