//! What a heading says its section is for.

use crate::article::Role;

/// Phrases that open a heading, and the role they give. A phrase counts if it is the whole
/// heading or is followed by a number, a colon or a word that only narrows it (`Resolution for
/// laptops`, `Cause 2`). Longer phrases stand before the words they begin with.
const PHRASES: &[(&str, Role)] = &[
    // What the user sees.
    ("symptoms", Role::Symptoms),
    ("symptom", Role::Symptoms),
    ("problem description", Role::Symptoms),
    ("problem", Role::Symptoms),
    ("problems", Role::Symptoms),
    ("issue description", Role::Symptoms),
    ("issue", Role::Symptoms),
    ("error message", Role::Symptoms),
    ("error messages", Role::Symptoms),
    ("what you see", Role::Symptoms),
    ("what users see", Role::Symptoms),
    ("what the caller says", Role::Symptoms),
    ("what the user sees", Role::Symptoms),
    // Why.
    ("root causes", Role::Cause),
    ("root cause", Role::Cause),
    ("possible causes", Role::Cause),
    ("possible cause", Role::Cause),
    ("probable causes", Role::Cause),
    ("probable cause", Role::Cause),
    ("common causes", Role::Cause),
    ("likely causes", Role::Cause),
    ("causes", Role::Cause),
    ("cause", Role::Cause),
    ("why it happens", Role::Cause),
    ("why this happens", Role::Cause),
    ("reason", Role::Cause),
    // What to do.
    ("resolution steps", Role::Resolution),
    ("resolutions", Role::Resolution),
    ("resolution", Role::Resolution),
    ("resolving", Role::Resolution),
    ("mitigations", Role::Resolution),
    ("mitigation steps", Role::Resolution),
    ("mitigation", Role::Resolution),
    ("remediation steps", Role::Resolution),
    ("remediation", Role::Resolution),
    ("remedies", Role::Resolution),
    ("remedy", Role::Resolution),
    ("solutions", Role::Resolution),
    ("solution", Role::Resolution),
    ("corrective actions", Role::Resolution),
    ("corrective action", Role::Resolution),
    ("recommended actions", Role::Resolution),
    ("recommended action", Role::Resolution),
    ("what to do", Role::Resolution),
    ("how to", Role::Resolution),
    ("how to fix it", Role::Resolution),
    ("how to fix", Role::Resolution),
    ("how to resolve", Role::Resolution),
    ("how to mitigate", Role::Resolution),
    ("fixes", Role::Resolution),
    ("fix", Role::Resolution),
    ("recovery steps", Role::Resolution),
    ("recovery", Role::Resolution),
    ("procedure", Role::Resolution),
    ("steps to resolve", Role::Resolution),
    ("steps to fix", Role::Resolution),
    ("action", Role::Resolution),
    ("actions", Role::Resolution),
    // How to live with it.
    ("temporary fix", Role::Workaround),
    ("workarounds", Role::Workaround),
    ("workaround", Role::Workaround),
    ("work around", Role::Workaround),
    ("work-around", Role::Workaround),
    // How to make it happen. Before `steps`.
    ("steps to reproduce", Role::StepsToReproduce),
    ("how to reproduce", Role::StepsToReproduce),
    ("reproducing", Role::StepsToReproduce),
    ("reproduction", Role::StepsToReproduce),
    ("steps", Role::Resolution),
    // How to find out.
    ("diagnosis", Role::Diagnosis),
    ("diagnostics", Role::Diagnosis),
    ("diagnostic steps", Role::Diagnosis),
    ("diagnostic", Role::Diagnosis),
    ("diagnosing", Role::Diagnosis),
    ("troubleshooting steps", Role::Diagnosis),
    ("troubleshooting", Role::Diagnosis),
    ("troubleshoot", Role::Diagnosis),
    ("investigation", Role::Diagnosis),
    ("triage", Role::Diagnosis),
    ("how to find out", Role::Diagnosis),
    ("how to check", Role::Diagnosis),
    ("what to check", Role::Diagnosis),
    ("checks", Role::Diagnosis),
    ("verification", Role::Diagnosis),
    // What it hurts.
    ("business impact", Role::Impact),
    ("impacts", Role::Impact),
    ("impact", Role::Impact),
    ("severity", Role::Impact),
    ("consequences", Role::Impact),
    // What it is about.
    ("meaning", Role::Summary),
    ("summary", Role::Summary),
    ("overview", Role::Summary),
    ("abstract", Role::Summary),
    ("introduction", Role::Summary),
    ("about this alert", Role::Summary),
    ("alert description", Role::Summary),
    ("description", Role::Summary),
    ("in short", Role::Summary),
    // The rest.
    ("status", Role::Status),
    ("applies to", Role::AppliesTo),
    ("affected products", Role::AppliesTo),
    ("affected versions", Role::AppliesTo),
    ("affected systems", Role::AppliesTo),
    ("environment", Role::AppliesTo),
    ("more information", Role::MoreInformation),
    ("additional information", Role::MoreInformation),
    ("additional notes", Role::MoreInformation),
    ("additional context", Role::MoreInformation),
    ("further information", Role::MoreInformation),
    ("background", Role::MoreInformation),
    ("details", Role::MoreInformation),
    ("notes", Role::MoreInformation),
    ("references", Role::References),
    ("reference", Role::References),
    ("additional resources", Role::References),
    ("see also", Role::References),
    ("related articles", Role::References),
    ("related links", Role::References),
    ("related information", Role::References),
    ("further reading", Role::References),
    ("links", Role::References),
    ("sources", Role::References),
];

/// Words that may follow a phrase without changing what the section is for.
const NARROWING: &[&str] = &[
    "a", "and", "at", "by", "for", "from", "if", "in", "of", "on", "or", "steps", "the", "this",
    "to", "using", "via", "when", "with",
];

/// The role that a heading names, if it names one.
pub(crate) fn role_of(heading: &str) -> Option<Role> {
    let plain = normalize(heading);
    PHRASES
        .iter()
        .find(|(phrase, _)| is_opened_by(&plain, phrase))
        .map(|&(_, role)| role)
}

/// True for a heading under which everything is a caution (`What not to do`).
pub(crate) fn forbids_below(heading: &str) -> bool {
    matches!(
        normalize(heading).as_str(),
        "what not to do"
            | "what to avoid"
            | "do not"
            | "don't"
            | "don'ts"
            | "don't do this"
            | "caution"
            | "cautions"
            | "warning"
            | "warnings"
            | "never"
    )
}

/// Lower case, without leading numbers (`2.`, `Step 3:`) and without marks at either end.
fn normalize(heading: &str) -> String {
    let lower = heading.trim().to_lowercase();
    let unnumbered = lower.trim_start_matches(|character: char| {
        character.is_ascii_digit() || !character.is_alphanumeric()
    });
    let words: Vec<&str> = unnumbered.split_whitespace().collect();
    words
        .join(" ")
        .trim_end_matches(|character: char| !character.is_alphanumeric() && character != ')')
        .to_owned()
}

fn is_opened_by(heading: &str, phrase: &str) -> bool {
    let Some(rest) = heading.strip_prefix(phrase) else {
        return false;
    };
    let Some(next) = rest.chars().next() else {
        return true;
    };
    if matches!(next, ':' | '(' | '/' | ',' | '.') || rest.starts_with(" -") {
        return true;
    }
    let Some(word) = rest
        .strip_prefix(' ')
        .and_then(|rest| rest.split(' ').next())
    else {
        return false;
    };
    word.starts_with(|first: char| first.is_ascii_digit() || !first.is_alphanumeric())
        || NARROWING.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_name_roles() {
        let cases = [
            ("Symptoms", Some(Role::Symptoms)),
            ("SYMPTOMS:", Some(Role::Symptoms)),
            ("1. Root cause", Some(Role::Cause)),
            ("Cause 2: the cable", Some(Role::Cause)),
            ("Resolution for laptops", Some(Role::Resolution)),
            ("Mitigation", Some(Role::Resolution)),
            ("Steps to reproduce", Some(Role::StepsToReproduce)),
            ("Steps", Some(Role::Resolution)),
            ("Workaround (temporary)", Some(Role::Workaround)),
            ("Meaning", Some(Role::Summary)),
            ("Diagnosis - logs", Some(Role::Diagnosis)),
            ("⚠ Impact", Some(Role::Impact)),
            ("Troubleshooting", Some(Role::Diagnosis)),
            ("See also", Some(Role::References)),
            ("How to", Some(Role::Resolution)),
            ("How to log calls", None),
            ("Fixing", None),
            ("Fix alerts before continuing", None),
            ("Causeway", None),
            ("Status codes", None),
            ("", None),
            ("…", None),
        ];
        for (heading, wanted) in cases {
            assert_eq!(role_of(heading), wanted, "{heading}");
        }
    }
}
