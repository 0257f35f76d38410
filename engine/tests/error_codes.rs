//! An error code is one thing in words, too, however it is written.

#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

#[path = "generations/workshop.rs"]
#[expect(dead_code, reason = "shared with the tests of generations")]
mod workshop;

use engine::Query;
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
