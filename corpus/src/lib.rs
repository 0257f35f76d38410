//! Reads support documents into articles.
//!
//! `corpus` knows documents and nothing of indexes. Bytes go in at [`read()`], and a [`Document`]
//! comes out: its articles with sections, blocks, facts, gaps and references, the tiling that
//! says what every byte was, and warnings. Reading does not fail on odd input; it warns.
//!
//! The rooms, imports running only downwards:
//! [`source`] (folders, files, archives) -> [`read`](mod@read) (detect, parse, extract) ->
//! [`format`](mod@format) (a file per format) -> `table`, `gaps`, [`facts`] -> [`article`] (the model).
//! Beside them [`playbook`], the guided flows, and [`builtin`], the knowledge base that ships in
//! the binary.

pub mod article;
pub mod builtin;
pub mod error;
pub mod facts;
pub mod format;
mod gaps;
mod lines;
pub mod playbook;
pub mod read;
pub mod source;
pub mod table;
pub mod text;

pub use article::{Article, Document, Span};
pub use error::Refusal;
pub use read::{ReadOptions, read};
