//! `firstline guide --lint`: every fault of playbooks, with file and line.

use super::Context;
use crate::commands::Outcome;
use crate::error::CliError;
use crate::knowledge::Knowledge;
use crate::output::text::{self, style::counted};
use corpus::playbook::{Finding, Severity, lint};
use serde::Serialize;
use std::path::PathBuf;

/// What was found.
#[derive(Debug, Serialize)]
pub(crate) struct LintReport {
    pub(crate) schema: &'static str,
    /// Files looked at.
    pub(crate) files: usize,
    pub(crate) findings: Vec<Finding>,
}

/// Lints the files together. Articles of the knowledge base and built-in ones are known.
pub(super) fn run(files: &[PathBuf], context: &Context) -> Result<Outcome, CliError> {
    let knowledge = Knowledge::open(&context.settings)?;
    let mut texts = Vec::with_capacity(files.len());
    for path in files {
        let shown = path.display().to_string();
        let bytes = std::fs::read(path)
            .map_err(|error| CliError::usage(format!("{shown} cannot be read")).because(error))?;
        texts.push((shown, corpus::text::decode(&bytes).text));
    }
    let built_in: Vec<String> = corpus::builtin::documents()
        .into_iter()
        .flat_map(|document| document.articles)
        .map(|article| article.id)
        .collect();
    let articles = &knowledge.engine.generation().articles;
    let is_article = |id: &str| articles.find(id).is_some() || built_in.iter().any(|own| own == id);
    let report = LintReport {
        schema: "firstline.guide-lint/1",
        files: texts.len(),
        findings: lint(&texts, &is_article),
    };
    context.print(&report, text::lint_report)?;
    let is_error = |finding: &&Finding| finding.severity == Severity::Error;
    match report.findings.iter().filter(is_error).count() {
        0 => Ok(Outcome::Answered),
        errors => {
            let told = counted(errors as u64, "error", "errors");
            Err(CliError::failed(format!("{told} in the playbooks")))
        }
    }
}
