//! Any bytes as an attached file or a paste: no panic, spans inside, counts that add up.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(init: firstline_engine_fuzz::warm_up(), |bytes: &[u8]| {
    let events = engine::understand::events::read_bytes(bytes);
    let counted: usize = events.records.iter().map(|record| record.count).sum();
    assert!(counted <= events.read);
    if let Ok(text) = std::str::from_utf8(bytes) {
        for record in engine::understand::events::read(text).records {
            assert!(text.get(record.span.range()).is_some());
        }
    }
});
