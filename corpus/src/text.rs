//! From bytes to text and back: encodings and the offsets between them.
//!
//! Readers work on UTF-8 text; spans point into the stored bytes. [`decode`] gives both the text
//! and an [`OffsetMap`] that translates a text offset into a byte offset.

use crate::article::Encoding;
use std::borrow::Cow;

/// What UTF-8 files may start with.
pub(crate) const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Decoded text and the way back to its bytes.
#[derive(Debug, Clone)]
pub struct Decoded {
    /// The whole document as UTF-8, a byte order mark excluded.
    pub text: String,
    /// How the bytes were decoded.
    pub encoding: Encoding,
    /// Text offsets to byte offsets.
    pub offsets: OffsetMap,
}

/// Translates offsets in decoded text to offsets in the stored bytes.
#[derive(Debug, Clone, Default)]
pub struct OffsetMap {
    /// Bytes before the text (a byte order mark).
    lead: usize,
    /// For each character that grew: (text offset just past it, bytes gained up to there).
    grown: Vec<(usize, usize)>,
}

impl OffsetMap {
    /// The byte offset of the text offset `at`, which must lie on a character boundary.
    #[must_use]
    pub fn to_bytes(&self, at: usize) -> usize {
        let before = self.grown.partition_point(|&(end, _)| end <= at);
        let gained = before.checked_sub(1).map_or(0, |last| self.grown[last].1);
        self.lead + at - gained
    }
}

/// Decodes a document: UTF-8 if it is valid UTF-8, Windows-1252 otherwise. Never fails; the five
/// bytes that code page 1252 leaves undefined become the C1 control of the same number, as in
/// the WHATWG encoding standard.
#[must_use]
pub fn decode(bytes: &[u8]) -> Decoded {
    if let Ok(text) = std::str::from_utf8(bytes) {
        let lead = if bytes.starts_with(BYTE_ORDER_MARK) {
            BYTE_ORDER_MARK.len()
        } else {
            0
        };
        let offsets = OffsetMap {
            lead,
            grown: Vec::new(),
        };
        return Decoded {
            text: text[lead..].to_owned(),
            encoding: Encoding::Utf8,
            offsets,
        };
    }
    let text = decode_as(bytes, Encoding::Windows1252).into_owned();
    let mut grown = Vec::new();
    let mut gained = 0;
    for (at, character) in text
        .char_indices()
        .filter(|(_, character)| !character.is_ascii())
    {
        gained += character.len_utf8() - 1;
        grown.push((at + character.len_utf8(), gained));
    }
    Decoded {
        text,
        encoding: Encoding::Windows1252,
        offsets: OffsetMap { lead: 0, grown },
    }
}

/// Decodes bytes whose encoding is known.
#[must_use]
pub fn decode_as(bytes: &[u8], encoding: Encoding) -> Cow<'_, str> {
    match encoding {
        Encoding::Utf8 => String::from_utf8_lossy(bytes),
        Encoding::Windows1252 => {
            encoding_rs::WINDOWS_1252
                .decode_without_bom_handling(bytes)
                .0
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_1252_offsets_lead_back_to_the_bytes() {
        let bytes = b"caf\xe9 \x93quoted\x94 end";
        let decoded = decode(bytes);
        assert_eq!(decoded.encoding, Encoding::Windows1252);
        let at = decoded.text.find("quoted").unwrap();
        let start = decoded.offsets.to_bytes(at);
        assert_eq!(&bytes[start..start + 6], b"quoted");
        assert_eq!(decoded.offsets.to_bytes(decoded.text.len()), bytes.len());
        assert_eq!(decoded.offsets.to_bytes(0), 0);
    }

    #[test]
    fn a_byte_order_mark_is_not_text() {
        let decoded = decode(b"\xef\xbb\xbfTitle");
        assert_eq!(decoded.text, "Title");
        assert_eq!(decoded.offsets.to_bytes(0), 3);
    }
}
