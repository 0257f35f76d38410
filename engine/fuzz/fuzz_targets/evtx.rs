//! Any bytes behind the signature of a binary event log, and behind that of its first chunk: no
//! panic, bounded work, counts that add up.
#![no_main]

use libfuzzer_sys::fuzz_target;

/// Bytes of the file header; chunks follow it.
const HEADER: usize = 4096;

fuzz_target!(|bytes: &[u8]| {
    let (header, chunk) = bytes.split_at(bytes.len().min(128));
    let mut log = b"ElfFile\0".to_vec();
    log.extend_from_slice(header);
    log.resize(HEADER, 0);
    log.extend_from_slice(b"ElfChnk\0");
    log.extend_from_slice(chunk);
    for log in [&log[..], &[b"ElfFile\0", bytes].concat()[..]] {
        let events = engine::understand::events::read_bytes(log);
        let counted: usize = events.records.iter().map(|record| record.count).sum();
        assert!(counted <= events.read);
    }
});
