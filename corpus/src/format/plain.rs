//! Text of no known form: its first line is its title, the rest one section of blocks.

use super::{FormatReader, Parsed, blocks};
use crate::article::{
    Article, Format, Meta, Part, PartKind, Role, Section, Span, Warning, WarningKind,
};
use crate::lines::Page;

/// Reads text of no known form.
pub(crate) const READER: FormatReader = FormatReader {
    format: Format::Plain,
    likeness,
    parse,
};

/// A longer first line is cut at a word to make the title.
const LONGEST_TITLE: usize = 160;

/// Everything is plain text, if it is nothing else.
fn likeness(_text: &str, _name: &str) -> u8 {
    1
}

fn parse(text: &str, name: &str) -> Parsed {
    let page = Page::new(text);
    let mut warnings = vec![Warning {
        kind: WarningKind::Unrecognised,
        line: 1,
        message: "no known form; the text is kept as one section".to_owned(),
    }];
    let first = page.skip_blank(0, page.len());
    let (title, title_span) = title(&page, first, name);
    let whole = Span::new(0, text.len());
    let section = Section {
        role: Role::Other,
        heading: Vec::new(),
        span: whole,
        blocks: blocks::read(&page, first..page.len(), None, &mut warnings),
        audience: None,
    };
    let article = Article {
        id: id(name),
        title,
        title_span,
        part_of: None,
        span: whole,
        meta: Meta::default(),
        sections: vec![section],
        facts: Vec::new(),
        gaps: Vec::new(),
        references: Vec::new(),
    };
    let kind = PartKind::Section {
        article: 0,
        section: 0,
    };
    Parsed {
        articles: vec![article],
        parts: vec![Part { span: whole, kind }],
        warnings,
    }
}

/// The first line with words, cut at a word if it is long; the name if there is none.
fn title(page: &Page<'_>, first: usize, name: &str) -> (String, Span) {
    let words = page.words(first);
    if words.is_empty() {
        return (id(name), Span::default());
    }
    let mut end = words.len();
    if end > LONGEST_TITLE {
        end = LONGEST_TITLE;
        while !words.is_char_boundary(end) {
            end -= 1;
        }
        end = words[..end].rfind(' ').unwrap_or(end);
    }
    let start = page.lines[first].words;
    (words[..end].to_owned(), Span::new(start, start + end))
}

/// The file name without folder and extension.
fn id(name: &str) -> String {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    match file.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem.to_owned(),
        _ if file.is_empty() => "untitled".to_owned(),
        _ => file.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Body;

    #[test]
    fn the_first_line_is_the_title_and_all_is_one_section() {
        let text = "\n  Lamp notes \n\nLook at the lamp:\n\n1. Open it.\n2. Close it.\n";
        let parsed = parse(text, "folder/lamp.notes.txt");
        let article = &parsed.articles[0];
        assert_eq!(article.id, "lamp.notes");
        assert_eq!(article.title, "Lamp notes");
        assert_eq!(&text[article.title_span.range()], "Lamp notes");
        let bodies = &article.sections[0].blocks;
        assert!(matches!(&bodies[2].body, Body::Steps(steps) if steps.len() == 2));
        assert_eq!(parsed.parts[0].span, Span::new(0, text.len()));
    }

    #[test]
    fn a_long_first_line_is_cut_at_a_word() {
        let text = "lämp ".repeat(100);
        let article = &parse(&text, "x").articles[0];
        assert!(article.title.len() <= LONGEST_TITLE && article.title.ends_with("lämp"));
    }
}
