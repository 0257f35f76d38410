//! The relevance gate: a file of minima, `[set]` tables of `"metric" = minimum`.

use crate::error::{CliError, Kind};
use engine::evaluate::{EvalReport, Gate};
use std::path::Path;

/// Reads a gate, JSON if the file is named so, TOML otherwise.
pub(super) fn read(path: &Path) -> Result<Gate, CliError> {
    let shown = path.display();
    let wrong = || CliError::new(Kind::QuerySet, format!("{shown} is no valid gate"));
    let text = std::fs::read_to_string(path)
        .map_err(|error| CliError::failed(format!("{shown} cannot be read")).because(error))?;
    let json = path.extension().is_some_and(|ending| ending == "json");
    let gate: Gate = if json {
        serde_json::from_str(&text).map_err(|error| wrong().because(error))?
    } else {
        toml::from_str(&text).map_err(|error| wrong().because(error))?
    };
    if gate.0.values().all(|minima| minima.is_empty()) {
        return Err(wrong().hint("it names no set and metric, so it would hold anything"));
    }
    Ok(gate)
}

/// Fails if the gate does not hold, naming all that falls short.
pub(super) fn hold(gate: &Gate, report: &EvalReport) -> Result<(), CliError> {
    let shortfalls = gate.shortfalls(report);
    if shortfalls.is_empty() {
        return Ok(());
    }
    let lines: Vec<String> = shortfalls.iter().map(ToString::to_string).collect();
    let heading = format!("The relevance gate does not hold: {}", lines.join("; "));
    Err(CliError::new(Kind::Gate, heading))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_gate_in_either_notation() {
        let folder = tempfile::tempdir().unwrap();
        let toml = folder.path().join("gate.toml");
        let json = folder.path().join("gate.json");
        std::fs::write(&toml, "[calls]\n\"mrr@10\" = 0.5\n").unwrap();
        std::fs::write(&json, "{\"calls\": {\"mrr@10\": 0.5}}").unwrap();
        assert_eq!(read(&toml).unwrap(), read(&json).unwrap());
    }

    #[test]
    fn a_gate_that_holds_anything_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("gate.toml");
        for text in ["", "[calls]\n", "calls = 3", "[calls]\nmrr = \"high\""] {
            std::fs::write(&path, text).unwrap();
            assert!(read(&path).is_err(), "{text}");
        }
    }
}
