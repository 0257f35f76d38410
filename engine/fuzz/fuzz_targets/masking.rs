//! Any text: masking does not panic and counts what it changes.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(init: firstline_engine_fuzz::warm_up(), |text: &str| {
    let masked = engine::understand::masking::mask(text);
    assert_eq!(masked.counts.is_empty(), masked.text == text);
});
