//! Phrases and numbers of people in a case's words.

use std::ops::Range;

/// How many words `...` in a phrase may stand for.
const GAP: usize = 4;

/// A text as words in small letters, with their places.
pub(super) struct Words<'t> {
    text: &'t str,
    words: Vec<(String, Range<usize>)>,
}

impl<'t> Words<'t> {
    /// The first `most` words of a text.
    pub(super) fn of(text: &'t str, most: usize) -> Self {
        let is_word = |character: char| character.is_alphanumeric() || character == '\'';
        let words = text
            .split(move |character: char| !is_word(character))
            .filter(|word| !word.is_empty())
            .take(most)
            .map(|word| {
                let start = word.as_ptr() as usize - text.as_ptr() as usize;
                (word.to_lowercase(), start..start + word.len())
            })
            .collect();
        Self { text, words }
    }

    /// The words of a phrase as they stand in the text; a phrase that is denied ("not all users")
    /// does not count.
    pub(super) fn quote(&self, phrase: &str) -> Option<&'t str> {
        let parts: Vec<&str> = phrase.split_whitespace().collect();
        let first = *parts.first()?;
        let denied = |at: usize| {
            let before = at.checked_sub(1).and_then(|before| self.words.get(before));
            before.is_some_and(|(word, _)| word == "not")
        };
        (0..self.words.len())
            .filter(|&at| self.words[at].0 == first && !denied(at))
            .find_map(|at| {
                let end = self.end(at, &parts)?;
                self.text.get(self.words[at].1.start..self.words[end].1.end)
            })
    }

    /// The place of the last word of a phrase that starts at `at`.
    fn end(&self, at: usize, parts: &[&str]) -> Option<usize> {
        let mut place = at;
        let mut free = 0;
        for part in parts {
            if *part == "..." {
                free = GAP;
                continue;
            }
            let near = self.words.get(place..)?.iter().take(free + 1);
            let skipped = near.into_iter().position(|(word, _)| word == part)?;
            if free > 0 && self.parts_sentences(place, place + skipped) {
                return None;
            }
            place += skipped + 1;
            free = 0;
        }
        place.checked_sub(1)
    }

    /// True if a sentence ends between the word before `from` and the word at `to`: a gap does not
    /// lead into the next one.
    fn parts_sentences(&self, from: usize, to: usize) -> bool {
        let before = from
            .checked_sub(1)
            .and_then(|before| self.words.get(before));
        let between = before
            .zip(self.words.get(to))
            .and_then(|(before, after)| self.text.get(before.1.end..after.1.start));
        between.is_some_and(|between| between.contains(['.', '!', '?', '\n']))
    }
}

/// True if a number is the release of the product named before it ("Windows 98 PCs").
fn is_release(words: &Words<'_>, at: usize, number: &str) -> bool {
    const RELEASES: &[&str] = &[
        "3", "4", "5", "6", "7", "8", "9", "10", "11", "95", "97", "98", "2000", "2001", "2002",
        "2003", "2005", "2007", "2008", "2010", "2012", "2013", "2016", "2019", "2022",
    ];
    let before = at.checked_sub(1).and_then(|before| words.words.get(before));
    let name = before.and_then(|(_, range)| words.text.get(range.clone()));
    RELEASES.contains(&number) && name.is_some_and(|name| name.starts_with(char::is_uppercase))
}

/// How many people or machines a text names ("about 40 users"), with the words.
pub(super) fn people(words: &Words<'_>) -> Option<(u32, String)> {
    const COUNTED: &[&str] = &[
        "users",
        "people",
        "persons",
        "employees",
        "clients",
        "computers",
        "pcs",
        "machines",
        "workstations",
        "laptops",
        "desktops",
        "callers",
        "customers",
        "mailboxes",
        "students",
        "agents",
        "stations",
        "colleagues",
    ];
    const NUMBERS: &[(&str, u32)] = &[
        ("two", 2),
        ("three", 3),
        ("four", 4),
        ("five", 5),
        ("six", 6),
        ("seven", 7),
        ("eight", 8),
        ("nine", 9),
        ("ten", 10),
        ("dozen", 12),
        ("twenty", 20),
        ("thirty", 30),
        ("forty", 40),
        ("fifty", 50),
        ("hundred", 100),
    ];
    words
        .words
        .iter()
        .enumerate()
        .find_map(|(at, (word, range))| {
            let spelt = NUMBERS
                .iter()
                .find(|(name, _)| name == word)
                .map(|(_, number)| *number);
            if is_release(words, at, word) {
                return None;
            }
            let number = spelt
                .or_else(|| word.parse().ok())
                .filter(|&number| number > 0)?;
            // "40 of our users", "40 XP clients": what is counted stands close behind.
            let near = words.words[at + 1..].iter().take(3);
            let counted = near
                .into_iter()
                .find(|(word, _)| COUNTED.contains(&word.as_str()))?;
            let quote = words.text.get(range.start..counted.1.end)?;
            // A line end, a stop or a comma parts the number from what follows; a long number is an
            // identifier.
            let is_one = !quote.contains(['.', ',', ';', '\n', ':']) && word.len() <= 6;
            is_one.then(|| (number, quote.to_owned()))
        })
}
