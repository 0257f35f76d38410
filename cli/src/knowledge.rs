//! Opens what is asked: the index that the settings name, or the built-in knowledge base.

use crate::error::CliError;
use crate::output::text::Page;
use crate::settings::{DeskArgs, Settings};
use crate::terminal;
use engine::Engine;
use engine::desk::Desk;
use engine::generation::origin::Age;
use engine::outcomes::Rules;
use engine::understand::lexicon::Lexicon;
use jiff::Timestamp;
use std::path::Path;

/// An opened knowledge base.
pub(crate) struct Knowledge {
    /// Answers.
    pub(crate) engine: Engine,
    builtin: bool,
    /// Why outcomes were not used, if they were to be.
    unlearned: Option<String>,
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
                    unlearned: None,
                })
            }
            None => Ok(Self {
                engine: Engine::builtin()?,
                builtin: true,
                unlearned: None,
            }),
        }
    }

    /// How old the knowledge base is, if it came in a pack and that has to be said.
    pub(crate) fn age(&self) -> Option<Age> {
        let origin = self.engine.generation().origin.as_ref()?;
        origin.age(terminal::now())
    }

    /// Lets what came of answers move the order, as far as a desk remembers it. A desk that cannot
    /// be read moves nothing, and the page says so.
    pub(crate) fn learn(&mut self, settings: &Settings, args: &DeskArgs) {
        let Some(file) = settings.desk_to_learn_from(args) else {
            return;
        };
        let now = u64::try_from(Timestamp::now().as_second()).unwrap_or_default();
        let priors =
            Desk::open_existing(&file).and_then(|desk| desk.priors(&Rules::default(), now));
        match priors {
            Ok(priors) => self.engine.learn(priors),
            Err(error) => self.unlearned = Some(error.to_string()),
        }
    }

    /// Ends a page with the line that says which knowledge base answered, if that is not plain
    /// from the command.
    pub(crate) fn sign(&self, page: &mut Page) {
        if let Some(reason) = self.engine.model_problem() {
            page.dim(&format!("Answered without the embedding model: {reason}"));
        }
        if let Some(age) = self.age() {
            page.dim(&age.note);
        }
        if let Some(reason) = &self.unlearned {
            page.dim(&format!(
                "Outcomes of earlier cases were not used: {reason}"
            ));
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
