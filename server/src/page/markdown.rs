//! Markdown as HTML, for what the program itself writes (hand-over packets, notes) with callers'
//! words in it: made by one parser, cleaned by a sanitizer that lets through text and no more.

use maud::{Markup, PreEscaped};
use pulldown_cmark::{Options, Parser, html};
use std::sync::LazyLock;

/// Elements that packets and notes are made of; links, images and attributes are none of them.
const ELEMENTS: [&str; 22] = [
    "h1",
    "h2",
    "h3",
    "h4",
    "p",
    "br",
    "hr",
    "ul",
    "ol",
    "li",
    "em",
    "strong",
    "code",
    "pre",
    "blockquote",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "kbd",
];

static CLEANER: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let mut cleaner = ammonia::Builder::empty();
    cleaner.tags(ELEMENTS.into_iter().collect());
    cleaner
});

/// `text` as inert HTML. Raw HTML in it is shown as the text that it is.
pub(super) fn rendered(text: &str) -> Markup {
    let options = Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS;
    let events = Parser::new_ext(text, options).map(|event| match event {
        pulldown_cmark::Event::Html(raw) | pulldown_cmark::Event::InlineHtml(raw) => {
            pulldown_cmark::Event::Text(raw)
        }
        pulldown_cmark::Event::TaskListMarker(done) => {
            // An element of its own, by which the sheet knows an entry that needs no bullet.
            let mark = if done {
                "<kbd>✓</kbd> "
            } else {
                "<kbd>○</kbd> "
            };
            pulldown_cmark::Event::InlineHtml(mark.into())
        }
        event => event,
    });
    let mut page = String::new();
    html::push_html(&mut page, events);
    PreEscaped(CLEANER.clean(&page).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_runs_or_leads_away_gets_through() {
        for (text, shown) in [
            (
                "a **b** `c`",
                "<p>a <strong>b</strong> <code>c</code></p>\n",
            ),
            ("[x](javascript:alert(1))", "<p>x</p>\n"),
            ("![x](https://example.org/y.png)", "<p></p>\n"),
            (
                "- [x] had\n- [ ] not",
                "<ul>\n<li><kbd>✓</kbd> had</li>\n<li><kbd>○</kbd> not</li>\n</ul>\n",
            ),
        ] {
            assert_eq!(rendered(text).into_string(), shown, "{text}");
        }
        let hostile = rendered("a <script>alert(1)</script> <b onclick=x>y</b>").into_string();
        assert!(
            !hostile.contains("<script") && !hostile.contains("<b"),
            "{hostile}"
        );
        assert!(hostile.contains("&lt;script&gt;"), "{hostile}");
    }
}
