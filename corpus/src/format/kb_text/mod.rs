//! The legacy vendor KB text format.
//!
//! ```text
//! DOCUMENT:Q123456  05-JAN-2001  [tag]      header fields: document, title, product, …
//! ======================================
//! 3.00 3.10 / kbprg                         sometimes an older header (preamble)
//! --------------------------------------
//! The information in this article applies to:
//!  - Product version 1.0
//! --------------------------------------
//! SYMPTOMS / ======== …                     sections, sub-headings underlined with dashes
//! Additional query words: …
//! ======================================
//! Keywords : …                              footer fields
//! ======================================
//! THE INFORMATION PROVIDED …                disclaimer, copyright
//! ```
//!
//! Steps: [`layout`] finds these regions, [`header`] and [`footer`] read their fields,
//! [`applies_to`] the products, [`headings`] the sections with [`roles`], `blocks` what stands in
//! them, [`references`] the pointers to other articles; [`meta`] reconciles header and footer;
//! [`assemble`] tiles the document and makes the article.

pub(super) mod applies_to;
mod assemble;
mod boilerplate;
mod fields;
mod footer;
mod header;
mod headings;
mod layout;
mod meta;
mod references;
pub(super) mod roles;

use super::{FormatReader, Parsed};
use crate::article::Format;
use crate::lines::Page;

/// Reads the legacy KB text format.
pub(crate) const READER: FormatReader = FormatReader {
    format: Format::KbText,
    likeness,
    parse,
};

/// Lines looked at to recognise the format.
const HEAD: usize = 24;

/// The `DOCUMENT:` line with an article id decides alone; else header fields are counted, for a
/// document may have lost its first lines.
fn likeness(text: &str, _name: &str) -> u8 {
    let mut fields = 0;
    for line in text.lines().take(HEAD) {
        match header::field_name(line) {
            Some("DOCUMENT") if names_article(line) => return 100,
            Some(_) => fields += 1,
            None => {}
        }
    }
    match fields {
        0 | 1 => 0,
        2 => 55,
        _ => 85,
    }
}

fn names_article(line: &str) -> bool {
    line.split_once(':')
        .is_some_and(|(_, value)| header::document_line(value).0.is_some())
}

fn parse(text: &str, name: &str) -> Parsed {
    let page = Page::new(text);
    let layout = layout::find(&page);
    assemble::parsed(&page, &layout, name)
}
