//! `firstline lint`: what is wrong with a knowledge base or with documents, for whoever owns them.

use super::{Context, Outcome};
use crate::error::CliError;
use crate::knowledge::Knowledge;
use crate::output::text;
use clap::builder::PossibleValuesParser;
use clap::{Args, ValueEnum};
use corpus::health::{FindingKind, Level};
use corpus::source::{Source, SourceOptions};
use engine::health::{LintOptions, lint_index, lint_sources};
use std::path::{Path, PathBuf};

/// Findings shown of each kind where many documents are looked at.
const FEW: usize = 3;

/// Tell what is lost, dead, contradictory or stale in documents
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  firstline lint some-article.txt              one document, every finding
  firstline lint articles/ --kind dead_reference --limit 0
  firstline lint --index kb                    a whole index: counts and examples of each kind
  firstline lint draft.md --index kb           references may also point into that index
  firstline lint playbooks/                    playbooks, by the rules of their grammar

A document is a playbook if its front matter has `applies_when`; `firstline guide --lint FILE…`
takes every file for one, and names the rules.

Exit codes: 0 nothing at or above the level of --fail-on, 1 findings at or above it (or the
command failed), 2 wrong usage.")]
pub(crate) struct LintArgs {
    /// Files, folders, archives; `-` is standard input [default: the knowledge base]
    #[arg(value_name = "SOURCE")]
    sources: Vec<PathBuf>,
    /// Only findings of this kind; may be repeated
    #[arg(long, value_name = "KIND", value_parser = kinds(), hide_possible_values = true)]
    kind: Vec<String>,
    /// Findings shown of each kind, 0 for all [default: all for a single file, else 3]
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// The level that makes the exit code 1
    #[arg(long, value_name = "LEVEL", default_value = "warning")]
    fail_on: FailOn,
    /// Refuse documents of more bytes [default: 8388608]
    #[arg(long, value_name = "N")]
    max_document_bytes: Option<u64>,
}

/// From which level on findings fail the command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FailOn {
    /// Any finding.
    Note,
    /// Warnings and errors.
    Warning,
    /// Errors.
    Error,
    /// Nothing.
    Never,
}

impl FailOn {
    fn is_met_by(self, level: Level) -> bool {
        match self {
            Self::Note => true,
            Self::Warning => level >= Level::Warning,
            Self::Error => level >= Level::Error,
            Self::Never => false,
        }
    }
}

/// Looks at the documents and tells what is wrong with them.
pub(crate) fn run(args: &LintArgs, context: &Context) -> Result<Outcome, CliError> {
    let options = options(args, context);
    let mut shown = None;
    let answer = if args.sources.is_empty() {
        let knowledge = shown.insert(Knowledge::open(&context.settings)?);
        lint_index(&knowledge.engine, &options)?
    } else {
        let sources: Vec<Source> = args.sources.iter().map(|path| source(path)).collect();
        let beside = context.settings.index.is_some();
        let beside = beside.then(|| Knowledge::open(&context.settings));
        let beside = beside.transpose()?;
        let engine = beside.as_ref().map(|knowledge| &knowledge.engine);
        lint_sources(&sources, engine, &options)?
    };
    context.print(&answer, |answer, width| {
        let mut page = text::lint(answer, width);
        if let Some(knowledge) = &shown {
            page.gap();
            knowledge.sign(&mut page);
        }
        page
    })?;
    let failed = FindingKind::ALL.iter().any(|kind| {
        args.fail_on.is_met_by(kind.level())
            && answer.kinds.iter().any(|found| found.kind == kind.name())
    });
    Ok(if failed {
        Outcome::Unsound
    } else {
        Outcome::Answered
    })
}

fn options(args: &LintArgs, context: &Context) -> LintOptions {
    let mut source = SourceOptions::default();
    let most = args
        .max_document_bytes
        .or(context.settings.max_document_bytes);
    source.max_document_bytes = most.unwrap_or(source.max_document_bytes);
    let is_single = matches!(args.sources.as_slice(), [only] if !only.is_dir());
    let limit = args.limit.unwrap_or(if is_single { 0 } else { FEW });
    LintOptions {
        source,
        kinds: named(&args.kind),
        limit: if limit == 0 { usize::MAX } else { limit },
        ..LintOptions::default()
    }
}

fn source(path: &Path) -> Source {
    if path == Path::new("-") {
        Source::Stdin
    } else {
        Source::Path(path.to_owned())
    }
}

fn kinds() -> PossibleValuesParser {
    PossibleValuesParser::new(FindingKind::ALL.iter().map(|kind| kind.name()))
}

fn named(names: &[String]) -> Vec<FindingKind> {
    let all = FindingKind::ALL.iter().copied();
    all.filter(|kind| names.iter().any(|name| name == kind.name()))
        .collect()
}
