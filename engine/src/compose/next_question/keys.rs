//! Under which names answers are taken: those of the questions that are asked, and what a caller
//! may say without being asked.

use super::attributes::ASKED;

/// Names beside those of the attributes: what a number is, and the system a caller has.
const FURTHER: &[&str] = &["number", "os"];

/// What stands before the word of a title that is asked about.
const ABOUT: &str = "about ";

/// The names under which answers are taken, as they are told to a person.
#[must_use]
pub fn known() -> String {
    let asked = ASKED.iter().map(|&(what, ..)| what);
    let names: Vec<&str> = asked.chain(FURTHER.iter().copied()).collect();
    format!("{} or about WORD", names.join(", "))
}

/// Checks the name of an answer, in small letters.
///
/// # Errors
/// A sentence that names it and those that are known.
pub fn check(what: &str) -> Result<(), String> {
    let is_about = what
        .strip_prefix(ABOUT)
        .is_some_and(|word| !word.trim().is_empty());
    let is_known =
        is_about || FURTHER.contains(&what) || ASKED.iter().any(|&(asked, ..)| asked == what);
    if is_known {
        return Ok(());
    }
    Err(format!(
        "nothing asks for `{what}`; answers are {}",
        known()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_is_taken_and_the_rest_is_named() {
        for what in [
            "product",
            "version",
            "message",
            "number",
            "os",
            "about warp",
        ] {
            assert_eq!(check(what), Ok(()), "{what}");
        }
        for what in ["nonsense", "about ", "", "Product"] {
            assert!(check(what).is_err(), "{what}");
        }
        assert_eq!(
            check("nonsense").unwrap_err(),
            "nothing asks for `nonsense`; answers are product, version, source, message, change, scope, number, os or about WORD"
        );
    }
}
