//! Notes and cautions: told by their marker, or by what they forbid.

use crate::article::Body;

/// What a marker makes of the text it stands before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Callout {
    /// Worth knowing.
    Note,
    /// Forbids, warns or limits.
    Caution,
    /// A note, unless its words forbid something.
    Important,
}

/// The callout that a marker word names (`warning`, `tip`), whatever its case.
pub(crate) fn callout_of(word: &str) -> Option<Callout> {
    match word.to_lowercase().as_str() {
        "note" | "notes" | "info" | "information" | "tip" | "hint" | "abstract" | "example"
        | "remark" | "see also" | "seealso" | "question" | "success" => Some(Callout::Note),
        "important" | "attention" => Some(Callout::Important),
        "warning" | "warn" | "caution" | "danger" | "error" | "bug" | "failure" | "critical" => {
            Some(Callout::Caution)
        }
        _ => None,
    }
}

/// The block body of text under a callout.
pub(crate) fn body_of(callout: Callout, text: String) -> Body {
    match callout {
        Callout::Caution => Body::Caution(text),
        Callout::Important if forbids(&text) => Body::Caution(text),
        Callout::Note | Callout::Important => Body::Note(text),
    }
}

/// A paragraph as what it is: `Note: …`, `WARNING: …`, `Do not …`, or running text.
pub(crate) fn classify(text: String) -> Body {
    if let Some((callout, rest)) = marked(&text) {
        return body_of(callout, rest.to_owned());
    }
    if opens_forbidding(&text) {
        return Body::Caution(text);
    }
    Body::Paragraph(text)
}

/// The callout that opens a text, and the text without its marker. The marker has to be set off
/// by a mark (`Note:`, `Caution!`, `Warning -`): `Note that …` is a sentence like any other.
pub(crate) fn marked(text: &str) -> Option<(Callout, &str)> {
    let word_end = text.find(|character: char| !character.is_alphabetic())?;
    let callout = callout_of(&text[..word_end])?;
    let after = text[word_end..].trim_start();
    let rest = after
        .strip_prefix([':', '!', '–', '—'])
        .or_else(|| after.strip_prefix("- "))?
        .trim_start();
    (!rest.is_empty()).then_some((callout, rest))
}

/// True if the text begins by forbidding something.
fn opens_forbidding(text: &str) -> bool {
    const OPENINGS: &[&str] = &[
        "do not ",
        "don't ",
        "never ",
        "do NOT ",
        "under no circumstances",
    ];
    OPENINGS.iter().any(|opening| starts_with(text, opening))
}

/// True if the text forbids or limits something anywhere.
fn forbids(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "do not",
        "don't",
        "never",
        "must not",
        "last resort",
        "only if",
        "cannot be undone",
        "data loss",
        "lose data",
    ];
    let lower = text.to_lowercase();
    WORDS.iter().any(|word| lower.contains(word))
}

fn starts_with(text: &str, opening: &str) -> bool {
    text.get(..opening.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(opening))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_are_told_apart() {
        let note = |text: &str| Body::Note(text.to_owned());
        let caution = |text: &str| Body::Caution(text.to_owned());
        let cases = [
            ("Note: it is slow.", note("it is slow.")),
            ("NOTE - it is slow.", note("it is slow.")),
            ("Warning! Back up first.", caution("Back up first.")),
            ("Important: never delete it.", caution("never delete it.")),
            ("Important: it is slow.", note("it is slow.")),
            ("Do not restart it.", caution("Do not restart it.")),
            (
                "Note that it is slow.",
                Body::Paragraph("Note that it is slow.".to_owned()),
            ),
            ("Warning", Body::Paragraph("Warning".to_owned())),
            ("Note:", Body::Paragraph("Note:".to_owned())),
            ("Does it?", Body::Paragraph("Does it?".to_owned())),
        ];
        for (text, wanted) in cases {
            assert_eq!(classify(text.to_owned()), wanted, "{text}");
        }
    }
}
