//! Any bytes as a playbook: read and linted, findings inside the text.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let parsed = corpus::playbook::parse("fuzz", &text);
    for node in &parsed.playbook.nodes {
        assert!(node.span.end as usize <= text.len());
    }
    let bytes = text.len();
    for finding in corpus::playbook::lint(&[("fuzz".into(), text)], &|_| false) {
        assert!(finding.line >= 1 && finding.line as usize <= bytes + 1);
    }
});
