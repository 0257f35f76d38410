//! Any bytes as a binary event log, as its first chunk, and as the content of records in a sound chunk:
//! no panic, bounded work, counts that add up.
//!
//! The reader takes whole chunks of 64 KB alone and passes over a log that has none, so bytes without
//! a frame would hardly be read at all.
#![no_main]

use libfuzzer_sys::fuzz_target;

/// Bytes of the file header; chunks follow it.
const FILE_HEADER: usize = 4096;

/// Bytes of a chunk, its header first.
const CHUNK: usize = 65_536;
const CHUNK_HEADER: usize = 512;

/// Bytes before a record's content: magic, size, number and time.
const RECORD_HEADER: usize = 24;

fuzz_target!(|bytes: &[u8]| {
    let whole = [b"ElfFile\0", bytes].concat();
    for log in [whole, log_of(&chunk_of(bytes)), log_of(&chunk_around(bytes))] {
        let events = engine::understand::events::read_bytes(&log);
        let counted: usize = events.records.iter().map(|record| record.count).sum();
        assert!(counted <= events.read);
    }
});

/// A log of one chunk.
fn log_of(chunk: &[u8]) -> Vec<u8> {
    let mut log = vec![0; FILE_HEADER];
    log[..8].copy_from_slice(b"ElfFile\0");
    log[32..36].copy_from_slice(&128_u32.to_le_bytes());
    log[36..44].copy_from_slice(&[1, 0, 3, 0, 0, 16, 1, 0]);
    log.extend_from_slice(chunk);
    log.resize(FILE_HEADER + CHUNK, 0);
    log
}

/// The bytes as all that follows a chunk's signature.
fn chunk_of(bytes: &[u8]) -> Vec<u8> {
    [b"ElfChnk\0", bytes].concat()
}

/// The bytes as the content of two records of a sound chunk; the second may name the templates and
/// strings of the first.
fn chunk_around(bytes: &[u8]) -> Vec<u8> {
    let content = &bytes[..bytes.len().min((CHUNK - CHUNK_HEADER) / 2 - RECORD_HEADER - 4)];
    let size = u32::try_from(RECORD_HEADER + content.len() + 4).expect("less than a chunk");
    let mut chunk = vec![0; CHUNK_HEADER];
    chunk[..8].copy_from_slice(b"ElfChnk\0");
    for at in [8, 24] {
        chunk[at..at + 8].copy_from_slice(&1_u64.to_le_bytes());
        chunk[at + 8..at + 16].copy_from_slice(&2_u64.to_le_bytes());
    }
    let header = u32::try_from(CHUNK_HEADER).expect("less than a chunk");
    chunk[40..44].copy_from_slice(&128_u32.to_le_bytes());
    chunk[44..48].copy_from_slice(&(header + size).to_le_bytes());
    chunk[48..52].copy_from_slice(&(header + 2 * size).to_le_bytes());
    for number in [1_u64, 2] {
        chunk.extend_from_slice(b"**\0\0");
        chunk.extend_from_slice(&size.to_le_bytes());
        chunk.extend_from_slice(&number.to_le_bytes());
        chunk.extend_from_slice(&128_000_000_000_000_000_u64.to_le_bytes());
        chunk.extend_from_slice(content);
        chunk.extend_from_slice(&size.to_le_bytes());
    }
    chunk
}
