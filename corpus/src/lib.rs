//! Reads support documents into articles.
//!
//! `corpus` knows documents and nothing of indexes. Bytes go in at [`read()`], and a [`Document`]
//! comes out: its articles with sections, blocks, facts, gaps and references, the tiling that
//! says what every byte was, and warnings. Reading does not fail on odd input; it warns.
//!
//! The rooms, imports running only downwards:
//! [`source`] (folders, files, archives) -> [`read`](mod@read) (detect, parse, extract) ->
//! [`format`](mod@format) (a file per format) -> `table`, `gaps`, [`facts`] -> [`article`] (the model).
//! Beside them [`health`], which says what is wrong with a document, [`playbook`], the guided
//! flows, and [`builtin`], the knowledge base that ships in the binary.

pub mod article;
pub mod builtin;
pub mod error;
pub mod facts;
pub mod format;
mod gaps;
pub mod glossary;
pub mod health;
mod lines;
pub mod playbook;
pub mod products;
pub mod read;
pub mod source;
pub mod table;
pub mod text;

/// Tells apart the code that reads documents: the version and a hash of the sources. Documents
/// read by code with another one may have been read in other ways.
pub const FINGERPRINT: &str = env!("CORPUS_FINGERPRINT");

pub use article::{Article, Document, Span};
pub use error::Refusal;
pub use read::{ReadOptions, read};
