//! Bytes written once, to a file of a generation or to a buffer of an index in memory.

use crate::error::EngineError;
use crate::mapped::Mapped;
use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Seek, Write};
use std::path::{Path, PathBuf};

/// Where the files of a generation are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Place {
    /// A folder.
    Folder(PathBuf),
    /// Memory.
    Memory,
}

/// One file while it is written.
#[derive(Debug)]
pub(crate) enum Spool {
    /// In a folder.
    File(BufWriter<File>, PathBuf),
    /// In memory.
    Buffer(Vec<u8>),
}

impl Place {
    /// Starts the file `name`.
    pub(crate) fn create(&self, name: &str) -> Result<Spool, EngineError> {
        let Self::Folder(folder) = self else {
            return Ok(Spool::Buffer(Vec::new()));
        };
        let path = folder.join(name);
        let mut options = File::options();
        let file = options
            .read(true)
            .write(true)
            .create(true)
            .truncate(true)
            .open(&path);
        let file = file.map_err(|source| io(&path, source))?;
        Ok(Spool::File(BufWriter::with_capacity(1 << 18, file), path))
    }

    /// Writes the file `name` whole.
    pub(crate) fn write(&self, name: &str, bytes: &[u8]) -> Result<Mapped, EngineError> {
        let mut spool = self.create(name)?;
        spool.write(bytes)?;
        spool.finish()
    }
}

impl Spool {
    /// Appends bytes.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<(), EngineError> {
        match self {
            Self::File(file, path) => file.write_all(bytes).map_err(|source| io(path, source)),
            Self::Buffer(buffer) => {
                buffer.extend_from_slice(bytes);
                Ok(())
            }
        }
    }

    /// Reads what was written so far, from the start.
    pub(crate) fn reader(&mut self) -> Result<Box<dyn Read + '_>, EngineError> {
        match self {
            Self::File(file, path) => {
                let rewound = file.flush().and_then(|()| file.get_mut().rewind());
                rewound.map_err(|source| io(path, source))?;
                Ok(Box::new(BufReader::with_capacity(1 << 20, file.get_mut())))
            }
            Self::Buffer(buffer) => Ok(Box::new(buffer.as_slice())),
        }
    }

    /// Makes sure that the bytes are on disk, and gives them to read.
    pub(crate) fn finish(self) -> Result<Mapped, EngineError> {
        match self {
            Self::File(mut file, path) => {
                let synced = file.flush().and_then(|()| file.get_mut().sync_all());
                synced.map_err(|source| io(&path, source))?;
                let folder = path.parent().unwrap_or(Path::new("."));
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                Mapped::open(folder, &name)
            }
            Self::Buffer(buffer) => Ok(Mapped::from_vec(buffer)),
        }
    }

    /// Throws the file away.
    pub(crate) fn discard(self) -> Result<(), EngineError> {
        match self {
            Self::File(_, path) => std::fs::remove_file(&path).map_err(|source| io(&path, source)),
            Self::Buffer(_) => Ok(()),
        }
    }
}

/// What the system said, with the path.
pub(crate) fn io(path: &Path, source: std::io::Error) -> EngineError {
    EngineError::Io {
        path: path.to_owned(),
        source,
    }
}
