//! What callers say of themselves: persons, telephone numbers and machines in running text,
//! recognised by the words around them.
//!
//! The words that lead to such a name ("my name is", "call me at") say nothing of the trouble
//! either: they are part of what a search leaves out.

use super::names::{Sureness, name_at};
use super::{Class, Found};
use crate::understand::pattern::compiled;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// Words behind which a person's name stands. The name starts where the pattern ends.
const PERSONS: &[(&str, Sureness)] = &[
    (
        r"(?i)(?:\b(?:hi|hello|hey|good (?:morning|afternoon|evening))[,!.]?[ ]+)?\b(?:(?:my|his|her|their|the caller's|the user's|caller's|user's) (?:full |first |last |given |family )?name(?:'s|\u{2019}s| is))[ :]+",
        Sureness::Sure,
    ),
    (
        r"(?i)\b(?:called back|called|reported|confirmed|told|raised|opened|verified|tested|said|answered) by[ ]+",
        Sureness::Likely,
    ),
    (
        r"(?i)\b(?:spoke|spoken|talked|speaking) (?:to|with)[ ]+|\b(?:call|called|mail|e-mail|email|message|ticket|request) from[ ]+",
        Sureness::Likely,
    ),
    (
        r"\b(?:Mr|Mrs|Ms|Mister|Herr|Frau|Madame|Monsieur)\b\.?[ ]+",
        Sureness::Likely,
    ),
    (
        r"(?i)\b(?:users?|callers?|customers?|employees?|colleagues?|co-?workers?|technicians?|accountant|secretary|boss)(?: named| called| is)?[ ]+",
        Sureness::Likely,
    ),
    (
        r#"(?im)(?:^|[\t;,(\[{"]|[ ]{2}|\. )[ ]*(?:caller|called by|contact(?: person| name)?|requester|requestor|reported by|reporter|customer|employee|user|client|person|full name|caller name|caller's name|user's name|assigned to|technician|agent|owner|from|asked by|name)[ ]*[:=][ ]*"?"#,
        Sureness::Likely,
    ),
    (
        r"(?im)^[ ]*(?:last|first|family|given|sur)[ -]?name[ ]*[:=][ ]*",
        Sureness::Sure,
    ),
    (
        r"(?i)(?:\b(?:hi|hello|hey|good (?:morning|afternoon|evening))[,!.]?[ ]+)?\b(?:this is|i am|i'm|i\u{2019}m|it's|it is)[ ]+",
        Sureness::Weak,
    ),
    (
        r"(?i)\b(?:hi|hello|hey|dear|regards|thanks|thank you|thx|cheers|sincerely|yours)[,.!]?[ ]*\r?\n?[ -]*",
        Sureness::Weak,
    ),
    (
        r"(?i)\b(?:ask|asked|told|for|of|with|by|at|on|to|from|only|and|because|when|but|if)[ ]+",
        Sureness::Given,
    ),
];

/// What may stand behind a name and says who it is: "from accounting", "in the sales department".
const BEHIND: &str = r"(?i)^,?[ ]+(?:from|in|of|at)[ ]+(?:the[ ]+)?(?:(?:[\w&-]+[ ]+){0,2}(?:department|dept|office|branch|team|desk|division)\b|(?:accounting|accounts|finance|payroll|marketing|sales|purchasing|legal|reception|logistics|engineering|production|hr|human resources|it)\b)|^,?[ ]+(?:here|speaking|calling)\b";

/// A person's own machine or desk: "Ann's computer".
const OWNED: &str = r"(?:^|[\s(,;])(\p{Lu}[\p{L}'-]*\p{Ll}(?: \p{Lu}[\p{L}'-]*\p{Ll})?)(?:'s|\u{2019}s) (?i:new |old |own |work )?(?i:pc|computer|laptop|notebook|machine|workstation|desktop|mailbox|inbox|account|profile|calendar|office|desk|phone|printer|boss|manager|colleague|assistant)\b";

/// Telephone numbers, and how: the first group is the number.
const PHONES: &[&str] = &[
    r"(?i)\b(?:(?:please[ ]+)?(?:can be )?(?:call(?:ed|s)?|phone|ring|reach(?:ed)?|contact|dial|text)(?:[ ]+(?:me|us|him|her|them|back|again|the user|the caller))*(?:[ ]+(?:at|on|under|by phone at|via))?|(?:tele)?phone(?:[ ]+(?:number|no\.?))?(?:[ ]+is)?|tel|mobile|cell(?:[ ]?phone)?|fax|extension|ext|call-?back(?:[ ]+number)?(?:[ ]+is)?|(?:my|his|her|their) (?:direct )?(?:number|extension|line)(?: is)?)[.:#]?[ ]*[:#]?[ ]*(\+?\(?\d[\d ()./-]{2,18}\d)",
    r"(?:^|[\s(,;:])(\+\d{1,3}[ .-]?(?:\(?\d{1,5}\)?[ ./-]?){2,5}\d{2})(?:[^\w-]|$)",
    r"(?:^|[\s,;:])(\(?\d{3}\)?[ .-]\d{3}[.-]\d{4})(?:[^\w-]|$)",
    r"(?:^|[\s(,;:])(555-\d{4})(?:[^\w-]|$)",
];

/// Words that say that a machine is meant, with its name behind them.
const MACHINES: &str = r#"(?:^|[^\w\\/.-])(?i:on|only|from|at|affects?|affected|user's|called|named|is|asset|device|machine|machines|pc|pcs|computer|computers|host|hosts|box|client|clients|workstation|workstations|laptop|laptops|notebook|notebooks|server|servers|controller|node|terminal|its|hostname)(?:[ ]+(?:named|called|is|name|name is))?[ \t]*:?[ \t]+["'(]?([A-Za-z][A-Za-z0-9]{0,11}(?:-[A-Za-z0-9]{1,12}){0,3})\b"#;

/// A further machine of the same list: "PC-17, PC-18 and PC-19".
const FURTHER: &str = r"^(?:[ ]?(?:,|;|/|&|and|or|to)[ ]*(?:and |or )?)([A-Za-z][A-Za-z0-9]{0,11}(?:-[A-Za-z0-9]{1,12}){0,3})\b";

struct Patterns {
    persons: Vec<(Regex, Sureness)>,
    behind: Option<Regex>,
    owned: Option<Regex>,
    phones: Vec<Regex>,
    machines: Option<Regex>,
    further: Option<Regex>,
}

static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| Patterns {
    persons: PERSONS
        .iter()
        .filter_map(|&(pattern, sureness)| Some((compiled(pattern)?, sureness)))
        .collect(),
    behind: compiled(BEHIND),
    owned: compiled(OWNED),
    phones: PHONES
        .iter()
        .filter_map(|pattern| compiled(pattern))
        .collect(),
    machines: compiled(MACHINES),
    further: compiled(FURTHER),
});

/// Finds persons, telephone numbers and machines.
pub(super) fn find(text: &str) -> Vec<Found> {
    let mut found = persons(text);
    found.extend(owners(text));
    found.extend(phones(text));
    found.extend(machines(text));
    found
}

fn persons(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    for (pattern, sureness) in &PATTERNS.persons {
        for lead in pattern.find_iter(text) {
            let Some(range) = name_at(text, lead.end(), *sureness) else {
                continue;
            };
            let rest = &text[range.end..];
            let window = &rest[..rest.floor_char_boundary(80.min(rest.len()))];
            let behind = PATTERNS
                .behind
                .as_ref()
                .and_then(|behind| behind.find(window));
            let end = range.end + behind.map_or(0, |behind| behind.end());
            found.push(Found {
                told: lead.start()..end,
                range,
                class: Class::Person,
            });
        }
    }
    found
}

fn owners(text: &str) -> impl Iterator<Item = Found> {
    let owned = PATTERNS.owned.iter();
    owned.flat_map(move |owned| {
        owned.captures_iter(text).filter_map(move |captures| {
            let place = captures.get(1)?;
            let range = name_at(text, place.start(), Sureness::Likely)?;
            (range.end == place.end()).then(|| Found::of(Class::Person, range))
        })
    })
}

fn phones(text: &str) -> impl Iterator<Item = Found> {
    PATTERNS.phones.iter().flat_map(move |pattern| {
        pattern.captures_iter(text).filter_map(move |captures| {
            let (all, number) = (captures.get(0)?, captures.get(1)?);
            is_phone(number.as_str(), &text[all.start()..number.start()]).then(|| Found {
                range: number.range(),
                told: all.start()..number.end(),
                class: Class::Phone,
            })
        })
    })
}

/// A caller's own number: free numbers of makers and single numbers of other things are none.
fn is_phone(number: &str, lead: &str) -> bool {
    const FREE: &[&str] = &["800", "888", "877", "866", "855", "844", "833", "900"];
    const SHORT: &[&str] = &["ext", "extension", "line"];
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let national = digits.strip_prefix('1').unwrap_or(&digits);
    let is_free = national.len() == 10 && FREE.iter().any(|free| national.starts_with(free));
    let lead = lead.to_lowercase();
    let is_short = SHORT.iter().any(|word| lead.contains(word));
    // "call 5 times", "phone 2000", "dial 9 1": a number has seven digits or a mark between.
    let is_long = digits.len() >= 7 || digits.len() >= 6 && number.contains(['-', '/', ' ']);
    !is_free && digits.len() <= 15 && (is_long || is_short && digits.len() >= 3)
}

fn machines(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let Some((machines, further)) = PATTERNS.machines.as_ref().zip(PATTERNS.further.as_ref())
    else {
        return found;
    };
    let mut from = 0;
    while let Some(captures) = machines.captures_at(text, from) {
        let Some(mut place) = captures.get(1).map(|name| name.range()) else {
            break;
        };
        // The name may be the word that leads to the next one; a space or a mark is before it.
        from = place.start - 1;
        while is_machine_name(text, &place) {
            found.push(Found::of(Class::Host, place.clone()));
            let end = place.end;
            let rest = &text[end..];
            let Some(next) = further.captures(rest).and_then(|more| more.get(1)) else {
                break;
            };
            place = end + next.start()..end + next.end();
            from = place.start - 1;
        }
    }
    found
}

/// Words for machines, as parts of their names.
const KINDS: &[&str] = &[
    "pc", "ws", "wks", "wkst", "wrk", "srv", "svr", "nb", "ntb", "lap", "laptop", "notebook",
    "desk", "desktop", "host", "vm", "dc", "pdc", "bdc", "ts", "fs", "tablet", "kiosk", "till",
    "pos", "term", "thin", "prn", "print", "exch", "sql", "web", "app", "node", "client", "ml",
    "dt", "lt",
];

/// Kinds that also stand in names without a hyphen, before a number: PC17.
const NUMBERED: &[&str] = &[
    "pc",
    "ws",
    "wks",
    "wkst",
    "srv",
    "svr",
    "nb",
    "lap",
    "laptop",
    "desktop",
    "kiosk",
    "till",
    "term",
    "notebook",
    "workstation",
];

/// Models and standards that are written as a kind of machine with a number.
const MODELS: &[&str] = &[
    "pc-98", "pc-88", "pc-100", "pc-133", "pc-95", "pc-97", "pc-99", "pc98", "pc95", "pc97",
    "pc99", "pc100", "pc133", "pc300", "pc2001", "vm-86", "sql-92", "sql-89", "sql-99", "web-2",
    "ts-1",
];

/// Beginnings of the names of models, standards, dates, ports and articles that go on with a hyphen and a
/// number.
const SERIES: &[&str] = &[
    "AA", "ABP", "ACB", "ADSP", "AE", "AES", "AG", "AHA", "AIC", "AM", "AP", "APA", "APR", "ASCII",
    "ASW", "ATA", "AUG", "AVA", "BJ", "BJC", "BP", "CA", "CAST", "CAT", "CC", "CD", "CDA", "CDC",
    "CDD", "CDR", "CDS", "CDU", "CDX", "CG", "CH", "CL", "COBOL", "CODE", "COM", "COMP", "COUNT",
    "COVID", "CP", "CPU", "CR", "CRC", "CRI", "CS", "CSA", "CT", "CVE", "DAT", "DB", "DDR", "DE",
    "DEC", "DES", "DFX", "DIN", "DISK", "DISPLAY", "DLX", "DM", "DMP", "DOS", "DRD", "DRM", "DS",
    "DSP", "DVD", "DX", "EBP", "ECMA", "EIA", "EM", "EMM", "EPC", "EPL", "ERROR", "ESC", "ESDI",
    "ESI", "ET", "EV", "EVENT", "EX", "EXB", "EXM", "FAT", "FC", "FD", "FEB", "FIPS", "FLAG",
    "FMH", "FORN", "FR", "FW", "FX", "GDI", "GM", "GMT", "GPT", "GQ", "GS", "GSX", "GT", "GTR",
    "HC", "HL", "HP", "HSP", "HT", "HTTP", "IA", "IBM", "ID", "IE", "IEC", "IEEE", "IGC", "II",
    "IN", "INT", "IP", "IPV", "IRQ", "ISO", "IX", "JAN", "JIS", "JUL", "JUN", "JX", "KB", "KXP",
    "LBP", "LC", "LEVEL", "LINE", "LJ", "LP", "LPB", "LPT", "LQ", "LS", "LU", "LX", "LZR", "MAR",
    "MAY", "MD", "MFC", "MFM", "MIL", "ML", "MPC", "MPEG", "MPI", "MPU", "MS", "MTP", "MV", "MX",
    "MXT", "NACK", "NC", "NCC", "NL", "NOV", "NT", "NX", "OC", "OCT", "OEM", "OL", "OPGM", "ORA",
    "OSR", "OZ", "PAGE", "PART", "PCD", "PCI", "PE", "PG", "PHASE", "PKCS", "PM", "POP", "PORT",
    "PRO", "PS", "PU", "QEMM", "QIC", "QL", "QMS", "RAID", "RAP", "RC", "REV", "RFC", "RG", "RJ",
    "RS", "RSA", "RX", "SB", "SC", "SCD", "SCSI", "SD", "SDC", "SDT", "SEP", "SG", "SHA", "SI",
    "SIMM", "SKR", "SL", "SLOT", "SM", "SMART", "SMB", "SMF", "SMI", "SNAP", "SP", "SQ", "SQL",
    "SR", "SSL", "ST", "STEP", "STOP", "SU", "SUITE", "SX", "TBD", "TC", "TCP", "TCPIP", "TG",
    "TLS", "TMC", "TN", "TR", "TYPE", "UDP", "USB", "UTC", "UTF", "VB", "VC", "VER", "VERSION",
    "VGA", "VL", "VT", "WD", "WDAC", "WFW", "WG", "WGS", "WIN", "WPA", "WY", "XB", "XC", "XGA",
    "XL", "XM", "XMS", "XP", "XR", "ZA", "ZIP",
];

/// A machine's name behind a word that leads to one.
fn is_machine_name(text: &str, range: &Range<usize>) -> bool {
    let name = text.get(range.clone()).unwrap_or_default();
    let lower = name.to_lowercase();
    let mut behind = text.get(range.end..).unwrap_or_default().chars();
    let next = behind.next();
    // A file, a path, a longer identifier.
    let goes_on = next.is_some_and(|next| "_\\/@:%$*=+-".contains(next))
        || next == Some('.') && behind.next().is_some_and(char::is_alphanumeric);
    let is_ours = !MODELS.contains(&lower.as_str());
    if goes_on && next != Some(':') || !is_ours {
        return false;
    }
    match lower.rsplit_once('-') {
        None => is_numbered_kind(&lower),
        Some((head, last)) => {
            let has_kind = lower.split('-').any(|part| {
                let part = part.trim_end_matches(|letter: char| letter.is_ascii_digit());
                KINDS.contains(&part)
            });
            let has_digit = lower.bytes().any(|byte| byte.is_ascii_digit());
            if has_kind && has_digit && !is_year(last) {
                return true;
            }
            let is_plain = head.len() >= 2
                && !head.contains('-')
                && head.bytes().all(|byte| byte.is_ascii_alphabetic())
                && name[..head.len()]
                    .bytes()
                    .all(|byte| byte.is_ascii_uppercase());
            let is_number = (1..=5).contains(&last.len())
                && last.bytes().all(|byte| byte.is_ascii_digit())
                && !is_year(last);
            is_plain && is_number && !SERIES.contains(&&name[..head.len()])
        }
    }
}

/// PC17, WS012: a kind of machine and a number.
fn is_numbered_kind(lower: &str) -> bool {
    let kind = lower.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let number = &lower[kind.len()..];
    NUMBERED.contains(&kind) && (1..=5).contains(&number.len()) && !is_year(number)
}

fn is_year(number: &str) -> bool {
    number.len() == 4 && (number.starts_with("19") || number.starts_with("20"))
}
