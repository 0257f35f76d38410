//! A folder of articles about looms, and the index built of it.

use corpus::source::Source;
use engine::index::build::{BuildOptions, BuildReport, build};
use engine::{Engine, EngineError};
use std::fs;
use std::path::{Path, PathBuf};

/// Sources and an index in a folder of their own.
pub(crate) struct Workshop {
    dir: tempfile::TempDir,
}

impl Workshop {
    /// `count` looms in the folder `looms`, not indexed.
    pub(crate) fn new(count: usize) -> Self {
        let workshop = Self {
            dir: tempfile::tempdir().unwrap(),
        };
        for number in 0..count {
            workshop.write_loom(number, "first");
        }
        workshop
    }

    /// As [`Workshop::new`], indexed.
    pub(crate) fn indexed(count: usize) -> Self {
        let workshop = Self::new(count);
        workshop.build().unwrap();
        workshop
    }

    /// A path below the workshop's folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// The folder of the index.
    pub(crate) fn index(&self) -> PathBuf {
        self.path("kb")
    }

    /// Writes a document, and the folders on its way.
    pub(crate) fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Writes a loom in some edition.
    pub(crate) fn write_loom(&self, number: usize, edition: &str) {
        self.write(&format!("looms/{number:05}.md"), loom(number, edition));
    }

    /// Builds the folder `looms`.
    pub(crate) fn build(&self) -> Result<BuildReport, EngineError> {
        self.build_of(&["looms"])
    }

    /// Builds sources below the workshop's folder.
    pub(crate) fn build_of(&self, sources: &[&str]) -> Result<BuildReport, EngineError> {
        let sources: Vec<Source> = sources
            .iter()
            .map(|name| Source::Path(self.path(name)))
            .collect();
        build(
            &sources,
            &self.index(),
            &BuildOptions::default(),
            &mut |_| {},
        )
    }

    /// Opens the index.
    pub(crate) fn open(&self) -> Engine {
        Engine::open(&self.index()).unwrap()
    }

    /// The generations there are, by name.
    pub(crate) fn generations(&self) -> Vec<String> {
        let entries = fs::read_dir(self.index()).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name.starts_with("gen-"))
            .collect();
        names.sort();
        names
    }
}

/// An article about one loom.
pub(crate) fn loom(number: usize, edition: &str) -> String {
    format!(
        "---\nid: loom-{number}\n---\n\n# Loom {number} jams\n\n## Symptoms\n\nEvent {} of source \
         LoomAgent is logged.\n\n## Resolution\n\n1. Oil spindle {number} with oil of edition \
         {edition}.\n",
        number + 5000
    )
}

/// The document that an index holds of an article; none if it holds no such article.
pub(crate) fn text_of(engine: &Engine, id: &str) -> Option<String> {
    let bytes = engine.raw_document(id).unwrap()?;
    Some(String::from_utf8(bytes).unwrap())
}

/// Counts of a report: added, changed, removed, unchanged.
pub(crate) fn counts(report: &BuildReport) -> [u64; 4] {
    [
        report.added,
        report.changed,
        report.removed,
        report.unchanged,
    ]
}

/// All files below a folder, but for the locks of the text index, which are empty.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let (folders, mut found): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir());
    found.extend(folders.iter().flat_map(|folder| files(folder)));
    found.retain(|path| path.extension().is_none_or(|kind| kind != "lock"));
    found.sort();
    found
}
