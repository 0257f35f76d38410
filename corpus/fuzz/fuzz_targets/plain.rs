//! Any bytes through the reader of plain text.

#![no_main]

use corpus::article::Format;
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: firstline_corpus_fuzz::warm_up(), |bytes: &[u8]| firstline_corpus_fuzz::read_in(Format::Plain, bytes));
