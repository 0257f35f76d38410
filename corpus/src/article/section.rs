//! Sections and the roles they play.

use super::{Audience, Block, Span};
use serde::{Deserialize, Serialize};

/// A piece of an article and what it is for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Section {
    /// What the section is for.
    pub role: Role,
    /// Headings from the outermost to this section's own, as printed. Empty for text that stands
    /// before any heading.
    pub heading: Vec<String>,
    /// All bytes of the section, heading included.
    pub span: Span,
    /// The blocks in order.
    pub blocks: Vec<Block>,
    /// Who may see it, if it differs from the article's audience.
    pub audience: Option<Audience>,
}

/// What a section is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Role {
    /// What the user sees.
    Symptoms,
    /// Why it happens.
    Cause,
    /// How to fix it.
    Resolution,
    /// How to live with it.
    Workaround,
    /// What the vendor says of it: confirmed, fixed in …
    Status,
    /// What the article is about.
    Summary,
    /// Everything else there is to know.
    MoreInformation,
    /// How to make it happen.
    StepsToReproduce,
    /// Where to read on.
    References,
    /// Which products it is about.
    AppliesTo,
    /// Whom or what it hurts.
    Impact,
    /// How to find out.
    Diagnosis,
    /// Anything else.
    Other,
}

impl Role {
    /// The role's name in JSON and on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Symptoms => "symptoms",
            Self::Cause => "cause",
            Self::Resolution => "resolution",
            Self::Workaround => "workaround",
            Self::Status => "status",
            Self::Summary => "summary",
            Self::MoreInformation => "more_information",
            Self::StepsToReproduce => "steps_to_reproduce",
            Self::References => "references",
            Self::AppliesTo => "applies_to",
            Self::Impact => "impact",
            Self::Diagnosis => "diagnosis",
            Self::Other => "other",
        }
    }

    /// True if the section says what to do about a problem.
    #[must_use]
    pub fn is_remedy(self) -> bool {
        matches!(self, Self::Resolution | Self::Workaround)
    }
}
