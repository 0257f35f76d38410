//! A page of text being set: headings, wrapped paragraphs, items with hanging indents.

use super::style::{BOLD, CAUTION, DIM, clean};
use anstyle::Style;
use std::fmt::Write as _;

/// A page and the width it is set to.
#[derive(Debug)]
pub(crate) struct Page {
    width: usize,
    text: String,
}

impl Page {
    /// An empty page.
    pub(crate) fn new(width: usize) -> Self {
        let text = String::new();
        Self { width, text }
    }

    /// The page as set, with colour codes.
    pub(crate) fn finish(self) -> String {
        self.text
    }

    /// Columns.
    pub(crate) fn width(&self) -> usize {
        self.width
    }

    /// Lines set so far.
    pub(crate) fn height(&self) -> usize {
        self.text.lines().count()
    }

    /// Adds what was set on another page of the same width.
    pub(crate) fn set(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// An empty line, unless the page is empty or ends in one.
    pub(crate) fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// A line that is set already.
    pub(crate) fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    /// The title of a page.
    pub(crate) fn title(&mut self, title: &str) {
        self.styled(BOLD, "", "", &clean(title));
    }

    /// The heading of a part of the page, after an empty line; `note` stands dim beside it.
    pub(crate) fn heading(&mut self, heading: &str, note: &str) {
        self.gap();
        let style = if heading == "DO NOT" { CAUTION } else { BOLD };
        if note.is_empty() {
            self.line(&format!("{style}{heading}{style:#}"));
        } else {
            self.line(&format!(
                "{style}{heading}{style:#}  {DIM}{}{DIM:#}",
                clean(note)
            ));
        }
    }

    /// A paragraph of foreign text.
    pub(crate) fn paragraph(&mut self, indent: usize, text: &str) {
        let indent = " ".repeat(indent);
        self.wrap(&indent, &indent, &clean(text));
    }

    /// An item of foreign text behind a marker; further lines hang under the text.
    pub(crate) fn item(&mut self, indent: usize, marker: &str, text: &str) {
        let first = format!("{}{marker} ", " ".repeat(indent));
        let rest = " ".repeat(textwrap::core::display_width(&first));
        self.wrap(&first, &rest, &clean(text));
    }

    /// Foreign text, dim.
    pub(crate) fn dim(&mut self, text: &str) {
        self.dim_at(0, text);
    }

    /// Foreign text, dim and indented.
    pub(crate) fn dim_at(&mut self, indent: usize, text: &str) {
        let indent = " ".repeat(indent);
        self.styled(DIM, &indent, &indent, &clean(text));
    }

    /// Foreign text that must not be overlooked, behind a marker.
    pub(crate) fn caution(&mut self, indent: usize, marker: &str, text: &str) {
        let first = format!("{}{marker} ", " ".repeat(indent));
        let rest = " ".repeat(textwrap::core::display_width(&first));
        self.styled(CAUTION, &first, &rest, &clean(text));
    }

    /// Wraps text that is safe already and may hold colour codes.
    pub(crate) fn wrap(&mut self, first: &str, rest: &str, text: &str) {
        for line in self.lines(first, rest, text) {
            self.line(&line);
        }
    }

    /// As [`Page::wrap`], at most `most` lines; what is cut off is marked by an ellipsis.
    pub(crate) fn wrap_short(&mut self, indent: usize, text: &str, most: usize) {
        let indent = " ".repeat(indent);
        let mut lines = self.lines(&indent, &indent, text);
        let cut = lines.len() > most;
        lines.truncate(most);
        if let Some(last) = lines.last_mut().filter(|_| cut) {
            if textwrap::core::display_width(last) + 2 > self.width
                && let Some(space) = last.trim_end().rfind(' ')
            {
                last.truncate(space);
            }
            // A single word that fills the line is cut inside.
            while textwrap::core::display_width(last) + 2 > self.width && last.pop().is_some() {}
            // A word cut off may have carried the end of a mark.
            let _ = write!(last, "{} …", anstyle::Reset);
        }
        for line in lines {
            self.line(&line);
        }
    }

    fn styled(&mut self, style: Style, first: &str, rest: &str, text: &str) {
        for line in self.lines(first, rest, text) {
            self.line(&format!("{style}{}{style:#}", line.trim_end()));
        }
    }

    fn lines(&self, first: &str, rest: &str, text: &str) -> Vec<String> {
        let options = textwrap::Options::new(self.width)
            .initial_indent(first)
            .subsequent_indent(rest)
            // Ids, paths and switches stay whole, so that what is copied is what was printed.
            .word_separator(textwrap::WordSeparator::AsciiSpace)
            .word_splitter(textwrap::WordSplitter::NoHyphenation)
            // Linear for any text, unlike the optimal fit.
            .wrap_algorithm(textwrap::WrapAlgorithm::FirstFit);
        let lines = textwrap::wrap(text, options);
        lines
            .into_iter()
            .map(std::borrow::Cow::into_owned)
            .collect()
    }
}

/// Cleaned text on one line of at most `width` columns, cut off at a word.
pub(super) fn shortened(text: &str, width: usize) -> String {
    // Only the start is looked at: a title may be as long as a document.
    let start: String = text.chars().take(width * 4 + 80).collect();
    let text = clean(&start);
    if textwrap::core::display_width(&text) <= width {
        return text;
    }
    let options = textwrap::Options::new(width.saturating_sub(2).max(1));
    let first = textwrap::wrap(&text, options).into_iter().next();
    format!("{} …", first.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn items_hang_and_headings_stand_apart() {
        let mut page = Page::new(24);
        page.title("A title that is longer than the page");
        page.heading("DO", "reversible");
        page.item(2, "10.", "Restart the\nserver and wait for it");
        let text = anstream::adapter::strip_str(&page.finish()).to_string();
        insta::assert_snapshot!(text, @r"
        A title that is longer
        than the page

        DO  reversible
          10. Restart the server
              and wait for it
        ");
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_the_page(text in ".{0,300}", width in 40usize..110) {
            let mut page = Page::new(width);
            page.title(&text);
            page.item(4, "10.", &text);
            page.caution(2, "!", &text);
            page.wrap_short(4, &clean(&text), 2);
            let text = anstream::adapter::strip_str(&page.finish()).to_string();
            for line in text.lines() {
                prop_assert!(textwrap::core::display_width(line) <= width, "{line:?}");
            }
        }

        #[test]
        fn a_shortened_text_fits(text in any::<String>(), width in 4usize..60) {
            prop_assert!(textwrap::core::display_width(&shortened(&text, width)) <= width);
        }
    }

    #[test]
    fn short_texts_end_in_an_ellipsis_inside_the_width() {
        let mut page = Page::new(20);
        page.wrap_short(2, "one two three four five six seven eight nine ten", 2);
        let text = anstream::adapter::strip_str(&page.finish()).to_string();
        assert!(
            text.lines().all(|line| line.chars().count() <= 20),
            "{text}"
        );
        assert!(text.ends_with("…\n"), "{text}");
        assert_eq!(shortened("one two three", 9), "one two …");
        assert_eq!(shortened("one two", 9), "one two");
    }
}
