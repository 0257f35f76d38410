//! Answers taken into account: candidates they fit move up, those they contradict move down.

use super::NONE;
use super::attributes;
use crate::engine::{Engine, Found, article_of};
use crate::error::EngineError;

/// What an article says, by name of the attribute.
type Values = std::collections::BTreeMap<String, Vec<String>>;

/// Candidates that an answer can move.
const MOVED: usize = 40;

/// How probable an answer is if an article says just that, something near it, nothing about it, or
/// something else.
const SAYS: f64 = 1.0;
const DENIED: f64 = 0.7;
const NEAR: f64 = 0.5;
const SILENT: f64 = 0.4;
const CONTRADICTS: f64 = 0.06;
/// How probable "yes" is if neither title nor beginning has the word, or "no" if the title has.
const ASTRAY: f64 = 0.15;

/// Moves the candidates of a ranking by the answers given so far; false if some answer fits none of
/// them. Articles that hold the case's identifiers stay in front.
pub(crate) fn narrow(
    engine: &Engine,
    found: &mut Found,
    answers: &[(String, String)],
) -> Result<bool, EngineError> {
    let told: Vec<&(String, String)> = answers.iter().filter(|(what, _)| moves(what)).collect();
    if told.is_empty() {
        return Ok(true);
    }
    let mut fits = vec![false; told.len()];
    let first = found.ranked.len().min(MOVED);
    for ranked in &mut found.ranked[..first] {
        let (_, document, place) = engine.open_article(ranked.ordinal)?;
        let article = article_of(&document, place)?;
        let values = attributes::values(article);
        for ((what, value), fits) in told.iter().zip(&mut fits) {
            let likely = likelihood(&values, what, value);
            *fits |= likely >= SAYS;
            ranked.score += likely.ln() as f32;
        }
    }
    let exact = &found.exact;
    found.ranked[..first].sort_by(|one, other| {
        let holds = |ordinal| exact.holds(ordinal);
        holds(other.ordinal)
            .cmp(&holds(one.ordinal))
            .then(other.score.total_cmp(&one.score))
    });
    Ok(fits.into_iter().all(|fits| fits))
}

/// True if an answer can be compared with articles; the source of an event is exact, and the kind
/// of a number decides what is searched.
fn moves(what: &str) -> bool {
    what.starts_with("about ")
        || ["product", "version", "message", "change", "scope", "os"].contains(&what)
}

/// True if the words of an answer are words of the case, too.
pub(crate) fn adds_words(what: &str, value: &str) -> bool {
    !is_no(value)
        && !is_unknown(value)
        && !what.starts_with("about ")
        && !["source", "number", "scope"].contains(&what)
}

/// How probable an answer is if an article describes the problem.
fn likelihood(values: &Values, what: &str, value: &str) -> f64 {
    if is_unknown(value) {
        return SAYS;
    }
    if let Some(word) = what.strip_prefix("about ") {
        return about(values, &word.to_lowercase(), value);
    }
    let mut own: Vec<String> = values.get(what).cloned().unwrap_or_default();
    if what == "product" || what == "os" {
        // "Exchange 5.5" names both.
        own.extend(values.get("version").cloned().unwrap_or_default());
    }
    if what == "os" {
        own.extend(values.get("platform").cloned().unwrap_or_default());
    }
    if is_no(value) {
        return if own.is_empty() { SAYS } else { DENIED };
    }
    let best = own.iter().map(|own| share(value, own)).fold(0.0, f64::max);
    match best {
        _ if own.is_empty() => SILENT,
        best if best >= 0.99 => SAYS,
        best if best >= 0.6 => NEAR,
        _ => CONTRADICTS,
    }
}

fn about(values: &Values, word: &str, value: &str) -> f64 {
    let has = |what: &str| {
        values
            .get(what)
            .is_some_and(|words| words.iter().any(|known| known == word))
    };
    match (!is_no(value), has("word"), has("text")) {
        (true, true, _) | (false, false, _) => SAYS,
        (true, false, true) => NEAR,
        _ => ASTRAY,
    }
}

fn is_no(value: &str) -> bool {
    let value = value.trim().to_lowercase();
    [NONE, "none", "no", "neither"].contains(&value.as_str())
}

/// An answer that tells nothing.
fn is_unknown(value: &str) -> bool {
    let value = value.trim().to_lowercase();
    [
        "unknown",
        "not known",
        "don't know",
        "do not know",
        "unsure",
        "?",
    ]
    .contains(&value.as_str())
}

/// Share of the answer's words that stand in a value of the article.
fn share(answer: &str, own: &str) -> f64 {
    let words = |text: &str| -> Vec<String> {
        text.split(|character: char| !character.is_alphanumeric() && character != '.')
            .map(|word| word.trim_matches('.').to_lowercase())
            .filter(|word| !word.is_empty() && word != "microsoft")
            .collect()
    };
    let (answer, own) = (words(answer), words(own));
    let held = answer.iter().filter(|word| own.contains(word)).count();
    held as f64 / answer.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_meet_what_articles_say() {
        assert_eq!(share("Loom 2.0", "Weave Loom Server 2.0"), 1.0);
        assert_eq!(share("Microsoft Loom 2.0", "Loom Server 2.5"), 0.5);
        assert_eq!(share("", "Loom"), 0.0);
        assert!(is_no("None of these") && is_no(" no ") && !is_no("Loom"));
        assert!(moves("about warp") && moves("product") && !moves("source"));
    }
}
