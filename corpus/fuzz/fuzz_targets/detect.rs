//! Any bytes through detection and whichever reader it chooses.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(init: firstline_corpus_fuzz::warm_up(), |bytes: &[u8]| firstline_corpus_fuzz::read_any(bytes));
