//! Names of people and machines, addresses and secrets in pasted text, replaced by tokens.
//!
//! Entry: [`mask`], or a [`Masker`] where several texts must share their tokens. The same name
//! gets the same token (`[host-1]`) wherever it stands, so that a masked text can still be
//! followed. Product names, event sources, error codes and file names are never masked: they are
//! what a case is solved by. `rules` knows what can be told by its form or its field, `spoken` what
//! only the words around it tell.

mod names;
mod rules;
mod secrets;
mod spoken;
mod words;

use super::pattern::compiled;
use regex::Regex;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

/// What a masked piece of text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Class {
    /// A key: product keys, tokens, private key blocks.
    Key,
    /// A password.
    Password,
    /// An e-mail address.
    Email,
    /// A security identifier.
    Sid,
    /// An IP or hardware address.
    Address,
    /// A user or account.
    User,
    /// A computer.
    Host,
    /// A domain or workgroup.
    Domain,
    /// A telephone number.
    Phone,
    /// A person, by name.
    Person,
}

impl Class {
    /// All classes.
    const ALL: [Self; 10] = [
        Self::Key,
        Self::Password,
        Self::Email,
        Self::Sid,
        Self::Address,
        Self::User,
        Self::Host,
        Self::Domain,
        Self::Phone,
        Self::Person,
    ];

    /// The class as it stands in a token.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Key => "key",
            Self::Password => "password",
            Self::Email => "email",
            Self::Sid => "sid",
            Self::Address => "address",
            Self::User => "user",
            Self::Host => "host",
            Self::Domain => "domain",
            Self::Phone => "phone",
            Self::Person => "person",
        }
    }
}

/// A text without what must not be repeated.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Masked {
    /// The text with tokens.
    pub text: String,
    /// The text without them, and without the words that only lead to them ("my name is"): what
    /// may be searched for.
    pub open: String,
    /// How many places of each class were replaced.
    pub counts: BTreeMap<Class, usize>,
}

/// Masks one text.
#[must_use]
pub fn mask(text: &str) -> Masked {
    Masker::default().mask(text)
}

/// Masks several texts with the same tokens.
#[derive(Debug, Clone, Default)]
pub struct Masker {
    /// Class and folded name to the number of its token.
    tokens: HashMap<(Class, String), usize>,
    /// The last number given out in each class.
    last: HashMap<Class, usize>,
    /// Names that are masked wherever they stand as a word, folded.
    spread: HashMap<String, Class>,
    /// Words of persons' names, which are masked where they are written alike: in small letters
    /// they may be other words.
    persons: HashSet<String>,
}

/// A place to mask.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Found {
    range: Range<usize>,
    /// The place with the words that only lead to it.
    told: Range<usize>,
    class: Class,
}

impl Found {
    fn of(class: Class, range: Range<usize>) -> Self {
        Self {
            told: range.clone(),
            range,
            class,
        }
    }
}

/// A token of an earlier masking.
static TOKEN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let names = Class::ALL.map(Class::name).join("|");
    compiled(&format!(r"\[({names})-(\d{{1,6}})\]"))
});

/// A text without the tokens of an earlier masking: they say nothing of what it is about.
#[must_use]
pub fn without_tokens(text: &str) -> String {
    TOKEN.as_ref().map_or_else(
        || text.to_owned(),
        |token| token.replace_all(text, " ").into_owned(),
    )
}

impl Masker {
    /// Replaces what must not be repeated.
    pub fn mask(&mut self, text: &str) -> Masked {
        let tokens = self.keep_tokens(text);
        let mut found = rules::find(text);
        found.extend(spoken::find(text));
        found.retain(|one| is_clear(&tokens, &one.range));
        found.sort_by_key(order);
        for one in &found {
            self.remember(one.class, &text[one.range.clone()]);
        }
        found.extend(
            self.known_names(text)
                .filter(|one| is_clear(&tokens, &one.range)),
        );
        found.sort_by_key(order);
        let open = open(text, &found, tokens);
        Masked {
            open,
            ..self.replace(text, found)
        }
    }

    /// The token of one value that is known to be of `class`, such as the field of a record;
    /// placeholders and well-known accounts stay as they are.
    pub fn token(&mut self, class: Class, value: &str) -> String {
        let value = value.trim();
        let is_token = TOKEN.as_ref().is_some_and(|token| token.is_match(value));
        if is_token || words::is_placeholder(value) || words::is_well_known(value) {
            return value.to_owned();
        }
        self.remember(class, value);
        let number = self.number(class, value);
        format!("[{}-{number}]", class.name())
    }

    /// Places of tokens that the text already has; their numbers are not given out again.
    fn keep_tokens(&mut self, text: &str) -> Vec<Range<usize>> {
        let mut places = Vec::new();
        for token in TOKEN.iter().flat_map(|token| token.captures_iter(text)) {
            let (Some(all), Some(name), Some(number)) = (token.get(0), token.get(1), token.get(2))
            else {
                continue;
            };
            places.push(all.range());
            let class = Class::ALL
                .into_iter()
                .find(|class| class.name() == name.as_str());
            if let (Some(class), Ok(number)) = (class, number.as_str().parse::<usize>()) {
                let last = self.last.entry(class).or_default();
                *last = number.max(*last);
            }
        }
        places
    }

    fn remember(&mut self, class: Class, value: &str) {
        if matches!(class, Class::Host | Class::User | Class::Domain) && words::may_spread(value) {
            self.spread.entry(value.to_lowercase()).or_insert(class);
        }
        if class == Class::Host
            && let Some(short) = short_name(value)
        {
            // "loom7.weave.com", later "LOOM7": the same machine.
            let number = self.number(class, value);
            self.tokens.entry((class, short.clone())).or_insert(number);
            self.spread.entry(short).or_insert(class);
        }
        if class == Class::Person {
            let number = self.number(class, value);
            for word in value.split(' ').filter(|word| names::is_telling(word)) {
                self.persons.insert(word.to_owned());
                // "Ann Miller", later "Ann": the same person.
                let key = (class, word.to_lowercase());
                self.tokens.entry(key).or_insert(number);
            }
        }
    }

    fn known_names(&self, text: &str) -> impl Iterator<Item = Found> {
        let in_name = |character: char| character.is_alphanumeric() || "_.$-".contains(character);
        text.split(move |character: char| !in_name(character))
            .filter_map(move |word| {
                let word = word.trim_matches(['.', '-']);
                let person = || self.persons.contains(word).then_some(Class::Person);
                let class = self.spread.get(&word.to_lowercase()).copied();
                let class = class.or_else(person)?;
                let start = word.as_ptr() as usize - text.as_ptr() as usize;
                Some(Found::of(class, start..start + word.len()))
            })
    }

    fn number(&mut self, class: Class, value: &str) -> usize {
        let key = (class, value.to_lowercase());
        if let Some(&number) = self.tokens.get(&key) {
            return number;
        }
        let last = self.last.entry(class).or_default();
        *last += 1;
        self.tokens.insert(key, *last);
        *last
    }

    /// Replaces the places, which are in order.
    fn replace(&mut self, text: &str, found: Vec<Found>) -> Masked {
        let mut masked = Masked {
            text: String::with_capacity(text.len()),
            ..Masked::default()
        };
        let mut end = 0;
        for one in found {
            if one.range.start < end || one.range.is_empty() {
                continue;
            }
            let number = self.number(one.class, &text[one.range.clone()]);
            masked.text.push_str(&text[end..one.range.start]);
            masked
                .text
                .push_str(&format!("[{}-{number}]", one.class.name()));
            *masked.counts.entry(one.class).or_default() += 1;
            end = one.range.end;
        }
        masked.text.push_str(&text[end..]);
        masked
    }
}

/// The first part of a machine's full name, folded, if it may be masked wherever it stands: a number
/// or a hyphen tells it from words such as "mail" and "www".
fn short_name(full: &str) -> Option<String> {
    let (short, _) = full.split_once('.')?;
    let is_telling = short.contains(|one: char| one.is_ascii_digit() || one == '-');
    (is_telling && words::may_spread(short)).then(|| short.to_lowercase())
}

/// The longest of several places that start together comes first.
fn order(one: &Found) -> (usize, std::cmp::Reverse<usize>, Class) {
    (one.range.start, std::cmp::Reverse(one.range.end), one.class)
}

/// The text without the places, what leads to them, and the tokens of an earlier masking.
fn open(text: &str, found: &[Found], tokens: Vec<Range<usize>>) -> String {
    let mut left_out: Vec<Range<usize>> = found.iter().map(|one| one.told.clone()).collect();
    left_out.extend(tokens);
    left_out.sort_by_key(|range| range.start);
    let mut open = String::with_capacity(text.len());
    let mut end = 0;
    for range in left_out.into_iter().filter(|range| !range.is_empty()) {
        if range.start > end {
            open.push_str(&text[end..range.start]);
            open.push(' ');
        }
        end = end.max(range.end);
    }
    open.push_str(&text[end..]);
    open
}

/// True if the range touches none of the sorted places.
fn is_clear(places: &[Range<usize>], range: &Range<usize>) -> bool {
    let first = places.partition_point(|place| place.end <= range.start);
    places
        .get(first)
        .is_none_or(|place| place.start >= range.end)
}

#[cfg(test)]
mod tests;
