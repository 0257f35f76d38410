//! What an article says to do, as remedies: steps verbatim with spans, safest first, each with the
//! cautions that limit it.
//!
//! Entry: [`remedies`]. Sections that say what to do are cut into methods (`methods`); what
//! forbids or limits is collected from the whole article and travels with every method it may
//! concern, since a caution too many costs a line and one too few costs a server.

mod methods;

use super::overrule;
use super::risk::{is_forbidding, is_instruction, is_known, risk_of};
use crate::answer::{CautionAnswer, Remedy, Risk};
use corpus::article::{ArticleKind, Block, Body, Role, Section};
use corpus::{Article, Document, Span};
use methods::Method;

/// The remedies of an article, safest first; of equal risk in the order of the article.
#[must_use]
pub fn remedies(document: &Document, article: &Article) -> Vec<Remedy> {
    let limits = limits(article);
    let is_remedy = |section: &Section| is_remedy(article, section);
    let mut methods = methods::of(article, is_remedy);
    if methods.is_empty() {
        // Old articles say only in their status that a later release has the fix.
        methods = methods::of(article, says_fixed);
    }
    let mut found: Vec<Remedy> = methods
        .into_iter()
        .map(|method| {
            let cautions = cautions_for(&method, article, &limits);
            remedy(document, article, method, cautions)
        })
        .collect();
    found.sort_by_key(|remedy| (remedy.risk, remedy.risk_unknown));
    found
}

/// True if a status says where the fix is.
fn says_fixed(section: &Section) -> bool {
    let words = [
        "corrected",
        "fixed in",
        "has been fixed",
        "service pack",
        "hotfix",
        "obtain",
    ];
    section.role == Role::Status
        && section.blocks.iter().any(|block| match &block.body {
            Body::Paragraph(text) => {
                let lower = text.to_lowercase();
                words.iter().any(|word| lower.contains(word))
            }
            _ => false,
        })
}

/// Every caution of the article, in document order.
#[must_use]
pub fn all_cautions(article: &Article) -> Vec<CautionAnswer> {
    limits(article)
        .into_iter()
        .map(|limit| limit.caution)
        .collect()
}

/// Resolutions, workarounds and diagnoses; where an article has none of the first two, or tells how
/// something is done, whatever has steps.
fn is_remedy(article: &Article, section: &Section) -> bool {
    if section.role.is_remedy() {
        return true;
    }
    let instructs = matches!(article.meta.kind, Some(ArticleKind::HowTo))
        || !article
            .sections
            .iter()
            .any(|section| section.role.is_remedy());
    let has_steps = section
        .blocks
        .iter()
        .any(|block| matches!(block.body, Body::Steps(_)));
    let instructs_here = |block: &Block| match &block.body {
        Body::Steps(_) | Body::Code { .. } => true,
        Body::Paragraph(text) => is_instruction(text),
        _ => false,
    };
    match section.role {
        Role::Diagnosis => section.blocks.iter().any(instructs_here),
        Role::StepsToReproduce
        | Role::Cause
        | Role::Symptoms
        | Role::References
        | Role::AppliesTo => false,
        _ => instructs && has_steps,
    }
}

fn remedy(
    document: &Document,
    article: &Article,
    method: Method,
    cautions: Vec<CautionAnswer>,
) -> Remedy {
    let risks = method.steps.iter().map(|step| risk_of(&step.text));
    // The first of the gravest steps gives the reason; of equal ones the first that a rule knows.
    let weight = |(risk, reason): (Risk, &'static str)| (risk, is_known(reason));
    let gravest = risks.reduce(|gravest, next| {
        if weight(next) > weight(gravest) {
            next
        } else {
            gravest
        }
    });
    let (risk, reason) = gravest.unwrap_or((Risk::Reversible, ""));
    Remedy {
        steps: method.steps,
        risk,
        cautions,
        article: article.id.clone(),
        document: document.name.clone(),
        section: method.role.name().into(),
        heading: method.heading,
        outcomes: None,
        risk_reason: reason.into(),
        risk_unknown: !is_known(reason),
    }
}

/// A caution and the section it stands in.
struct Limit {
    section: usize,
    caution: CautionAnswer,
}

/// The cautions that limit a method: those of its own sections, of the sections around it and of
/// every section that is no other remedy; of other remedies those about the same action on the
/// same thing.
fn cautions_for(method: &Method, article: &Article, limits: &[Limit]) -> Vec<CautionAnswer> {
    let concerns = |limit: &&Limit| {
        let section = &article.sections[limit.section];
        let is_own = method.sections.contains(&limit.section);
        let is_around = method.heading.starts_with(&section.heading) && !section.heading.is_empty();
        let is_general = !is_remedy(article, section);
        let is_same = || {
            method
                .steps
                .iter()
                .any(|step| overrule::limits(&limit.caution.text, &step.text))
        };
        is_own || is_around || is_general || is_same()
    };
    limits
        .iter()
        .filter(concerns)
        .map(|limit| limit.caution.clone())
        .collect()
}

fn limits(article: &Article) -> Vec<Limit> {
    let mut found = Vec::new();
    for (place, section) in article.sections.iter().enumerate() {
        let mut cautions = Vec::new();
        cautions_of(&section.blocks, &mut cautions);
        found.extend(cautions.into_iter().map(|caution| Limit {
            section: place,
            caution,
        }));
    }
    found
}

fn cautions_of(blocks: &[Block], found: &mut Vec<CautionAnswer>) {
    for block in blocks {
        match &block.body {
            Body::Caution(text) => found.push(caution(text, block.span)),
            Body::Paragraph(text) | Body::Note(text) if is_forbidding(text) => {
                found.push(caution(text, block.span));
            }
            Body::Steps(items) | Body::List(items) => {
                for item in items {
                    if is_forbidding(&item.text) {
                        found.push(caution(&item.text, item.span));
                    }
                    cautions_of(&item.children, found);
                }
            }
            _ => {}
        }
    }
}

fn caution(text: &str, span: Span) -> CautionAnswer {
    CautionAnswer {
        text: text.to_owned(),
        span,
    }
}

#[cfg(test)]
mod tests;
