//! The file of the desk's memory: opening it, and how it is to be written.

use super::error::{DeskError, Trouble};
use super::migrations::{Refused, migrate};
use rusqlite::{Connection, OpenFlags};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long another program may hold the file before a call gives up.
const PATIENCE: Duration = Duration::from_secs(5);
/// Pages in the log after which it is folded into the file; its size at rest in bytes.
const LOG_PAGES: u32 = 1000;
const LOG_BYTES: u32 = 4 << 20;

/// An opened desk.
#[derive(Debug)]
pub struct Desk {
    pub(super) connection: Connection,
    path: PathBuf,
}

impl Desk {
    /// Opens the file at `path`, which is made if it is not there, readable by its owner only.
    /// Its folder has to be there.
    ///
    /// # Errors
    /// [`DeskError::Failed`] if it cannot be read and written, [`DeskError::Newer`].
    pub fn open(path: &Path) -> Result<Self, DeskError> {
        create(path).map_err(|error| DeskError::Failed {
            path: path.to_owned(),
            trouble: Trouble::of_io(&error),
            reason: error.to_string(),
        })?;
        Self::open_existing(path)
    }

    /// Opens the file at `path`.
    ///
    /// # Errors
    /// As [`Desk::open`], and [`DeskError::Missing`] if there is none.
    pub fn open_existing(path: &Path) -> Result<Self, DeskError> {
        if !path.exists() {
            let path = path.to_owned();
            return Err(DeskError::Missing { path });
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let failed = |error: rusqlite::Error| DeskError::of(path, &error);
        let mut connection = Connection::open_with_flags(path, flags).map_err(failed)?;
        set_up(&connection).map_err(failed)?;
        migrate(&mut connection).map_err(|error| refused(path, &error))?;
        Ok(Self {
            connection,
            path: path.to_owned(),
        })
    }

    /// A desk in memory, gone when it is dropped.
    ///
    /// # Errors
    /// As [`Desk::open`].
    pub fn in_memory() -> Result<Self, DeskError> {
        let path = Path::new(":memory:");
        let failed = |error: rusqlite::Error| DeskError::of(path, &error);
        let mut connection = Connection::open_in_memory().map_err(failed)?;
        set_up(&connection).map_err(failed)?;
        migrate(&mut connection).map_err(|error| refused(path, &error))?;
        Ok(Self {
            connection,
            path: path.to_owned(),
        })
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What SQLite said, about this file.
    pub(super) fn failed(&self, error: &rusqlite::Error) -> DeskError {
        DeskError::of(&self.path, error)
    }
}

impl Trouble {
    fn of_io(error: &std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull => Self::Full,
            std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
                Self::ReadOnly
            }
            _ => Self::System,
        }
    }
}

/// Makes the file, if it is not there.
fn create(path: &Path) -> std::io::Result<()> {
    if path.exists() {
        return Ok(());
    }
    let mut options = std::fs::File::options();
    options.create(true).append(true);
    // SQLite gives its log the mode of the file.
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

/// A log beside the file lets readers and the writer go on at once; what is deleted is
/// overwritten; nothing is spooled into files that nobody would erase.
fn set_up(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(PATIENCE)?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    connection.pragma_update(None, "synchronous", "normal")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "secure_delete", true)?;
    connection.pragma_update(None, "temp_store", "memory")?;
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    connection.pragma_update(None, "wal_autocheckpoint", LOG_PAGES)?;
    connection.pragma_update(None, "journal_size_limit", LOG_BYTES)?;
    connection.set_prepared_statement_cache_capacity(32);
    Ok(())
}

fn refused(path: &Path, error: &Refused) -> DeskError {
    match error {
        Refused::Sqlite(error) => DeskError::of(path, error),
        Refused::Newer => DeskError::Newer {
            path: path.to_owned(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_made_once_and_only_its_owner_reads_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("desk.sqlite");
        assert!(matches!(
            Desk::open_existing(&path),
            Err(DeskError::Missing { .. })
        ));
        drop(Desk::open(&path).unwrap());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        let desk = Desk::open_existing(&path).unwrap();
        assert_eq!(desk.path(), path);
    }

    #[test]
    fn a_file_of_a_newer_program_and_one_that_is_none_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("desk.sqlite");
        let desk = Desk::open(&path).unwrap();
        desk.connection
            .pragma_update(None, "user_version", 99)
            .unwrap();
        drop(desk);
        assert!(matches!(Desk::open(&path), Err(DeskError::Newer { .. })));
        std::fs::write(
            &path,
            "no database, but long enough to be taken for one".repeat(40),
        )
        .unwrap();
        let error = Desk::open(&path).unwrap_err();
        assert_eq!(error.trouble(), Some(Trouble::Damaged), "{error}");
    }
}
