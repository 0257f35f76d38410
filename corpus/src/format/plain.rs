//! The plain format.

use super::{FormatReader, Parsed};
use crate::article::Format;

/// Reads the plain format.
pub(crate) const READER: FormatReader = FormatReader {
    format: Format::Plain,
    likeness,
    parse,
};

fn likeness(_text: &str, _name: &str) -> u8 {
    1
}

fn parse(_text: &str, _name: &str) -> Parsed {
    Parsed::default()
}
