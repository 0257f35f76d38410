//! From text to index terms: the one tokenizer that documents and queries share.
//!
//! Words are lower-cased and stemmed (Snowball English, "Porter2", Porter 2001). Whatever carries
//! a digit, and file names, stay whole and unstemmed, because identifiers are exact: `4284` never
//! meets `4285`. A file name or a dotted or hyphenated compound also gives its parts, so that
//! "ntoskrnl" finds `ntoskrnl.exe`, and so does a word run together that is no word of its own:
//! "clock skew" finds `NodeClockSkewDetected`, and "power" does not find PowerPoint.

use super::humps;
use crate::index::vectors::words::Words;
use rust_stemmers::{Algorithm, Stemmer};
use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::{Deref, DerefMut, Range};

/// The longest term kept, in bytes; longer ones are data dumps, not words.
const MAX_TERM_BYTES: usize = 40;

/// How many distinct words the stem cache may hold before it starts afresh. Natural vocabulary
/// fits many times over; the bound is for hostile input.
const MAX_CACHED_STEMS: usize = 200_000;

/// A token as it stands in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token<'t> {
    /// The characters as written.
    pub text: &'t str,
    /// Byte offset of the first.
    pub start: usize,
    /// True for words of letters only, which may be stemmed and corrected.
    pub is_word: bool,
}

/// Calls `visit` for every token of `text`. Compounds come whole, then in parts.
pub fn tokens<'t>(text: &'t str, mut visit: impl FnMut(Token<'t>)) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if class(bytes[at]) & TOKEN == 0 {
            at += 1;
            continue;
        }
        let (end, held) = compound_end(bytes, at);
        compound(text, at..end, held, &mut visit);
        at = end;
    }
}

/// Letters and digits of any script and the underscore. Every byte of a multi-byte character
/// counts, so that a token never ends inside one.
const TOKEN: u8 = 1;
/// Marks that join a compound when a token byte stands on both sides.
const JOINT: u8 = 2;
/// What makes a token none that is stemmed: digits and the underscore.
const NUMBER: u8 = 4;
/// Capitals of ASCII.
const CAPITAL: u8 = 8;

/// What bytes are; a table, since every byte of every shown article is looked up in it.
static CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut at = 0;
    while at < classes.len() {
        classes[at] = match at as u8 {
            b'a'..=b'z' | 0x80.. => TOKEN,
            b'A'..=b'Z' => TOKEN | CAPITAL,
            b'0'..=b'9' | b'_' => TOKEN | NUMBER,
            b'.' | b'-' | b'\'' => JOINT,
            _ => 0,
        };
        at += 1;
    }
    classes
};

fn class(byte: u8) -> u8 {
    CLASSES[usize::from(byte)]
}

fn is_joint(byte: u8) -> bool {
    class(byte) & JOINT != 0
}

/// What a compound holds: the classes of all its bytes, and of all but the first.
#[derive(Clone, Copy, Default)]
struct Held {
    all: u8,
    inner: u8,
}

fn compound_end(bytes: &[u8], start: usize) -> (usize, Held) {
    let mut inner = 0;
    let mut end = start + 1;
    while end < bytes.len() {
        let here = class(bytes[end]);
        let joins = here & JOINT != 0
            && bytes
                .get(end + 1)
                .is_some_and(|&next| class(next) & TOKEN != 0);
        if here & TOKEN == 0 && !joins {
            break;
        }
        inner |= here;
        end += 1;
    }
    let all = inner | class(bytes[start]);
    (end, Held { all, inner })
}

fn compound<'t>(text: &'t str, range: Range<usize>, held: Held, visit: &mut impl FnMut(Token<'t>)) {
    let start = range.start;
    let whole = &text[range];
    if held.all & JOINT == 0 {
        visit(Token {
            text: whole,
            start,
            is_word: held.all & NUMBER == 0,
        });
        if held.inner & CAPITAL != 0 {
            run_together(whole, start, visit);
        }
        return;
    }
    if let Some(stem) = without_possessive(whole) {
        visit(Token {
            text: stem,
            start,
            is_word: is_word(stem),
        });
        return;
    }
    // "doesn't" is a word; "5.5" and "sp6a-hotfix" are identifiers; "ntoskrnl.exe" is both whole
    // and parts.
    if whole
        .bytes()
        .all(|byte| byte.is_ascii_alphabetic() || byte == b'\'')
    {
        visit(Token {
            text: whole,
            start,
            is_word: true,
        });
        return;
    }
    visit(Token {
        text: whole,
        start,
        is_word: false,
    });
    let mut at = start;
    for part in whole.split(|character: char| character.is_ascii() && is_joint(character as u8)) {
        // Digits alone ("5" of "5.5") would make versions meet each other.
        if part.len() > 1 && !part.bytes().all(|byte| byte.is_ascii_digit()) {
            visit(Token {
                text: part,
                start: at,
                is_word: is_word(part),
            });
        }
        at += part.len() + 1;
    }
}

/// The words of one that was run together, unless it is known as a word of its own.
fn run_together<'t>(whole: &'t str, start: usize, visit: &mut impl FnMut(Token<'t>)) {
    let Some(parts) = humps::parts(whole).filter(|_| !Words::shipped().knows(whole)) else {
        return;
    };
    let mut at = 0;
    for part in parts {
        // Parts come in the order of the whole and lie in it.
        let found = whole[at..].find(part).map_or(at, |offset| at + offset);
        visit(Token {
            text: part,
            start: start + found,
            is_word: is_word(part),
        });
        at = found + part.len();
    }
}

fn without_possessive(whole: &str) -> Option<&str> {
    let stem = whole
        .strip_suffix("'s")
        .or_else(|| whole.strip_suffix("'S"))?;
    (!stem.bytes().any(is_joint)).then_some(stem)
}

fn is_word(token: &str) -> bool {
    !token.bytes().any(|byte| class(byte) & NUMBER != 0)
}

/// Makes index terms of tokens; keeps a cache of stems, so one per thread.
pub struct Analyzer {
    stemmer: Stemmer,
    // Every word of every passage that is shown is looked up here, so the hash has to be quick; it
    // is seeded, so that no text can be made that collides.
    stems: HashMap<String, usize, foldhash::fast::RandomState>,
    /// The stems that the words above stand at; none for stop words.
    stemmed: Vec<Option<String>>,
    lower: String,
}

impl std::fmt::Debug for Analyzer {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Analyzer")
            .field("cached", &self.stems.len())
            .finish_non_exhaustive()
    }
}

impl Default for Analyzer {
    fn default() -> Self {
        Self::new()
    }
}

impl Analyzer {
    /// An analyzer with an empty cache.
    #[must_use]
    pub fn new() -> Self {
        Self {
            stemmer: Stemmer::create(Algorithm::English),
            stems: HashMap::default(),
            stemmed: Vec::new(),
            lower: String::new(),
        }
    }

    /// Calls `visit` with every term of `text`, stop words left out, repetitions included.
    pub fn terms(&mut self, text: &str, mut visit: impl FnMut(&str)) {
        tokens(text, |token| {
            if let Some(term) = self.term(token) {
                visit(term);
            }
        });
    }

    /// The term of a token; none for a stop word, a single letter or a data dump.
    pub fn term(&mut self, token: Token<'_>) -> Option<&str> {
        if token.text.len() > MAX_TERM_BYTES {
            return None;
        }
        self.lower.clear();
        if token.text.is_ascii() {
            self.lower.push_str(token.text);
            self.lower.make_ascii_lowercase();
        } else {
            self.lower
                .extend(token.text.chars().flat_map(char::to_lowercase));
        }
        if !token.is_word {
            return Some(canonical_number(&self.lower));
        }
        if self.stems.len() > MAX_CACHED_STEMS {
            self.stems.clear();
            self.stemmed.clear();
        }
        let place = if let Some(place) = self.stems.get(&self.lower) {
            *place
        } else {
            self.stemmed.push(stem_word(&self.stemmer, &self.lower));
            let place = self.stemmed.len() - 1;
            self.stems.insert(self.lower.clone(), place);
            place
        };
        self.stemmed.get(place)?.as_deref()
    }

    /// The terms of a text, in order.
    pub fn term_list(&mut self, text: &str) -> Vec<String> {
        let mut list = Vec::new();
        self.terms(text, |term| list.push(term.to_owned()));
        list
    }
}

thread_local! {
    static KEPT: RefCell<Vec<Analyzer>> = const { RefCell::new(Vec::new()) };
}

/// An analyzer of this thread with the stems it has met, handed back when dropped.
#[derive(Debug)]
pub struct KeptAnalyzer(Analyzer);

impl KeptAnalyzer {
    /// Takes one that is free, or a new one.
    #[must_use]
    pub fn take() -> Self {
        Self(KEPT.with_borrow_mut(Vec::pop).unwrap_or_default())
    }
}

impl Drop for KeptAnalyzer {
    fn drop(&mut self) {
        let analyzer = std::mem::take(&mut self.0);
        KEPT.with_borrow_mut(|kept| kept.push(analyzer));
    }
}

impl Deref for KeptAnalyzer {
    type Target = Analyzer;

    fn deref(&self) -> &Analyzer {
        &self.0
    }
}

impl DerefMut for KeptAnalyzer {
    fn deref_mut(&mut self) -> &mut Analyzer {
        &mut self.0
    }
}

fn stem_word(stemmer: &Stemmer, lower: &str) -> Option<String> {
    let plain: String = lower
        .chars()
        .filter(|&character| character != '\'')
        .collect();
    if plain.len() < 2 || is_stop_word(&plain) {
        return None;
    }
    Some(stemmer.stem(&plain).into_owned())
}

/// `4.00` and `4.0` stay apart (versions are exact), but a trailing joint never survives.
fn canonical_number(lower: &str) -> &str {
    lower.trim_end_matches(['.', '-', '\''])
}

/// Words that carry no meaning of their own. "not", "no", "cannot" and "without" are kept: what a
/// thing does not do is what callers report.
fn is_stop_word(word: &str) -> bool {
    const STOP_WORDS: &[&str] = &[
        "a", "about", "after", "all", "also", "am", "an", "and", "any", "are", "as", "at", "be",
        "because", "been", "being", "but", "by", "can", "could", "did", "do", "does", "doing",
        "each", "for", "from", "get", "gets", "getting", "got", "had", "has", "have", "having",
        "he", "her", "his", "how", "i", "id", "if", "ill", "im", "in", "into", "is", "it", "its",
        "ive", "just", "like", "may", "me", "might", "my", "of", "on", "one", "or", "other", "our",
        "she", "should", "so", "some", "such", "than", "that", "thats", "the", "their", "them",
        "then", "there", "theres", "these", "they", "this", "those", "to", "too", "up", "us",
        "very", "was", "we", "were", "weve", "what", "when", "where", "which", "while", "who",
        "why", "will", "with", "would", "you", "your",
    ];
    STOP_WORDS.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        assert_eq!(Analyzer::new().term_list(text), expected, "{text:?}");
    }

    #[test]
    fn identifiers_stay_whole_and_words_are_stemmed() {
        check("Printing prints printers", &["print", "print", "printer"]);
        check(
            "error 0x8004010F in ntoskrnl.exe",
            &["error", "0x8004010f", "ntoskrnl.exe", "ntoskrnl", "exe"],
        );
        check("Exchange 5.5 SP4", &["exchang", "5.5", "sp4"]);
        check(
            "The user's mailbox doesn't open",
            &["user", "mailbox", "doesnt", "open"],
        );
        check(
            "e-mail re-installed",
            &["e-mail", "mail", "re-installed", "re", "instal"],
        );
        check("event 4284.", &["event", "4284"]);
        check(
            "NodeClockSkew in PowerPoint",
            &["nodeclockskew", "node", "clock", "skew", "powerpoint"],
        );
        check("what is it?", &[]);
    }

    #[test]
    fn stop_words_are_sorted() {
        // The binary search above needs it.
        for word in ["a", "because", "your", "the"] {
            assert!(is_stop_word(word), "{word}");
        }
        assert!(!is_stop_word("not"));
    }

    proptest::proptest! {
        #[test]
        fn any_text_gives_tokens_inside_it(text in "\\PC{0,200}") {
            tokens(&text, |token| {
                assert_eq!(&text[token.start..token.start + token.text.len()], token.text);
            });
            Analyzer::new().terms(&text, |term| assert!(!term.is_empty()));
        }
    }
}
