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
    if !words.is_empty() && words.iter().all(is_file) {
        let files = words.iter().map(|word| read(Path::new(word)));
        return Ok((String::new(), files.collect::<Result<_, _>>()?));
    }
    Ok((words.join(" "), Vec::new()))
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
    }
}
