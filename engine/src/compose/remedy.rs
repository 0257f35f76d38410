//! What an article says to do, as remedies: steps verbatim with spans, cautions with them.

use super::risk::{is_forbidding, risk_of};
use crate::answer::{CautionAnswer, Remedy, Risk, Step};
use corpus::article::{ArticleKind, Block, Body, Item, Role, Section};
use corpus::{Article, Document, Span};

/// The remedies of an article, safest first; of equal risk in the order of the article.
#[must_use]
pub fn remedies(document: &Document, article: &Article) -> Vec<Remedy> {
    let cautions = all_cautions(article);
    let mut found: Vec<Remedy> = article
        .sections
        .iter()
        .filter(|section| is_remedy(article, section))
        .filter_map(|section| remedy(document, article, section, &cautions))
        .collect();
    if found.is_empty() {
        // Old articles say only in their status that a later release has the fix.
        let fixed = article
            .sections
            .iter()
            .filter(|section| says_fixed(section));
        found.extend(fixed.filter_map(|section| remedy(document, article, section, &cautions)));
    }
    found.sort_by_key(|remedy| remedy.risk);
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

/// Resolutions and workarounds; in how-to articles whatever has steps.
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
    instructs && has_steps && !matches!(section.role, Role::StepsToReproduce | Role::Cause)
}

fn remedy(
    document: &Document,
    article: &Article,
    section: &Section,
    cautions: &[CautionAnswer],
) -> Option<Remedy> {
    let has_steps = section
        .blocks
        .iter()
        .any(|block| matches!(block.body, Body::Steps(_)));
    let mut steps = Vec::new();
    for block in &section.blocks {
        // Beside numbered steps, paragraphs only lead over; without any they are the remedy.
        collect(block, !has_steps, &mut steps);
    }
    if steps.is_empty() {
        return None;
    }
    let risk = steps
        .iter()
        .map(|step| risk_of(&step.text).0)
        .max()
        .unwrap_or(Risk::ReadOnly);
    Some(Remedy {
        steps,
        risk,
        cautions: cautions.to_vec(),
        article: article.id.clone(),
        document: document.name.clone(),
        section: section.role.name().into(),
    })
}

fn collect(block: &Block, prose: bool, steps: &mut Vec<Step>) {
    match &block.body {
        Body::Steps(items) => items.iter().for_each(|item| collect_item(item, steps)),
        Body::List(items) if prose => items.iter().for_each(|item| collect_item(item, steps)),
        Body::Paragraph(text) if prose && !is_forbidding(text) => push(text, block.span, steps),
        Body::Code { text, .. } => push(text, block.span, steps),
        _ => {}
    }
}

/// An entry with what follows inside it: nested steps and commands stay in order.
fn collect_item(item: &Item, steps: &mut Vec<Step>) {
    if !is_forbidding(&item.text) {
        push(&item.text, item.span, steps);
    }
    for child in &item.children {
        match &child.body {
            Body::Steps(items) | Body::List(items) => {
                items.iter().for_each(|item| collect_item(item, steps));
            }
            Body::Paragraph(text) if !is_forbidding(text) => push(text, child.span, steps),
            Body::Code { text, .. } => push(text, child.span, steps),
            _ => {}
        }
    }
}

fn push(text: &str, span: Span, steps: &mut Vec<Step>) {
    if !text.trim().is_empty() {
        steps.push(Step {
            text: text.to_owned(),
            span,
        });
    }
}

/// Every caution of the article: what is forbidden in one section limits the steps of another.
#[must_use]
pub fn all_cautions(article: &Article) -> Vec<CautionAnswer> {
    let mut found = Vec::new();
    for section in &article.sections {
        cautions_of(&section.blocks, &mut found);
    }
    found
}

fn cautions_of(blocks: &[Block], found: &mut Vec<CautionAnswer>) {
    for block in blocks {
        match &block.body {
            Body::Caution(text) => found.push(CautionAnswer {
                text: text.clone(),
                span: block.span,
            }),
            Body::Paragraph(text) | Body::Note(text) if is_forbidding(text) => {
                found.push(CautionAnswer {
                    text: text.clone(),
                    span: block.span,
                });
            }
            Body::Steps(items) | Body::List(items) => {
                for item in items {
                    if is_forbidding(&item.text) {
                        found.push(CautionAnswer {
                            text: item.text.clone(),
                            span: item.span,
                        });
                    }
                    cautions_of(&item.children, found);
                }
            }
            _ => {}
        }
    }
}
