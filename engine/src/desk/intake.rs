//! From an answered case to what is remembered of it. This is the one way in for texts, and
//! nothing passes it unmasked.

use super::case_id::CaseId;
use super::record::{Channel, NewCase, RemedyRef, Shown, Who};
use crate::answer::{KnownIssue, Triage};
use crate::query::Case;
use crate::understand::masking::{Masker, mask};
use jiff::Timestamp;

/// Bytes of a case's text that are kept; more is a log, whose words were used already.
const MOST_TEXT: usize = 16 << 10;
/// Bytes of a remark that are kept.
const MOST_NOTE: usize = 2 << 10;
/// Bytes of a name, such as that of a product or a site.
const MOST_NAME: usize = 200;
/// Words and identifiers of a case that are kept.
const MOST_TERMS: usize = 64;

/// What is known of a case besides its text and its answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Circumstances {
    /// The case that this is a further round of, if it is one.
    pub continues: Option<CaseId>,
    /// When.
    pub time: Timestamp,
    /// Where it came in.
    pub channel: Channel,
    /// Who asked.
    pub who: Who,
    /// The site it is about.
    pub site: Option<String>,
    /// The generation that answered.
    pub generation: String,
}

impl NewCase {
    /// What is remembered of a case and its answer, under a new id.
    #[must_use]
    pub fn of(case: &Case, answer: &Triage, circumstances: Circumstances) -> Self {
        let mut masker = Masker::default();
        // The engine masked it with all that came with it, so that it can be cut before it is
        // masked again, which adds nothing. A text that came another way is masked whole: half a
        // name is none.
        let text = if answer.masked.is_empty() {
            cut(&masker.mask(&case.text).text, MOST_TEXT)
        } else {
            masker.mask(&cut(&answer.masked, MOST_TEXT)).text
        };
        let answered = |what: &str| {
            let mut answers = case.answers.iter();
            answers
                .find(|(asked, _)| asked == what)
                .map(|(_, said)| said)
        };
        let product = case.filters.product.as_ref().or(answered("product"));
        let terms = answer.understood.iter().take(MOST_TERMS);
        Self {
            id: CaseId::random(),
            continues: circumstances.continues,
            time: circumstances.time,
            channel: circumstances.channel,
            who: circumstances.who,
            site: circumstances.site.as_deref().map(masked_name),
            product: product.map(|product| masked_name(product)),
            text,
            terms: terms.map(|term| masker.mask(term).text).collect(),
            abstained: answer.abstained,
            probability: answer.probability,
            generation: circumstances.generation,
            shown: answer.issues.iter().map(shown).collect(),
            nearest: answer.nearest.clone(),
        }
    }
}

/// A remark as it may be kept: masked, and not endless; none if it says nothing.
#[must_use]
pub fn masked_note(note: &str) -> Option<String> {
    let masked = mask(note.trim()).text;
    (!masked.is_empty()).then(|| cut(&masked, MOST_NOTE))
}

/// A name as it may be kept.
#[must_use]
pub fn masked_name(name: &str) -> String {
    cut(&mask(name.trim()).text, MOST_NAME)
}

fn shown(known: &KnownIssue) -> Shown {
    Shown {
        issue: known.id.clone(),
        title: known.title.clone(),
        probability: known.probability,
        articles: known.articles.clone(),
        products: known
            .members
            .first()
            .map(|member| member.products.clone())
            .unwrap_or_default(),
        remedies: known
            .remedies
            .iter()
            .map(|remedy| RemedyRef {
                article: remedy.article.clone(),
                section: remedy.section.clone(),
                heading: remedy.heading.clone(),
                risk: remedy.risk,
            })
            .collect(),
    }
}

/// At most `most` bytes, cut between characters; an ellipsis says that there was more.
fn cut(text: &str, most: usize) -> String {
    if text.len() <= most {
        return text.to_owned();
    }
    let end = text.floor_char_boundary(most.saturating_sub('…'.len_utf8()));
    format!("{}…", text.get(..end).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn circumstances() -> Circumstances {
        Circumstances {
            continues: None,
            time: Timestamp::UNIX_EPOCH,
            channel: Channel::Http,
            who: Who::default(),
            site: Some("branch of mary.jones@contoso.example".into()),
            generation: "gen-1".into(),
        }
    }

    #[test]
    fn nothing_that_must_not_be_repeated_is_kept() {
        let mut case =
            Case::new("Mary Jones <mary.jones@contoso.example> at 10.7.8.9 cannot print");
        case.answers = vec![("product".into(), "spooler on 10.7.8.9".into())];
        let answer = Triage {
            understood: vec!["print".into(), "10.7.8.9".into()],
            ..Triage::default()
        };
        let kept = NewCase::of(&case, &answer, circumstances());
        let all = format!(
            "{kept:?} {:?}",
            masked_note(" ask mary.jones@contoso.example ")
        );
        for secret in ["mary.jones", "10.7.8.9"] {
            assert!(!all.contains(secret), "{all}");
        }
        assert!(kept.text.contains("cannot print"), "{}", kept.text);
        assert_eq!(kept.terms[0], "print");
        assert_eq!(masked_note(" \n"), None);
    }

    #[test]
    fn a_long_text_is_cut_between_characters() {
        let answer = Triage::default();
        let kept = NewCase::of(&Case::new("ä".repeat(20_000)), &answer, circumstances());
        assert!(kept.text.len() <= MOST_TEXT && kept.text.ends_with("ä…"));
        assert_eq!(cut("äöü", 6), "äöü");
        assert_eq!(cut("äöüä", 6), "ä…");
    }
}
