//! The kb_text format.

use super::{FormatReader, Parsed};
use crate::article::Format;

/// Reads the kb_text format.
pub(crate) const READER: FormatReader = FormatReader {
    format: Format::KbText,
    likeness,
    parse,
};

fn likeness(_text: &str, _name: &str) -> u8 {
    0
}

fn parse(_text: &str, _name: &str) -> Parsed {
    Parsed::default()
}
