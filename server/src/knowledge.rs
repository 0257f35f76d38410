//! The knowledge base that answers, and how a new one takes over.
//!
//! Requests take an [`Arc`] of what is current when they begin and keep it until they end, so a
//! swap neither waits for them nor drops them; the old generation's files stay mapped until the
//! last of them lets go. A new generation that cannot be opened changes nothing but the state
//! that `/readyz` tells.

use crate::answering::Answering;
use arc_swap::ArcSwap;
use engine::{Engine, EngineError};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// The label of the built-in knowledge base.
pub const BUILTIN: &str = "built-in";

/// Articles whose titles are looked at for an example.
const EXAMPLES: u32 = 500;

/// An opened knowledge base.
#[derive(Debug)]
pub struct Knowledge {
    /// Answers.
    pub engine: Engine,
    /// Which generation it is, for people: `gen-3`, or [`BUILTIN`].
    pub generation: String,
    /// Changes whenever an answer could; the first half of every ETag.
    pub fingerprint: String,
    /// Why this is not the knowledge base that was asked for, if it is not.
    pub notice: Option<String>,
}

impl Knowledge {
    fn open(index: &Path, answering: &Answering) -> Result<Self, EngineError> {
        let engine = answering.set_up(Engine::open(index)?);
        warm(&engine);
        let folder = &engine.generation().folder;
        let generation = folder.file_name().unwrap_or_default().to_string_lossy();
        Ok(Self {
            generation: generation.into_owned(),
            fingerprint: fingerprint(&engine, answering),
            notice: without_model(&engine),
            engine,
        })
    }

    fn builtin(answering: &Answering, notice: Option<String>) -> Result<Self, EngineError> {
        let engine = answering.set_up(Engine::builtin()?);
        Ok(Self {
            generation: BUILTIN.to_owned(),
            fingerprint: fingerprint(&engine, answering),
            engine,
            notice,
        })
    }

    /// Words that find something here, as they stand in an address: a title, as nobody who has
    /// just started the service knows what its index holds.
    pub(crate) fn example(&self) -> String {
        let articles = &self.engine.generation().articles;
        let titles = (0..EXAMPLES).map_while(|ordinal| Some(articles.get(ordinal)?.title));
        let mut asked = titles.filter_map(|title| as_typed(&title));
        asked.next().unwrap_or_else(|| "blank+pages".to_owned())
    }
}

/// A title as someone would type it, ready for an address; none if it is too short to find
/// anything by, too long to type, or holds more than plain words.
fn as_typed(title: &str) -> Option<String> {
    /// Words that tell an article from others, and that are still typed.
    const WORDS: std::ops::RangeInclusive<usize> = 3..=7;
    // What stands before the colon names a product or a kind of article in short.
    let title = title.split_once(": ").map_or(title, |(_, title)| title);
    let words: Vec<String> = title.split_whitespace().map(str::to_lowercase).collect();
    let is_plain = |word: &String| word.bytes().all(|byte| byte.is_ascii_alphabetic());
    let fits = WORDS.contains(&words.len()) && words.iter().all(is_plain);
    fits.then(|| words.join("+"))
}

/// Makes the engine read what it reads when first asked, before anyone waits for it.
fn warm(engine: &Engine) {
    let _ = engine.complete("", 1, &crate::keys::Caller::local().desk());
    let _ = engine.library();
    // Any words will do: what is read for them is read for all.
    let _ = engine.triage(&engine::Case::new("cannot print after an update"));
}

/// What people are told where the index has an embedding model that cannot be used.
fn without_model(engine: &Engine) -> Option<String> {
    let why = engine.model_problem()?;
    tracing::warn!(%why, "the embedding model of the index cannot be used");
    Some("The embedding model of the index cannot be used; answers do without it.".to_owned())
}

/// A hash of everything a generation holds, of the program that answers from it, and of how it
/// was set up: instances that share a published index agree on it, whenever they opened it.
fn fingerprint(engine: &Engine, answering: &Answering) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(env!("CARGO_PKG_VERSION").as_bytes());
    hasher.update(answering.identity().as_bytes());
    let manifest = &engine.generation().manifest;
    hasher.update(&manifest.created.to_le_bytes());
    for (name, file) in &manifest.files {
        hasher.update(name.as_bytes());
        hasher.update(file.blake3.as_bytes());
    }
    let hash = hasher.finalize().to_hex();
    hash.as_str().get(..12).unwrap_or_default().to_owned()
}

/// What came of a look for a new generation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reload {
    /// This is current already.
    Unchanged(String),
    /// This has taken over.
    Swapped(String),
}

/// The current knowledge base and where the next one comes from.
#[derive(Debug)]
pub struct Shelf {
    current: ArcSwap<Knowledge>,
    index: Option<PathBuf>,
    answering: Answering,
    /// What `CURRENT` said when it was last tried, and what was wrong with it. Held while a
    /// generation is opened, so that two reloads do not open the same one twice.
    tried: Mutex<Tried>,
}

#[derive(Debug, Default)]
struct Tried {
    pointer: Option<String>,
    failure: Option<String>,
}

impl Shelf {
    /// Opens the index, or the built-in knowledge base where none is named or none can be opened.
    ///
    /// # Errors
    /// If even the built-in one fails.
    pub fn open(index: Option<&Path>, answering: &Answering) -> Result<Self, EngineError> {
        let mut tried = Tried::default();
        let knowledge = match index {
            None => Knowledge::builtin(answering, None)?,
            Some(dir) => {
                tried.pointer = pointer(dir);
                match Knowledge::open(dir, answering) {
                    Ok(knowledge) => knowledge,
                    Err(error) => {
                        tracing::warn!(%error, "the index cannot be opened");
                        tried.failure = Some(failure(&error).to_owned());
                        let notice = format!(
                            "{} The built-in knowledge base answers until it can be.",
                            failure(&error)
                        );
                        Knowledge::builtin(answering, Some(notice))?
                    }
                }
            }
        };
        Ok(Self {
            current: ArcSwap::from_pointee(knowledge),
            index: index.map(Path::to_owned),
            answering: answering.clone(),
            tried: Mutex::new(tried),
        })
    }

    /// What answers now. Hold it for one request, no longer.
    #[must_use]
    pub fn current(&self) -> Arc<Knowledge> {
        self.current.load_full()
    }

    /// Why the newest generation does not answer, if it does not; in words for anyone.
    #[must_use]
    pub fn failure(&self) -> Option<String> {
        let tried = self.tried.lock().unwrap_or_else(PoisonError::into_inner);
        tried.failure.clone()
    }

    /// True if `CURRENT` says another generation than when it was last tried. Cheap.
    #[must_use]
    pub fn is_stale(&self) -> bool {
        let Some(index) = &self.index else {
            return false;
        };
        let tried = self.tried.lock().unwrap_or_else(PoisonError::into_inner);
        pointer(index) != tried.pointer
    }

    /// Opens what `CURRENT` says and lets it take over, if it is not current already. Blocks for
    /// as long as opening takes.
    ///
    /// # Errors
    /// As [`Engine::open`]; what was current goes on answering.
    pub fn reload(&self) -> Result<Reload, EngineError> {
        let current = self.current();
        let Some(index) = &self.index else {
            return Ok(Reload::Unchanged(current.generation.clone()));
        };
        let mut tried = self.tried.lock().unwrap_or_else(PoisonError::into_inner);
        tried.pointer = pointer(index);
        let opened = Knowledge::open(index, &self.answering);
        tried.failure = opened.as_ref().err().map(|error| failure(error).to_owned());
        let knowledge = opened?;
        if knowledge.fingerprint == current.fingerprint {
            return Ok(Reload::Unchanged(knowledge.generation));
        }
        let generation = knowledge.generation.clone();
        self.current.store(Arc::new(knowledge));
        Ok(Reload::Swapped(generation))
    }
}

/// What `CURRENT` says, with the time of its writing: a folder may be built anew under the name
/// of a generation that was there before.
fn pointer(index: &Path) -> Option<String> {
    let path = index.join("CURRENT");
    let name = std::fs::read_to_string(&path).ok()?;
    let written = std::fs::metadata(&path).and_then(|data| data.modified());
    Some(format!("{} {:?}", name.trim(), written.ok()))
}

/// Why an index cannot be opened, in words that tell a stranger nothing of the machine.
fn failure(error: &EngineError) -> &'static str {
    match error {
        EngineError::NoIndex { .. } => "The index is missing.",
        EngineError::FormatVersion { .. } => "The index is of a format this program does not read.",
        EngineError::Damaged { .. } => "The index is damaged.",
        _ => "The index cannot be opened.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_example_is_what_someone_would_type() {
        for (title, typed) in [
            (
                "WV97: Loom Stops After Update",
                Some("loom+stops+after+update"),
            ),
            ("Spindle hums", None),
            ("\"Thread\" File Is Printed", None),
            ("Loom Stops With Error 51", None),
            ("How a loom is cleaned before the end of a long day", None),
            ("Der Webstuhl hält an", None),
        ] {
            assert_eq!(as_typed(title).as_deref(), typed, "{title}");
        }
    }

    #[test]
    fn a_missing_index_is_replaced_by_the_built_in_one_until_it_is_there() {
        let folder = tempfile::tempdir().unwrap();
        let shelf = Shelf::open(Some(folder.path()), &Answering::default()).unwrap();
        let first = shelf.current();
        assert_eq!(first.generation, BUILTIN);
        assert!(
            first
                .notice
                .as_deref()
                .unwrap()
                .starts_with("The index is missing.")
        );
        assert!(shelf.failure().is_some());
        assert!(!shelf.is_stale());
        crate::testing::build(folder.path(), &[("one", "One title", "Something breaks.")]);
        assert!(shelf.is_stale());
        assert_eq!(shelf.reload().unwrap(), Reload::Swapped("gen-1".into()));
        assert!(shelf.failure().is_none() && !shelf.is_stale());
        assert!(shelf.current().notice.is_none());
        assert_eq!(first.generation, BUILTIN, "a reader keeps what it holds");
    }

    #[test]
    fn a_broken_generation_leaves_the_old_one_answering() {
        let folder = tempfile::tempdir().unwrap();
        crate::testing::build(folder.path(), &[("one", "One title", "Something breaks.")]);
        let shelf = Shelf::open(Some(folder.path()), &Answering::default()).unwrap();
        assert_eq!(shelf.reload().unwrap(), Reload::Unchanged("gen-1".into()));
        // What a disk that filled up while copying leaves behind.
        std::fs::create_dir(folder.path().join("gen-2")).unwrap();
        std::fs::write(folder.path().join("gen-2/manifest.json"), "{").unwrap();
        std::fs::write(folder.path().join("CURRENT"), "gen-2").unwrap();
        assert!(shelf.is_stale());
        shelf.reload().unwrap_err();
        assert!(
            !shelf.is_stale(),
            "the same failure is not tried over and over"
        );
        assert_eq!(shelf.failure().as_deref(), Some("The index is damaged."));
        assert_eq!(shelf.current().generation, "gen-1");
    }
}
