//! From a piece of an article's cleaned text back to the bytes it was read from.

use corpus::article::Encoding;
use corpus::{Document, Span};

/// The bytes of `piece` (a byte range of `text`) inside `span`, the bytes that `text` was read
/// from. Text differs from its bytes by white space and by markers left out, so the two are
/// walked side by side: characters of the text are looked for in order. If the walk loses the
/// text, the whole span is the honest answer.
#[must_use]
pub fn locate(document: &Document, span: Span, text: &str, piece: std::ops::Range<usize>) -> Span {
    walk(document, span, text, piece).unwrap_or(span)
}

fn walk(
    document: &Document,
    span: Span,
    text: &str,
    piece: std::ops::Range<usize>,
) -> Option<Span> {
    let raw = document.text(span);
    let width = |character: char| match document.encoding {
        Encoding::Utf8 => character.len_utf8(),
        Encoding::Windows1252 => 1,
    };
    let (mut start, mut end) = (None, None);
    let mut at = span.start as usize;
    let mut raw = raw.chars();
    for (offset, character) in text
        .char_indices()
        .filter(|(_, character)| !character.is_whitespace())
    {
        if offset >= piece.end {
            break;
        }
        // What stands between is white space or a marker; more than a few characters of other
        // text would mean that this is not the text's place.
        let mut skipped = 0;
        loop {
            let next = raw.next()?;
            let here = at;
            at += width(next);
            if next == character {
                if offset >= piece.start {
                    start.get_or_insert(here);
                    end = Some(at);
                }
                break;
            }
            skipped += usize::from(!next.is_whitespace());
            if skipped > 64 {
                return None;
            }
        }
    }
    Some(Span::new(start?, end?))
}
