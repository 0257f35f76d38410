//! Opens what is asked: the index that the settings name, or the built-in knowledge base.

use crate::error::CliError;
use crate::output::text::Page;
use crate::settings::Settings;
use engine::Engine;
use engine::understand::lexicon::Lexicon;
use std::path::Path;

/// An opened knowledge base.
pub(crate) struct Knowledge {
    /// Answers.
    pub(crate) engine: Engine,
    builtin: bool,
}

impl Knowledge {
    /// Opens the knowledge base of the settings.
    pub(crate) fn open(settings: &Settings) -> Result<Self, CliError> {
        let opened = Self::open_plain(settings)?;
        let Some(path) = &settings.lexicon else {
            return Ok(opened);
        };
        Ok(Self {
            engine: opened.engine.with_lexicon(read_lexicon(path)?),
            ..opened
        })
    }

    fn open_plain(settings: &Settings) -> Result<Self, CliError> {
        match &settings.index {
            Some(index) => {
                let engine = Engine::open(&index.path)
                    .map_err(|error| CliError::from(error).hint_origin(&index.origin))?;
                Ok(Self {
                    engine: if settings.no_model {
                        engine.without_model()
                    } else {
                        engine
                    },
                    builtin: false,
                })
            }
            None => Ok(Self {
                engine: Engine::builtin()?,
                builtin: true,
            }),
        }
    }

    /// Ends a page with the line that says which knowledge base answered, if that is not plain
    /// from the command.
    pub(crate) fn sign(&self, page: &mut Page) {
        if let Some(reason) = self.engine.model_problem() {
            page.dim(&format!("Answered without the embedding model: {reason}"));
        }
        if self.builtin {
            page.dim("Built-in knowledge base; --index DIR asks one of your own.");
        }
    }
}

/// Reads words of the desk's own; a line that is no rule is refused, as it would silently not work.
pub(crate) fn read_lexicon(path: &Path) -> Result<Lexicon, CliError> {
    let shown = path.display();
    let text = std::fs::read_to_string(path).map_err(|error| {
        CliError::usage(format!("The lexicon {shown} cannot be read")).because(error)
    })?;
    let (lexicon, bad) = Lexicon::parse(&text);
    let Some(line) = bad.first() else {
        return Ok(lexicon);
    };
    Err(CliError::usage(format!("{shown}, line {line}: no rule"))
        .hint("a rule is: what is said, a tab, what may be meant; several meanings parted by |")
        .hint("at most four words are said; a meaning of - takes a shipped rule back"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_is_no_rule_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("words.tsv");
        std::fs::write(&path, "# ours\nthe beast\tmainframe\n").unwrap();
        assert!(read_lexicon(&path).is_ok());
        std::fs::write(&path, "# ours\nthe beast mainframe\n").unwrap();
        let refused = format!("{:?}", read_lexicon(&path).unwrap_err());
        assert!(refused.contains("line 2"), "{refused}");
    }
}
