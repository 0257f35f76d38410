//! Names of archive members: made stable, or refused.

/// What to do with a member, judged by its name alone.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Name {
    /// Read it under this name.
    Use(String),
    /// Leave it out: a hidden file, or the archive's root.
    Skip,
    /// It points outside the archive.
    Escapes,
}

/// The name under which a member is cited: `/` between the parts, no `.` parts, control
/// characters replaced. Backslashes count as separators, since Windows tools write them.
pub(super) fn judge(raw: &[u8]) -> Name {
    let text = String::from_utf8_lossy(raw).replace('\\', "/");
    if text.starts_with('/') || has_drive(&text) {
        return Name::Escapes;
    }
    let parts: Vec<&str> = text
        .split('/')
        .filter(|part| !part.is_empty() && *part != ".")
        .collect();
    if parts.contains(&"..") {
        return Name::Escapes;
    }
    if parts.is_empty() || parts.iter().any(|part| is_hidden(part)) {
        return Name::Skip;
    }
    Name::Use(printable(&parts.join("/")))
}

/// True for files that a folder listing would not show, and for what macOS adds to archives.
pub(super) fn is_hidden(part: &str) -> bool {
    part.starts_with('.') || part == "__MACOSX"
}

/// The name with control characters replaced: a name is shown in terminals, and may hold escape
/// sequences.
pub(super) fn printable(name: &str) -> String {
    name.replace(char::is_control, "\u{fffd}")
}

/// True for `C:` and the like at the start.
fn has_drive(name: &str) -> bool {
    matches!(name.as_bytes(), [letter, b':', ..] if letter.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_made_stable_or_refused() {
        let usable = |name: &str| Name::Use(name.to_owned());
        let cases: &[(&[u8], Name)] = &[
            (b"a/b.txt", usable("a/b.txt")),
            (b"./a//b.txt", usable("a/b.txt")),
            (b"a\\b.txt", usable("a/b.txt")),
            (b"a..b/c...txt", usable("a..b/c...txt")),
            (b"caf\xe9.txt", usable("caf\u{fffd}.txt")),
            (b"bell\x07.txt", usable("bell\u{fffd}.txt")),
            (b"../b.txt", Name::Escapes),
            (b"a/../../b.txt", Name::Escapes),
            (b"a\\..\\b.txt", Name::Escapes),
            (b"/etc/hosts", Name::Escapes),
            (b"C:\\b.txt", Name::Escapes),
            (b".git/config", Name::Skip),
            (b"__MACOSX/a.txt", Name::Skip),
            (b"./", Name::Skip),
            (b"", Name::Skip),
        ];
        for (raw, wanted) in cases {
            assert_eq!(&judge(raw), wanted, "{}", raw.escape_ascii());
        }
    }
}
