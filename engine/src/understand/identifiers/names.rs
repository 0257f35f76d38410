//! Identifiers that are names: articles, registry keys, files.

use super::{Identifier, Notation, Pattern, Value, before, pattern};
use std::sync::LazyLock;

/// "Q235174", "KB 885267", "kb article 301529", "/kb/824146".
static ARTICLE: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:q[ \t]?|kb[ \t#:/-]*(?:article[ \t]*)?|(?:knowledge base )?article[ \t]+(?:id[ \t]*|number[ \t]*|no\.?[ \t]*)?[:#]?[ \t]*|kbid=|kb;(?:en-us;)?)q?(\d{5,7})\b",
    )
});

/// A hive, and the path behind it starts.
static HIVE: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)\b(HKEY_LOCAL_MACHINE|HKEY_CURRENT_USER|HKEY_CLASSES_ROOT|HKEY_USERS|HKEY_CURRENT_CONFIG|HKLM|HKCU|HKCR|HKU|HKCC):?\\",
    )
});

/// A name with an extension that programs and their files have, and the path before it.
static FILE: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)(?:\b[a-z]:|%\w+%|\\\\[\w.$-]+)?(?:\\?[\w$~!&+%-]+\\)*\b[\w$~!&+-]+(?:\.[\w-]+){0,3}\.(?:exe|dll|sys|ocx|vbs|vbx|vxd|386|drv|inf|ini|bat|cmd|cpl|msc|msi|mst|msp|cab|hlp|chm|reg|dat|log|txt|csv|edb|stm|pst|ost|mdb|ldf|mdf|nsf|ntf|adm|pol|tmp|dmp|evt|evtx|ps1|wsf|js|asp|aspx|htm|html|xml|xls|doc|ppt|dot|zip|iso|h|cpp|frm|mif|nal|ipf|lic|dot|dbf|fpt|prg|scx|tlb|olb|pdb|ttf|fon|fot|ppd|spl|shd|wav|avi|bmp|gif|jpg|pdf|rtf|sh|conf|yaml|yml|json)\b",
    )
});

/// DOS programs with the extension that is now a domain's.
static DOS_PROGRAM: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:command|win|format|mode|edit|more|tree|keyb|diskcopy|diskcomp|doskey|loadfix|graphics|chkdsk|mem|sys|cmd)\.com\b",
    )
});

pub(super) fn find(text: &str, found: &mut Vec<Identifier>) {
    for matched in ARTICLE
        .iter()
        .flat_map(|article| article.captures_iter(text))
    {
        let (Some(all), Some(digits)) = (matched.get(0), matched.get(1)) else {
            continue;
        };
        let value = Value::Article(format!("Q{}", digits.as_str()));
        found.push(Identifier::new(text, all.range(), value, Notation::Literal));
    }
    registry_keys(text, found);
    let files = FILE.iter().flat_map(|file| file.find_iter(text));
    let programs = DOS_PROGRAM.iter().flat_map(|file| file.find_iter(text));
    for matched in files.chain(programs) {
        // The host of an address is no file ("http://…/default.asp").
        let is_url = before(text, matched.start(), 3).ends_with(['/', '@', '.']);
        if !is_url {
            let value = Value::File(matched.as_str().to_owned());
            found.push(Identifier::new(
                text,
                matched.range(),
                value,
                Notation::Literal,
            ));
        }
    }
}

fn registry_keys(text: &str, found: &mut Vec<Identifier>) {
    for matched in HIVE.iter().flat_map(|hive| hive.captures_iter(text)) {
        let (Some(all), Some(hive)) = (matched.get(0), matched.get(1)) else {
            continue;
        };
        let end = all.end() + path_length(&text[all.end()..]);
        let path = text[all.end()..end].trim_end_matches('\\');
        let value = Value::RegistryKey(format!("{}\\{path}", short_hive(hive.as_str())));
        found.push(Identifier::new(
            text,
            all.start()..end,
            value,
            Notation::Literal,
        ));
    }
}

fn short_hive(hive: &str) -> String {
    const LONG: &[(&str, &str)] = &[
        ("HKEY_LOCAL_MACHINE", "HKLM"),
        ("HKEY_CURRENT_USER", "HKCU"),
        ("HKEY_CLASSES_ROOT", "HKCR"),
        ("HKEY_USERS", "HKU"),
        ("HKEY_CURRENT_CONFIG", "HKCC"),
    ];
    let upper = hive.to_ascii_uppercase();
    let short = LONG.iter().find(|(long, _)| *long == upper);
    short.map_or(upper.clone(), |(_, short)| (*short).to_owned())
}

/// How many bytes of `rest` are a registry path. Key names may hold blanks, so a blank belongs to
/// the path if another backslash follows soon; behind the last backslash the first blank ends it,
/// save in the one key that everybody means ("Windows NT").
fn path_length(rest: &str) -> usize {
    const LONGEST_NAME: usize = 48;
    let stops = |character: char| "\r\n\"'<>|,;()".contains(character);
    let line = rest.split(stops).next().unwrap_or_default();
    let mut length = 0;
    for segment in line.split_inclusive('\\') {
        let name = segment.trim_end_matches('\\');
        if name.len() < segment.len() && name.len() <= LONGEST_NAME {
            length += segment.len();
            continue;
        }
        let word = name.split(char::is_whitespace).next().unwrap_or_default();
        let is_nt = word.eq_ignore_ascii_case("windows") && name[word.len()..].starts_with(" NT");
        length += word.len() + if is_nt { 3 } else { 0 };
        break;
    }
    line[..length].trim_end_matches(['.', ':', ' ']).len()
}
