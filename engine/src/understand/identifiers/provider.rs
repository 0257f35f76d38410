//! Event sources: which words can name one.
//!
//! A source is recognised by a table of names that Windows and its servers are known to log
//! under, or by its shape (`ibmtok4`, `MSExchangeMTA`, `cpqtrpci`). Names that are also everyday
//! words need the word "event" beside them or a line of their own.

/// Sources whose name is no everyday word: a number beside them is an event.
const STRONG: &[&str] = &[
    "active server pages",
    "aic78xx",
    "application error",
    "application hang",
    "application popup",
    "atapi",
    "autochk",
    "autoenrollment",
    "bowser",
    "certsvc",
    "clusdisk",
    "clusnet",
    "clussvc",
    "com+",
    "comti",
    "cpqarray",
    "cpqnf31",
    "dcom",
    "dhcpserver",
    "distributedcom",
    "drwatson",
    "e100b",
    "edb",
    "esent",
    "ese97",
    "ese98",
    "eventlog",
    "eventsystem",
    "fpnw",
    "ftdisk",
    "ftpsvc",
    "iastor",
    "iislog",
    "ipxrip",
    "ipxroutermanager",
    "lanmanserver",
    "licenseservice",
    "lsasrv",
    "macfile",
    "mrxsmb",
    "msdtc",
    "msftpsvc",
    "msi8042",
    "msiinstaller",
    "mssqlserver",
    "netbt",
    "netlogon",
    "nissvc",
    "ntbackup",
    "ntds",
    "ntds general",
    "ntds kcc",
    "ntds replication",
    "ntfrs",
    "ntfs",
    "ntservicepack",
    "nwlnkipx",
    "nwlnknb",
    "nwsapagent",
    "oakley",
    "perfctrs",
    "perfdisk",
    "perflib",
    "perfnet",
    "perfos",
    "perfproc",
    "policyagent",
    "rasman",
    "rdr",
    "remoteaccess",
    "scecli",
    "schannel",
    "scsiport",
    "service control manager",
    "simptcp",
    "snmpelea",
    "srv",
    "sqlserveragent",
    "termdd",
    "termservdevices",
    "termservice",
    "termservlicensing",
    "usbhub",
    "userenv",
    "volsnap",
    "w32time",
    "w3svc",
    "wam",
    "windows error reporting",
    "winlogon",
    "winmgmt",
    "winsock",
    "wlbs",
    "x400proxy",
    "sna base service",
    "sna host security",
    "sna server service",
    "ipsec policy agent",
    "ipsec driver",
    "system attendant",
];

/// Sources whose name is an everyday word or a product.
const WEAK: &[&str] = &[
    "alerter",
    "application",
    "browser",
    "disk",
    "dhcp",
    "dns",
    "event log",
    "i8042prt",
    "ipsec",
    "jet",
    "kerberos",
    "messenger",
    "parallel",
    "print",
    "print spooler",
    "ras",
    "replicator",
    "router",
    "sam",
    "save dump",
    "schedule",
    "security",
    "serial",
    "server",
    "sna server",
    "snabase",
    "snmp",
    "spooler",
    "system error",
    "tcpip",
    "tcp/ip",
    "transaction server",
    "wins",
    "workstation",
    "directory service",
    "ftp",
    "kdc",
    "mta",
    "router manager",
    "remote access",
];

/// Beginnings that only sources have.
const PREFIXES: &[&str] = &[
    "msexchange",
    "ms exchange",
    "microsoft-windows-",
    "cpq",
    "ibmtok",
    "perf",
];

/// Words that continue a source named by the word before ("MSExchangeIS Private").
const CONTINUATIONS: &[&str] = &["private", "public", "priv", "pub", "mailbox"];

/// Words that no source begins or ends with and no source consists of.
const GENERIC: &[&str] = &[
    "a",
    "all",
    "an",
    "and",
    "any",
    "app",
    "application",
    "are",
    "as",
    "at",
    "audit",
    "by",
    "critical",
    "did",
    "error",
    "errors",
    "events",
    "failure",
    "following",
    "for",
    "from",
    "get",
    "gets",
    "getting",
    "got",
    "had",
    "has",
    "have",
    "i",
    "id",
    "in",
    "is",
    "it",
    "its",
    "keep",
    "keeps",
    "last",
    "latest",
    "log",
    "logged",
    "logging",
    "logs",
    "many",
    "message",
    "my",
    "new",
    "next",
    "no",
    "not",
    "of",
    "on",
    "one",
    "or",
    "our",
    "same",
    "see",
    "seeing",
    "shows",
    "some",
    "such",
    "system",
    "that",
    "the",
    "their",
    "these",
    "this",
    "to",
    "warning",
    "we",
    "what",
    "when",
    "which",
    "with",
    "windows",
    "you",
    "your",
    "per",
    "each",
    "every",
    "why",
];

/// Words at which a source named in a sentence ends.
const TERMINATORS: &[&str] = &[
    "in",
    "on",
    "at",
    "from",
    "with",
    "and",
    "event",
    "events",
    "description",
    "type",
    "category",
    "log",
    "logged",
    "when",
    "after",
    "is",
    "appears",
    "keeps",
    "every",
    "since",
    "but",
    "which",
    "the",
    "was",
    "shows",
    "says",
    "then",
    "while",
    "category:",
    "type:",
    "computer",
    "user",
    "level",
    "for",
    "id",
    "error",
    "it",
];

/// Most words a source can have.
pub(super) const MOST_WORDS: usize = 5;

/// True if `name` is a source that the table knows or that only sources look like, in any case.
#[must_use]
pub fn is_known_source(name: &str) -> bool {
    is_strong(name) || WEAK.contains(&name.to_lowercase().as_str())
}

/// True if a bare number beside `name` is an event.
pub(super) fn is_strong(name: &str) -> bool {
    let lower = name.to_lowercase();
    let opens = |prefix: &&&str| lower.starts_with(**prefix) && lower.len() > prefix.len();
    let is_shaped = || {
        let (first, rest) = lower.split_once(' ').unwrap_or((&lower, ""));
        let head = first == "ms"
            || PREFIXES
                .iter()
                .any(|prefix| opens(&prefix) && !first.is_empty());
        head && (rest.is_empty() || is_continuation(rest))
    };
    STRONG.contains(&lower.as_str())
        || (PREFIXES.iter().any(|prefix| opens(&prefix)) && is_shaped())
}

/// What may follow the first word of a source that only its beginning gives away.
fn is_continuation(rest: &str) -> bool {
    rest.split(' ').all(|word| {
        CONTINUATIONS.contains(&word) || word.starts_with("exchange") || word == "interface"
    })
}

/// True if one word has the shape of a source: letters and digits mixed, an inner capital, or an
/// ending of services and drivers.
pub(super) fn is_shaped(word: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "svc", "srv", "serv", "mon", "drv", "disk", "svr", "agent", "server",
    ];
    let lower = word.to_lowercase();
    let letters = word
        .chars()
        .filter(|character| character.is_alphabetic())
        .count();
    let starts = word.starts_with(char::is_alphabetic);
    let mixed = letters >= 3 && word.chars().any(|character| character.is_ascii_digit());
    let mut capitals = word
        .chars()
        .skip(1)
        .filter(|character| character.is_uppercase());
    let inner = capitals.next().is_some() && word.chars().any(char::is_lowercase);
    let ending = ENDINGS
        .iter()
        .any(|ending| lower.ends_with(ending) && lower.len() > ending.len() + 1);
    starts && letters >= 2 && !word.contains(['\\', '/', '@']) && (mixed || inner || ending)
}

/// True if the words can be a source where nothing but the source stands before "event": a line
/// of few words, none of them generic and none a version.
pub(super) fn can_be_line(words: &[&str]) -> bool {
    let plain = |word: &&str| {
        let lower = word.to_lowercase();
        !GENERIC.contains(&lower.as_str())
            && word.starts_with(|first: char| first.is_alphabetic() || first == '_')
    };
    !words.is_empty() && words.len() <= MOST_WORDS && words.iter().all(plain)
}

/// The source that a sentence goes on with: words up to the first that ends it.
pub(super) fn leading(text: &str) -> Option<&str> {
    let line = text.lines().next().unwrap_or_default();
    let start = line.len()
        - line
            .trim_start_matches([' ', '\t', '"', '\'', ':', '='])
            .len();
    let mut end = start;
    for (count, word) in words(&line[start..]).enumerate() {
        let bare = word
            .text
            .trim_end_matches(['.', ',', ';', ':', '"', '\'', ')']);
        let ends_source = TERMINATORS.contains(&bare.to_lowercase().as_str());
        if ends_source || count == MOST_WORDS || word.text.starts_with('(') || bare.is_empty() {
            break;
        }
        end = start + word.start + bare.len();
        if bare.len() < word.text.len() {
            break;
        }
    }
    let name = line
        .get(start..end)?
        .trim_matches(['"', '\'', ' ', '\t', '[', ']']);
    let named = name.chars().any(char::is_alphabetic) && name.len() <= 60;
    named.then_some(name)
}

/// A word and where it starts.
pub(super) struct Word<'t> {
    pub(super) text: &'t str,
    pub(super) start: usize,
}

/// The words of a text between white space.
pub(super) fn words(text: &str) -> impl Iterator<Item = Word<'_>> {
    text.split([' ', '\t', '\r', '\n'])
        .filter(|word| !word.is_empty())
        .map(|word| Word {
            text: word,
            start: word.as_ptr() as usize - text.as_ptr() as usize,
        })
}
