//! Which names are worth masking, and which are nobody's.

use crate::understand::identifiers::is_known_source;

/// Field values that name nobody.
const PLACEHOLDERS: &[&str] = &[
    "",
    "-",
    "--",
    "n/a",
    "na",
    "none",
    "null",
    "unknown",
    "(null)",
    "not available",
    "computer name",
    "computername",
    "computer_name",
    "server name",
    "servername",
    "username",
    "user name",
    "domain",
    "name",
    "::",
    "localhost",
    "local",
];

/// Accounts that every system has; which of them it was is a finding.
const WELL_KNOWN: &[&str] = &[
    "system",
    "local system",
    "localsystem",
    "local service",
    "localservice",
    "network service",
    "networkservice",
    "anonymous logon",
    "anonymous",
    "administrator",
    "administrators",
    "admin",
    "guest",
    "everyone",
    "iusr",
    "users",
    "authenticated users",
    "domain admins",
    "domain users",
    "root",
    "nobody",
    "daemon",
    "iwam",
    "krbtgt",
    "creator owner",
];

/// Authorities whose accounts are well known.
const AUTHORITIES: &[&str] = &[
    "nt authority",
    "nt service",
    "builtin",
    "font driver host",
    "window manager",
    "iis apppool",
];

/// Words that a machine may be called and a sentence may need: masked in their field, nowhere else.
const COMMON: &[&str] = &[
    "server",
    "client",
    "computer",
    "exchange",
    "windows",
    "outlook",
    "proxy",
    "print",
    "printer",
    "mail",
    "test",
    "user",
    "domain",
    "workgroup",
    "backup",
    "file",
    "files",
    "web",
    "database",
    "office",
    "home",
    "work",
    "host",
    "router",
    "network",
    "microsoft",
    "service",
    "source",
    "event",
    "error",
    "application",
    "security",
    "security",
    "intranet",
    "internet",
    "remote",
    "access",
    "account",
    "logon",
    "login",
    "password",
    "desktop",
    "laptop",
    "the",
    "and",
    "with",
    "name",
    "type",
    "none",
    "this",
    "that",
    "from",
    "word",
    "excel",
    "master",
    "public",
    "private",
    "default",
    "is",
    "was",
    "it",
    "to",
    "of",
    "in",
    "on",
    "for",
    "has",
    "not",
    "cannot",
    "can",
    "could",
    "does",
    "slow",
    "down",
    "keeps",
    "are",
    "been",
    "who",
    "will",
    "my",
    "our",
    "a",
    "an",
    "or",
    "if",
    "be",
    "being",
    "as",
    "at",
    "by",
    "no",
    "yes",
];

/// True if a field value says that there is none, or stands for one in a manual.
pub(super) fn is_placeholder(value: &str) -> bool {
    let lower = value.trim().to_lowercase();
    let is_pattern = |open: char, close: char| lower.starts_with(open) && lower.ends_with(close);
    PLACEHOLDERS.contains(&lower.as_str())
        || is_pattern('<', '>')
        || is_pattern('%', '%')
        || is_pattern('[', ']')
}

/// True if an account is one that every system has.
pub(super) fn is_well_known(value: &str) -> bool {
    let lower = value.trim().to_lowercase();
    let (authority, account) = lower.rsplit_once('\\').unwrap_or(("", &lower));
    AUTHORITIES.contains(&authority)
        || AUTHORITIES.contains(&account)
        || WELL_KNOWN.contains(&account)
}

/// True if a word is one that sentences need.
pub(super) fn is_common(value: &str) -> bool {
    COMMON.contains(&value.to_lowercase().as_str())
}

/// True if a name found in one place is masked in all places: it must not be a word that a
/// sentence, a product or an event source needs.
pub(super) fn may_spread(value: &str) -> bool {
    value.chars().count() >= 3
        && !value.contains(char::is_whitespace)
        && !is_common(value)
        && !is_well_known(value)
        && !is_placeholder(value)
        && !is_known_source(value)
        && !value.bytes().all(|byte| byte.is_ascii_digit())
}
