//! Code, commands, registry paths and file excerpts, told from prose by the look of their lines.

use crate::lines::Page;
use std::ops::Range;

/// How many chunks behind code are looked at for more code.
const LOOK_AHEAD: usize = 3;

/// Longer lines are not looked at: nobody wrote such code by hand.
const LONGEST_LINE: usize = 1000;

/// True if the chunk is verbatim text. At the margin (`base`) more evidence is needed than for
/// indented lines, for most prose stands there.
pub(super) fn is_code(page: &Page<'_>, lines: Range<usize>, base: usize) -> bool {
    let count = lines.len();
    // Full lines of prose are common and long; do not look at all of them.
    if count > 2 && is_prose(page.words(lines.start)) && is_prose(page.words(lines.start + 1)) {
        return false;
    }
    let looks = lines
        .clone()
        .filter(|&line| looks_like_code(page.words(line)))
        .count();
    if looks == 0 {
        return false;
    }
    let indented = lines.clone().all(|line| page.indent(line) >= base + 2);
    if indented {
        let prose = || lines.clone().any(|line| is_prose(page.words(line)));
        looks * 5 >= count * 2 || looks * 8 >= count && !prose()
    } else {
        looks * 5 >= count * 3
    }
}

/// True if code stands within the next chunks of `lines`, so that a star there is a comment.
pub(super) fn near(page: &Page<'_>, lines: Range<usize>) -> bool {
    let mut looks = 0;
    let mut seen = 0;
    for line in lines.take(16).filter(|&line| !page.is_blank(line)) {
        seen += 1;
        looks += usize::from(looks_like_code(page.words(line)));
    }
    looks * 4 >= seen
}

/// Where the code that begins with `chunk` ends: chunks behind blank lines belong to it while
/// they are not prose and stand no further left than its first line.
pub(super) fn extend(page: &Page<'_>, chunk: Range<usize>, limit: usize, base: usize) -> usize {
    let left = chunk
        .clone()
        .map(|line| page.indent(line))
        .min()
        .unwrap_or(0);
    let mut end = chunk.end;
    let mut doubtful = 0;
    let mut line = chunk.end;
    while doubtful < LOOK_AHEAD {
        let start = page.skip_blank(line, limit);
        let mut stop = start;
        while stop < limit.min(start + super::LONGEST_CHUNK) && !page.is_blank(stop) {
            stop += 1;
        }
        if start >= limit || (start..stop).any(|line| page.indent(line) < left) {
            break;
        }
        let count = stop - start;
        let looks = (start..stop)
            .filter(|&line| looks_like_code(page.words(line)))
            .count();
        let prose = (start..stop)
            .filter(|&line| is_prose(page.words(line)))
            .count();
        if looks * 4 >= count || prose == 0 && left >= base + 2 {
            end = stop;
            doubtful = 0;
        } else if prose > 0 || left == 0 {
            break;
        } else {
            doubtful += 1;
        }
        line = stop;
    }
    end
}

/// The lines as they stand, without the indentation they share.
pub(super) fn verbatim(page: &Page<'_>, lines: Range<usize>) -> String {
    let shared = lines
        .clone()
        .filter(|&line| !page.is_blank(line))
        .map(|line| page.lines[line].words - page.lines[line].start)
        .min()
        .unwrap_or(0);
    let mut text = String::with_capacity(page.words_span(lines.clone()).len());
    for line in lines {
        if !text.is_empty() {
            text.push('\n');
        }
        if !page.is_blank(line) {
            text.push_str(&page.raw(line)[shared..]);
        }
    }
    text
}

/// A line of sentences: six words or more, mostly lower case, with the marks of prose.
fn is_prose(words: &str) -> bool {
    // Most prose has none of the marks that code has; only then is the long look needed.
    let marks = words.bytes().fold(false, |marks, byte| {
        marks
            | matches!(
                byte,
                b'=' | b'(' | b';' | b'\\' | b'/' | b'<' | b'[' | b'{' | b':' | b'_'
            )
    });
    if words.len() < 24 || marks && looks_like_code(words) {
        return false;
    }
    let mut count = 0;
    let mut plain = 0;
    for word in words.split_ascii_whitespace() {
        count += 1;
        let core = word.trim_end_matches([',', '.', ':', ';', ')']);
        plain += usize::from(core.bytes().all(|byte| byte.is_ascii_lowercase()));
    }
    count >= 5 && plain * 2 >= count
}

/// Words that open a line of a program. Those that also open sentences (`If`, `Set`, `For`) are
/// weighed with the rest of the line elsewhere.
const OPENINGS: &[&str] = &[
    "#include",
    "#define",
    "#if",
    "#endif",
    "#If",
    "#Else",
    "#End",
    "//",
    "/*",
    "*/",
    "REM ",
    "Rem ",
    "DIM ",
    "Dim ",
    "Sub ",
    "End ",
    "END ",
    "ENDIF",
    "ENDPROC",
    "ENDDO",
    "ENDSCAN",
    "ENDFUNC",
    "ENDDEFINE",
    "Private ",
    "Public ",
    "PUBLIC ",
    "Declare ",
    "PROCEDURE ",
    "FUNCTION ",
    "Function ",
    "DEFINE ",
    "SELECT ",
    "INSERT ",
    "CREATE ",
    "Loop",
    "Wend",
    "return ",
    "return;",
    "void ",
    "int ",
    "char ",
    "long ",
    "double ",
    "class ",
    "struct ",
    "typedef ",
    "<%",
    "</",
    "<!",
    "? ",
    "&&",
    "&*",
    "'",
    "HKEY_",
    "HKLM",
    "HKCU",
    "\\\\",
    "C:\\",
    "c:\\",
    "D:\\",
    "A:\\",
    "A:>",
    "C>",
    "C:>",
    "net ",
    "cd ",
    "CD ",
    "copy ",
    "COPY ",
    "expand ",
    "attrib ",
    "ping ",
    "del ",
    "DEL ",
    "deltree ",
    "xcopy ",
    "XCOPY ",
    "dir ",
    "DIR ",
    "FORMAT ",
    "chkdsk",
    "CHKDSK",
    "winnt ",
    "WINNT ",
    "winnt32 ",
    "netsh ",
    "nslookup ",
    "telnet ",
    "*--",
    "regsvr32 ",
    "nbtstat ",
    "ipconfig",
    "device=",
    "DEVICE=",
    "devicehigh=",
    "DEVICEHIGH=",
    "REGEDIT",
    "CALL ",
    "PRINT ",
    "INTEGER ",
    "REAL ",
    "CHARACTER",
    "program ",
    "WRITE(",
    "On Error",
    "Option ",
    "Const ",
    "Debug.",
    "MsgBox ",
    "DoCmd",
];

fn looks_like_code(words: &str) -> bool {
    let bytes = words.as_bytes();
    if bytes.len() > LONGEST_LINE {
        return false;
    }
    let (Some(&first), Some(&last)) = (bytes.first(), bytes.last()) else {
        return false;
    };
    if matches!(last, b';' | b'{' | b'}') && (bytes.len() < 3 || !ends_like_prose(words)) {
        return true;
    }
    if first == b'[' && last == b']' && bytes.len() > 2 {
        return true;
    }
    if first == b'<' && last == b'>' && bytes.len() > 2 {
        return true;
    }
    if is_address(words) {
        return false;
    }
    is_path(bytes)
        || opens_code(words, first)
        || is_command(words)
        || is_member_call(words)
        || has_operator(words)
}

/// A semicolon also ends parts of sentences; such lines have many plain words.
fn ends_like_prose(words: &str) -> bool {
    let count = words.split_ascii_whitespace().count();
    let plain = words
        .split_ascii_whitespace()
        .filter(|word| word.bytes().all(|byte| byte.is_ascii_lowercase()))
        .count();
    count >= 5 && plain * 2 > count && !words.contains(['=', '('])
}

fn is_path(bytes: &[u8]) -> bool {
    let rooted = bytes.first() == Some(&b'\\') && bytes.len() > 1 && bytes[1] != b' ';
    let drive = bytes.len() > 2 && bytes[0].is_ascii_alphabetic() && &bytes[1..3] == b":\\";
    rooted || drive
}

fn is_address(words: &str) -> bool {
    ["http://", "https://", "ftp://", "www."]
        .iter()
        .any(|scheme| words.starts_with(scheme))
}

/// A program with switches: `lpr -S host file`, `FORMAT A: /S`.
fn is_command(words: &str) -> bool {
    let Some((program, rest)) = words.split_once(' ') else {
        return false;
    };
    let named = program.len() <= 16
        && program
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b".\\:_".contains(&b))
        && (program.bytes().all(|b| !b.is_ascii_uppercase())
            || program.bytes().all(|b| !b.is_ascii_lowercase()));
    let mut switches = 0;
    let mut count = 0;
    for word in rest.split_ascii_whitespace() {
        count += 1;
        let bytes = word.as_bytes();
        let switch = matches!(bytes[0], b'/' | b'-')
            && bytes
                .get(1)
                .is_some_and(|&b| b.is_ascii_alphanumeric() || b == b'?');
        switches += usize::from(switch);
    }
    named && switches > 0 && count <= 12 && !words.ends_with('.')
}

/// `TabStrip1.Tabs.Add , , "Two"`: a capital right behind a dot, and arguments.
fn is_member_call(words: &str) -> bool {
    let (name, rest) = words.split_once(' ').unwrap_or((words, ""));
    let bytes = name.as_bytes();
    let member = bytes.windows(3).any(|three| {
        three[0] == b'.' && three[1].is_ascii_uppercase() && three[2].is_ascii_lowercase()
    });
    member
        && (bytes[0] == b'.' || bytes[0].is_ascii_alphabetic())
        && (rest.is_empty() || rest.starts_with(['"', ',', '(', '=']))
}

fn opens_code(words: &str, first: u8) -> bool {
    // A quotation mark at the start also opens prose; a comment has no closing one.
    if first == b'\'' {
        return !words[1..].contains('\'');
    }
    OPENINGS
        .iter()
        .any(|opening| opening.as_bytes()[0] == first && words.starts_with(opening))
        && !reads_on_as_prose(words)
}

/// "End the session and then …", "Select the …": an opening word, but a sentence.
fn reads_on_as_prose(words: &str) -> bool {
    let count = words.split_ascii_whitespace().count();
    count >= 6
        && !words.contains(['=', '(', '\\', ';', '/', '"', '*', ','])
        && words.ends_with(|last: char| last.is_ascii_lowercase() || last == '.')
}

/// An assignment, a call without arguments, or an operator that prose does not have.
fn has_operator(words: &str) -> bool {
    let bytes = words.as_bytes();
    for at in memchr::memchr2_iter(b'=', b'(', bytes) {
        if bytes[at] == b'(' {
            if bytes.get(at + 1) == Some(&b')')
                && !words.contains(". ")
                && word_count_below(words, 4)
            {
                return true;
            }
            continue;
        }
        let left = words[..at].trim_end_matches([' ', ':', '!', '<', '>', '+', '-', '=']);
        let name = left.rsplit([' ', '\t']).next().unwrap_or("");
        let whole = name.len() == left.len()
            || left
                .strip_suffix(name)
                .is_some_and(|before| word_count_below(before, 3) && before.len() < 16);
        if !left.is_empty() && whole && !name.ends_with([',', '.']) {
            return true;
        }
    }
    let operator = |two: &[u8]| {
        matches!(
            two,
            b"->" | b"::" | b":=" | b"!=" | b"==" | b"&&" | b"||" | b");"
        )
    };
    (bytes.windows(2).any(operator) || bytes.ends_with(b" _")) && word_count_below(words, 9)
}

fn word_count_below(words: &str, limit: usize) -> bool {
    words.split_ascii_whitespace().take(limit).count() < limit
}

#[cfg(test)]
mod cases {
    use super::*;

    #[test]
    fn lines_of_code_are_told_from_prose() {
        let cases = [
            ("HACCEL  m_table;", true),
            ("x = y + 1", true),
            ("[boot]", true),
            ("Shell=Progman.exe", true),
            ("HKEY_LOCAL_MACHINE\\Software\\Contoso", true),
            ("Dim db As Database", true),
            ("net use x: \\\\server\\share", true),
            ("printf(\"hello\");", true),
            ("}", true),
            ("List1.Items.Add \"Two\"", true),
            ("LPR -S 192.0.2.1 -P queue file", true),
            ("' A comment", true),
            ("End the session and then restart the computer", false),
            ("Invalid media type, track 0 bad", false),
            (
                "The function returns a value; the caller then reads it;",
                false,
            ),
            ("Cannot establish modem connection.", false),
            ("Calling the function (see below) is enough.", false),
        ];
        for (line, expected) in cases {
            assert_eq!(looks_like_code(line), expected, "{line:?}");
        }
    }
}
