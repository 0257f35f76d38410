//! The markdown format.

use super::{FormatReader, Parsed};
use crate::article::Format;

/// Reads the markdown format.
pub(crate) const READER: FormatReader = FormatReader {
    format: Format::Markdown,
    likeness,
    parse,
};

fn likeness(_text: &str, _name: &str) -> u8 {
    0
}

fn parse(_text: &str, _name: &str) -> Parsed {
    Parsed::default()
}
