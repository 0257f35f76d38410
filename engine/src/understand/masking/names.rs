//! Names of persons in running text: where one starts is said by the words before it, what
//! belongs to it is decided here.
//!
//! A name is one to three words in capitals that texts about computers do not use otherwise
//! (`data/everyday-words.txt`), or that are known given names (`data/given-names.txt`). Products,
//! makers and the words of windows ("User Manager") are everyday words, so that they stay.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

/// Most words of a name.
const MOST_WORDS: usize = 3;

/// How plainly the words before it say that a name comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sureness {
    /// "My name is": whatever comes, in any letters.
    Sure,
    /// "The user": a word in capitals that is no everyday word, or a given name.
    Likely,
    /// "This is": a given name, or a likely name with words behind it that persons go on with.
    Weak,
    /// "For": a given name.
    Given,
}

static EVERYDAY: LazyLock<HashSet<&str>> =
    LazyLock::new(|| listed(include_str!("../../../data/everyday-words.txt")));

static GIVEN: LazyLock<HashSet<&str>> =
    LazyLock::new(|| listed(include_str!("../../../data/given-names.txt")));

fn listed(lines: &'static str) -> HashSet<&'static str> {
    let lines = lines.lines().filter(|line| !line.starts_with('#'));
    lines.flat_map(str::split_whitespace).collect()
}

/// True if a word in capitals may be a person's name wherever it stands in the same text.
pub(super) fn is_telling(word: &str) -> bool {
    word.chars().count() >= 3 && is_written_big(word) && !is_everyday(word)
}

/// True if texts about computers use the word, or the one that it is a form of, for other things
/// than persons.
fn is_everyday(word: &str) -> bool {
    const FORMS: &[&str] = &["s", "es", "d", "ed", "ing"];
    const NO_NAMES: &[&str] = &[
        "able",
        "ible",
        "tion",
        "sion",
        "ment",
        "ness",
        "n't",
        "n\u{2019}t",
    ];
    let lower = word.to_lowercase();
    let is_listed = |word: &str| EVERYDAY.contains(word) || super::words::is_common(word);
    let mut stems = FORMS.iter().filter_map(|form| lower.strip_suffix(form));
    is_listed(&lower)
        || NO_NAMES.iter().any(|end| lower.ends_with(end))
        || stems.any(|stem| stem.chars().count() > 3 && is_listed(stem))
}

fn is_given(word: &str) -> bool {
    GIVEN.contains(word.to_lowercase().as_str())
}

/// A capital with small letters behind it: "Miller", "O'Neill", "McKay", "Anne-Marie".
/// Further capitals inside ("IDs", "FoxISAPI") are those of other names.
fn is_written_big(word: &str) -> bool {
    word.split(['-', '\'', '\u{2019}']).all(|part| {
        let part = ["Mc", "Mac", "De", "Di", "Le", "La", "Van", "Fitz"]
            .iter()
            .find_map(|head| part.strip_prefix(head).filter(|rest| rest.len() > 2))
            .unwrap_or(part);
        part.chars().skip(1).all(char::is_lowercase)
    }) && word.starts_with(char::is_uppercase)
        && word.contains(char::is_lowercase)
}

/// An initial: "J." or "J".
fn is_initial(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase) && letters.next().is_none()
}

/// The name that starts at `start`, if one does.
pub(super) fn name_at(text: &str, start: usize, sureness: Sureness) -> Option<Range<usize>> {
    let words = words_at(text, start);
    let first = words.first()?;
    let spoken = |range: &Range<usize>| text.get(range.clone()).unwrap_or_default();
    let count = match sureness {
        Sureness::Sure => sure(text, &words),
        Sureness::Likely => likely(text, &words),
        Sureness::Weak => {
            let count = likely(text, &words);
            let rest = words
                .get(count.checked_sub(1)?)
                .map_or("", |last| &text[last.end..]);
            let is_plain = is_given(spoken(first)) || goes_on_as_person(rest);
            if is_plain { count } else { 0 }
        }
        Sureness::Given if is_given(spoken(first)) && is_written_big(spoken(first)) => {
            likely(text, &words)
        }
        Sureness::Given => 0,
    };
    let last = words.get(count.checked_sub(1)?)?;
    Some(first.start..last.end)
}

/// How many of the words are a name where there is no doubt that one comes.
fn sure(text: &str, words: &[Range<usize>]) -> usize {
    let spoken = |at: usize| words.get(at).map_or("", |range| &text[range.clone()]);
    if is_written_big(spoken(0)) {
        let more = (1..words.len()).take_while(|&at| may_follow(spoken(at)));
        // "My name is Mark and": any word in capitals will do, but sentences start with some.
        return if is_everyday(spoken(0)) && words.len() == 1 && !is_given(spoken(0)) {
            usize::from(!super::words::is_common(spoken(0)))
        } else {
            1 + more.count()
        };
    }
    let is_plain = |word: &str| is_given(word) || !is_everyday(word);
    if spoken(0).chars().count() < 2 || !is_plain(spoken(0)) {
        return 0;
    }
    1 + (1..words.len())
        .take_while(|&at| is_plain(spoken(at)))
        .count()
}

/// How many of the words are a name where one may come.
fn likely(text: &str, words: &[Range<usize>]) -> usize {
    let spoken = |at: usize| words.get(at).map_or("", |range| &text[range.clone()]);
    let first = spoken(0);
    let is_name = if is_initial(first) {
        words.len() > 1 && is_telling(spoken(1))
    } else if is_written_big(first) {
        is_given(first) || !is_everyday(first)
    } else {
        is_given(first)
    };
    if !is_name {
        return 0;
    }
    // "ann miller", "ANN MILLER": the letters tell nothing, so that the list has to.
    let is_plain = |word: &str| !is_written_big(first) && !is_everyday(word);
    1 + (1..words.len())
        .take_while(|&at| may_follow(spoken(at)) || is_plain(spoken(at)))
        .count()
}

/// True if a word may be the second or third of a name.
fn may_follow(word: &str) -> bool {
    is_initial(word) || is_written_big(word) && (is_given(word) || !is_everyday(word))
}

/// Words with which a person's introduction goes on.
fn goes_on_as_person(rest: &str) -> bool {
    const AFTER: &[&str] = &[
        "from", "calling", "speaking", "here", "in", "at", "of", "again", "with",
    ];
    let rest = rest.trim_start_matches([' ', ',', '\t']);
    let word = rest.split(|letter: char| !letter.is_alphabetic()).next();
    word.is_some_and(|word| AFTER.contains(&word.to_lowercase().as_str()))
}

/// The words from `start`, at most three, with nothing but single spaces between them; an initial
/// may have its stop.
fn words_at(text: &str, start: usize) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut at = start;
    while words.len() < MOST_WORDS {
        let rest = text.get(at..).unwrap_or_default();
        let length = rest
            .find(|letter: char| !letter.is_alphabetic() && !"'\u{2019}-".contains(letter))
            .unwrap_or(rest.len());
        let word = rest[..length].trim_end_matches(['-', '\'', '\u{2019}']);
        let word = without_genitive(word);
        // "Ann2", "Ann_M", "Ann@": logins and addresses have rules of their own.
        let behind = rest[length..].chars().next();
        let is_other = behind.is_some_and(|next| next.is_numeric() || "_@\\".contains(next));
        // "Loom.dll" is a file.
        let mut after = rest[length..].chars();
        let is_file = after.next() == Some('.') && after.next().is_some_and(char::is_alphanumeric);
        if word.is_empty() || is_other || is_file && !is_initial(word) {
            break;
        }
        words.push(at..at + word.len());
        let is_whole = word.len() == length;
        let gap = &rest[length..];
        let stop = usize::from(is_initial(word) && gap.starts_with('.'));
        if !is_whole || !gap[stop..].starts_with(' ') {
            break;
        }
        at += length + stop + 1;
    }
    words
}

fn without_genitive(word: &str) -> &str {
    word.strip_suffix("'s")
        .or_else(|| word.strip_suffix("\u{2019}s"))
        .unwrap_or(word)
}
