//! Opens what is asked: the index that the settings name, or the built-in knowledge base.

use crate::error::CliError;
use crate::output::text::Page;
use crate::settings::Settings;
use engine::Engine;

/// An opened knowledge base.
pub(crate) struct Knowledge {
    /// Answers.
    pub(crate) engine: Engine,
    builtin: bool,
}

impl Knowledge {
    /// Opens the knowledge base of the settings.
    pub(crate) fn open(settings: &Settings) -> Result<Self, CliError> {
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
