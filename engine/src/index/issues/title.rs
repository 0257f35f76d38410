//! What a title says of the problem, apart from product, version and kind of article.

/// Longest prefix that names a product or a kind of article (`XL2000:`, `PRB:`, `HOW TO:`).
const MAX_PREFIX: usize = 14;

/// Words that name neither a thing nor what happens to it.
const EMPTY: &[&str] = &[
    "a",
    "an",
    "and",
    "are",
    "as",
    "at",
    "be",
    "by",
    "do",
    "does",
    "err",
    "error",
    "for",
    "from",
    "how",
    "if",
    "in",
    "into",
    "is",
    "it",
    "its",
    "message",
    "messages",
    "msg",
    "of",
    "on",
    "or",
    "the",
    "to",
    "using",
    "use",
    "when",
    "with",
    "w",
    "you",
    "your",
    "via",
    "under",
    "version",
    "versions",
    "microsoft",
    "ms",
    "may",
];

/// The words of a title that tell the problem, in small letters, each once, sorted.
pub(super) fn telling_words(title: &str) -> Vec<String> {
    let mut words: Vec<String> = without_prefix(title)
        .split(|letter: char| !letter.is_alphanumeric() && !matches!(letter, '.' | '_' | '+' | '#'))
        .map(|word| word.trim_matches('.').to_lowercase())
        .filter(|word| !word.is_empty() && !EMPTY.contains(&word.as_str()))
        .filter(|word| !is_version(word))
        .collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// What a title says of its place in a series: single letters and digits ("Part 2", "A to C"), and
/// what stands in brackets, in small letters, sorted.
pub(super) fn series_marks(title: &str) -> Vec<String> {
    let mut marks = Vec::new();
    let mut depth = 0usize;
    let split = |letter: char| !letter.is_alphanumeric() && letter != '.';
    for piece in without_prefix(title).split_inclusive(['(', ')', '[', ']']) {
        let words = piece
            .split(split)
            .map(|word| word.trim_matches('.').to_lowercase());
        let kept = words.filter(|word| {
            let single = word.chars().count() == 1 && word != "a";
            !word.is_empty() && (single || depth > 0)
        });
        marks.extend(kept);
        match piece.chars().last() {
            Some('(' | '[') => depth += 1,
            Some(')' | ']') => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    marks.sort_unstable();
    marks
}

/// True if the title says how something is done.
pub(super) fn is_procedure(title: &str) -> bool {
    let title = title.to_lowercase();
    title.contains("how to ") || title.contains("howto")
}

/// The title behind what names a product line or a kind of article.
fn without_prefix(title: &str) -> &str {
    let mut rest = title.trim();
    // "BUG: ACC: …" has two.
    for _ in 0..3 {
        let Some((prefix, after)) = rest.split_once(':') else {
            break;
        };
        // "Golf 2001: Requirements" is about that product alone; "XL2000: …" only says where.
        let is_label = prefix.len() <= MAX_PREFIX
            && !after.trim().is_empty()
            && (prefix.eq_ignore_ascii_case("err msg") || is_code(prefix));
        if !is_label {
            break;
        }
        rest = after.trim_start();
    }
    rest
}

/// True for capitals and digits in one or two words.
fn is_code(prefix: &str) -> bool {
    prefix.split_whitespace().count() <= 2
        && prefix
            .chars()
            .filter(|letter| letter.is_uppercase())
            .count()
            >= 2
        && !prefix.chars().any(char::is_lowercase)
}

/// True for what tells a version: `97`, `2000`, `5.5`, `3.x`, `4.0a`, `sp3`, `v2`, `win95`.
pub(crate) fn is_version(word: &str) -> bool {
    let bare = ["sp", "v", "win", "win32s", "ver"]
        .iter()
        .find_map(|lead| word.strip_prefix(lead))
        .unwrap_or(word);
    if bare.is_empty() {
        return word == "sp" || word == "ver";
    }
    if bare.contains('.') {
        let mut parts = bare.split('.');
        return parts.all(|part| {
            let digits = part.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
            part == "x" || (!digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
        });
    }
    let number: Option<u32> = bare.parse().ok();
    match (number, bare.len()) {
        // "Part 2" and "Disk 2" are no versions, "sp2" is.
        (Some(_), 1) => word.len() > 1,
        (Some(number), 2) => matches!(number, 30..=32 | 40..=43 | 50..=56 | 60..=62 | 95..=99),
        (Some(number), 4) => (1990..=2009).contains(&number),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn product_version_and_kind_do_not_tell() {
        for (title, words) in [
            (
                "TST97: Toaster Burns the Left Slice",
                "burns left slice toaster",
            ),
            (
                "BUG: TST2000: Toaster Burns the Left Slice",
                "burns left slice toaster",
            ),
            (
                "HOW TO: Clean a Toaster in Kitchen 5.5 SP3",
                "clean kitchen toaster",
            ),
            ("Err Msg: Crumbs in Tray 0x7F", "0x7f crumbs tray"),
            ("Toaster: Lift Jams", "jams lift toaster"),
            ("TST 95: Lift Jams (Part 2)", "2 jams lift part"),
            (
                "Event 1053 After Upgrade to 4.0a",
                "1053 after event upgrade",
            ),
        ] {
            assert_eq!(telling_words(title).join(" "), words, "{title}");
        }
    }

    #[test]
    fn places_in_a_series_are_marks() {
        for (title, marks) in [
            ("READTHIS.TXT from Toaster 5.5 (Part 1 of 4)", "1 4 of part"),
            ("Entries in [Crumb Tray]", "crumb tray"),
            ("Slice C Burns", "c"),
            ("Slice Burns Under a Load", ""),
            ("Unbalanced) Brackets (Here", "here"),
        ] {
            assert_eq!(series_marks(title).join(" "), marks, "{title}");
        }
    }

    #[test]
    fn versions_are_told_from_other_numbers() {
        for word in [
            "97", "2000", "5.5", "3.x", "4.0a", "sp3", "win95", "v2", "98",
        ] {
            assert!(is_version(word), "{word}");
        }
        for word in [
            "1053", "547", "0x7f", "e100b", "spool", "windows", "20", "ver2x", "7",
        ] {
            assert!(!is_version(word), "{word}");
        }
    }
}
