//! What is asked: queries, cases and lookups, before anything is understood of them.

use crate::compose::guard::{Channel, Viewer};
use crate::compose::severity::PriorityTable;
use corpus::article::Audience;
use serde::{Deserialize, Serialize};

/// A search.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Query {
    /// The words as typed.
    pub text: String,
    /// How many results to give.
    pub limit: usize,
    /// Which articles may appear.
    pub filters: Filters,
    /// Ids that may not appear.
    pub exclude: Vec<String>,
    /// Whether to tell how each score came about.
    pub explain: bool,
    /// How its words are taken.
    pub words: Words,
}

impl Query {
    /// A search for `text` with ten results, no filter, and all help with words.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            limit: 10,
            filters: Filters::default(),
            exclude: Vec::new(),
            explain: false,
            words: Words::default(),
        }
    }
}

/// Which articles may appear in an answer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filters {
    /// Words that the product line must contain.
    pub product: Option<String>,
    /// Words that the operating systems must contain.
    pub os: Option<String>,
    /// Kind of article (`problem`, `bug`, `how-to`, `information`, …).
    pub kind: Option<String>,
    /// The tier of whoever asks; steps and articles above it are withheld.
    pub tier: Option<u8>,
    /// The audience of whoever asks; none means help desk staff of any tier.
    pub audience: Option<Audience>,
    /// Whether articles that are kept for reference only may appear.
    #[serde(default)]
    pub archived: bool,
    /// Where the answer is shown; none means a desk.
    #[serde(default)]
    pub channel: Option<Channel>,
}

impl Filters {
    /// Who sees the answer, and where. Who names no audience is staff of the tier that was named,
    /// and else of the highest: whoever holds the index in their hands can read it all anyway.
    #[must_use]
    pub fn viewer(&self) -> Viewer {
        let of_tier = match self.tier {
            Some(1) => Audience::Tier1,
            Some(2) => Audience::Tier2,
            _ => Audience::Tier3,
        };
        Viewer {
            audience: self.audience.unwrap_or(of_tier),
            channel: self.channel.unwrap_or_default(),
        }
    }
}

/// A file that comes with a case: an event log, an export, a log of text. What it is shows in its
/// bytes, not in its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Its name, for messages.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// What is reported: free text and pasted events, plus what is known.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// The words, pasted events and logs, as they came.
    pub text: String,
    /// Answers to earlier questions: what (`product`, `version`, `source`, `scope`, …) and value.
    pub answers: Vec<(String, String)>,
    /// Which articles may appear.
    pub filters: Filters,
    /// Ids that may not appear.
    pub exclude: Vec<String>,
    /// Most known issues to show.
    pub limit: usize,
    /// Probability below which nothing is shown as an answer; none means the program's own.
    #[serde(default)]
    pub threshold: Option<f64>,
    /// Files that come with it.
    #[serde(default)]
    pub attachments: Vec<Attachment>,
    /// Who is affected and where, in words, if it was said apart from the text.
    #[serde(default)]
    pub scope: Option<String>,
    /// The table of priorities; none means the one that ships.
    #[serde(default)]
    pub priorities: Option<PriorityTable>,
    /// How its words are taken.
    #[serde(default)]
    pub words: Words,
}

/// How words are taken; all help is on unless it is switched off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// Whether the lexicon may add words of the same meaning.
    pub synonyms: bool,
    /// Whether misspelt words may be read as others.
    pub spelling: bool,
    /// Whether articles of near meaning may be found that share no word with the text.
    pub meaning: bool,
}

impl Default for Words {
    fn default() -> Self {
        Self {
            synonyms: true,
            spelling: true,
            meaning: true,
        }
    }
}

impl Case {
    /// A case of `text` with nothing else known and three known issues shown at most.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            answers: Vec::new(),
            filters: Filters::default(),
            exclude: Vec::new(),
            limit: 3,
            threshold: None,
            attachments: Vec::new(),
            scope: None,
            priorities: None,
            words: Words::default(),
        }
    }

    /// A search for `text` under what holds for the case: the same filters, the same articles left
    /// out, its words taken alike.
    #[must_use]
    pub fn query(&self, text: impl Into<String>) -> Query {
        Query {
            filters: self.filters.clone(),
            exclude: self.exclude.clone(),
            limit: self.limit,
            words: self.words,
            ..Query::new(text)
        }
    }
}

/// An exact identifier to look up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Lookup {
    /// An event number, perhaps of one source.
    Event {
        /// The number.
        number: u32,
        /// The source.
        source: Option<String>,
    },
    /// An error code in any notation, or a symbol.
    Error(String),
    /// A port number.
    Port(u16),
    /// An article id in any notation.
    Kb(String),
    /// A registry key or a part of one.
    Registry(String),
    /// A command's name, or what it is to do, perhaps with the system it is for ("… on XP SP2").
    Command(String),
    /// A script's name.
    Script(String),
    /// A file name.
    File(String),
    /// A service name.
    Service(String),
}
