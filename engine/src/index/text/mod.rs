//! The searchable text of a generation: analysis of articles, and what retrieval and ranking read.
//!
//! [`analyze()`] is pure and runs on all cores. [`TextIndexWriter`] takes the analysed articles in
//! the order of their ordinals (0, 1, 2, …: positions in the article table) and writes its files
//! into the generation's folder; [`TextIndex`] opens them.

mod analyze;
pub mod field;
pub mod forward;
mod learned;
pub mod meaning;
mod reader;
pub(crate) mod renumber;
pub(crate) mod shipped;
pub mod sighting;
pub mod vocabulary;
pub mod worths;
mod writer;

pub use analyze::{AnalyzedArticle, ArticleText, Meaning, analyze, article_text};
pub use reader::TextIndex;
pub use writer::TextIndexWriter;
