//! What an article says, as a hash: two documents that hold the same text hold the same article,
//! wherever its bytes stand, however its lines end.

use super::pipeline::Hash;
use corpus::Article;
use corpus::article::{Block, Body, Cell, Item, Table};

/// Hash of an article's title and sections. Spans are left out: they tell where a text stands,
/// not what it says.
pub(crate) fn content_hash(article: &Article) -> Hash {
    let mut content = Content(blake3::Hasher::new());
    content.text(&article.title);
    for section in &article.sections {
        content.mark(b'#');
        content.text(&format!("{:?}", section.role));
        content.blocks(&section.blocks);
    }
    let mut hash = Hash::default();
    hash.copy_from_slice(&content.0.finalize().as_bytes()[..16]);
    hash
}

/// Takes in texts with their lengths and marks of structure, so that no two contents look alike.
struct Content(blake3::Hasher);

impl Content {
    fn mark(&mut self, mark: u8) {
        self.0.update(&[mark]);
    }

    fn text(&mut self, text: &str) {
        self.0.update(&(text.len() as u64).to_le_bytes());
        self.0.update(text.as_bytes());
    }

    fn blocks(&mut self, blocks: &[Block]) {
        self.mark(b'[');
        for block in blocks {
            self.block(block);
        }
        self.mark(b']');
    }

    fn block(&mut self, block: &Block) {
        match &block.body {
            Body::Paragraph(text) => self.kind_and_text(b'p', text),
            Body::Note(text) => self.kind_and_text(b'n', text),
            Body::Caution(text) => self.kind_and_text(b'c', text),
            Body::Code { text, .. } => self.kind_and_text(b'x', text),
            Body::Steps(items) => self.items(b's', items),
            Body::List(items) => self.items(b'l', items),
            Body::Table(table) => self.table(table),
            // A kind of block that this version does not know still has to tell texts apart.
            other => self.kind_and_text(b'?', &format!("{other:?}")),
        }
    }

    fn kind_and_text(&mut self, kind: u8, text: &str) {
        self.mark(kind);
        self.text(text);
    }

    fn items(&mut self, kind: u8, items: &[Item]) {
        self.mark(kind);
        for item in items {
            self.text(&item.label);
            self.text(&item.text);
            self.blocks(&item.children);
        }
    }

    fn table(&mut self, table: &Table) {
        self.kind_and_text(b't', table.caption.as_deref().unwrap_or_default());
        self.cells(&table.header);
        for row in &table.rows {
            self.cells(&row.cells);
        }
    }

    fn cells(&mut self, cells: &[Cell]) {
        self.mark(b'|');
        for cell in cells {
            self.text(&cell.text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use corpus::ReadOptions;

    fn hash(text: &str) -> Hash {
        let options = ReadOptions::default();
        let document = corpus::read("loom.md", text.as_bytes().to_vec(), &options).unwrap();
        content_hash(&document.articles[0])
    }

    const LOOM: &str = "# Loom jams\n\n## Resolution\n\n1. Oil the spindle.\n2. Turn the beam.\n\n\
                        | part | oil |\n|---|---|\n| spindle | light |\n";

    #[test]
    fn the_place_of_a_text_does_not_count() {
        assert_eq!(hash(LOOM), hash(&LOOM.replace('\n', "\r\n")));
        assert_eq!(hash(LOOM), hash(&format!("\n\n{LOOM}\n")));
    }

    #[test]
    fn every_word_of_it_does() {
        for (word, other) in [
            ("jams", "stops"),
            ("Resolution", "Cause"),
            ("Oil the", "Oil a"),
            ("light", "heavy"),
            ("| part |", "| piece |"),
            ("2. Turn the beam.", "2. Turn the beam.\n3. Wait."),
        ] {
            assert_ne!(hash(LOOM), hash(&LOOM.replace(word, other)), "{word}");
        }
    }
}
