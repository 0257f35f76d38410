//! A place of its own for a test: a working folder and a home, and an environment that is the
//! same on every machine.

use crate::Firstline;
use std::path::{Path, PathBuf};

/// A folder that is gone after the test.
#[derive(Debug)]
pub struct Sandbox {
    folder: tempfile::TempDir,
}

impl Default for Sandbox {
    fn default() -> Self {
        Self::new()
    }
}

impl Sandbox {
    /// An empty working folder with a home beside it.
    ///
    /// # Panics
    /// If the folder for temporary files cannot be written to.
    #[must_use]
    pub fn new() -> Self {
        let made = tempfile::Builder::new().prefix("firstline-").tempdir();
        let sandbox = made.map(|folder| Self { folder });
        let made = sandbox.and_then(|sandbox| {
            std::fs::create_dir(sandbox.home())?;
            std::fs::create_dir(sandbox.path(""))?;
            Ok(sandbox)
        });
        made.unwrap_or_else(|error| panic!("no sandbox: {error}"))
    }

    /// A path inside the working folder.
    #[must_use]
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join("work").join(name)
    }

    /// The home folder of the commands run here.
    #[must_use]
    pub fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    /// The folder around working folder and home.
    #[must_use]
    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file into the working folder, folders on the way included, and gives its path.
    ///
    /// # Panics
    /// If it cannot be written.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        let folder = path.parent().unwrap_or(Path::new("/"));
        let written = std::fs::create_dir_all(folder).and_then(|()| std::fs::write(&path, content));
        assert!(written.is_ok(), "{}: {written:?}", path.display());
        path
    }

    /// A run of the binary in the working folder; `arguments` are parted by white space.
    #[must_use]
    pub fn firstline(&self, arguments: &str) -> Firstline {
        Firstline::new(self, arguments.split_whitespace())
    }

    /// As [`Sandbox::firstline`] with arguments that may hold white space.
    #[must_use]
    pub fn firstline_with<const N: usize>(&self, arguments: [&str; N]) -> Firstline {
        Firstline::new(self, arguments)
    }
}
