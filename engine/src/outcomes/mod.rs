//! What came of answers: votes of people who tried them, and how far those move the order.
//!
//! Plain data in, plain data out; where votes are kept is not known here. [`Vote`]s are counted
//! into a [`Tally`] for each article and each of its remedies by [`Rules`], and a [`Priors`] holds
//! them all. [`Engine::learn`](crate::Engine::learn) takes priors; without them an engine ranks as
//! if nobody had ever told it anything.
//!
//! What holds, whatever the votes are:
//! - silence is no vote: an answer that nobody came back to has neither helped nor failed;
//! - one person moves nothing, however often they vote: a direction counts once several people
//!   have confirmed it on several cases, and what one person weighs is capped;
//! - old votes fade;
//! - the effect is bounded, so that an exact identifier or a clearly better article stays first.

mod priors;
mod rules;
mod tally;

pub use priors::Priors;
pub use rules::Rules;
pub use tally::Tally;

use serde::{Deserialize, Serialize};

/// One person's word on an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vote {
    /// The article, in any notation of its id.
    pub article: String,
    /// The section whose remedy was tried (`resolution`, `workaround`, …); none if it is about the
    /// article as a whole.
    pub remedy: Option<String>,
    /// The case it was tried on; none if somebody only read the article.
    pub case: Option<String>,
    /// Who says so. People are told apart by this alone.
    pub person: String,
    /// When, in seconds since 1970.
    pub at: u64,
    /// What they say.
    pub verdict: Verdict,
}

/// What a person says of an article or a remedy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Verdict {
    /// It fixed the problem, and it is understood why.
    FixedUnderstood,
    /// The problem went away with it, and nobody knows why.
    FixedUnclear,
    /// It was tried and the problem stayed.
    NotFixed,
    /// It says something that is not so.
    Wrong,
    /// It was so once.
    Outdated,
    /// It cannot be followed.
    Unclear,
    /// Following it does harm.
    Unsafe,
}

impl Verdict {
    /// True if something was tried on a case, with whatever outcome.
    #[must_use]
    pub fn is_outcome(self) -> bool {
        matches!(
            self,
            Self::FixedUnderstood | Self::FixedUnclear | Self::NotFixed
        )
    }

    /// True if the problem was gone.
    #[must_use]
    pub fn is_fix(self) -> bool {
        matches!(self, Self::FixedUnderstood | Self::FixedUnclear)
    }
}
