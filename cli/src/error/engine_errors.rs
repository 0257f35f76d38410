//! Errors of the rooms below, with what to try next.

use super::{CliError, Kind};
use crate::settings::Origin;
use corpus::Refusal;
use corpus::error::SourceError;
use engine::EngineError;
use engine::generation::manifest::SkippedRecord;

/// Documents named where none could be read.
const NAMED: usize = 5;

impl From<EngineError> for CliError {
    fn from(error: EngineError) -> Self {
        let rebuild = |path: &std::path::Path| {
            let path = path.display();
            format!("build it again: firstline index DOCUMENTS --out {path}")
        };
        match &error {
            EngineError::NoIndex { path } => {
                let path = path.display();
                Self::new(Kind::NoIndex, format!("There is no index in {path}"))
                    .hint(format!("build one: firstline index DOCUMENTS --out {path}"))
                    .hint("or leave --index out to ask the built-in knowledge base")
            }
            EngineError::Packed { path } => {
                let path = path.display();
                Self::new(Kind::NoIndex, format!("{path} is a file, not an index"))
                    .hint(format!(
                        "install a pack once: firstline bundle install {path} --out kb --key PUBLIC-KEY"
                    ))
                    .hint("and ask what came of it: --index kb")
            }
            EngineError::FormatVersion {
                path,
                found,
                expected,
            } => {
                let heading = format!(
                    "The index in {} has format {found}; this program reads format {expected}",
                    path.display()
                );
                Self::new(Kind::FormatVersion, heading).hint(rebuild(path))
            }
            EngineError::Damaged { path, .. } => {
                Self::new(Kind::DamagedIndex, "The index is damaged")
                    .hint(rebuild(index_of(path)))
                    .because(error)
            }
            EngineError::Locked { path } => {
                let heading = format!("Another process is writing the index in {}", path.display());
                Self::new(Kind::LockedIndex, heading)
                    .hint("wait for it to finish; the index answers meanwhile")
            }
            EngineError::Io { source, .. } => {
                let denied = source.kind() == std::io::ErrorKind::PermissionDenied;
                let failed = Self::failed("A file could not be read or written");
                let failed = if denied {
                    failed.hint("check who owns the path and its rights")
                } else {
                    failed
                };
                failed.because(error)
            }
            EngineError::NothingToIndex { skipped } => nothing_to_index(skipped),
            EngineError::Model { .. } => Self::failed("The embedding model cannot be used")
                .hint("--no-model does without one")
                .hint("models need a program built with: cargo build --release --features model")
                .because(error),
            EngineError::QuerySet { .. } => {
                Self::new(Kind::QuerySet, "The query set is wrong").because(error)
            }
            EngineError::Source(_) => match error {
                EngineError::Source(source) => source.into(),
                other => Self::failed("The knowledge base failed").because(other),
            },
            _ => Self::failed("The knowledge base failed").because(error),
        }
    }
}

/// The folder of the index that a damaged file belongs to: the one around its generation.
fn index_of(path: &std::path::Path) -> &std::path::Path {
    let is_generation = |folder: &&std::path::Path| {
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with("gen-")
    };
    let generation = path.ancestors().find(is_generation).unwrap_or(path);
    generation.parent().unwrap_or(generation)
}

/// Nothing could be read: says why, for the first few documents.
fn nothing_to_index(skipped: &[SkippedRecord]) -> CliError {
    let mut error = CliError::new(Kind::Source, "There is nothing to index");
    for SkippedRecord { name, reason } in skipped.iter().take(NAMED) {
        error = error.detail(&format!("{name}: {reason}"));
    }
    match skipped.len().saturating_sub(NAMED) {
        0 if skipped.is_empty() => error.hint("the sources hold no documents"),
        0 => error.hint("see how a document is read: firstline inspect FILE"),
        left => error.hint(format!("{left} more documents could not be read")),
    }
}

impl From<SourceError> for CliError {
    fn from(error: SourceError) -> Self {
        let heading = match &error {
            SourceError::NotFound { path } => {
                let heading = format!("There is no file or folder {}", path.display());
                return Self::new(Kind::Source, heading);
            }
            SourceError::Refused { name, refusal } => return refused(name, refusal),
            SourceError::Io { .. } => "A source could not be read",
            SourceError::Escapes { .. } | SourceError::Explodes { .. } => "The archive is refused",
            _ => "A source is broken",
        };
        Self::new(Kind::Source, heading).because(error)
    }
}

/// A document that cannot be read as an article.
pub(crate) fn refused(name: &str, refusal: &Refusal) -> CliError {
    let error = CliError::new(Kind::Source, format!("{name} is refused")).because(refusal);
    match refusal {
        Refusal::TooLarge { .. } => error.hint("raise the limit with --max-document-bytes"),
        Refusal::Binary { .. } => {
            error.hint("only text is read; save the document as text, Markdown or HTML")
        }
        _ => error,
    }
}

impl CliError {
    /// Says where a wrong path came from if it was not typed.
    pub(crate) fn hint_origin(self, origin: &Origin) -> Self {
        match origin {
            Origin::Flag => self,
            Origin::Environment(name) => self.hint(format!("the path comes from {name}")),
            Origin::File(path) => self.hint(format!("the path comes from {}", path.display())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_error_has_its_kind_and_says_what_to_try() {
        let path = || std::path::PathBuf::from("kb");
        for (error, kind, hint) in [
            (
                EngineError::NoIndex { path: path() },
                Kind::NoIndex,
                "firstline index DOCUMENTS --out kb",
            ),
            (
                EngineError::FormatVersion {
                    path: path(),
                    found: 9,
                    expected: 1,
                },
                Kind::FormatVersion,
                "build it again: firstline index DOCUMENTS --out kb",
            ),
            (
                EngineError::Locked { path: path() },
                Kind::LockedIndex,
                "answers meanwhile",
            ),
            (
                EngineError::Damaged {
                    path: "kb/gen-1/postings/a.idx".into(),
                    reason: "cut off".into(),
                },
                Kind::DamagedIndex,
                "build it again: firstline index DOCUMENTS --out kb",
            ),
            (
                EngineError::Source(SourceError::Refused {
                    name: "big.txt".into(),
                    refusal: Refusal::TooLarge { size: 9, limit: 8 },
                }),
                Kind::Source,
                "--max-document-bytes",
            ),
        ] {
            let told = CliError::from(error);
            assert_eq!(told.kind, kind);
            assert!(told.hints.join("\n").contains(hint), "{told:?}");
        }
    }
}
