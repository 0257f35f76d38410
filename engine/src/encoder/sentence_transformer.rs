//! A sentence-transformers folder of the BERT family, run by candle on the CPU.
//!
//! The folder's own files say how: `config.json` the shape, `tokenizer.json` the words,
//! `sentence_bert_config.json` how many tokens are read, `1_Pooling/config.json` whether the
//! vectors of all tokens are averaged or the first is taken (Reimers and Gurevych 2019,
//! "Sentence-BERT").

use super::{Encoder, ModelIdentity};
use crate::error::EngineError;
use crate::index::vectors::quantised::normalise;
use candle_core::{DType, Device, Tensor};
use candle_nn::VarBuilder;
use candle_transformers::models::bert::{BertModel, Config};
use serde::Deserialize;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokenizers::{Tokenizer, TruncationParams};

/// Tokens read where the folder does not say.
const DEFAULT_TOKENS: usize = 256;

/// Tokens in one batch. More are no faster: the attention of a large batch no longer fits the
/// processor's caches (with six layers of 384 numbers, batches of 500 went half as fast again as
/// batches of 3,500).
const BATCH_TOKENS: usize = 512;

/// A loaded model.
pub(super) struct SentenceTransformer {
    identity: ModelIdentity,
    tokenizer: Tokenizer,
    model: BertModel,
    pooling: Pooling,
}

impl std::fmt::Debug for SentenceTransformer {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("SentenceTransformer")
            .field("identity", &self.identity)
            .finish_non_exhaustive()
    }
}

/// How the vectors of tokens become one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pooling {
    Mean,
    First,
}

/// `1_Pooling/config.json`, as far as it matters.
#[derive(Debug, Default, Deserialize)]
struct PoolingConfig {
    #[serde(default)]
    pooling_mode_cls_token: bool,
}

/// `sentence_bert_config.json`, as far as it matters.
#[derive(Debug, Default, Deserialize)]
struct LengthConfig {
    max_seq_length: Option<usize>,
}

impl SentenceTransformer {
    /// Loads a folder.
    pub(super) fn load(folder: &Path) -> Result<Self, EngineError> {
        let failed = |reason: String| EngineError::Model {
            path: folder.to_owned(),
            reason,
        };
        let required = |name: &str| {
            std::fs::read(folder.join(name)).map_err(|error| failed(format!("{name}: {error}")))
        };
        let shape = required("config.json")?;
        let words = required("tokenizer.json")?;
        let weights = required("model.safetensors")?;
        let config: Config = serde_json::from_slice(&shape)
            .map_err(|error| failed(format!("config.json is not of a BERT model: {error}")))?;
        let mut hasher = blake3::Hasher::new();
        for bytes in [&shape, &words, &weights] {
            hasher.update(bytes);
        }
        let lengths: LengthConfig = optional(folder, "sentence_bert_config.json");
        let tokens = lengths.max_seq_length.unwrap_or(DEFAULT_TOKENS);
        let tokens = tokens.min(config.max_position_embeddings).max(8);
        let tokenizer = tokenizer(&words, tokens)
            .map_err(|error| failed(format!("tokenizer.json: {error}")))?;
        let pooling: PoolingConfig = optional(folder, "1_Pooling/config.json");
        let tensors = VarBuilder::from_buffered_safetensors(weights, DType::F32, &Device::Cpu);
        let model = tensors.and_then(|tensors| BertModel::load(tensors, &config));
        Ok(Self {
            identity: ModelIdentity {
                folder: folder.to_owned(),
                fingerprint: hasher.finalize().to_hex().to_string(),
                dims: config.hidden_size,
            },
            tokenizer,
            model: model.map_err(|error| failed(format!("model.safetensors: {error}")))?,
            pooling: if pooling.pooling_mode_cls_token {
                Pooling::First
            } else {
                Pooling::Mean
            },
        })
    }

    fn failed(&self, reason: &dyn std::fmt::Display) -> EngineError {
        EngineError::Model {
            path: self.identity.folder.clone(),
            reason: reason.to_string(),
        }
    }

    /// The vectors of texts of about the same length, given as tokens.
    fn batch(&self, texts: &[&[u32]]) -> candle_core::Result<Vec<Vec<f32>>> {
        let longest = texts.iter().map(|ids| ids.len()).max().unwrap_or(1).max(1);
        let shape = (texts.len(), longest);
        let padded = |value: &dyn Fn(&[u32], usize) -> u32| -> Vec<u32> {
            let places = texts
                .iter()
                .flat_map(|ids| (0..longest).map(move |at| (*ids, at)));
            places.map(|(ids, at)| value(ids, at)).collect()
        };
        let ids = padded(&|ids, at| ids.get(at).copied().unwrap_or_default());
        let held = padded(&|ids, at| u32::from(at < ids.len()));
        let ids = Tensor::from_vec(ids, shape, &Device::Cpu)?;
        let held = Tensor::from_vec(held, shape, &Device::Cpu)?;
        let hidden = self.model.forward(&ids, &ids.zeros_like()?, Some(&held))?;
        let pooled = match self.pooling {
            Pooling::First => hidden.narrow(1, 0, 1)?.squeeze(1)?,
            Pooling::Mean => {
                let held = held.to_dtype(DType::F32)?.unsqueeze(2)?;
                let sum = hidden.broadcast_mul(&held)?.sum(1)?;
                sum.broadcast_div(&held.sum(1)?.clamp(1f32, f32::MAX)?)?
            }
        };
        pooled.to_vec2()
    }
}

/// Parses a settings file of the folder; one that is missing or different says nothing.
fn optional<T: Default + for<'de> Deserialize<'de>>(folder: &Path, name: &str) -> T {
    let bytes = std::fs::read(folder.join(name)).ok();
    bytes
        .and_then(|bytes| serde_json::from_slice(&bytes).ok())
        .unwrap_or_default()
}

fn tokenizer(file: &[u8], tokens: usize) -> tokenizers::Result<Tokenizer> {
    let mut tokenizer = Tokenizer::from_bytes(file)?;
    tokenizer.with_padding(None);
    tokenizer.with_truncation(Some(TruncationParams {
        max_length: tokens,
        ..TruncationParams::default()
    }))?;
    Ok(tokenizer)
}

impl Encoder for SentenceTransformer {
    fn identity(&self) -> &ModelIdentity {
        &self.identity
    }

    fn encode(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, EngineError> {
        let encoded = self
            .tokenizer
            .encode_batch_fast(texts.to_vec(), true)
            .map_err(|error| self.failed(&error))?;
        // Texts of one length go together, so that hardly any padding is computed.
        let mut order: Vec<usize> = (0..texts.len()).collect();
        order.sort_unstable_by_key(|&at| encoded[at].len());
        let mut batches: Vec<&[usize]> = Vec::new();
        let mut rest = order.as_slice();
        while !rest.is_empty() {
            let (now, later) = rest.split_at(fitting(rest, |at| encoded[at].len()));
            batches.push(now);
            rest = later;
        }
        let mut vectors = vec![Vec::new(); texts.len()];
        let read = |batch: &&[usize]| {
            let ids: Vec<&[u32]> = batch.iter().map(|&at| encoded[at].get_ids()).collect();
            self.batch(&ids)
        };
        let done = in_parallel(&batches, read);
        for (batch, encoded) in done.map_err(|error| self.failed(&error))? {
            for (&at, mut vector) in batch.iter().zip(encoded) {
                normalise(&mut vector);
                vectors[at] = vector;
            }
        }
        Ok(vectors)
    }
}

/// Runs `read` on batches, each whole on one processor: their matrices are too small to be shared
/// out, and processors that share them spend a good part of their time on waiting. That holds for the
/// single batch of a query, too.
fn in_parallel<B: Sync, T: Send>(
    batches: &[B],
    read: impl Fn(&B) -> candle_core::Result<T> + Sync,
) -> candle_core::Result<Vec<(&B, T)>> {
    let done = |batch| Ok((batch, read(batch)?));
    let next = AtomicUsize::new(0);
    let work = || -> candle_core::Result<Vec<(&B, T)>> {
        let batches = std::iter::from_fn(|| batches.get(next.fetch_add(1, Ordering::Relaxed)));
        batches.map(done).collect()
    };
    // The runtime shares its work out in the pool that it is called in, so each has one of its own.
    let alone = || {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build();
        pool.map_err(candle_core::Error::wrap)?.install(work)
    };
    std::thread::scope(|scope| {
        let count = rayon::current_num_threads().min(batches.len());
        let workers: Vec<_> = (0..count).map(|_| scope.spawn(alone)).collect();
        let mut all = Vec::with_capacity(batches.len());
        for worker in workers {
            match worker.join() {
                Ok(done) => all.extend(done?),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        Ok(all)
    })
}

/// How many of the first texts, in order of length, make one batch: at least one.
fn fitting(order: &[usize], length: impl Fn(usize) -> usize) -> usize {
    let full = order
        .iter()
        .zip(1..)
        .position(|(&at, count)| count * length(at) > BATCH_TOKENS);
    full.unwrap_or(order.len()).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn batches_hold_what_fits_and_at_least_one() {
        let lengths = [3, 200, 256, 256, 600];
        assert_eq!(fitting(&[0], |at| lengths[at]), 1);
        assert_eq!(fitting(&[0, 1, 2, 3], |at| lengths[at]), 2);
        assert_eq!(fitting(&[2, 3, 4], |at| lengths[at]), 2);
        assert_eq!(fitting(&[4], |at| lengths[at]), 1);
    }

    #[test]
    fn each_batch_gets_its_own_result_and_an_error_comes_through() {
        for count in [0, 1, 2, 50] {
            let batches: Vec<usize> = (0..count).collect();
            let mut done = in_parallel(&batches, |batch| Ok(batch * 2)).unwrap();
            done.sort_unstable();
            let expected: Vec<(&usize, usize)> = batches.iter().map(|at| (at, at * 2)).collect();
            assert_eq!(done, expected);
            let failed = in_parallel(&batches, |batch| match batch {
                0 => Err(candle_core::Error::msg("torn")),
                _ => Ok(()),
            });
            assert_eq!(failed.is_err(), count > 0);
        }
    }

    #[test]
    fn a_folder_that_is_no_model_is_named_with_the_file_that_is_missing() {
        let folder = tempfile::tempdir().unwrap();
        let error = SentenceTransformer::load(folder.path()).unwrap_err();
        let message = error.to_string();
        assert!(message.contains("config.json"), "{message}");
    }
}
