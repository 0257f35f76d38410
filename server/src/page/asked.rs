//! The answer to a question, above the results; or, visibly different, that there is none.

use super::blocks::hole;
use super::cite::{cite, escaped, to_words};
use super::quoted::{self, Quoted};
use super::results::cell_found;
use engine::answer::QuestionAnswer;
use maud::{Markup, html};

/// The box.
pub(super) fn answer(asked: &QuestionAnswer, words: &str) -> Markup {
    let Some(result) = &asked.result else {
        return unanswered(words, &html! {});
    };
    let passage = &result.passage;
    if asked.abstained {
        return unanswered(
            words,
            &html! {
                p.nearest {
                    "Nearest, and not an answer: "
                    a href=(to_words(&result.id, passage.span)) { (result.title) }
                    " " span.id { (result.id) }
                }
            },
        );
    }
    html! {
        section.answer aria-label="Answer" {
            p.eyebrow { "Answer" }
            @if let Some(cell) = &passage.cell { (cell_found(cell)) }
            (quoted::answer(passage))
            @if let Some(gap) = &passage.gap { (hole(gap)) }
            @for caution in &passage.cautions {
                p.caution { strong { "Caution " } (caution.text) }
            }
            p.source {
                (cite(&result.id, passage.span, passage.heading.last().map_or("", String::as_str)))
                " " a href=(to_words(&result.id, passage.span)) { (result.title) }
            }
            @if !asked.also.is_empty() {
                details {
                    summary { "Said elsewhere as well" }
                    @for other in &asked.also {
                        blockquote {
                            (Quoted { text: &other.text, marks: &other.highlights, core: other.core }.whole())
                        }
                        p.source {
                            (cite(&other.article, other.span, other.heading.last().map_or("", String::as_str)))
                            @if other.recovers { " states what the source lost above" }
                        }
                    }
                }
            }
        }
    }
}

fn unanswered(words: &str, nearest: &Markup) -> Markup {
    html! {
        section.abstained aria-label="No answer" {
            p.eyebrow { "No answer" }
            p.verdict { "No article here answers this question." }
            (nearest)
            p.next {
                "Ask the caller for the exact message, the event number or the version, or "
                a href=(format!("/triage?text={}", escaped(words))) { "triage it as a case" }
                "."
            }
        }
    }
}
