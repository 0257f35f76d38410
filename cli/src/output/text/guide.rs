//! The pages of playbooks: the list, a step of a session, lint findings.

use super::Page;
use super::block::block;
use super::style::{BOLD, DIM, clean, clean_lines, counted};
use crate::commands::guide::LintReport;
use engine::answer::{
    GuideOutcome, GuidesAnswer, LinkedArticle, SectionAnswer, SessionAnswer, SessionNode,
};

/// Lines of an article shown inside a step; the whole is one command away.
const ARTICLE_LINES: usize = 9;

/// Sets the list of playbooks.
pub(crate) fn guides(answer: &GuidesAnswer, width: usize) -> Page {
    let mut page = Page::new(width);
    page.title("Playbooks");
    for guide in &answer.guides {
        page.gap();
        page.line(&format!("{BOLD}{}{BOLD:#}", clean(&guide.id)));
        page.paragraph(2, &guide.title);
        let mut line = format!(
            "tier {} · version {} · {}",
            guide.tier, guide.version, guide.owner
        );
        if guide.built_in {
            line.push_str(" · built in");
        }
        page.dim_at(2, &line);
        for version in &guide.versions {
            let when = match (&version.valid_from, &version.change) {
                (None, None) => continue,
                (from, change) => {
                    let from = from.as_ref().map(|from| format!("from {from}"));
                    let change = change.as_ref().map(|change| format!("--change “{change}”"));
                    [from, change]
                        .into_iter()
                        .flatten()
                        .collect::<Vec<_>>()
                        .join(", ")
                }
            };
            page.dim_at(2, &format!("version {}: {when}", version.version));
        }
    }
    page.gap();
    page.dim("Walk one: firstline guide ID. Go on with a session: firstline guide CODE.");
    page
}

/// How a step is shown.
#[derive(Debug, Clone, Copy)]
pub(crate) struct View {
    /// The first page of a run says what is walked.
    pub(crate) is_first: bool,
    /// Whether a reply is read from standard input.
    pub(crate) asks: bool,
}

/// Sets where a session stands.
pub(crate) fn session(answer: &SessionAnswer, width: usize, view: View) -> Page {
    let mut page = Page::new(width);
    let step = answer.trail.len() + 1;
    if view.is_first {
        page.title(&answer.guide.title);
        let mut line = format!(
            "{} · version {} · {}",
            answer.guide.id, answer.guide.version, answer.guide.owner
        );
        if let Some(change) = &answer.guide.change {
            line.push_str(&format!(" · {change}"));
        }
        page.dim(&line);
        for introduction in &answer.introduction {
            block(&mut page, introduction, 0);
        }
    }
    page.gap();
    let mut place = format!("{step} · {}", answer.code);
    if let [_, .., inner] = &answer.node.within[..] {
        place.push_str(" · in: ");
        place.push_str(inner);
    }
    page.dim(&place);
    node(&mut page, &answer.node);
    if answer.finished {
        page.gap();
        let code = &answer.code;
        page.dim(&format!("Ticket note: firstline guide {code} --note"));
        if answer
            .outcome
            .as_ref()
            .is_some_and(|outcome| outcome.hand_to.is_some())
        {
            page.dim(&format!("Hand over: firstline escalate --guide {code}"));
        }
        return page;
    }
    choices(&mut page, answer, view.asks);
    page
}

fn node(page: &mut Page, node: &SessionNode) {
    let title = clean(&node.title);
    match (&node.outcome, &node.article) {
        (Some(ending), _) => return outcome(page, node, ending),
        (_, Some(article)) => {
            page.line(&format!("{BOLD}READ  {title}{BOLD:#}"));
            linked(page, article);
        }
        _ => {
            let word = if node.kind == "action" { "DO" } else { "ASK" };
            page.line(&format!("{BOLD}{word}  {title}{BOLD:#}"));
            page.paragraph(2, &node.text);
        }
    }
    for shown in &node.blocks {
        block(page, shown, 2);
    }
}

fn outcome(page: &mut Page, node: &SessionNode, ending: &GuideOutcome) {
    let status = clean(&ending.status).to_uppercase();
    page.line(&format!(
        "{BOLD}{status}{BOLD:#}  {DIM}{}{DIM:#}",
        clean(&node.title)
    ));
    page.paragraph(2, &ending.text);
    for shown in &node.blocks {
        block(page, shown, 2);
    }
    if let Some(to) = &ending.hand_to {
        page.heading("HAND TO", "");
        page.paragraph(2, to);
    }
    if !ending.collect.is_empty() {
        page.heading("COLLECT", "");
        for item in &ending.collect {
            page.item(2, "[ ]", item);
        }
    }
    if let Some(link) = &node.back_in {
        page.heading("BACK IN", link);
    }
}

/// An article inside a step: what it forbids whole, and the start of what it says to do.
fn linked(page: &mut Page, article: &LinkedArticle) {
    if article.title.is_empty() {
        let text = format!("{}: this article is not in the knowledge base.", article.id);
        return page.paragraph(2, &text);
    }
    page.paragraph(2, &format!("{} ({})", article.title, article.id));
    let mut excerpt = Page::new(page.width());
    for section in telling(article) {
        for shown in section
            .blocks
            .iter()
            .filter(|block| block.kind != "caution")
        {
            block(&mut excerpt, shown, 2);
        }
    }
    let text = excerpt.finish();
    let lines: Vec<&str> = text.lines().collect();
    for line in lines.iter().take(ARTICLE_LINES) {
        page.line(line);
    }
    if lines.len() > ARTICLE_LINES {
        page.dim_at(2, &format!("… the whole: firstline show {}", article.id));
    }
    for caution in &article.cautions {
        page.caution(2, "!", &caution.text);
    }
}

/// Sections that say what to do; where there is none, what it is about.
fn telling(article: &LinkedArticle) -> Vec<&SectionAnswer> {
    let does = |section: &&SectionAnswer| {
        matches!(
            section.role.as_str(),
            "diagnosis" | "resolution" | "workaround"
        )
    };
    let telling: Vec<&SectionAnswer> = article.sections.iter().filter(does).collect();
    if telling.is_empty() {
        article.sections.iter().collect()
    } else {
        telling
    }
}

fn choices(page: &mut Page, answer: &SessionAnswer, asks: bool) {
    page.gap();
    for choice in &answer.node.choices {
        let left = choice
            .left
            .map_or(String::new(), |left| format!(" ({left} left)"));
        let marker = format!("{BOLD}{:>2}{BOLD:#}", choice.number);
        let text = clean(&format!("{}{left}", choice.answer));
        page.wrap(&format!("{marker}  "), "    ", &text);
    }
    let code = &answer.code;
    if asks {
        page.dim(&format!(
            "b back · note · q stop, go on later: firstline guide {code}"
        ));
    } else {
        page.dim(&format!(
            "Answer: firstline guide {code} --answer NUMBER (or --back)"
        ));
    }
}

/// Sets lint findings.
pub(crate) fn lint_report(report: &LintReport, width: usize) -> Page {
    let mut page = Page::new(width);
    for finding in &report.findings {
        // One line each, so that editors find file and line.
        page.line(&clean(&finding.to_string()));
    }
    if report.findings.is_empty() {
        let files = counted(report.files as u64, "playbook", "playbooks");
        page.line(&format!("{files}, nothing wrong"));
    }
    page
}

/// Text that is set already, such as Markdown for a ticket, made safe to print.
pub(crate) fn plain(text: &str) -> String {
    let mut lines = clean_lines(text).join("\n");
    lines.push('\n');
    lines
}

#[cfg(test)]
#[path = "guide_tests.rs"]
mod tests;
