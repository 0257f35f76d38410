//! The golden file: figures that a build reached, which a later one may not lose.

use crate::error::{CliError, Kind};
use engine::evaluate::{Golden, Loss};
use std::path::Path;

/// Queries named for each metric that fell.
const NAMED: usize = 12;

/// Reads a golden file.
pub(super) fn read(path: &Path) -> Result<Golden, CliError> {
    let shown = path.display();
    let text = std::fs::read_to_string(path)
        .map_err(|error| CliError::failed(format!("{shown} cannot be read")).because(error))?;
    let wrong = || CliError::new(Kind::QuerySet, format!("{shown} is no golden file"));
    let golden: Golden = serde_json::from_str(&text).map_err(|error| wrong().because(error))?;
    if golden.0.is_empty() {
        return Err(wrong().hint("it names no set, so it would hold anything"));
    }
    Ok(golden)
}

/// Writes a golden file, a query a line so that changes can be read in a review.
pub(super) fn write(path: &Path, golden: &Golden) -> Result<(), CliError> {
    let text = serde_json::to_string_pretty(golden).map_err(std::io::Error::from);
    let written = text.and_then(|text| std::fs::write(path, text + "\n"));
    written.map_err(|error| {
        CliError::failed(format!("{} could not be written", path.display())).because(error)
    })
}

/// Fails if something was lost by more than `tolerance`, naming metrics and queries.
pub(super) fn hold(golden: &Golden, now: &Golden, tolerance: f64) -> Result<(), CliError> {
    let losses = golden.losses(now, tolerance);
    if losses.is_empty() {
        return Ok(());
    }
    let mut error = CliError::new(Kind::Gate, "The figures fell below the golden ones");
    for loss in &losses {
        error = error.detail(&line(loss));
    }
    Err(error.hint("if that is meant: firstline eval … --write-golden FILE, and say why"))
}

fn line(loss: &Loss) -> String {
    let Loss {
        set,
        metric,
        golden,
        measured,
        queries,
    } = loss;
    let Some(measured) = measured else {
        return format!("{set}: {metric} was {golden:.3}, the set was not evaluated");
    };
    let place = |rank: Option<usize>| rank.map_or_else(|| "gone".to_owned(), |at| at.to_string());
    let named = queries.iter().take(NAMED);
    let named: Vec<String> = named
        .map(|query| format!("{} ({} → {})", query.qid, query.before, place(query.now)))
        .collect();
    let more = match queries.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!(
        "{set}: {metric} was {golden:.3}, is {measured:.3}; ranked worse: {}{more}",
        named.join(", ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_golden_file_is_read_back_and_an_empty_one_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("golden.json");
        let text = r#"{"calls": {"metrics": {"mrr@10": 0.5}, "ranks": {"c1": 2}}}"#;
        std::fs::write(&path, text).unwrap();
        let golden = read(&path).unwrap();
        write(&path, &golden).unwrap();
        assert_eq!(read(&path).unwrap(), golden);
        assert!(hold(&golden, &golden, 0.01).is_ok());
        assert!(hold(&golden, &Golden::default(), 0.01).is_err());
        std::fs::write(&path, "{}").unwrap();
        assert!(read(&path).is_err());
    }
}
