//! Headings glued to the sentence behind them, found by how they are set.
//!
//! Where a heading met its text, two words stand without a space between them and the second
//! opens a sentence (`EscalationWhen a call …`). Names written in one word look alike
//! (`LogInterval`), so both halves have to be words of the text or of the language, and what
//! leads up to the join has to be set like a title from where the last sentence ended.

use std::collections::HashSet;

/// A heading: its first byte and the byte behind its last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Heading {
    pub(super) start: usize,
    pub(super) end: usize,
}

/// A heading has no more words or bytes than this.
const MOST_WORDS: usize = 14;
const MOST_BYTES: usize = 120;
/// Bytes looked at behind the join.
const LOOK_AHEAD: usize = 160;

/// Words that a title writes small.
const SMALL: &[&str] = &[
    "a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "into", "nor", "not", "of",
    "on", "or", "over", "per", "than", "the", "to", "up", "versus", "via", "vs", "with", "within",
    "without",
];

/// Words that open sentences in any text.
const OPENERS: &[&str] = &[
    "a", "after", "all", "although", "an", "any", "as", "at", "because", "before", "both", "by",
    "do", "during", "each", "every", "first", "for", "from", "here", "how", "however", "if", "in",
    "it", "its", "many", "most", "no", "note", "on", "once", "one", "only", "or", "some", "such",
    "that", "the", "there", "these", "they", "this", "those", "to", "two", "under", "until", "use",
    "we", "what", "when", "where", "which", "while", "with", "within", "you", "your",
];

/// All headings, in order.
pub(super) fn find(text: &str) -> Vec<Heading> {
    let known = words(text);
    let mut headings: Vec<Heading> = Vec::new();
    let mut line_start = 0;
    for line in text.split_inclusive('\n') {
        let mut from = 0;
        let bytes = line.as_bytes();
        for at in 1..bytes.len() {
            if at < from || !bytes[at].is_ascii_uppercase() || !may_join(bytes, at) {
                continue;
            }
            if let Some(start) = heading_before(line, from, at, &known) {
                headings.push(Heading {
                    start: line_start + start,
                    end: line_start + at,
                });
                from = at;
            }
        }
        line_start += line.len();
    }
    headings
}

/// Every word that stands alone somewhere, in small letters.
fn words(text: &str) -> HashSet<String> {
    text.split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty() && word.len() <= 40)
        .map(str::to_ascii_lowercase)
        .collect()
}

/// True where a capital may be the first letter of a new word without a space before it.
fn may_join(bytes: &[u8], at: usize) -> bool {
    let before = bytes[at - 1];
    let small_next = bytes.get(at + 1).is_some_and(u8::is_ascii_lowercase);
    before.is_ascii_lowercase()
        || before.is_ascii_digit()
        || b"?!)".contains(&before)
        // `TCPThe`: a capital that a small letter follows, behind an abbreviation.
        || before.is_ascii_uppercase() && small_next && at >= 2 && bytes[at - 2].is_ascii_uppercase()
}

/// The start of the heading that ends at `at`, if one does; nothing before `from` is looked at.
fn heading_before(line: &str, from: usize, at: usize, known: &HashSet<String>) -> Option<usize> {
    let opener = opener(&line[at..])?;
    let common = OPENERS.contains(&opener.as_str());
    if !common && !known.contains(&opener) {
        return None;
    }
    if !opens_sentence(&line[at..]) {
        return None;
    }
    let run = title_run(line, from, at)?;
    let last = line[run.start..at]
        .rsplit(|letter: char| !letter.is_alphanumeric())
        .find(|word| !word.is_empty())?;
    let is_word = known.contains(&last.to_ascii_lowercase());
    // A word that stands nowhere else may be half a name, unless a title leads up to it.
    if !is_word && run.words < 2 {
        return None;
    }
    if run.behind_sentence {
        return Some(run.start);
    }
    // In the middle of a sentence a name may look like a title: only a common opener tells.
    (common && (run.words >= 2 || run.behind_name)).then_some(run.start)
}

/// The first word behind the join, in small letters.
fn opener(rest: &str) -> Option<String> {
    let end = rest
        .find(|letter: char| !letter.is_alphanumeric())
        .unwrap_or(rest.len());
    let follows = rest[end..].chars().next()?;
    (end <= 24 && (" ,-'’".contains(follows))).then(|| rest[..end].to_ascii_lowercase())
}

/// True if what follows reads like a sentence: small words soon behind the first.
fn opens_sentence(rest: &str) -> bool {
    let end = rest.floor_char_boundary(LOOK_AHEAD.min(rest.len()));
    let words = rest[..end].split_ascii_whitespace().skip(1).take(8);
    let small = words
        .filter(|word| word.starts_with(|first: char| first.is_ascii_lowercase()))
        .count();
    small >= 2
        || rest[..end]
            .split_once(": ")
            .is_some_and(|(label, _)| label.split(' ').count() <= 3)
}

/// A run of words set like a title.
struct TitleRun {
    start: usize,
    words: usize,
    /// A sentence, a label or the line's start stands before it.
    behind_sentence: bool,
    /// The name of a file or a path stands before it, as at the end of a command.
    behind_name: bool,
}

/// The longest run of title words that ends at `at`, back to the end of a sentence.
fn title_run(line: &str, from: usize, at: usize) -> Option<TitleRun> {
    let mut start = at;
    let mut taken: Vec<usize> = Vec::new();
    let (mut behind_sentence, mut behind_name) = (false, false);
    loop {
        let before = line[from..start].trim_end();
        if before.is_empty() {
            // What was taken before is a heading whose sentence would be this one: no title.
            behind_sentence = from == 0;
            break;
        }
        let word_start = before.rfind(char::is_whitespace).map_or(from, |space| {
            from + space + before[space..].chars().next().map_or(1, char::len_utf8)
        });
        let word = &line[word_start..from + before.len()];
        let is_last = taken.is_empty();
        if !is_last {
            let label = is_label(line, from, word_start, word);
            if ends_sentence(word) && !label {
                behind_sentence = true;
                break;
            }
            if word.contains(['_', '\\']) || word.trim_end_matches(',').contains('.') {
                behind_name = true;
                break;
            }
        }
        if !is_title_word(word) || taken.len() >= MOST_WORDS {
            break;
        }
        taken.push(word_start);
        start = word_start;
    }
    while let Some(&first) = taken.last() {
        let word = line[first..at].split_ascii_whitespace().next()?;
        if !SMALL.contains(&word) {
            break;
        }
        taken.pop();
        behind_sentence = false;
    }
    let start = *taken.last()?;
    (at - start <= MOST_BYTES).then_some(TitleRun {
        start,
        words: taken.len(),
        behind_sentence,
        behind_name,
    })
}

/// `Warning:` as the first word behind a sentence belongs to the title that follows it.
fn is_label(line: &str, from: usize, start: usize, word: &str) -> bool {
    let before = line[from..start].trim_end();
    word.ends_with(':')
        && word.starts_with(|first: char| first.is_ascii_uppercase())
        && (before.is_empty() || before.ends_with(['.', '!', '?', '"', '”']))
}

fn ends_sentence(word: &str) -> bool {
    word.trim_end_matches(['"', '”', '\'', ')', '’'])
        .ends_with(['.', '!', '?', ':', ';'])
        || word.ends_with('.')
}

fn is_title_word(word: &str) -> bool {
    let word = word.trim_start_matches(['(', '"', '“', '\'']);
    SMALL.contains(&word)
        || word.starts_with(|first: char| first.is_uppercase() || first.is_ascii_digit())
        || ["&", "-", "–", "/"].contains(&word)
}
