//! The fields of an article, for fielded retrieval.

use corpus::article::Role;

/// How many fields there are.
pub const FIELD_COUNT: usize = 8;

/// A field of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Field {
    /// The title.
    Title,
    /// What the user sees.
    Symptoms,
    /// What the article is about.
    Summary,
    /// Why it happens.
    Cause,
    /// How to fix it or to live with it.
    Resolution,
    /// Everything else.
    Body,
    /// Product line, platforms and versions.
    Product,
    /// Query words given by the author, tags and aliases.
    QueryWords,
}

impl Field {
    /// All fields, in the order of their numbers.
    pub const ALL: [Self; FIELD_COUNT] = [
        Self::Title,
        Self::Symptoms,
        Self::Summary,
        Self::Cause,
        Self::Resolution,
        Self::Body,
        Self::Product,
        Self::QueryWords,
    ];

    /// The field that text of a section with this role belongs to.
    #[must_use]
    pub fn of_role(role: Role) -> Self {
        match role {
            Role::Symptoms | Role::Impact => Self::Symptoms,
            Role::Summary => Self::Summary,
            Role::Cause => Self::Cause,
            Role::Resolution | Role::Workaround | Role::Status => Self::Resolution,
            Role::AppliesTo => Self::Product,
            _ => Self::Body,
        }
    }

    /// The field's name, in explanations and on disk.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Symptoms => "symptoms",
            Self::Summary => "summary",
            Self::Cause => "cause",
            Self::Resolution => "resolution",
            Self::Body => "body",
            Self::Product => "product",
            Self::QueryWords => "query_words",
        }
    }
}
