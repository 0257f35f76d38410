//! What a document says about an article as a whole.

use serde::{Deserialize, Serialize};

/// Header, footer and front-matter facts, reconciled where the two disagree.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Meta {
    /// Last change, as `YYYY-MM-DD`.
    pub date: Option<String>,
    /// Revision as printed (`2.2`).
    pub revision: Option<String>,
    /// Products with versions, from the applies-to block or the front matter.
    pub products: Vec<Product>,
    /// The product line tag of the header (`sms`), or the tags of the front matter.
    pub tags: Vec<String>,
    /// Operating systems and platforms (`WINNT`, `WIN95`, `winxp-sp1`), as printed.
    pub platforms: Vec<String>,
    /// Keywords of header and footer together, without duplicates, complete.
    pub keywords: Vec<String>,
    /// Technology keywords of the footer.
    pub technology: Vec<String>,
    /// Additional query words.
    pub query_words: Vec<String>,
    /// Other ids under which the article is known.
    pub aliases: Vec<String>,
    /// What kind of article it is.
    pub kind: Option<ArticleKind>,
    /// Whether the vendor fixed the problem.
    pub fix: Option<FixState>,
    /// Who may see it.
    pub audience: Audience,
    /// The lowest tier that may carry it out; none means any.
    pub tier: Option<u8>,
    /// Where it stands in the life of an article.
    pub state: State,
    /// Where its facts were taken from, for articles written from other documents.
    pub sources: Vec<String>,
}

/// A product an article applies to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Product {
    /// The product's name without version (`Microsoft Systems Management Server`).
    pub name: String,
    /// Versions (`2.0`, `2.0 SP2`), possibly none.
    pub versions: Vec<String>,
}

/// What kind of article it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ArticleKind {
    /// Something goes wrong (`kbprb`).
    Problem,
    /// Something goes wrong and the vendor owns up to it (`kbbug`).
    Bug,
    /// How something is done (`kbhowto`).
    HowTo,
    /// How something is (`kbinfo`).
    Information,
    /// A file or update to get (`kbfile`).
    Download,
    /// A table of values, a card, a glossary.
    Reference,
}

impl ArticleKind {
    /// The kind's name in JSON and on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Problem => "problem",
            Self::Bug => "bug",
            Self::HowTo => "how-to",
            Self::Information => "information",
            Self::Download => "download",
            Self::Reference => "reference",
        }
    }
}

/// Whether the vendor fixed the problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum FixState {
    /// A fix exists (`kbfix`).
    Fixed,
    /// A fix is announced (`kbpending`).
    Pending,
    /// No fix (`kbnofix`).
    NoFix,
}

/// Who may see a text.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Audience {
    /// Anyone, callers included.
    #[default]
    Public,
    /// Help desk staff.
    Tier1,
    /// Second level.
    Tier2,
    /// Third level.
    Tier3,
}

/// Where an article stands in its life, after the practices guide of Knowledge-Centered Service.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum State {
    /// Being written.
    WorkInProgress,
    /// Written, not yet confirmed.
    NotValidated,
    /// Confirmed; vendor documents count as such.
    #[default]
    Validated,
    /// Kept for reference only.
    Archived,
}

impl State {
    /// The state's name in front matter and JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::WorkInProgress => "work-in-progress",
            Self::NotValidated => "not-validated",
            Self::Validated => "validated",
            Self::Archived => "archived",
        }
    }

    /// What a reader must be told: nothing where an article is simply valid.
    #[must_use]
    pub fn told(self) -> Option<String> {
        (self != Self::Validated).then(|| self.name().to_owned())
    }
}
