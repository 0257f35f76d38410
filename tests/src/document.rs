//! Documents in the legacy KB text format, of a world that no archive knows: looms.

use crate::Sandbox;
use std::fmt::Write as _;

/// A document being written.
#[derive(Debug, Clone)]
pub struct Document {
    id: String,
    title: String,
    product: String,
    sections: Vec<(String, String)>,
}

impl Document {
    /// A document without sections.
    #[must_use]
    pub fn new(id: &str, title: &str) -> Self {
        Self {
            id: id.to_owned(),
            title: title.to_owned(),
            product: "Acme Loom Control version 2.0".to_owned(),
            sections: Vec::new(),
        }
    }

    /// The product it applies to.
    #[must_use]
    pub fn product(mut self, product: &str) -> Self {
        product.clone_into(&mut self.product);
        self
    }

    /// Adds a section.
    #[must_use]
    pub fn section(mut self, heading: &str, text: &str) -> Self {
        self.sections.push((heading.to_owned(), text.to_owned()));
        self
    }

    /// Its file name.
    #[must_use]
    pub fn file_name(&self) -> String {
        format!("{}.TXT", self.id)
    }

    /// The document as it is written.
    #[must_use]
    pub fn text(&self) -> String {
        let Self {
            id, title, product, ..
        } = self;
        let rule = "-".repeat(79);
        let double = "=".repeat(70);
        let mut text = format!(
            "DOCUMENT:{id}  03-FEB-2001  [loom]\nTITLE   :{title}\nPRODUCT :{product}\n\
             PROD/VER:WINDOWS:2.0\nOPER/SYS:WINDOWS\nKEYWORDS:kbloom kbprb\n\n{double}\n{rule}\n\
             The information in this article applies to:\n\n - {product} \n{rule}\n\n"
        );
        for (heading, body) in &self.sections {
            let underline = "=".repeat(heading.len());
            let _ = write!(text, "\n{heading}\n{underline}\n\n{body}\n");
        }
        let _ = write!(
            text,
            "\nAdditional query words: loom weaving\n\n{double}\nKeywords          : kbloom kbprb \n\
             Technology        : kbLoomSearch\nVersion           : WINDOWS:2.0\n\
             Issue type        : kbprb\n\n{}\n\nTHE INFORMATION IN THIS COLLECTION IS ABOUT \
             LOOMS THAT NEVER WERE.\n\nCopyright Acme Looms 2001.\n",
            "=".repeat(77)
        );
        text
    }
}

/// A handful of documents about looms; `Q900001` is about a lost thread, `Q900002` about event
/// 4711 of LoomDS, `Q900003` about the same number of WarpSvc, `Q900004` about error 0x80aa0017
/// and `Q900005` about a cloth printer and its port.
#[must_use]
pub fn looms() -> Vec<Document> {
    vec![
        Document::new("Q900001", "Loom Loses the Thread When the Warp Beam Turns")
            .section("SYMPTOMS", "When the warp beam turns, the loom loses the thread and a red lamp blinks.")
            .section("CAUSE", "The spindle brake is set too tight.")
            .section(
                "RESOLUTION",
                "To resolve this problem, loosen the spindle brake:\n\n1. Stop the warp beam.\n\n\
                 2. Turn the brake screw to the left.\n\n3. Start the warp beam.\n\n\
                 WARNING: Do not loosen the brake while the warp beam turns.",
            )
            .section("REFERENCES", "For more information, see the following article:\n\n   Q900002 Loom Writes Event 4711"),
        Document::new("Q900002", "Loom Writes Event 4711 at Startup")
            .section(
                "SYMPTOMS",
                "At startup, the following event is logged:\n\n   Event ID: 4711\n   Source: LoomDS\n   \
                 Description: The pattern card could not be read.",
            )
            .section("RESOLUTION", "Clean the pattern card reader with a dry brush."),
        Document::new("Q900003", "Warp Service Stops with Event 4711")
            .section(
                "SYMPTOMS",
                "The warp service stops and the following event is logged:\n\n   Event ID: 4711\n   \
                 Source: WarpSvc\n   Description: The tension is out of bounds.",
            )
            .section("WORKAROUND", "Set the tension to a lower value and start the service again."),
        Document::new("Q900004", "Error 0x80aa0017 When You Import a Pattern")
            .section("SYMPTOMS", "When you import a pattern, error 0x80aa0017 appears.")
            .section("RESOLUTION", "Save the pattern again in the current format, and then import it."),
        Document::new("Q900005", "Cloth Printer Prints Blank Cloth")
            .product("Acme Cloth Printer version 1.5")
            .section("SYMPTOMS", "The cloth printer prints blank cloth.")
            .section("CAUSE", "TCP port 9177 is blocked between the loom and the printer.")
            .section("RESOLUTION", "Open TCP port 9177 on the firewall."),
    ]
}

impl Sandbox {
    /// Writes documents into a folder of the working folder.
    pub fn write_documents(&self, folder: &str, documents: &[Document]) {
        for document in documents {
            self.write(
                &format!("{folder}/{}", document.file_name()),
                document.text(),
            );
        }
    }

    /// Writes the looms into `docs` and indexes them into `kb`.
    pub fn index_looms(&self) {
        self.write_documents("docs", &looms());
        let _ = self.firstline("index docs --out kb").run().exits(0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_has_header_sections_and_footer() {
        let text = Document::new("Q900042", "Shuttle Squeaks")
            .section("CAUSE", "Rust.")
            .text();
        let positions: Vec<Option<usize>> = [
            "DOCUMENT:Q900042  03-FEB-2001",
            "\nTITLE   :Shuttle Squeaks\n",
            "The information in this article applies to:\n",
            "\nCAUSE\n=====\n\nRust.\n",
            "\nAdditional query words: ",
            "\nKeywords          : ",
            "\nTHE INFORMATION IN THIS ",
            "\nCopyright ",
        ]
        .map(|part| text.find(part))
        .to_vec();
        assert!(positions.iter().all(Option::is_some), "{positions:?}");
        assert!(positions.is_sorted(), "{positions:?}");
    }

    #[test]
    fn the_looms_have_ids_of_their_own() {
        let mut ids: Vec<String> = looms().iter().map(Document::file_name).collect();
        ids.dedup();
        assert_eq!(ids.len(), 5);
    }
}
