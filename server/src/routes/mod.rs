//! What can be asked, a file for each resource: parameters, answer, handler.

pub mod admin;
pub mod article;
pub mod cases;
pub mod complete;
pub mod escalation;
pub mod guides;
pub mod lookup;
pub mod report;
pub mod search;
pub mod service;
pub mod suggest;
pub mod triage;

use crate::problem::{Kind, Problem};
use crate::state::AppState;
use corpus::article::ArticleKind;
use serde::{Deserialize, Serialize};

/// A switch in an address: `on` or `off`, `true` or `false`, `1` or `0`, `yes` or `no`; its name
/// alone is `on`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Switch {
    /// On.
    #[serde(alias = "true", alias = "1", alias = "yes", alias = "")]
    On,
    /// Off.
    #[serde(alias = "false", alias = "0", alias = "no")]
    Off,
}

impl Switch {
    /// True if it is on.
    #[must_use]
    pub fn is_on(self) -> bool {
        self == Self::On
    }
}

// By hand: a derived schema leaves out the other spellings.
impl schemars::JsonSchema for Switch {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "OnOrOff".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "enum": ["on", "off", "true", "false", "1", "0", "yes", "no"]
        })
    }
}

/// Refuses a text of no words, or of too many bytes.
pub(crate) fn check_text(field: &str, text: &str, most: usize) -> Result<(), Problem> {
    let wrong = |detail: String| Err(Problem::new(Kind::InvalidField).detail(detail).field(field));
    if is_blank(text) {
        return wrong(format!("`{field}` is empty."));
    }
    if text.len() > most {
        return wrong(format!(
            "`{field}` has {} bytes; {most} are read.",
            text.len()
        ));
    }
    Ok(())
}

/// True if a text has no `\S`, as the description says it. That is JavaScript's, which counts the
/// byte order mark as a space and the "next line" of mainframes as none.
fn is_blank(text: &str) -> bool {
    let is_space = |letter: char| match letter {
        '\u{85}' => false,
        '\u{feff}' => true,
        letter => letter.is_whitespace(),
    };
    text.chars().all(is_space)
}

/// Refuses kinds of article that there are not.
fn check_kind(kind: Option<&str>) -> Result<(), Problem> {
    use ArticleKind::{Bug, Download, HowTo, Information, Problem as Prb, Reference};
    let known = [Prb, Bug, HowTo, Information, Download, Reference].map(ArticleKind::name);
    match kind {
        Some(kind) if !known.contains(&kind) => Err(Problem::new(Kind::InvalidField)
            .detail(format!("`kind` is one of {}.", known.join(", ")))
            .field("kind")),
        _ => Ok(()),
    }
}

/// Refuses tiers that there are not.
fn check_tier(tier: Option<u8>) -> Result<(), Problem> {
    match tier {
        Some(tier) if !(1..=3).contains(&tier) => Err(Problem::new(Kind::InvalidField)
            .detail("`tier` is 1, 2 or 3.")
            .field("tier")),
        _ => Ok(()),
    }
}

/// Refuses numbers of results outside of 1 to `most`.
fn check_count(field: &str, count: usize, most: usize) -> Result<usize, Problem> {
    if (1..=most).contains(&count) {
        return Ok(count);
    }
    Err(Problem::new(Kind::InvalidField)
        .detail(format!("`{field}` is between 1 and {most}."))
        .field(field))
}

/// Bytes of a short text such as a filter or an id.
const SHORT: usize = 200;

/// Refuses filters and ids that are too long to be any.
pub(crate) fn check_short<'a>(
    field: &str,
    texts: impl IntoIterator<Item = &'a String>,
) -> Result<(), Problem> {
    texts
        .into_iter()
        .try_for_each(|text| check_text(field, text, SHORT))
}

/// Answers addresses that are nobody's.
pub async fn nothing() -> Problem {
    Problem::new(Kind::NotFound).hint("GET /openapi.json lists what there is")
}

/// Answers methods that an address does not take.
pub async fn wrong_method() -> Problem {
    Problem::new(Kind::MethodNotAllowed).hint("GET /openapi.json lists what there is")
}

/// Most queries are short; the state says how short.
fn check_query(state: &AppState, field: &str, text: &str) -> Result<(), Problem> {
    check_text(field, text, state.config.limits.query_bytes)
}
