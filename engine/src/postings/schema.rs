//! One text field per article field, frequencies without positions, and the ordinal.

use crate::index::text::field::Field;
use tantivy::schema::{FAST, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer};

/// Name of the tokenizer that takes terms as they are.
pub(super) const TERMS: &str = "terms";

/// Name of the column that holds an article's ordinal.
pub(super) const ORDINAL: &str = "ordinal";

/// The schema; fields are added in the order of [`Field::ALL`], so that a field's number is its
/// tantivy field id.
pub(super) fn schema() -> Schema {
    let mut builder = Schema::builder();
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(TERMS)
        .set_fieldnorms(true)
        .set_index_option(IndexRecordOption::WithFreqs);
    for field in Field::ALL {
        let options = TextOptions::default().set_indexing_options(indexing.clone());
        builder.add_text_field(field.name(), options);
    }
    builder.add_u64_field(ORDINAL, FAST);
    builder.build()
}

/// Makes the tokenizer known to an index.
pub(super) fn register(index: &tantivy::Index) {
    index.tokenizers().register(TERMS, terms_tokenizer());
}

/// The tokenizer that takes terms as they are.
pub(super) fn terms_tokenizer() -> TextAnalyzer {
    TextAnalyzer::from(Terms)
}

/// Splits at single spaces: analysis has been done, so terms pass through untouched.
#[derive(Clone)]
struct Terms;

/// The stream of [`Terms`].
struct TermStream<'t> {
    rest: &'t str,
    token: Token,
}

impl Tokenizer for Terms {
    type TokenStream<'t> = TermStream<'t>;

    fn token_stream<'t>(&'t mut self, text: &'t str) -> TermStream<'t> {
        TermStream {
            rest: text,
            token: Token::default(),
        }
    }
}

impl TokenStream for TermStream<'_> {
    fn advance(&mut self) -> bool {
        if self.rest.is_empty() {
            return false;
        }
        let (term, rest) = self.rest.split_once(' ').unwrap_or((self.rest, ""));
        self.token.text.clear();
        self.token.text.push_str(term);
        self.token.position = self.token.position.wrapping_add(1);
        self.rest = rest;
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
