//! Problems that an article describes and leaves there.

use super::{Finding, FindingKind, finding};
use crate::article::{Article, ArticleKind, Body, FixState, Role};

/// A finding for a problem or bug with neither a resolution, a workaround, steps, nor a word on
/// its state ("confirmed", "fixed in …", "by design"), and no pointer to another article.
pub(super) fn find(article: &Article, found: &mut Vec<Finding>) {
    let problem = matches!(
        article.meta.kind,
        Some(ArticleKind::Problem | ArticleKind::Bug)
    );
    let answered = article.sections.iter().any(|section| {
        section.role.is_remedy()
            || matches!(section.role, Role::Status | Role::Cause)
            || section
                .blocks
                .iter()
                .any(|block| matches!(block.body, Body::Steps(_)))
    });
    let settled = matches!(article.meta.fix, Some(FixState::Fixed));
    if problem && !answered && !settled && article.references.is_empty() {
        found.push(finding(
            FindingKind::NoRemedy,
            article.title_span,
            &article.title,
            "a problem without resolution, workaround, cause or state".to_owned(),
        ));
    }
}
