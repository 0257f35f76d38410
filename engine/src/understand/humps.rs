//! Words run together and told apart by capitals: `DataImportCron`, `KubeAPIDown`.

/// The shortest part that counts as a word.
const SHORTEST: usize = 2;

/// The words of a token of letters that was run together from several; none if it was not. A
/// part begins at a capital after a small letter, and at the last capital of a row of them if at
/// least two small letters follow (`API|Down`, but not `API|s`).
#[must_use]
pub fn parts(token: &str) -> Option<Vec<&str>> {
    let bytes = token.as_bytes();
    let is_small = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_lowercase);
    let is_large = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_uppercase);
    let begins = |at: usize| {
        is_large(at)
            && (is_small(at - 1) || is_large(at - 1) && is_small(at + 1) && is_small(at + 2))
    };
    // Nearly all words of a text end here, before anything is allocated.
    if !(1..bytes.len()).any(begins) {
        return None;
    }
    let mut found = Vec::new();
    let mut start = 0;
    // Cuts are made before ASCII capitals only, so they lie between characters.
    for at in (1..bytes.len())
        .filter(|&at| begins(at))
        .chain([bytes.len()])
    {
        if at - start >= SHORTEST {
            found.push(&token[start..at]);
        }
        start = at;
    }
    (found.len() > 1).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_part_words() {
        for (token, expected) in [
            ("DataImportCron", Some(vec!["Data", "Import", "Cron"])),
            ("KubeAPIDown", Some(vec!["Kube", "API", "Down"])),
            ("etcdNoLeader", Some(vec!["etcd", "No", "Leader"])),
            ("iPhone", None),
            ("APIs", None),
            ("VMs", None),
            ("SREs", None),
            ("Printer", None),
            ("PRINTER", None),
            ("printer", None),
            ("", None),
        ] {
            assert_eq!(parts(token), expected, "{token}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_token_gives_parts_of_it_in_order(token in "\\PC{0,30}") {
            let mut rest = token.as_str();
            for part in parts(&token).into_iter().flatten() {
                rest = &rest[rest.find(part).unwrap() + part.len()..];
            }
        }
    }
}
