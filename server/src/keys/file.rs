//! The file of keys.
//!
//! JSON, one record a key, written anew beside the old file and renamed, readable by its owner
//! only. Revoked keys stay in it, so that a log line can still be told whose key it was.

use super::{Hash, Role, Secret};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Why the file of keys cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// The system refused.
    #[error("{path}: {source}")]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file holds something else than keys.
    #[error("{path}: {reason}")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// There is no key of this id.
    #[error("there is no key {0}")]
    Unknown(String),
    /// The system has no randomness to give.
    #[error("no random bytes: {0}")]
    Random(String),
}

/// What is kept of a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyRecord {
    /// The part that names it.
    pub id: String,
    /// What it is for, in its owner's words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// Hash of the key.
    pub hash: Hash,
    /// When it was made.
    pub created: Timestamp,
    /// When it ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<Timestamp>,
    /// When it was taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked: Option<Timestamp>,
}

impl KeyRecord {
    /// True if the key opens anything at this time.
    #[must_use]
    pub fn holds(&self, now: Timestamp) -> bool {
        self.revoked.is_none() && self.expires.is_none_or(|expires| now < expires)
    }
}

/// The keys of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyFile {
    /// Oldest first.
    pub keys: Vec<KeyRecord>,
}

impl KeyFile {
    /// Reads a file; one that is not there holds no key.
    ///
    /// # Errors
    /// [`KeyError::Io`] or [`KeyError::Damaged`].
    pub fn read(path: &Path) -> Result<Self, KeyError> {
        let bytes = match std::fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Ok(Self::default());
            }
            Err(source) => return Err(io(path, source)),
        };
        serde_json::from_slice(&bytes).map_err(|error| KeyError::Damaged {
            path: path.to_owned(),
            reason: error.to_string(),
        })
    }

    /// Writes the file in one step.
    ///
    /// # Errors
    /// [`KeyError::Io`]; the old file stays.
    pub fn write(&self, path: &Path) -> Result<(), KeyError> {
        let text = serde_json::to_string_pretty(self).unwrap_or_default() + "\n";
        let temporary = path.with_extension("new");
        let written = private_file(&temporary).and_then(|mut file| {
            file.write_all(text.as_bytes())?;
            file.sync_all()?;
            std::fs::rename(&temporary, path)
        });
        written.map_err(|source| io(path, source))
    }

    /// Makes a key and adds what is kept of it. The key itself is given once, here.
    ///
    /// # Errors
    /// [`KeyError::Random`].
    pub fn create(
        &mut self,
        role: Role,
        name: &str,
        expires: Option<Timestamp>,
    ) -> Result<Secret, KeyError> {
        let secret = loop {
            let secret = Secret::generate()?;
            if self.keys.iter().all(|key| key.id != secret.id()) {
                break secret;
            }
        };
        self.keys.push(KeyRecord {
            id: secret.id().to_owned(),
            name: name.to_owned(),
            role,
            hash: secret.hash(),
            created: Timestamp::now(),
            expires,
            revoked: None,
        });
        Ok(secret)
    }

    /// Takes a key back; it stays listed.
    ///
    /// # Errors
    /// [`KeyError::Unknown`].
    pub fn revoke(&mut self, id: &str) -> Result<&KeyRecord, KeyError> {
        let key = self.keys.iter_mut().find(|key| key.id == id);
        let key = key.ok_or_else(|| KeyError::Unknown(id.to_owned()))?;
        key.revoked.get_or_insert_with(Timestamp::now);
        Ok(key)
    }

    /// The record of a key that was sent, if it is known and holds now.
    #[must_use]
    pub fn find(&self, secret: &Secret, now: Timestamp) -> Option<&KeyRecord> {
        let nothing = Hash::of_nothing();
        let key = self.keys.iter().find(|key| key.id == secret.id());
        // Compared whether the id is known or not, so that time does not tell which ids are.
        let fits = key.map_or(&nothing, |key| &key.hash).fits(secret);
        key.filter(|key| fits && key.holds(now))
    }
}

/// A new file that only its owner may read.
fn private_file(path: &Path) -> std::io::Result<std::fs::File> {
    let mut options = std::fs::File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn io(path: &Path, source: std::io::Error) -> KeyError {
    KeyError::Io {
        path: path.to_owned(),
        source,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::ToSpan;

    #[test]
    fn a_key_holds_until_it_ends_or_is_taken_back() {
        let mut file = KeyFile::default();
        let now = Timestamp::now();
        let soon = now.checked_add(1.hour()).unwrap();
        let secret = file.create(Role::Tier1, "bot", Some(soon)).unwrap();
        assert_eq!(file.find(&secret, now).unwrap().name, "bot");
        assert!(file.find(&secret, soon).is_none(), "expired");
        let other = Secret::generate().unwrap();
        assert!(file.find(&other, now).is_none(), "unknown");
        file.revoke(secret.id()).unwrap();
        assert!(file.find(&secret, now).is_none(), "revoked");
        assert!(matches!(file.revoke("nope"), Err(KeyError::Unknown(_))));
    }

    #[test]
    fn the_file_holds_no_key_and_is_private() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys.json");
        assert_eq!(KeyFile::read(&path).unwrap(), KeyFile::default());
        let mut file = KeyFile::default();
        let secret = file.create(Role::Admin, "", None).unwrap();
        file.write(&path).unwrap();
        assert_eq!(KeyFile::read(&path).unwrap(), file);
        let text = std::fs::read_to_string(&path).unwrap();
        let proof = secret.reveal().rsplit_once('_').unwrap().1.to_owned();
        assert!(!text.contains(&proof));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        std::fs::write(&path, "{\"keys\":[{}]}").unwrap();
        assert!(matches!(
            KeyFile::read(&path),
            Err(KeyError::Damaged { .. })
        ));
    }
}
