//! What an article says of itself in header and footer, if its number and that are asked for:
//! when it was reviewed, which keywords it has.

use crate::answer::Passage;
use crate::compose::passage::Matcher;
use crate::understand::query_terms::QueryTerms;
use corpus::article::PartKind;
use corpus::{Document, Span};

/// Words that ask for a date, and the fields that have one, by what their names begin with.
const ASKS_DATE: &[&str] = &["when", "date", "dated", "old", "written", "updated"];
const DATES: &[&str] = &["last review", "date", "modified", "document"];

/// Telling words of the question, apart from the number and the field, with which it still asks
/// for the field and for nothing else.
const MOST_OTHERS: usize = 1;

/// The field of a document that a question asks for, as printed; none for documents of several
/// articles, whose header is not one's own.
pub(super) fn field(document: &Document, query: &QueryTerms, id: &str) -> Option<Passage> {
    if document.articles.len() > 1 {
        return None;
    }
    let mut matcher = Matcher::new(query);
    let digits = id.trim_start_matches(|letter: char| !letter.is_ascii_digit());
    let own = matcher.mask(id) | matcher.mask(digits);
    let fields = document.parts.iter().filter_map(|part| match &part.kind {
        PartKind::Header(name) | PartKind::Footer(name) => Some((name.as_str(), part.span)),
        _ => None,
    });
    let fields: Vec<(&str, Span)> = fields.collect();
    let mut best: Option<(f32, &str, Span)> = None;
    for &(name, span) in &fields {
        let mask = matcher.mask(name) & !own;
        let worth = matcher.worth(mask);
        let others = matcher.telling(!(mask | own));
        // Where header and footer have the same field, the footer, which is never cut.
        if worth > 0.0 && others <= MOST_OTHERS && best.is_none_or(|(most, ..)| worth >= most) {
            best = Some((worth, name, span));
        }
    }
    let dated = || {
        let asks = matcher.says(ASKS_DATE) && matcher.telling(!own) <= MOST_OTHERS + 1;
        let mut names = DATES.iter().filter(|_| asks);
        names.find_map(|known| {
            let is_it = |name: &str| name.to_lowercase().starts_with(known);
            fields.iter().find(|(name, _)| is_it(name)).copied()
        })
    };
    let (name, span) = best.map(|(_, name, span)| (name, span)).or_else(dated)?;
    Some(Passage {
        text: document.text(span).trim().to_owned(),
        heading: vec![name.to_owned()],
        span,
        ..Passage::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_answers_only_who_asks_for_it() {
        let text = "DOCUMENT:Q900001  01-JAN-2001  [looms]\nTITLE   :Loom Stops\n\
                    PRODUCT :Looms\nKEYWORDS:kbweft\n\nSUMMARY\n=======\n\nIt stops.\n";
        let read = corpus::read("q.txt", text.into(), &corpus::ReadOptions::default());
        let document = read.unwrap();
        for (question, told) in [
            ("which keywords does Q900001 have", Some("KEYWORDS:kbweft")),
            (
                "when was Q900001 written",
                Some("DOCUMENT:Q900001  01-JAN-2001  [looms]"),
            ),
            ("why does the loom of Q900001 stop at the keywords", None),
            ("what does Q900001 say", None),
        ] {
            let found = field(&document, &QueryTerms::of_known_words(question), "Q900001");
            assert_eq!(found.map(|found| found.text).as_deref(), told, "{question}");
        }
    }
}
