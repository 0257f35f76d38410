//! The rules by which something in a text is recognised as private: a table of patterns, the
//! class of what they capture, and a test of the captured words.

use super::words::{is_common, is_placeholder, is_well_known};
use super::{Class, Found, secrets};
use crate::index::vectors::words::Words;
use crate::understand::pattern::compiled;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// A pattern, what its first group is, and whether the group is to be masked.
struct Rule {
    class: Class,
    pattern: &'static str,
    is_private: fn(&str, &Range<usize>) -> bool,
}

const RULES: &[Rule] = &[
    Rule {
        class: Class::Key,
        pattern: r"(?s)(-----BEGIN [A-Z ]*PRIVATE KEY-----.*?-----END [A-Z ]*PRIVATE KEY-----)",
        is_private: always,
    },
    Rule {
        class: Class::Key,
        pattern: r"\b([A-Z0-9]{5}(?:-[A-Z0-9]{5}){4})\b",
        is_private: always,
    },
    Rule {
        class: Class::Key,
        pattern: r"\b(\d{5}-OEM-\d{7}-\d{5}|eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]*|AKIA[A-Z0-9]{16})\b",
        is_private: always,
    },
    // Tokens of services say themselves what they are.
    Rule {
        class: Class::Key,
        pattern: r"\b((?:gh[pousr]_|github_pat_|glpat-|xox[abeprs]-|[spr]k[_-](?:live|test|proj)[_-])[A-Za-z0-9_-]{10,}|AIza[A-Za-z0-9_-]{30,})",
        is_private: always,
    },
    // A recovery key of a locked drive.
    Rule {
        class: Class::Key,
        pattern: r"\b(\d{6}(?:-\d{6}){7})\b",
        is_private: always,
    },
    Rule {
        class: Class::Key,
        pattern: r"\b([3-6]\d{3}[ -]?\d{4}[ -]?\d{4}[ -]?\d{1,7})\b",
        is_private: secrets::is_card,
    },
    Rule {
        class: Class::Key,
        pattern: r"\b([A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?)\b",
        is_private: secrets::is_account_number,
    },
    // A social security number.
    Rule {
        class: Class::Key,
        pattern: r"\b(\d{3}-\d{2}-\d{4})\b",
        is_private: always,
    },
    Rule {
        class: Class::Key,
        pattern: r#"(?i)\b(?:product[ _-]?(?:key|id)|cd[ _-]?key|license[ _-]?key|serial[ _-]?(?:number|no\.?)|api[ _-]?key|(?:client[ _-]?)?secret(?:[ _-]?key)?|pre-?shared[ _-]?key|psk|(?:[a-z]+[ _-])?token|community(?:[ _-]?string)?|bearer)["']?(?:[ \t]*[:=][ \t]*|[ \t]+is[ \t]+|[ \t]+)["']?([^\s"',;<>]{4,})"#,
        is_private: is_secret,
    },
    Rule {
        class: Class::Password,
        pattern: r#"(?i)\b(?:password|passwd|passphrase|pwd|pw|pass(?:word)? phrase|pin|passcode|kennwort|passwort)["']?[ \t]*[:=][ \t]*["']?([^\s"',;<>]+)"#,
        is_private: is_password_value,
    },
    Rule {
        class: Class::Password,
        pattern: r#"(?i)\b(?:password|passwd|passphrase|pwd|pw|pin|passcode|kennwort|passwort)[ \t]+(?:(?:of|for|von)[ \t]+(?:the[ \t]+)?(?:user[ \t]+)?\S+[ \t]+)?(?:(?:(?:is|was|has been|got)[ \t]+)?(?:changed|set|reset)[ \t]+to[ \t]+|(?:is|was|to|of|ist|lautet)[ \t]+)?["']?([^\s"',;<>]{3,})"#,
        is_private: is_secret,
    },
    // "login: ann.w / beam77".
    Rule {
        class: Class::Password,
        pattern: r#"(?i)\b(?:login|log-?on|user(?:name)?|credentials?|account)[ \t]*[:=]?[ \t]*[\w.@\\-]+[ \t]+/[ \t]+([^\s"',;<>/]{4,})"#,
        is_private: is_secret,
    },
    Rule {
        class: Class::Password,
        pattern: r"(?i)\bnet[ \t]+use\b[^\r\n]*?/user:\S+[ \t]+([^\s/*]\S*)",
        is_private: always,
    },
    Rule {
        class: Class::Password,
        pattern: r"(?i)\bnet[ \t]+user[ \t]+\S+[ \t]+([^\s/*]\S*)",
        is_private: always,
    },
    Rule {
        class: Class::Password,
        pattern: r"(?i)[a-z][a-z0-9+.-]{1,10}://[^\s/:@]+:([^\s/@]+)@",
        is_private: always,
    },
    Rule {
        class: Class::Email,
        pattern: r"\b([\w.%+'-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+){1,8})\b",
        is_private: always,
    },
    Rule {
        class: Class::Sid,
        pattern: r"(?i)\b(S-1-(?:5-21|12-1)(?:-\d{1,10}){3,6})\b",
        is_private: always,
    },
    Rule {
        class: Class::Address,
        pattern: r"(?i)\b([0-9a-f]{2}(?:[:-][0-9a-f]{2}){5})\b",
        is_private: always,
    },
    Rule {
        class: Class::Address,
        pattern: r"\b(\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3})\b",
        is_private: is_own_address,
    },
    Rule {
        class: Class::Address,
        pattern: r"(?i)([0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7})",
        is_private: is_own_address,
    },
    Rule {
        class: Class::User,
        pattern: r#"(?im)(?:^|[\t;,(\[{"]|[ ]{2})[ ]*"?(?:user|user[ _]?name|username|login|log-?on[ _]account|logon[ _]name|account[ _]name|client user name|primary user name|caller user name|target account name|mailbox|\w{2,20}UserName|\w{2,20}AccountName)"?[ \t]*[:=][ \t]*"?((?:NT AUTHORITY|NT SERVICE)?\\?[^\s"',;:<>()\[\]]+)"#,
        is_private: is_person,
    },
    Rule {
        class: Class::User,
        pattern: r#"(?i)\b(?:user|username|account|login|mailbox)[ \t]+(?:name[ \t]+)?(?:of[ \t]+)?["']([^"'\r\n\s]{2,})["']"#,
        is_private: is_person,
    },
    Rule {
        class: Class::User,
        pattern: r"(?i)\buser[ \t]+([a-z][a-z0-9]*[._-]?[a-z]*[0-9._-][a-z0-9._-]*[a-z0-9])\b",
        is_private: is_login,
    },
    Rule {
        class: Class::User,
        pattern: r"(?i)\b(?:user[ _-]?name|log-?in(?:[ _-]?name)?|log-?on[ _-]?name|user[ _-]?id)[ \t]+(?:(?:is|was)[ \t]+)?([a-z][\w.-]+\w)\b",
        is_private: is_login_of_no_words,
    },
    Rule {
        class: Class::User,
        pattern: r"(?i)/user:(?:[^\s\\]+\\)?([^\s\\]+)",
        is_private: is_person,
    },
    Rule {
        class: Class::User,
        pattern: r"(?i)(?:\\users\\|\\documents and settings\\|\\profiles\\|/home/)([^\\/\r\n:*?<>|]+)[\\/]",
        is_private: is_profile,
    },
    Rule {
        class: Class::User,
        pattern: r"(?:^|[^\\:%/\w.])[A-Z][A-Z0-9_-]{1,14}\\([A-Za-z][\w.$-]*)\b",
        is_private: is_domain_account,
    },
    Rule {
        class: Class::Domain,
        pattern: r"(?:^|[^\\:%/\w.])([A-Z][A-Z0-9_-]{1,14})\\[A-Za-z][\w.$-]*\b",
        is_private: is_account_domain,
    },
    Rule {
        class: Class::Domain,
        pattern: r#"(?im)(?:^|[\t;,(\[{"]|[ ]{2})[ ]*"?(?:domain|(?:account|logon|user|caller|client|target)[ _]domain(?:[ _]name)?|\w{0,20}DomainName|workgroup)"?[ \t]*[:=][ \t]*"?([^\s"',;:<>()\[\]]+)"#,
        is_private: is_person,
    },
    // The head of a line of a log server, RFC 3164 and RFC 5424.
    Rule {
        class: Class::Host,
        pattern: r"(?m)^(?:<\d{1,3}>)?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ \d]\d (?:\d{4} )?\d\d:\d\d:\d\d ([A-Za-z][\w.-]*)[ \t]",
        is_private: always,
    },
    Rule {
        class: Class::Host,
        pattern: r"(?m)^(?:<\d{1,3}>)?1 \d{4}-\d\d-\d\dT\S{5,} ([A-Za-z][\w.-]*)[ \t]",
        is_private: always,
    },
    Rule {
        class: Class::Host,
        pattern: r#"(?im)(?:^|[\t;,(\[{"]|[ ]{2})[ ]*"?(?:computer(?:[ _]?name)?|(?:source[ _])?workstation(?:[ _]?name)?|host(?:[ _]?name)?|machine(?:[ _]?name)?|client(?:[ _]computer)?[ _]name|caller (?:computer|machine)(?: name)?|server(?:[ _]?name)?|netbios name|peer|\w{0,20}Workstation(?:Name)?|\w{2,20}ComputerName)"?[ \t]*[:=][ \t]*"?\\{0,2}([^\s"',;:<>()\[\]\\]+)"#,
        is_private: is_machine,
    },
    Rule {
        class: Class::Host,
        pattern: r"(?i)<Computer>([^<>\s]+)</Computer>",
        is_private: is_machine,
    },
    Rule {
        class: Class::User,
        pattern: r#"(?i)<Data Name=["']\w*(?:UserName|AccountName|TargetUser)["']>([^<>]+)</Data>"#,
        is_private: is_person,
    },
    Rule {
        class: Class::Domain,
        pattern: r#"(?i)<Data Name=["']\w*DomainName["']>([^<>]+)</Data>"#,
        is_private: is_person,
    },
    Rule {
        class: Class::Host,
        pattern: r#"(?i)<Data Name=["']\w*(?:Workstation|ComputerName|Hostname|ServerName|WorkstationName)["']>([^<>]+)</Data>"#,
        is_private: is_machine,
    },
    Rule {
        class: Class::Host,
        pattern: r"\\\\([A-Za-z0-9][\w.-]*)",
        is_private: is_share_host,
    },
    Rule {
        class: Class::Host,
        pattern: r"(?i)\b((?:[a-z0-9][a-z0-9-]*\.){1,8}(?:local|lan|internal|corp|intra|intranet|ad|localdomain|home))\b",
        is_private: always,
    },
    Rule {
        class: Class::Host,
        pattern: r"(?i)\b((?:[a-z0-9][a-z0-9-]*\.){2,8}(?:com|net|org|edu|gov|mil|biz|info|de|uk|fr|nl|at|ch|it|es|se|no|dk|fi|pl|eu|us|ca|au|jp|in|br))\b",
        is_private: is_own_site,
    },
    // Names that say what the machine is for, and number it: SRV-17, PC-0815, LON-DC01, EXCH02.
    Rule {
        class: Class::Host,
        pattern: r"\b((?:[A-Z0-9]{2,8}-){0,2}(?:SRV|SVR|SERVER|WKS|WS|PC|NB|NTB|LT|DT|DC|PDC|BDC|DESKTOP|LAPTOP|NOTEBOOK|HOST|CLIENT|NODE|VM|WIN|EXCH)-[A-Z0-9]{1,8}(?:-[A-Z0-9]{1,8}){0,2})\b",
        is_private: is_numbered_host,
    },
    Rule {
        class: Class::Host,
        pattern: r"\b((?:[A-Z0-9]{2,8}-){1,2}(?:SRV|SVR|WKS|WS|PC|NB|DC|PDC|BDC|EXCH|FS|SQL|TS)\d{1,4})\b",
        is_private: is_numbered_host,
    },
    Rule {
        class: Class::Host,
        pattern: r"\b((?:SRV|SVR|WKS|DC|PDC|BDC|EXCH|HOST|NODE|VM|PC)0\d{1,4}|(?:SRV|SVR|WKS|PDC|BDC)\d{1,5}|(?:HOST|NODE)\d{3,5})\b",
        is_private: always,
    },
    // "the server LOOM7", "on host WEAVE-FS2": the word before says what it is.
    Rule {
        class: Class::Host,
        pattern: r#"\b(?i:server|host|machine|computer|workstation|controller|node|laptop|notebook)s?[ \t]+["'(]?([A-Z][A-Z0-9_]{2,14}(?:-[A-Z0-9_]{1,8})*)\b"#,
        is_private: is_numbered_name,
    },
    // Where it is said that a name comes, any name will do.
    Rule {
        class: Class::Host,
        pattern: r#"\b(?i:server|host|machine|computer|workstation|domain[ \t]controller|node|laptop|notebook)s?[ \t]+(?i:named|called)[ \t]+["']?([A-Z][A-Za-z0-9_-]{1,14})\b"#,
        is_private: is_machine,
    },
];

/// The rules with their patterns compiled.
static COMPILED: LazyLock<Vec<(Regex, &'static Rule)>> = LazyLock::new(|| {
    let compile = |rule: &'static Rule| Some((compiled(rule.pattern)?, rule));
    RULES.iter().filter_map(compile).collect()
});

/// Finds what is private, in the order of the rules.
pub(super) fn find(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    for (pattern, rule) in COMPILED.iter() {
        let places = pattern
            .captures_iter(text)
            .filter_map(|captures| captures.get(1));
        let private = places.filter(|place| (rule.is_private)(text, &place.range()));
        found.extend(private.map(|place| Found::of(rule.class, place.range())));
    }
    found
}

fn always(_: &str, _: &Range<usize>) -> bool {
    true
}

fn words<'t>(text: &'t str, range: &Range<usize>) -> &'t str {
    text.get(range.clone()).unwrap_or_default()
}

fn has_digit(value: &str) -> bool {
    value.bytes().any(|byte| byte.is_ascii_digit())
}

/// A machine's name, and no model, standard or year that is written like one: PC-98, LT-5,
/// WIN-32, SERVER-2003, DC-431, EXCH-0B.
fn is_numbered_host(text: &str, range: &Range<usize>) -> bool {
    let value = words(text, range);
    let (_, last) = value.rsplit_once('-').unwrap_or(("", value));
    let is_year = last.len() == 4 && (last.starts_with("19") || last.starts_with("20"));
    let is_one_part = value.bytes().filter(|byte| *byte == b'-').count() == 1;
    // What models of machines are called after, too; a name of theirs has a zero in front, more
    // parts, or words before it that lead to a machine.
    let is_model = is_one_part
        && ["PC-", "LT-", "NB-", "DT-", "WS-", "VM-", "WIN-"]
            .iter()
            .any(|kind| value.starts_with(kind))
        && last.len() < 4
        && !last.starts_with('0');
    let is_code = is_one_part && last.len() < 3 && last.starts_with('0') && !is_number(last);
    let is_chip = is_one_part
        && value.starts_with("DC-")
        && last.starts_with(|c: char| ('2'..='9').contains(&c));
    let is_other = is_year || is_model || is_code || is_chip;
    has_digit(value) && !is_other
}

fn is_number(value: &str) -> bool {
    value.bytes().all(|byte| byte.is_ascii_digit())
}

/// A name in capitals with a number, after a word that says that a machine is meant; versions,
/// ports, protocols and sources of events stand there as well.
fn is_numbered_name(text: &str, range: &Range<usize>) -> bool {
    const OTHERS: &[&str] = &[
        "SP", "KB", "MS", "NT", "IE", "WIN", "SQL", "COM", "LPT", "TN", "IMAP", "POP", "HTTP",
        "DB", "DCOM", "SMB", "NFS", "SNA", "MDAC", "RFC", "USB", "TCP", "UDP", "IPV", "X", "P",
        "W", "WFW", "MSDE", "ISA", "IIS", "ID", "EVENT", "ERROR", "CD", "SR", "RC", "LU", "PU",
        "HPFS", "FAT", "RAID", "SCSI", "MD", "SHA", "AES", "DES", "UTF", "CP", "MFC", "VB", "VC",
    ];
    let value = words(text, range);
    let bare = value.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let is_numbered = bare.len() < value.len() && value.len() - bare.len() <= 4;
    let stem = bare.trim_end_matches(['-', '_']);
    is_numbered
        && stem.len() >= 3
        && !stem.bytes().any(|byte| byte.is_ascii_digit())
        && !OTHERS.contains(&stem)
        && !crate::understand::identifiers::is_known_source(value)
        && is_machine(text, range)
}

/// A secret named in running text has a digit or a mark inside, and is no other identifier.
fn is_secret(text: &str, range: &Range<usize>) -> bool {
    let value = words(text, range).trim_end_matches(['.', ')', '?', '!', ':']);
    let quoted = text[..range.start].ends_with(['"', '\'']);
    let odd = |character: char| character.is_ascii_digit() || "!@#$%^&*+=~_".contains(character);
    (value.contains(odd) || quoted)
        && !is_code(value)
        && !is_placeholder(value)
        && value.chars().count() >= 4
}

/// What stands behind "password:" is one, unless it only says how the password is.
fn is_password_value(text: &str, range: &Range<usize>) -> bool {
    const STATES: &[&str] = &[
        "required",
        "incorrect",
        "expired",
        "invalid",
        "blank",
        "wrong",
        "changed",
        "reset",
        "yes",
        "no",
        "not",
        "never",
        "empty",
        "the",
        "a",
        "an",
        "unknown",
        "bad",
        "accepted",
        "rejected",
        "denied",
        "ok",
        "failed",
        "it",
        "is",
        "access",
        "protected",
        "you",
        "please",
        "error",
        "type",
        "enter",
        "user",
        "cannot",
    ];
    let value = words(text, range);
    let bare = value.trim_end_matches(['.', '?', '!', ')']).to_lowercase();
    !STATES.contains(&bare.as_str())
        && !is_placeholder(value)
        && !is_code(value)
        && !value.starts_with('*')
}

fn is_code(value: &str) -> bool {
    value.to_ascii_lowercase().starts_with("0x")
}

/// Addresses of loopback, of nobody, of masks and of self-assignment tell of no machine, and
/// versions are no addresses.
fn is_own_address(text: &str, range: &Range<usize>) -> bool {
    let value = words(text, range);
    let common = ["127.", "0.0.0.", "255.", "169.254.", "224.0.0.", "239."];
    crate::understand::identifiers::is_address(text, range)
        && !common.iter().any(|start| value.starts_with(start))
        && value != "::"
        && value != "::1"
}

fn is_person(text: &str, range: &Range<usize>) -> bool {
    let value = words(text, range);
    let next = text[range.end..]
        .split(['\r', '\n'])
        .next()
        .unwrap_or_default();
    let authority = value.eq_ignore_ascii_case("nt") && next.starts_with(" AUTHORITY");
    !authority && !is_placeholder(value) && !is_well_known(value) && !is_common(value)
}

fn is_machine(text: &str, range: &Range<usize>) -> bool {
    let value = words(text, range);
    let is_numeric = value
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.');
    !is_numeric && value != "." && value != "?" && !is_placeholder(value) && !is_common(value)
}

/// The host of `\\\\host\\share`; doubled backslashes inside a quoted path start no host.
fn is_share_host(text: &str, range: &Range<usize>) -> bool {
    let head = text[..range.start].trim_end_matches('\\');
    let is_inside = head.ends_with(|last: char| last.is_alphanumeric() || ":%$]>".contains(last));
    !is_inside && is_machine(text, range)
}

/// A login in running text: "user j.smith", "user smith2"; a version or a file is none.
fn is_login(text: &str, range: &Range<usize>) -> bool {
    let value = words(text, range);
    let is_file = value
        .rsplit_once('.')
        .is_some_and(|(_, extension)| is_extension(extension));
    !is_file && is_person(text, range) && !value.contains("-mode") && !value.contains("-defined")
}

/// A login where a sentence may say how the login is: no known word, and no file.
fn is_login_of_no_words(text: &str, range: &Range<usize>) -> bool {
    let value = words(text, range);
    let mut parts = value.split(|character: char| !character.is_alphabetic());
    is_login(text, range) && !parts.any(|part| part.len() > 1 && Words::shipped().knows(part))
}

fn is_extension(word: &str) -> bool {
    const EXTENSIONS: &[&str] = &[
        "exe", "dll", "sys", "ini", "inf", "dat", "log", "txt", "hlp", "man", "reg", "pst", "ost",
    ];
    EXTENSIONS.contains(&word.to_ascii_lowercase().as_str())
}

fn is_profile(text: &str, range: &Range<usize>) -> bool {
    const SHARED: &[&str] = &[
        "all users",
        "default user",
        "default",
        "public",
        "administrator",
        "localservice",
        "networkservice",
    ];
    let value = words(text, range);
    !SHARED.contains(&value.to_lowercase().as_str()) && !is_placeholder(value)
}

/// `DOMAIN\user` and not a registry path, a folder or an authority.
fn is_domain_account(text: &str, range: &Range<usize>) -> bool {
    let head = &text[..range.start.saturating_sub(1)];
    let start = head
        .rfind(|character: char| !(character.is_ascii_alphanumeric() || "_-".contains(character)));
    let domain = &head[start.map_or(0, |at| {
        at + head[at..].chars().next().map_or(1, char::len_utf8)
    })..];
    is_account(text, domain, words(text, range), range.end)
}

fn is_account_domain(text: &str, range: &Range<usize>) -> bool {
    let rest = text.get(range.end + 1..).unwrap_or_default();
    let end = rest
        .find(|character: char| !(character.is_ascii_alphanumeric() || "_.$-".contains(character)));
    let account = &rest[..end.unwrap_or(rest.len())];
    is_account(
        text,
        words(text, range),
        account,
        range.end + 1 + account.len(),
    )
}

fn is_account(text: &str, domain: &str, account: &str, end: usize) -> bool {
    const NOT_DOMAINS: &[&str] = &[
        "HKLM",
        "HKCU",
        "HKCR",
        "HKU",
        "HKCC",
        "SYSTEM",
        "SOFTWARE",
        "SAM",
        "SECURITY",
        "HARDWARE",
        "AUTHORITY",
        "BUILTIN",
        "SERVICE",
        "WINNT",
        "WINDOWS",
        "SYSTEM32",
        "I386",
        "ALPHA",
        "MIPS",
        "TEMP",
        "DOS",
        "EXCHSRVR",
        "SMS",
        "PROGRA",
    ];
    let goes_on = text.get(end..).unwrap_or_default().starts_with(['\\', ':']);
    let is_file = account
        .rsplit_once('.')
        .is_some_and(|(_, extension)| is_extension(extension));
    !goes_on
        && !is_file
        && !NOT_DOMAINS.contains(&domain)
        && !is_well_known(account)
        && !is_common(account)
}

/// Sites that anyone may name: vendors, standards bodies, examples.
fn is_own_site(text: &str, range: &Range<usize>) -> bool {
    const PUBLIC: &[&str] = &[
        "microsoft.com",
        "msdn.com",
        "windowsupdate.com",
        "ietf.org",
        "w3.org",
        "iana.org",
        "rfc-editor.org",
        "github.com",
        "mozilla.org",
        "ibm.com",
        "hp.com",
        "compaq.com",
        "intel.com",
        "cisco.com",
        "novell.com",
        "apple.com",
        "google.com",
        "example.com",
        "example.org",
        "example.net",
        "oracle.com",
        "debian.org",
        "python.org",
        "wikipedia.org",
    ];
    let value = words(text, range).to_lowercase();
    let is_public = |site: &str| {
        value == site
            || value
                .strip_suffix(site)
                .is_some_and(|head| head.ends_with('.'))
    };
    !PUBLIC.iter().any(|site| is_public(site))
}
