//! What a heading says its section is for.

use crate::article::Role;

/// Openings of headings, lower case, and their roles; the first that fits wins, so the longer
/// stand before the shorter.
const OPENINGS: &[(&str, Role)] = &[
    ("steps to reproduc", Role::StepsToReproduce),
    ("steps for reproduc", Role::StepsToReproduce),
    ("step to reproduce", Role::StepsToReproduce),
    ("to reproduce", Role::StepsToReproduce),
    ("how to reproduce", Role::StepsToReproduce),
    ("reproducing the", Role::StepsToReproduce),
    ("sample code to reproduce", Role::StepsToReproduce),
    ("code to reproduce", Role::StepsToReproduce),
    ("steps to demonstrate", Role::StepsToReproduce),
    ("symptom", Role::Symptoms),
    ("problem description", Role::Symptoms),
    ("description of problem", Role::Symptoms),
    ("description of the problem", Role::Symptoms),
    ("error message", Role::Symptoms),
    ("possible cause", Role::Cause),
    ("probable cause", Role::Cause),
    ("cause", Role::Cause),
    ("resolution", Role::Resolution),
    ("solution", Role::Resolution),
    ("how to resolve", Role::Resolution),
    ("to resolve th", Role::Resolution),
    ("to correct th", Role::Resolution),
    ("how to correct", Role::Resolution),
    ("corrective action", Role::Resolution),
    ("hotfix information", Role::Resolution),
    ("how to obtain the", Role::Resolution),
    ("how to install the hotfix", Role::Resolution),
    ("workaround", Role::Workaround),
    ("work around", Role::Workaround),
    ("work-around", Role::Workaround),
    ("to work around", Role::Workaround),
    ("how to work around", Role::Workaround),
    ("status", Role::Status),
    ("summary", Role::Summary),
    ("overview", Role::Summary),
    ("introduction", Role::Summary),
    ("abstract", Role::Summary),
    ("in this task", Role::Summary),
    ("more info", Role::MoreInformation),
    ("more  information", Role::MoreInformation),
    ("additional information", Role::MoreInformation),
    ("further information", Role::MoreInformation),
    ("reference", Role::References),
    ("for more information", Role::References),
    ("for additional information", Role::References),
    ("bibliography", Role::References),
    ("additional references", Role::References),
    ("see also", Role::References),
    ("related articles", Role::References),
    ("related topics", Role::References),
    ("applies to", Role::AppliesTo),
    ("impact", Role::Impact),
    ("side effect", Role::Impact),
    ("affected ", Role::Impact),
    ("scope of impact", Role::Impact),
    ("mitigating factor", Role::Impact),
    ("troubleshooting", Role::Diagnosis),
    ("how to troubleshoot", Role::Diagnosis),
    ("diagnos", Role::Diagnosis),
    ("how to diagnose", Role::Diagnosis),
    ("how to determine", Role::Diagnosis),
    ("how to verify", Role::Diagnosis),
    ("how to identify", Role::Diagnosis),
    ("debugging", Role::Diagnosis),
];

/// Headings that may stand without an underline: a line of their own, exactly so.
const BARE: &[(&str, Role)] = &[
    ("SYMPTOMS", Role::Symptoms),
    ("SYMPTOM", Role::Symptoms),
    ("CAUSE", Role::Cause),
    ("RESOLUTION", Role::Resolution),
    ("SOLUTION", Role::Resolution),
    ("WORKAROUND", Role::Workaround),
    ("WORKAROUNDS", Role::Workaround),
    ("STATUS", Role::Status),
    ("SUMMARY", Role::Summary),
    ("MORE INFORMATION", Role::MoreInformation),
    ("REFERENCES", Role::References),
    ("REFERENCE", Role::References),
    ("STEPS TO REPRODUCE", Role::StepsToReproduce),
    ("STEPS TO REPRODUCE PROBLEM", Role::StepsToReproduce),
    ("STEPS TO REPRODUCE BEHAVIOR", Role::StepsToReproduce),
    ("TROUBLESHOOTING", Role::Diagnosis),
];

/// The longest heading whose opening is looked at.
const OPENING_BYTES: usize = 32;

/// The role a heading names by itself; `None` if it names none.
pub(in crate::format) fn of_heading(heading: &str) -> Option<Role> {
    let mut lower = [0_u8; OPENING_BYTES];
    let heading = heading.trim_start_matches(|c: char| c.is_ascii_digit() || " .)(-".contains(c));
    let bytes = heading.as_bytes();
    let length = bytes.len().min(OPENING_BYTES);
    for (to, from) in lower.iter_mut().zip(bytes) {
        *to = from.to_ascii_lowercase();
    }
    OPENINGS
        .iter()
        .find(|(opening, _)| lower[..length].starts_with(opening.as_bytes()))
        .map(|&(_, role)| role)
}

/// True for the headings that divide an article at the top: all others stand below one of them.
pub(super) fn is_main(heading: &str) -> bool {
    let shouted = heading.bytes().all(|byte| !byte.is_ascii_lowercase());
    shouted
        && BARE
            .iter()
            .any(|(name, role)| *name == heading && *role != Role::StepsToReproduce)
}

/// The role of a line that is a heading although nothing underlines it.
pub(super) fn of_bare_line(words: &str) -> Option<Role> {
    let first = words.as_bytes().first()?;
    if !first.is_ascii_uppercase() || words.len() > 30 {
        return None;
    }
    BARE.iter()
        .find(|(name, _)| *name == words)
        .map(|&(_, role)| role)
}

#[cfg(test)]
mod cases {
    use super::*;

    #[test]
    fn headings_name_roles() {
        let cases = [
            ("SYMPTOMS", Some(Role::Symptoms)),
            ("Steps to Reproduce Behavior", Some(Role::StepsToReproduce)),
            ("STEPS TO REPRODUCE PROBLEM:", Some(Role::StepsToReproduce)),
            ("3. Troubleshooting the Modem", Some(Role::Diagnosis)),
            ("Workaround 2", Some(Role::Workaround)),
            ("More Information", Some(Role::MoreInformation)),
            ("Method 1", None),
            ("Windows NT 4.0", None),
            ("", None),
        ];
        for (heading, expected) in cases {
            assert_eq!(of_heading(heading), expected, "{heading:?}");
        }
    }
}
