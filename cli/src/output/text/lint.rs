//! The page that tells what is wrong with documents.

use super::Page;
use super::page::shortened;
use super::style::{BOLD, CAUTION, DIM, clean, counted, grouped};
use engine::answer::{LintAnswer, LintFinding};

/// Sets a lint: the counts first, then examples of each kind, then what to mend first.
pub(crate) fn lint(answer: &LintAnswer, width: usize) -> Page {
    let mut page = Page::new(width);
    page.title(&format!(
        "{}, {}: {}",
        counted(answer.documents, "document", "documents"),
        counted(answer.articles, "article", "articles"),
        verdict(answer)
    ));
    if answer.documents > 1 && answer.ailing > 0 {
        page.dim(&format!(
            "{} with errors or warnings",
            counted(answer.ailing, "document", "documents")
        ));
    }
    if answer.kinds.len() > 1 {
        summary(&mut page, answer);
    }
    for kind in &answer.kinds {
        let shown: Vec<&LintFinding> = answer
            .findings
            .iter()
            .filter(|finding| finding.kind == kind.kind)
            .collect();
        page.heading(&kind.kind.replace('_', " ").to_uppercase(), &kind.level);
        for finding in &shown {
            show(&mut page, finding, answer.documents > 1);
        }
        let more = kind.count.saturating_sub(shown.len() as u64);
        if more > 0 {
            page.dim(&format!(
                "  {} more: --kind {} --limit 0",
                grouped(more),
                kind.kind
            ));
        }
    }
    mend_first(&mut page, answer);
    page
}

fn verdict(answer: &LintAnswer) -> String {
    let levels = &answer.levels;
    let told = [
        (levels.error, "error", "errors"),
        (levels.warning, "warning", "warnings"),
        (levels.note, "note", "notes"),
    ];
    let told: Vec<String> = told
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, one, many)| counted(count, one, many))
        .collect();
    if told.is_empty() {
        "nothing wrong".to_owned()
    } else {
        told.join(", ")
    }
}

fn summary(page: &mut Page, answer: &LintAnswer) {
    page.heading("SUMMARY", "");
    for kind in &answer.kinds {
        let style = if kind.level == "error" { CAUTION } else { DIM };
        let spread = if answer.documents > 1 {
            format!("  in {}", counted(kind.documents, "document", "documents"))
        } else {
            String::new()
        };
        page.line(&format!(
            "{:>9}  {style}{:<8}{style:#} {BOLD}{:<22}{BOLD:#}{DIM}{spread}{DIM:#}",
            grouped(kind.count),
            kind.level,
            kind.kind,
        ));
    }
}

/// What, where, and the words.
fn show(page: &mut Page, finding: &LintFinding, with_document: bool) {
    let mut place = Vec::new();
    if with_document {
        place.push(clean(&finding.document));
    }
    if finding.line > 0 {
        place.push(format!("line {}", finding.line));
    }
    // An id made from the path would say it twice.
    let named = finding.document.to_lowercase().replace('/', ".");
    if !finding.article.is_empty() && !named.contains(&finding.article.to_lowercase()) {
        // The heading tells more than the chapter that all of them share.
        let own = finding.article.rsplit('#').next().unwrap_or_default();
        place.push(clean(own));
    }
    let text = if place.is_empty() {
        finding.text.clone()
    } else {
        format!("{}: {}", place.join(", "), finding.text)
    };
    page.item(2, "-", &text);
    if !finding.quote.is_empty() && !finding.text.contains(&finding.quote) {
        let room = page.width().saturating_sub(8) * 2;
        let quote = shortened(&format!("“{}”", finding.quote), room);
        page.item(4, " ", &quote);
    }
}

fn mend_first(page: &mut Page, answer: &LintAnswer) {
    if answer.documents < 2 {
        return;
    }
    if !answer.worst.is_empty() {
        page.heading("MOST ERRORS AND WARNINGS", "");
        for document in &answer.worst {
            page.line(&format!(
                "{:>9}  {}",
                grouped(document.count),
                clean(&document.document)
            ));
        }
    }
    if !answer.wanted.is_empty() {
        page.heading("MOST WANTED", "pointed at and not in this knowledge base");
        for wanted in &answer.wanted {
            let text = format!("{}  {}", clean(&wanted.id), clean(&wanted.words));
            let text = shortened(&text, page.width().saturating_sub(12));
            page.line(&format!("{:>9}  {text}", grouped(wanted.count)));
        }
    }
    if !answer.stale.is_empty() {
        page.heading("STALE PRODUCTS", "articles about each");
        for stale in &answer.stale {
            let text = format!("{}, support ended {}", stale.product, stale.ended);
            page.line(&format!("{:>9}  {text}", grouped(stale.articles)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use corpus::Span;
    use engine::answer::{
        DocumentCount, KindCount, LINT_SCHEMA, LevelCounts, StaleCount, WantedCount,
    };

    fn finding(kind: &str, text: &str, quote: &str) -> LintFinding {
        LintFinding {
            kind: kind.into(),
            level: "warning".into(),
            document: "looms/q900001.txt".into(),
            article: "Q900001".into(),
            line: 12,
            span: Span::default(),
            text: text.into(),
            quote: quote.into(),
        }
    }

    #[test]
    fn a_corpus_is_summed_up() {
        let count = |kind: &str, count| KindCount {
            kind: kind.into(),
            level: "warning".into(),
            count,
            documents: 2,
        };
        let answer = LintAnswer {
            schema: LINT_SCHEMA.into(),
            documents: 1200,
            articles: 1210,
            ailing: 2,
            levels: LevelCounts {
                error: 0,
                warning: 5,
                note: 1,
            },
            kinds: vec![count("dead_reference", 4), count("missing_list", 1)],
            findings: vec![
                finding(
                    "dead_reference",
                    "Q900009 is not in this knowledge base",
                    "Warp Beam Slips",
                ),
                finding("missing_list", "announced and absent", "Oil these parts:"),
            ],
            worst: vec![DocumentCount {
                document: "looms/q900001.txt".into(),
                count: 3,
            }],
            stale: vec![StaleCount {
                product: "Loom Control".into(),
                ended: "2003".into(),
                articles: 1200,
            }],
            wanted: vec![WantedCount {
                id: "Q900009".into(),
                words: "Warp Beam Slips".into(),
                count: 4,
            }],
            took_ms: 1.0,
        };
        let page = lint(&answer, 72).finish();
        insta::assert_snapshot!(anstream::adapter::strip_str(&page).to_string());
    }
}
