//! Addresses of articles and of the very words in them.

use super::results::heading_class;
use corpus::Span;
use maud::{Markup, html};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What stands as it is in a part of an address.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// A text as a part of an address.
pub(super) fn escaped(text: &str) -> String {
    utf8_percent_encode(text, PLAIN).to_string()
}

/// The address of an article.
pub(super) fn to_article(id: &str) -> String {
    format!("/article/{}", escaped(id))
}

/// The address of words of an article, where they are highlighted.
pub(super) fn to_words(id: &str, span: Span) -> String {
    if span.is_empty() {
        return to_article(id);
    }
    format!("{}?at={}-{}#at", to_article(id), span.start, span.end)
}

/// A citation: where it was read, to be followed.
pub(super) fn cite(id: &str, span: Span, what: &str) -> Markup {
    html! {
        a.cite href=(to_words(id, span)) title="Show these words in the article" {
            (id)
            @if !what.is_empty() { span class=(heading_class(what).map_or("what", |_| "what caps")) { (what) } }
        }
    }
}

/// The span in `?at=START-END`.
pub(super) fn span_of(at: &str) -> Option<Span> {
    let (start, end) = at.split_once('-')?;
    let span = Span {
        start: start.parse().ok()?,
        end: end.parse().ok()?,
    };
    (!span.is_empty()).then_some(span)
}

/// `text` with byte ranges of it marked; ranges that do not fit are left out.
pub(super) fn marked(text: &str, ranges: &[[usize; 2]]) -> Markup {
    marked_from(text, ranges, false)
}

/// As [`marked`]; the first range is where a citation's address leads if `is_target`.
pub(super) fn marked_from(text: &str, ranges: &[[usize; 2]], is_target: bool) -> Markup {
    let mut ranges: Vec<[usize; 2]> = ranges.to_vec();
    ranges.sort_unstable();
    let mut at = 0;
    let mut parts = Vec::new();
    for [start, end] in ranges {
        let fits = start >= at && start < end;
        let Some((plain, words)) = fits
            .then(|| Some((text.get(at..start)?, text.get(start..end)?)))
            .flatten()
        else {
            continue;
        };
        parts.push((plain, words));
        at = end;
    }
    html! {
        @for (place, (plain, words)) in parts.into_iter().enumerate() {
            (plain) mark id=[(is_target && place == 0).then_some("at")] { (words) }
        }
        (text.get(at..).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_escape_what_they_mark_and_skip_what_does_not_fit() {
        for (text, ranges, shown) in [
            ("a <b> c", &[[2, 5]][..], "a <mark>&lt;b&gt;</mark> c"),
            ("aéb", &[[2, 3], [0, 1]][..], "<mark>a</mark>éb"),
            ("abc", &[[0, 2], [1, 3]][..], "<mark>ab</mark>c"),
            ("abc", &[[2, 9], [3, 3]][..], "abc"),
        ] {
            assert_eq!(marked(text, ranges).into_string(), shown, "{text}");
        }
    }

    #[test]
    fn ids_of_any_characters_stay_one_part_of_the_address() {
        let span = Span { start: 3, end: 9 };
        assert_eq!(
            to_words("a/b#c?\"d", span),
            "/article/a%2Fb%23c%3F%22d?at=3-9#at"
        );
        for (text, found) in [
            ("3-9", Some(span)),
            ("9-3", None),
            ("3", None),
            ("a-b", None),
        ] {
            assert_eq!(span_of(text), found, "{text}");
        }
    }
}
