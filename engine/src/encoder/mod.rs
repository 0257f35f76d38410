//! Embedding models: a text in, a unit vector out. Optional; nothing answers worse than the
//! default without one, and nothing but [`load`] knows which runtime is behind.

#[cfg(feature = "model")]
mod sentence_transformer;

use crate::error::EngineError;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// Turns texts into vectors that are near each other where the texts mean the same.
pub trait Encoder: std::fmt::Debug + Send + Sync {
    /// Which model this is.
    fn identity(&self) -> &ModelIdentity;

    /// The vectors of texts, in their order, each of unit length and [`ModelIdentity::dims`]
    /// numbers. Texts that are longer than the model can read are cut.
    ///
    /// # Errors
    /// [`EngineError::Model`] if the runtime fails.
    fn encode(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, EngineError>;
}

/// Which model made the vectors of an index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModelIdentity {
    /// The folder it was loaded from.
    pub folder: PathBuf,
    /// BLAKE3 over its weights, tokenizer and configuration, hex. Vectors of two models are never
    /// compared.
    pub fingerprint: String,
    /// Numbers to a vector.
    pub dims: usize,
}

/// Loads the model in `folder`: a sentence-transformers folder with `config.json`,
/// `tokenizer.json` and `model.safetensors`.
///
/// # Errors
/// [`EngineError::Model`] if a file is missing or of a kind that is not understood, or if this
/// program was built without the feature `model`.
#[cfg(feature = "model")]
pub fn load(folder: &Path) -> Result<Box<dyn Encoder>, EngineError> {
    Ok(Box::new(sentence_transformer::SentenceTransformer::load(
        folder,
    )?))
}

/// Loads the model in `folder`: this program was built without any runtime.
///
/// # Errors
/// [`EngineError::Model`], always.
#[cfg(not(feature = "model"))]
pub fn load(folder: &Path) -> Result<Box<dyn Encoder>, EngineError> {
    Err(EngineError::Model {
        path: folder.to_owned(),
        reason: "this program was built without embedding models (cargo feature `model`)".into(),
    })
}
