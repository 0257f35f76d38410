//! Any bytes through detection and whichever reader it chooses.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| firstline_corpus_fuzz::read_any(bytes));
