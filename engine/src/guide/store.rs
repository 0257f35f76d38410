//! Where sessions are kept between answers: a folder that several people can share, or memory.
//!
//! A session is a JSON file named by its code. A new one is created only if no file has its
//! name; a changed one is written beside the old and renamed over it, under a lock, and only if
//! nobody else has changed it since it was read.

use super::code::Code;
use super::error::GuideError;
use super::session::{STORED_SCHEMA, Session};
use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Bytes over which a stored session is not believed.
const MOST_BYTES: u64 = 4 << 20;

/// Keeps sessions.
pub trait SessionStore {
    /// The session of a code, if there is one.
    ///
    /// # Errors
    /// [`GuideError::Io`] or [`GuideError::Damaged`].
    fn load(&self, code: &Code) -> Result<Option<Session>, GuideError>;

    /// Keeps a new session. False if its code is taken.
    ///
    /// # Errors
    /// [`GuideError::Io`].
    fn create(&self, code: &Code, session: &Session) -> Result<bool, GuideError>;

    /// Replaces a session by one whose revision is higher by one.
    ///
    /// # Errors
    /// [`GuideError::Conflict`] if the revision kept is not the one before, [`GuideError::Io`].
    fn replace(&self, code: &Code, session: &Session) -> Result<(), GuideError>;
}

/// Keeps sessions in a folder.
#[derive(Debug, Clone)]
pub struct FolderStore {
    folder: PathBuf,
}

impl FolderStore {
    /// Sessions in `folder`, which is made when the first one is kept.
    #[must_use]
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self {
            folder: folder.into(),
        }
    }

    fn path(&self, code: &Code) -> PathBuf {
        self.folder.join(format!("{}.json", code.as_str()))
    }
}

impl SessionStore for FolderStore {
    fn load(&self, code: &Code) -> Result<Option<Session>, GuideError> {
        let path = self.path(code);
        let file = match File::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(refused(&path, error)),
        };
        let mut text = Vec::new();
        file.take(MOST_BYTES)
            .read_to_end(&mut text)
            .map_err(|error| refused(&path, error))?;
        let damaged = |reason: String| GuideError::Damaged {
            path: path.clone(),
            reason,
        };
        let session: Session =
            serde_json::from_slice(&text).map_err(|error| damaged(error.to_string()))?;
        if session.schema != STORED_SCHEMA {
            let reason = format!("{} is not {STORED_SCHEMA}", session.schema);
            return Err(damaged(reason));
        }
        Ok(Some(session))
    }

    fn create(&self, code: &Code, session: &Session) -> Result<bool, GuideError> {
        fs::create_dir_all(&self.folder).map_err(|error| refused(&self.folder, error))?;
        let path = self.path(code);
        let file = match File::create_new(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Ok(false),
            Err(error) => return Err(refused(&path, error)),
        };
        write(file, session).map_err(|error| refused(&path, error))?;
        Ok(true)
    }

    fn replace(&self, code: &Code, session: &Session) -> Result<(), GuideError> {
        let lock_path = self.folder.join("LOCK");
        let lock = File::options()
            .create(true)
            .append(true)
            .open(&lock_path)
            .and_then(|lock| lock.lock().map(|()| lock));
        let _lock = lock.map_err(|error| refused(&lock_path, error))?;
        follows(self.load(code)?.as_ref(), session)?;
        let path = self.path(code);
        let fresh = path.with_extension("new");
        File::create(&fresh)
            .and_then(|file| write(file, session))
            .and_then(|()| fs::rename(&fresh, &path))
            .map_err(|error| refused(&path, error))
    }
}

fn refused(path: &Path, source: io::Error) -> GuideError {
    GuideError::Io {
        path: path.to_owned(),
        source,
    }
}

fn write(mut file: File, session: &Session) -> io::Result<()> {
    let text = serde_json::to_vec_pretty(session)?;
    file.write_all(&text)?;
    file.sync_all()
}

/// A change has to follow what is kept.
fn follows(kept: Option<&Session>, session: &Session) -> Result<(), GuideError> {
    match kept {
        Some(kept) if kept.revision + 1 == session.revision => Ok(()),
        _ => Err(GuideError::Conflict {
            code: session.code.clone(),
        }),
    }
}

/// Keeps sessions in memory, until the process ends.
#[derive(Debug, Default)]
pub struct MemoryStore {
    sessions: Mutex<HashMap<Code, Session>>,
}

impl SessionStore for MemoryStore {
    fn load(&self, code: &Code) -> Result<Option<Session>, GuideError> {
        let sessions = self.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(sessions.get(code).cloned())
    }

    fn create(&self, code: &Code, session: &Session) -> Result<bool, GuideError> {
        let mut sessions = self.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        if sessions.contains_key(code) {
            return Ok(false);
        }
        sessions.insert(code.clone(), session.clone());
        Ok(true)
    }

    fn replace(&self, code: &Code, session: &Session) -> Result<(), GuideError> {
        let mut sessions = self.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        follows(sessions.get(code), session)?;
        sessions.insert(code.clone(), session.clone());
        Ok(())
    }
}
