//! What is wrong with a document, as its owner would want to hear it.
//!
//! [`lint`] looks at one document: content that the source lost, oddities of its form, steps that
//! tell nothing, products whose support has ended, and sentences that say otherwise than a table
//! beside them. What takes more than one document to know (dead references, ids given twice) is
//! the engine's to find, which holds all of them; it reports by the same [`Finding`].

mod remedy;
mod stale;
mod steps;
mod tension;

use crate::article::{Article, Document, GapKind, Span, Warning, WarningKind};
use serde::{Deserialize, Serialize};

/// Bytes of a quotation.
const LONGEST_QUOTE: usize = 300;

/// Something wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// What is wrong.
    pub kind: FindingKind,
    /// The article's id; empty for what concerns the whole document.
    pub article: String,
    /// One sentence for a person.
    pub text: String,
    /// The words it is about.
    pub quote: String,
    /// Where they stand; empty at 0 if nothing can be pointed at.
    pub span: Span,
    /// The line they start in, counted from 1.
    pub line: u32,
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Worth knowing; nothing is lost.
    Note,
    /// Whoever follows the article may be led astray.
    Warning,
    /// The document cannot be used as it is.
    Error,
}

impl Level {
    /// Its name in JSON and on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident $name:literal $level:ident,)*) => {
        /// Kinds of findings.
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
        )]
        #[serde(rename_all = "snake_case")]
        #[non_exhaustive]
        pub enum FindingKind {
            $($(#[$doc])* $kind,)*
        }

        impl FindingKind {
            /// All kinds, worst first within what they are about.
            pub const ALL: &[Self] = &[$(Self::$kind),*];

            /// Its name in JSON and on the command line.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$kind => $name,)*
                }
            }

            /// How bad it is.
            #[must_use]
            pub fn level(self) -> Level {
                match self {
                    $(Self::$kind => Level::$level,)*
                }
            }
        }
    };
}

kinds! {
    /// A document that could not be read at all.
    Unreadable "unreadable" Error,
    /// No text between header and footer.
    BodyEmpty "body_empty" Error,
    /// One id, two documents with different texts.
    IdConflict "id_conflict" Error,
    /// A playbook that cannot be walked.
    PlaybookBroken "playbook_broken" Error,
    /// A playbook that can be walked, but hardly as it was meant.
    PlaybookDoubtful "playbook_doubtful" Warning,
    /// The document ends before its form is complete.
    Truncated "truncated" Warning,
    /// A list or steps, announced and absent.
    MissingList "missing_list" Warning,
    /// A table whose caption stands alone.
    MissingTable "missing_table" Warning,
    /// A figure without an image.
    MissingFigure "missing_figure" Warning,
    /// A value cut off.
    CutValue "cut_value" Warning,
    /// A sentence without its end.
    CutSentence "cut_sentence" Warning,
    /// The end of the document is missing.
    CutEnding "cut_ending" Warning,
    /// A pointer to an article that is not in this knowledge base.
    DeadReference "dead_reference" Warning,
    /// A pointer whose words are not the title of what it points at.
    ReferenceTitle "reference_title" Note,
    /// A sentence that says otherwise than a table of the same article.
    Tension "tension" Warning,
    /// Header and footer name different things.
    HeaderFooterDisagree "header_footer_disagree" Warning,
    /// A header value stops in mid-word; the footer has it whole.
    HeaderCut "header_cut" Note,
    /// A required header field is absent.
    HeaderMissing "header_missing" Warning,
    /// A date that is none.
    BadDate "bad_date" Warning,
    /// Front matter that could not be read.
    FrontMatter "front_matter" Warning,
    /// A table that could not be read as rows and columns.
    TableUnread "table_unread" Warning,
    /// Step numbers that repeat or skip.
    StepNumbering "step_numbering" Warning,
    /// A step without words.
    EmptyStep "empty_step" Warning,
    /// A step that does not say what to look at, so that nobody can tell whether it is done.
    UntestableStep "untestable_step" Note,
    /// A problem without resolution, workaround or steps.
    NoRemedy "no_remedy" Note,
    /// A product whose support has ended.
    StaleProduct "stale_product" Note,
    /// Two articles under one title.
    SameTitle "same_title" Note,
    /// The footer is absent.
    FooterMissing "footer_missing" Note,
    /// Control or undecodable characters.
    OddBytes "odd_bytes" Note,
    /// A form that is not understood; the text was kept as it stands.
    Unrecognised "unrecognised" Note,
}

/// Everything wrong with a document that the document alone shows, in order of places.
#[must_use]
pub fn lint(document: &Document) -> Vec<Finding> {
    let lines = Lines::of(document);
    let mut findings: Vec<Finding> = document
        .warnings
        .iter()
        .filter_map(|warning| oddity(document, warning, &lines))
        .collect();
    for article in &document.articles {
        let mut found = Vec::new();
        gaps(article, &mut found);
        steps::find(article, &mut found);
        tension::find(document, article, &mut found);
        stale::find(article, &mut found);
        remedy::find(article, &mut found);
        for mut finding in found {
            finding.article.clone_from(&article.id);
            finding.line = lines.line(finding.span);
            findings.push(finding);
        }
    }
    findings.sort_by_key(|finding| (finding.line, finding.span, finding.kind));
    findings
}

/// A finding whose article and line are filled in later.
fn finding(kind: FindingKind, span: Span, quote: &str, text: String) -> Finding {
    Finding {
        kind,
        article: String::new(),
        text,
        quote: clip(quote),
        span,
        line: 0,
    }
}

/// The start of a text, on one line, as long as a quotation may be.
#[must_use]
pub fn clip(text: &str) -> String {
    let start = &text[..text.floor_char_boundary(LONGEST_QUOTE)];
    let mut words = start.split_whitespace().collect::<Vec<_>>().join(" ");
    if start.len() < text.trim_end().len() {
        words.push_str(" …");
    }
    words
}

/// What reading found odd; gaps come from the articles, with their spans.
fn oddity(document: &Document, warning: &Warning, lines: &Lines) -> Option<Finding> {
    let kind = match warning.kind {
        WarningKind::HeaderCut => FindingKind::HeaderCut,
        WarningKind::HeaderMissing => FindingKind::HeaderMissing,
        WarningKind::HeaderFooterDisagree => FindingKind::HeaderFooterDisagree,
        WarningKind::BadDate => FindingKind::BadDate,
        WarningKind::FooterMissing => FindingKind::FooterMissing,
        WarningKind::BodyEmpty => FindingKind::BodyEmpty,
        WarningKind::Truncated => FindingKind::Truncated,
        WarningKind::OddBytes => FindingKind::OddBytes,
        WarningKind::TableUnread => FindingKind::TableUnread,
        WarningKind::StepNumbering => FindingKind::StepNumbering,
        WarningKind::FrontMatter => FindingKind::FrontMatter,
        WarningKind::Unrecognised => FindingKind::Unrecognised,
        WarningKind::Gap => return None,
    };
    let span = lines.span(warning.line, document.bytes.len());
    // There is nothing to quote of a text that is not there.
    let quoted = if kind == FindingKind::BodyEmpty {
        String::new()
    } else {
        document.text(span)
    };
    let only = document
        .articles
        .first()
        .filter(|_| document.articles.len() == 1);
    Some(Finding {
        article: only.map(|article| article.id.clone()).unwrap_or_default(),
        line: warning.line,
        ..finding(kind, span, &quoted, warning.message.clone())
    })
}

fn gaps(article: &Article, found: &mut Vec<Finding>) {
    for gap in &article.gaps {
        let kind = match gap.kind {
            GapKind::List => FindingKind::MissingList,
            GapKind::Table => FindingKind::MissingTable,
            GapKind::Figure => FindingKind::MissingFigure,
            GapKind::Value => FindingKind::CutValue,
            GapKind::Sentence => FindingKind::CutSentence,
            GapKind::Ending => FindingKind::CutEnding,
        };
        found.push(finding(kind, gap.span, &gap.announced, gap.reason.clone()));
    }
}

/// Where the lines of a document start.
pub struct Lines(Vec<u32>);

impl Lines {
    /// Of the bytes as stored; a document that knows no `\n` breaks at `\r`.
    #[must_use]
    pub fn of(document: &Document) -> Self {
        let bytes = &document.bytes;
        let ending = match memchr::memchr(b'\n', bytes) {
            None => b'\r',
            Some(_) => b'\n',
        };
        let after = memchr::memchr_iter(ending, bytes).map(|at| Span::new(at + 1, at + 1).start);
        Self(std::iter::once(0).chain(after).collect())
    }

    /// The line in which a span starts, counted from 1.
    #[must_use]
    pub fn line(&self, span: Span) -> u32 {
        let before = self.0.partition_point(|&start| start <= span.start);
        u32::try_from(before).unwrap_or(u32::MAX)
    }

    /// The bytes of a line counted from 1.
    fn span(&self, line: u32, length: usize) -> Span {
        let at = (line as usize).saturating_sub(1);
        let start = self.0.get(at).map_or(length, |&start| start as usize);
        let end = self.0.get(at + 1).map_or(length, |&next| next as usize);
        Span::new(start.min(length), end.min(length))
    }
}

#[cfg(test)]
mod tests;
