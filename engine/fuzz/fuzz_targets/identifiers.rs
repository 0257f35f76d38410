//! Any text as a case: no panic, and spans that hold the words they report.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(init: firstline_engine_fuzz::warm_up(), |text: &str| {
    for one in engine::understand::identifiers::find(text) {
        assert_eq!(text.get(one.span.range()), Some(one.text.as_str()));
    }
    let _ = engine::compose::guard::stop_card(text);
    let _ = engine::compose::risk::risk_of(text);
});
