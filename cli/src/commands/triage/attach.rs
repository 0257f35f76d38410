//! What is typed behind `triage`: words, `-`, or names of files to read.

use crate::error::CliError;
use crate::terminal;
use engine::Attachment;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Most bytes taken of one file; the logs of a server are kept below this.
const MAX_FILE_BYTES: u64 = 512 << 20;

/// The text of the words and the files among them. Words are files if every one of them names a
/// file with an ending or a folder in front: a caller's single word is hardly one.
pub(super) fn read_words(words: &[String]) -> Result<(String, Vec<Attachment>), CliError> {
    if words == ["-"] {
        let bytes = terminal::read_stdin_bytes()?;
        let attachment = Attachment {
            name: "standard input".to_owned(),
            bytes,
        };
        return Ok((String::new(), vec![attachment]));
    }
    let is_file = |word: &String| word.contains(['.', '/', '\\']) && Path::new(word).is_file();
    let is_meant = |word: &String| is_file(word) || names_file(word);
    if !words.is_empty()
        && words.iter().all(is_meant)
        && let Some(missing) = words.iter().find(|word| !is_file(word))
    {
        return Err(CliError::usage(format!("There is no file {missing}"))
            .hint("words about it need more than its name"));
    }
    if !words.is_empty() && words.iter().all(is_file) {
        let files = words.iter().map(|word| read(Path::new(word)));
        return Ok((String::new(), files.collect::<Result<_, _>>()?));
    }
    Ok((words.join(" "), Vec::new()))
}

/// True if a word can hardly be anything but the name of a log or an export: one with the ending of
/// such a file, and no space. Programs and libraries are what callers speak of.
fn names_file(word: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "evtx", "evt", "xml", "csv", "tsv", "txt", "log", "json", "jsonl", "syslog", "etl", "md",
        "eml", "htm", "html",
    ];
    let path = Path::new(word);
    let ending = path.extension().and_then(|ending| ending.to_str());
    let has_name = path.file_stem().is_some_and(|stem| !stem.is_empty());
    let is_url = word.contains("://");
    has_name
        && !is_url
        && !word.contains(char::is_whitespace)
        && ending.is_some_and(|ending| ENDINGS.contains(&ending.to_lowercase().as_str()))
}

/// Reads a file whole.
pub(super) fn read(path: &Path) -> Result<Attachment, CliError> {
    let shown = path.display();
    let failed = |error| CliError::failed(format!("{shown} could not be read")).because(error);
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(failed)?;
    file.take(MAX_FILE_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    if bytes.len() as u64 > MAX_FILE_BYTES {
        let limit = MAX_FILE_BYTES >> 20;
        return Err(CliError::failed(format!(
            "{shown} is larger than {limit} MB"
        )));
    }
    Ok(Attachment {
        name: shown.to_string(),
        bytes,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_are_read_and_words_are_words() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("loom.csv");
        std::fs::write(&path, "a,b").unwrap();
        let name = path.display().to_string();
        let (text, files) = read_words(std::slice::from_ref(&name)).unwrap();
        assert_eq!((text.as_str(), files.len()), ("", 1));
        assert_eq!(files[0].bytes, b"a,b");
        let (text, files) = read_words(&[name.clone(), "fails".into()]).unwrap();
        assert_eq!((text, files.len()), (format!("{name} fails"), 0));
        assert!(read(&folder.path().join("none")).is_err());
        for words in [&["nosuch.evtx"][..], &[name.as_str(), "logs/none.csv"]] {
            let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            assert!(read_words(&words).is_err(), "{words:?}");
        }
        for words in [
            &["emsmta.exe"][..],
            &["setup.log is empty"],
            &["nosuch.evtx", "cannot be opened"],
            &["http://loom.test/a.htm"],
        ] {
            let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            assert_eq!(read_words(&words).unwrap().0, words.join(" "));
        }
    }
}
