//! The knowledge base that ships in the binary: articles and playbooks, as Markdown.

use crate::article::Document;
use crate::read::{ReadOptions, read};
use include_dir::{Dir, include_dir};
use std::sync::OnceLock;

static ARTICLES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/articles");
static PLAYBOOKS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/playbooks");

/// The built-in documents, read by the same code as a user's own, sorted by name. They are read
/// once per process.
#[must_use]
pub fn documents() -> Vec<Document> {
    static READ: OnceLock<Vec<Document>> = OnceLock::new();
    let documents = READ.get_or_init(|| {
        let options = ReadOptions::default();
        texts(&ARTICLES)
            .into_iter()
            .filter_map(|(name, text)| read(&name, text.into_bytes(), &options).ok())
            .collect()
    });
    documents.clone()
}

/// The built-in playbooks: file name and Markdown text, sorted by name.
#[must_use]
pub fn playbooks() -> Vec<(String, String)> {
    texts(&PLAYBOOKS)
}

/// The Markdown files of a folder, sorted by name.
fn texts(folder: &Dir<'_>) -> Vec<(String, String)> {
    let mut texts: Vec<(String, String)> = folder
        .files()
        .filter(|file| file.path().extension().is_some_and(|suffix| suffix == "md"))
        .filter_map(|file| {
            let name = file.path().to_string_lossy().into_owned();
            Some((name, file.contents_utf8()?.to_owned()))
        })
        .collect();
    texts.sort();
    texts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Format;
    use std::collections::HashSet;

    #[test]
    fn every_article_is_read_as_markdown_with_an_id_of_its_own() {
        let documents = documents();
        assert_eq!(documents.len(), texts(&ARTICLES).len(), "none was refused");
        let mut ids = HashSet::new();
        for document in &documents {
            assert_eq!(document.format, Format::Markdown, "{}", document.name);
            assert_eq!(document.warnings, [], "{}", document.name);
            for article in &document.articles {
                assert!(ids.insert(article.id.clone()), "{} twice", article.id);
                assert!(!article.sections.is_empty(), "{} is empty", article.id);
            }
        }
    }
}
