//! The page of an article.

use super::Page;
use super::block::block;
use super::learning;
use super::style::{clean, counted};
use engine::answer::{ArticleAnswer, ReferenceAnswer, SectionAnswer};

/// Sets an article: what it is, its sections, what the source lost, where it points.
pub(crate) fn article(answer: &ArticleAnswer, width: usize) -> Page {
    let mut page = Page::new(width);
    page.title(&answer.title);
    let about = [
        answer.id.as_str(),
        &answer.kind,
        answer.date.as_deref().unwrap_or_default(),
        &answer.document,
    ];
    let about: Vec<&str> = about.into_iter().filter(|part| !part.is_empty()).collect();
    page.dim(&about.join(" · "));
    let state = learning::state(answer.state.as_ref());
    if !state.is_empty() {
        page.caution(0, "!", &state);
    }
    if let Some(chapter) = &answer.part_of {
        page.dim(&format!("part of {chapter}"));
    }
    if !answer.products.is_empty() {
        page.dim(&format!("applies to {}", answer.products.join("; ")));
    }
    for section in &answer.sections {
        show_section(&mut page, section);
    }
    show_gaps(&mut page, answer);
    show_references(&mut page, answer);
    show_citations(&mut page, answer);
    show_terms(&mut page, answer);
    page
}

fn show_section(page: &mut Page, section: &SectionAnswer) {
    page.gap();
    match section.heading.as_slice() {
        [] => {}
        [only] => page.heading(&clean(only), ""),
        [path @ .., own] => page.heading(&clean(own), &path.join(" › ")),
    }
    for (at, shown) in section.blocks.iter().enumerate() {
        if at > 0 {
            page.gap();
        }
        block(page, shown, 0);
    }
}

fn show_gaps(page: &mut Page, answer: &ArticleAnswer) {
    if answer.gaps.is_empty() {
        return;
    }
    page.heading("MISSING IN THE SOURCE", "");
    for gap in &answer.gaps {
        let text = format!("{} after “{}”: {}", gap.kind, gap.announced, gap.reason);
        page.item(2, "-", &text);
    }
}

fn show_references(page: &mut Page, answer: &ArticleAnswer) {
    if answer.references.is_empty() {
        return;
    }
    page.heading("POINTS TO", "");
    for reference in &answer.references {
        // The target's own title tells more than a sentence that happens to name it.
        let mut text = match &reference.title {
            Some(title) => format!("{} {title}", reference.target),
            None if reference.present => format!("{} {}", reference.target, reference.words),
            None => elsewhere(reference),
        };
        if let Some(from) = &reference.from {
            let part = from.rsplit('#').next().unwrap_or(from);
            text = format!("{text}, from {part}");
        }
        page.item(2, "-", &text);
    }
}

/// A pointer that leads out of the knowledge base: to the web, or nowhere.
fn elsewhere(reference: &ReferenceAnswer) -> String {
    let (target, words) = (&reference.target, &reference.words);
    match &reference.url {
        Some(url) if reference.is_web && words.is_empty() => format!("{url} (web)"),
        Some(url) if reference.is_web => format!("{words} {url} (web)"),
        Some(url) if !url.contains(':') => format!("{words} {url} (not in this knowledge base)"),
        _ => format!("{target} {words} (not in this knowledge base)"),
    }
}

fn show_citations(page: &mut Page, answer: &ArticleAnswer) {
    if answer.cited_by.is_empty() {
        return;
    }
    page.heading(
        "CITED BY",
        &counted(answer.citations, "article", "articles"),
    );
    for citation in &answer.cited_by {
        page.item(2, "-", &format!("{} {}", citation.id, citation.title));
    }
    let more = answer
        .citations
        .saturating_sub(answer.cited_by.len() as u64);
    if more > 0 {
        page.dim(&format!("  and {}", counted(more, "other", "others")));
    }
}

fn show_terms(page: &mut Page, answer: &ArticleAnswer) {
    if answer.terms.is_empty() {
        return;
    }
    page.heading("TERMS", "");
    for term in &answer.terms {
        let mut text = format!("{} = {}", term.term, term.meaning);
        if !term.scope.is_empty() {
            text = format!("{text} (on {})", term.scope.join(", "));
        }
        match &term.article {
            Some(article) if *article != answer.id => {
                let own = article.rsplit('#').next().unwrap_or(article);
                text = format!("{text}, says {own}");
            }
            _ => {}
        }
        page.item(2, "-", &text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use corpus::Span;
    use engine::answer::{
        ARTICLE_SCHEMA, BlockAnswer, CitationAnswer, GapAnswer, ItemAnswer, ReferenceAnswer,
        TableAnswer, TermAnswer,
    };

    fn text_block(kind: &str, text: &str) -> BlockAnswer {
        BlockAnswer {
            kind: kind.into(),
            text: text.into(),
            ..BlockAnswer::default()
        }
    }

    fn table_block(last: &str) -> BlockAnswer {
        let table = TableAnswer {
            caption: Some("Who may turn what".into()),
            header: vec!["Role".into(), "Spindle".into()],
            rows: vec![
                vec!["Weaver".into(), "Yes".into()],
                vec!["Visitor".into(), last.into()],
            ],
        };
        BlockAnswer {
            kind: "table".into(),
            table: Some(table),
            ..BlockAnswer::default()
        }
    }

    fn item(label: &str, text: &str, children: Vec<BlockAnswer>) -> ItemAnswer {
        ItemAnswer {
            label: label.into(),
            text: text.into(),
            children,
            span: Span::default(),
        }
    }

    fn section(heading: &[&str], blocks: Vec<BlockAnswer>) -> SectionAnswer {
        SectionAnswer {
            role: "resolution".into(),
            heading: heading.iter().map(ToString::to_string).collect(),
            blocks,
            span: Span::default(),
        }
    }

    fn answer() -> ArticleAnswer {
        let nested = BlockAnswer {
            kind: "list".into(),
            items: vec![item("-", "the left one", vec![])],
            ..BlockAnswer::default()
        };
        let steps = BlockAnswer {
            kind: "steps".into(),
            items: vec![
                item("1", "Turn both spindles:", vec![nested]),
                item(
                    "2",
                    "Type this:",
                    vec![text_block("code", "loom /reset\n  /all")],
                ),
            ],
            ..BlockAnswer::default()
        };
        ArticleAnswer {
            schema: ARTICLE_SCHEMA.into(),
            id: "Q900001".into(),
            title: "Loom Control Loses the Thread".into(),
            document: "looms.txt".into(),
            format: "kb_text".into(),
            part_of: Some("looms".into()),
            date: Some("2001-02-03".into()),
            kind: "problem".into(),
            state: None,
            products: vec!["Loom Control 2.0".into()],
            keywords: vec![],
            sections: vec![
                section(
                    &["SYMPTOMS"],
                    vec![text_block("paragraph", "The thread is lost.")],
                ),
                section(
                    &["RESOLUTION", "On a Tuesday"],
                    vec![
                        steps,
                        text_block("caution", "Do not pull the lever."),
                        text_block("note", "Lamps may blink."),
                        table_block("No"),
                        table_block("Only in the company of a weaver who has signed the book"),
                    ],
                ),
            ],
            facts: vec![],
            gaps: vec![GapAnswer {
                kind: "list".into(),
                announced: "the following looms".into(),
                reason: "a list is announced and absent".into(),
                span: Span::default(),
            }],
            references: vec![ReferenceAnswer {
                target: "Q900002".into(),
                words: "Warp Beam Slips".into(),
                present: false,
                title: None,
                url: None,
                is_web: false,
                from: None,
                span: Span::default(),
            }],
            cited_by: vec![CitationAnswer {
                id: "Q900003".into(),
                title: "Lamps Blink".into(),
                words: "Loom Control Loses the Thread".into(),
            }],
            citations: 3,
            terms: vec![TermAnswer {
                term: "weaver".into(),
                meaning: "warper".into(),
                scope: vec!["Loom 2".into()],
                article: Some("looms#warpers".into()),
                span: None,
            }],
        }
    }

    #[test]
    fn a_whole_article() {
        let page = article(&answer(), 50).finish();
        insta::assert_snapshot!(anstream::adapter::strip_str(&page).to_string());
    }
}
