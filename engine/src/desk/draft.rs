//! From a solved case to the draft of an article, in the Markdown that `firstline index` reads.
//!
//! Nothing is written that nobody said: what was reported stands as a quotation, steps stand
//! verbatim with the place they were read from, and what is not known is named as not known, for
//! the author to fill in. The draft is a work in progress and says so.

use super::record::{CaseFile, Chosen, Outcome, OutcomeRecord};
use crate::Engine;
use crate::answer::Remedy;
use crate::compose::article::describe;
use crate::compose::remedy::remedies;
use crate::engine::article_of;
use crate::error::EngineError;
use crate::guide::clock::date;
use crate::understand::identifiers;
use crate::understand::masking::without_tokens;
use std::fmt::Write;

/// Characters of a title.
const TITLE: usize = 90;
/// Identifiers that are named.
const NAMED: usize = 20;

/// The draft of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Id of the article, made of the case's.
    pub id: String,
    /// The article, as Markdown with front matter.
    pub markdown: String,
    /// What nobody said, in a few words each.
    pub gaps: Vec<String>,
}

/// Why there is no draft.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DraftError {
    /// Nobody has said that the case was solved.
    #[error("nobody has called the case fixed")]
    NotSolved,
    /// The knowledge base failed.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

/// What was carried out, as far as it is known.
struct Taken {
    title: String,
    remedies: Vec<Remedy>,
}

/// Drafts an article from a case that somebody called fixed, as it is at `now` (seconds since
/// 1970).
///
/// # Errors
/// [`DraftError`].
pub fn draft(engine: &Engine, file: &CaseFile, now: u64) -> Result<Draft, DraftError> {
    let is_fix =
        |one: &&OutcomeRecord| matches!(one.outcome, Outcome::Fixed | Outcome::FixedUnclear);
    let outcome = file.outcome().filter(is_fix).ok_or(DraftError::NotSolved)?;
    let taken = taken(engine, file, &outcome.chosen)?;
    let mut draft = Draft {
        id: format!("draft-{}", file.case.id.as_str().to_lowercase()),
        markdown: String::new(),
        gaps: Vec::new(),
    };
    front_matter(&mut draft, file, taken.as_ref(), now);
    symptoms(&mut draft, file);
    cause(&mut draft, outcome);
    resolution(&mut draft, taken.as_ref());
    ending(&mut draft, file, outcome);
    if !draft.gaps.is_empty() {
        draft.markdown.push_str("\n## Still to be written\n\n");
        for gap in &draft.gaps {
            let _ = writeln!(draft.markdown, "- {gap}");
        }
    }
    Ok(draft)
}

/// The remedies of what was chosen: those of the section that was named, or all of the article.
fn taken(engine: &Engine, file: &CaseFile, chosen: &Chosen) -> Result<Option<Taken>, EngineError> {
    let named = chosen.article.as_ref().or(chosen.issue.as_ref());
    let only = || match file.shown.as_slice() {
        [only] => Some(&only.issue),
        _ => None,
    };
    let ordinal = named.or_else(only);
    let Some(ordinal) = ordinal.and_then(|id| engine.generation().articles.find(id)) else {
        return Ok(None);
    };
    let (entry, document, place) = engine.open_article(ordinal)?;
    let mut found = remedies(&document, article_of(&document, place)?);
    // A section that is not there (any more) leaves open which it was.
    let is_named = |remedy: &Remedy| chosen.section.as_ref() == Some(&remedy.section);
    if found.iter().any(is_named) {
        found.retain(is_named);
    }
    Ok(Some(Taken {
        title: entry.title,
        remedies: found,
    }))
}

fn front_matter(draft: &mut Draft, file: &CaseFile, taken: Option<&Taken>, now: u64) {
    let case = &file.case;
    let names = names(&case.text);
    let list = |values: &[String]| serde_json::to_string(values).unwrap_or_default();
    let named = names.iter().filter(|(kind, _)| *kind == "product");
    let mut products: Vec<String> = case.product.iter().cloned().collect();
    if products.is_empty() {
        products.extend(named.map(|(_, name)| name.clone()));
    }
    if products.is_empty() {
        draft.gaps.push("product and version: not said".into());
    }
    let mut sources = vec![format!("case {}", case.id)];
    for remedy in taken.iter().flat_map(|taken| &taken.remedies) {
        sources.push(format!(
            "{}, {} ({})",
            remedy.article, remedy.section, remedy.document
        ));
    }
    let text = &mut draft.markdown;
    // A string of JSON is one of YAML, too.
    let _ = writeln!(text, "---\nid: {}", draft.id);
    let _ = writeln!(text, "title: {}", serde_json::json!(title(&case.text)));
    let _ = writeln!(text, "kind: problem\nproducts: {}", list(&products));
    let keywords: Vec<String> = names.into_iter().map(|(_, name)| name).collect();
    let _ = writeln!(text, "keywords: {}", list(&keywords));
    let _ = writeln!(text, "audience: tier1\nstate: work in progress");
    let _ = writeln!(text, "sources: {}", list(&sources));
    let _ = writeln!(text, "updated: {}\n---", date(now));
}

/// The first line of what was said, without masks.
fn title(text: &str) -> String {
    let plain = without_tokens(text);
    let line = plain
        .lines()
        .find(|line| line.chars().any(char::is_alphanumeric));
    let words: Vec<&str> = line
        .unwrap_or("A case without words")
        .split_whitespace()
        .collect();
    let mut title = String::new();
    for word in words {
        if title.chars().count() + word.chars().count() >= TITLE {
            title.push('…');
            break;
        }
        if !title.is_empty() {
            title.push(' ');
        }
        title.push_str(word);
    }
    title
}

/// Events, codes and other identifiers of a text: kind and name.
fn names(text: &str) -> Vec<(&'static str, String)> {
    let mut names: Vec<(&'static str, String)> = Vec::new();
    for found in identifiers::find(text).iter().filter_map(|one| one.fact()) {
        let name = describe(&found);
        if names.len() < NAMED && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

fn symptoms(draft: &mut Draft, file: &CaseFile) {
    let text = &mut draft.markdown;
    text.push_str("\n## Symptoms\n\nAs it was reported, names and addresses masked:\n\n");
    quote(text, &file.case.text);
    let names = names(&file.case.text);
    if !names.is_empty() {
        text.push_str("\nNamed in it:\n\n");
        for (kind, name) in names {
            let _ = writeln!(text, "- {} {}", kind.replace('_', " "), escaped(&name));
        }
    }
}

fn cause(draft: &mut Draft, outcome: &OutcomeRecord) {
    let understood = outcome.outcome == Outcome::Fixed;
    let text = &mut draft.markdown;
    text.push_str("\n## Cause\n\n");
    match outcome.note.as_deref().filter(|_| understood) {
        Some(note) => {
            text.push_str("In the words of who solved it:\n\n");
            quote(text, note);
        }
        None => {
            text.push_str("Not known.\n");
            draft.gaps.push(if understood {
                "cause: it is said to be understood, and not written down".into()
            } else {
                "cause: not known; it may come back".to_owned()
            });
        }
    }
}

fn resolution(draft: &mut Draft, taken: Option<&Taken>) {
    let text = &mut draft.markdown;
    text.push_str("\n## Resolution\n\n");
    let remedies = taken
        .map(|taken| taken.remedies.as_slice())
        .unwrap_or_default();
    let Some(taken) = taken.filter(|_| !remedies.is_empty()) else {
        text.push_str("Not known: it was not said what was done.\n\n");
        draft.gaps.push("resolution: not said what was done".into());
        return;
    };
    if remedies.len() > 1 {
        draft
            .gaps
            .push("resolution: not said which of these was carried out".into());
    }
    for remedy in remedies {
        let spans = remedy.steps.iter().map(|step| step.span);
        let start = spans
            .clone()
            .map(|span| span.start)
            .min()
            .unwrap_or_default();
        let end = spans.map(|span| span.end).max().unwrap_or_default();
        let (article, document) = (escaped(&remedy.article), escaped(&remedy.document));
        let way = remedy
            .heading
            .last()
            .map(|heading| format!(", “{}”", escaped(heading)));
        let _ = writeln!(
            text,
            "From {article}, “{}”{} ({document}, bytes {start} to {end}):\n",
            escaped(&taken.title),
            way.unwrap_or_default()
        );
        for caution in &remedy.cautions {
            let _ = writeln!(text, "> [!CAUTION]");
            quote(text, &caution.text);
            text.push('\n');
        }
        for (number, step) in (1..).zip(&remedy.steps) {
            let line = step.text.split_whitespace().collect::<Vec<_>>().join(" ");
            let _ = writeln!(text, "{number}. {}", escaped(&line));
        }
        text.push('\n');
    }
}

fn ending(draft: &mut Draft, file: &CaseFile, outcome: &OutcomeRecord) {
    let text = &mut draft.markdown;
    let day = date(u64::try_from(outcome.time.as_second()).unwrap_or_default());
    let tier = outcome.who.tier.map(|tier| format!(" by tier {tier}"));
    let _ = writeln!(
        text,
        "## Status\n\nCase {}: {}, said{} on {day}.",
        file.case.id,
        outcome.outcome.words(),
        tier.unwrap_or_default()
    );
    if outcome.outcome == Outcome::FixedUnclear
        && let Some(note) = &outcome.note
    {
        text.push('\n');
        quote(text, note);
    }
    let before = file.outcomes.iter().filter(|one| one.seq != outcome.seq);
    for one in before {
        let what = one.chosen.article.as_ref().or(one.chosen.issue.as_ref());
        let what = what.map(|id| format!(" with {}", escaped(id)));
        let _ = writeln!(
            text,
            "\nBefore that: {}{}.",
            one.outcome.words(),
            what.unwrap_or_default()
        );
    }
}

/// Foreign text as a quotation, line by line.
fn quote(text: &mut String, said: &str) {
    for line in said.lines() {
        let line: String = line
            .chars()
            .map(|letter| if letter.is_control() { ' ' } else { letter })
            .collect();
        let _ = writeln!(text, "> {}", escaped(line.trim_end()));
    }
}

/// Foreign text of one line that Markdown shows as it stands.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    let mut at_start = true;
    while let Some(letter) = letters.next() {
        let next = letters.peek().copied();
        let opens_line = at_start
            && (matches!(letter, '#' | '>' | '-' | '+' | '=' | '~' | '|')
                || (letter.is_ascii_digit() && matches!(next, Some('.' | ')'))));
        let marks = match letter {
            '*' | '_' | '`' | '[' | ']' | '<' | '|' => true,
            // A backslash before a letter is one; before a mark it would hide itself.
            '\\' => next.is_none_or(|next| next.is_ascii_punctuation()),
            '&' => next.is_some_and(|next| next.is_ascii_alphanumeric() || next == '#'),
            _ => false,
        };
        if letter.is_ascii_digit() && opens_line {
            safe.push(letter);
            safe.push('\\');
        } else {
            if opens_line || marks {
                safe.push('\\');
            }
            safe.push(letter);
        }
        at_start = at_start && letter.is_whitespace();
    }
    safe
}

#[cfg(test)]
mod tests;
