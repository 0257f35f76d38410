//! Binary event logs (`.evtx`), read record by record with the `evtx` crate: a broken chunk is
//! counted and the rest is read.

use super::group::Groups;
use super::{Events, Layout, MOST_EVENTS, xml};
use evtx::{EvtxParser, ParserSettings};

/// Most records that are read; logs of the largest size in use have fewer.
const MOST_RECORDS: usize = 1_000_000;

/// True if the bytes start as a binary event log does.
pub(super) fn is_event_log(bytes: &[u8]) -> bool {
    bytes.starts_with(b"ElfFile\0")
}

/// Reads a binary event log.
pub(super) fn read(bytes: &[u8]) -> Events {
    let mut groups = Groups::new(MOST_EVENTS);
    let settings = ParserSettings::new().indent(false).num_threads(1);
    let Ok(parser) = EvtxParser::from_buffer(bytes.to_vec()) else {
        groups.skip();
        return groups.finish();
    };
    let mut parser = parser.with_configuration(settings);
    for record in parser.records().take(MOST_RECORDS) {
        match record.ok().and_then(|record| xml::fragment(&record.data)) {
            Some(draft) => groups.add(draft, Layout::Binary),
            None => groups.skip(),
        }
    }
    // A log cut off inside its first chunk has no record to fail at.
    if groups.is_empty() {
        groups.skip();
    }
    groups.finish()
}
