//! Writes a setting into `firstline.toml`, leaving every other line as the user wrote it.

use super::file::SettingsFile;
use crate::error::CliError;
use std::path::Path;

/// The table and key of the threshold.
const TABLE: &str = "[triage]";
const KEY: &str = "threshold";

/// Keeps a threshold in the file at `path`, which need not exist. The file is read back before it
/// takes the place of the old one.
pub(super) fn threshold(path: &Path, value: f64) -> Result<(), CliError> {
    let failed = |error: std::io::Error| {
        CliError::failed(format!("{} cannot be written", path.display())).because(error)
    };
    let before = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(failed(error)),
    };
    if let Some(folder) = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    let beside = path.with_extension("toml.new");
    std::fs::write(&beside, with_threshold(&before, value)).map_err(failed)?;
    if let Err(error) = SettingsFile::read(&beside) {
        let _ = std::fs::remove_file(&beside);
        return Err(error);
    }
    std::fs::rename(&beside, path).map_err(failed)
}

/// The text with the threshold set in its table.
fn with_threshold(text: &str, value: f64) -> String {
    let line = format!("{KEY} = {value:?}");
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let Some(table) = lines.iter().position(|line| line.trim() == TABLE) else {
        if lines.last().is_some_and(|last| !last.trim().is_empty()) {
            lines.push(String::new());
        }
        lines.extend([TABLE.to_owned(), line]);
        return lines.join("\n") + "\n";
    };
    let end = lines[table + 1..]
        .iter()
        .position(|line| line.trim_start().starts_with('['))
        .map_or(lines.len(), |at| table + 1 + at);
    let is_key = |line: &String| line.split('=').next().is_some_and(|key| key.trim() == KEY);
    match lines[table + 1..end].iter().position(is_key) {
        Some(at) => lines[table + 1 + at] = line,
        None => lines.insert(table + 1, line),
    }
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_lines_stay_as_they_are() {
        for (before, after) in [
            ("", "[triage]\nthreshold = 0.4\n"),
            ("limit = 5", "limit = 5\n\n[triage]\nthreshold = 0.4\n"),
            (
                "[triage]\nthreshold = 0.7 # high\n[search]\nspelling = false\n",
                "[triage]\nthreshold = 0.4\n[search]\nspelling = false\n",
            ),
            (
                "# mine\n[triage]\n\n[search]\n",
                "# mine\n[triage]\nthreshold = 0.4\n\n[search]\n",
            ),
        ] {
            assert_eq!(with_threshold(before, 0.4), after, "{before}");
        }
    }

    #[test]
    fn a_file_that_is_not_valid_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/firstline.toml");
        threshold(&path, 0.5).unwrap();
        assert_eq!(
            SettingsFile::read(&path).unwrap().triage.threshold,
            Some(0.5)
        );
        std::fs::write(&path, "limit = \"many\"").unwrap();
        assert!(threshold(&path, 0.5).is_err());
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "limit = \"many\"");
    }
}
