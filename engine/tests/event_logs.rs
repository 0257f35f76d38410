//! Real event logs, where they are at hand: every record of them is read.

use engine::understand::events::{Layout, read_bytes};
use std::path::PathBuf;

/// Binary event logs under `FIRSTLINE_EVTX`, or beside the workspace.
#[expect(
    clippy::print_stdout,
    reason = "a skipped test says so where the test's output is read"
)]
fn logs() -> Vec<PathBuf> {
    let folder = std::env::var_os("FIRSTLINE_EVTX").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/evtx"),
        PathBuf::from,
    );
    let Ok(entries) = std::fs::read_dir(&folder) else {
        println!("skipped: {} is not there", folder.display());
        return Vec::new();
    };
    let mut logs: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    logs.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "evtx")
    });
    logs.sort();
    logs
}

#[test]
fn binary_logs_are_read_whole() {
    for path in logs() {
        let bytes = std::fs::read(&path).unwrap();
        let events = read_bytes(&bytes);
        println!(
            "{}: {} records, {} skipped, {} events",
            path.display(),
            events.read,
            events.skipped,
            events.records.len()
        );
        for record in events.records.iter().take(3) {
            println!(
                "  {:?} {:?} {:?} x{} {:?} {:?}",
                record.level,
                record.provider,
                record.number,
                record.count,
                record.computer,
                record.description.chars().take(160).collect::<String>()
            );
        }
        assert!(events.read > 0 && events.skipped == 0, "{}", path.display());
        assert!(
            events
                .records
                .iter()
                .all(|record| record.layout == Layout::Binary && record.provider.is_some())
        );
    }
}

#[test]
fn broken_logs_are_read_as_far_as_they_go() {
    for path in logs() {
        let bytes = std::fs::read(&path).unwrap();
        for share in [3, 2] {
            let events = read_bytes(&bytes[..bytes.len() / share]);
            assert!(events.read + events.skipped > 0);
        }
        let mut scratched = bytes.clone();
        for at in (4096..scratched.len()).step_by(997) {
            scratched[at] ^= 0x5a;
        }
        let _ = read_bytes(&scratched);
    }
}
