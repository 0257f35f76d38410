//! The life of an index on disk: builds, changes, duplicates, crashes, damage.

#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
#![expect(clippy::panic, reason = "a test stops at what it did not expect")]

mod changes;
mod damage;
mod duplicates;
mod kill;
mod playbooks;
mod workshop;
