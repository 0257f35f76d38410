//! What a chapter without a title line is called, and ids made of words.

use crate::article::Span;

/// A title is cut at a word beyond this many bytes.
const LONGEST: usize = 90;
/// An id has at most this many words.
const MOST_WORDS: usize = 8;

/// Nouns by which a text speaks of itself.
const SELF: &[&str] = &[
    "chapter", "document", "article", "section", "guide", "paper", "page", "topic",
];

/// Words between the text's name for itself and its subject.
const ABOUT: &[&str] = &[
    "provides",
    "gives",
    "contains",
    "information",
    "about",
    "on",
    "describes",
    "explains",
    "discusses",
    "covers",
    "is",
    "an",
    "overview",
    "of",
    "presents",
    "shows",
];

/// The subject of the first sentence, and where it stands.
pub(super) fn of(text: &str, name: &str) -> (String, Span) {
    let start = text.len() - text.trim_start().len();
    let line = text[start..].lines().next().unwrap_or_default();
    let stop = line
        .match_indices([',', '.', ';', ':', '?', '!'])
        .find(|(at, _)| line[at + 1..].starts_with(' ') || at + 1 == line.len())
        .map_or(line.len(), |(at, _)| at);
    let sentence = &line[..stop];
    let skip = introduction(sentence);
    let subject = clip(&sentence[skip..]);
    if subject.is_empty() {
        let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
        let stem = file.split('.').next().unwrap_or(file);
        let stem = if stem.is_empty() { "chapter" } else { stem };
        return (stem.to_owned(), Span::default());
    }
    let mut title = String::with_capacity(subject.len());
    let mut letters = subject.chars();
    title.extend(letters.next().map(|first| first.to_ascii_uppercase()));
    title.push_str(letters.as_str());
    let at = start + skip;
    (title, Span::new(at, at + subject.len()))
}

/// The length of `This chapter provides information about ` at the start of a sentence.
fn introduction(sentence: &str) -> usize {
    let mut words = sentence.split(' ');
    let (Some(this), Some(noun)) = (words.next(), words.next()) else {
        return 0;
    };
    if !this.eq_ignore_ascii_case("this") || !SELF.contains(&noun) {
        return 0;
    }
    let mut length = this.len() + 1 + noun.len() + 1;
    for word in words {
        if !ABOUT.contains(&word) {
            break;
        }
        length += word.len() + 1;
    }
    length.min(sentence.len())
}

fn clip(words: &str) -> &str {
    if words.len() <= LONGEST {
        return words.trim_end();
    }
    let end = words.floor_char_boundary(LONGEST);
    words[..words[..end].rfind(' ').unwrap_or(end)].trim_end()
}

/// Words in small letters, joined by hyphens: `event-error-4284`.
pub(super) fn slug(words: &str) -> String {
    let mut slug = String::new();
    let pieces = words
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|piece| !piece.is_empty());
    for piece in pieces.take(MOST_WORDS) {
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.extend(piece.chars().flat_map(char::to_lowercase));
    }
    if slug.is_empty() {
        slug.push_str("part");
    }
    slug
}
