//! A session: who walks which playbook, and what was answered. Plain data.
//!
//! A session keeps a copy of its playbook and of every playbook that one links to, so that a
//! change of the files does not move the ground under a call.

use super::library::{Choice, Entry, Library};
use corpus::playbook::NodeKind;
use serde::{Deserialize, Serialize};

/// Name and version of the stored form.
pub(super) const STORED_SCHEMA: &str = "firstline.stored-session/1";

/// Playbooks that a session may hold; links do not nest deeper among people.
const MOST_COPIES: usize = 16;

/// A session as stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// `STORED_SCHEMA`.
    pub schema: String,
    /// The code that names it, as shown.
    pub code: String,
    /// Grows with every change.
    pub revision: u64,
    /// When it was begun, in seconds since 1970.
    pub started: u64,
    /// When it was changed last, in seconds since 1970.
    pub changed: u64,
    /// The playbook it walks, and those that it links to.
    pub copies: Vec<Copied>,
    /// What was answered, in order.
    pub trail: Vec<Taken>,
}

/// A playbook as it was when the session began.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Copied {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: u32,
    /// BLAKE3 of its text, hex.
    pub hash: String,
    /// The file it was read from.
    pub file: String,
    /// Its Markdown.
    pub text: String,
}

/// An answer that was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// Id of the playbook.
    pub guide: String,
    /// Id of the node it was given at.
    pub node: String,
    /// The answer, as offered.
    pub answer: String,
    /// When, in seconds since 1970.
    pub at: u64,
}

impl Session {
    /// A session at the start of a playbook, with copies of all that it links to.
    pub(super) fn begin(code: &str, entry: &Entry, library: &Library, now: (u64, &Choice)) -> Self {
        let (now, choice) = now;
        let mut copies = vec![Copied::of(entry)];
        let mut open = vec![entry];
        while let Some(entry) = open.pop() {
            for node in &entry.playbook.nodes {
                let NodeKind::Link(target) = &node.kind else {
                    continue;
                };
                let is_new = copies.iter().all(|copy| copy.id != *target);
                if !is_new || copies.len() >= MOST_COPIES {
                    continue;
                }
                // A linked playbook follows the same change where it has a version for it.
                let plain = Choice::on(choice.on.clone());
                let by_change = Choice {
                    version: None,
                    ..choice.clone()
                };
                let linked = library.choose(target, &by_change);
                if let Ok(linked) = linked.or_else(|_| library.choose(target, &plain)) {
                    copies.push(Copied::of(linked));
                    open.push(linked);
                }
            }
        }
        Self {
            schema: STORED_SCHEMA.to_owned(),
            code: code.to_owned(),
            revision: 0,
            started: now,
            changed: now,
            copies,
            trail: Vec::new(),
        }
    }
}

impl Copied {
    fn of(entry: &Entry) -> Self {
        Self {
            id: entry.playbook.id.clone(),
            version: entry.playbook.version,
            hash: blake3::hash(entry.text.as_bytes()).to_hex().to_string(),
            file: entry.playbook.file.clone(),
            text: entry.text.to_string(),
        }
    }
}
