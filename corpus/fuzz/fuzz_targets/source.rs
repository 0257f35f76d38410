//! Any bytes as a document or archive.

#![no_main]

use corpus::source::{SourceOptions, each_document_in};
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: firstline_corpus_fuzz::warm_up(), |bytes: &[u8]| {
    let options = SourceOptions {
        max_document_bytes: 1 << 20,
        max_unpacked_bytes: 16 << 20,
        max_members: 1_000,
        ..SourceOptions::default()
    };
    let mut count = 0_u32;
    each_document_in("fuzz", bytes, &options, &mut |item| {
        assert!(
            item.progress.0 <= bytes.len() as u64,
            "progress beyond the end"
        );
        count += 1;
        count < 10_000
    });
});
