//! The front matter of a playbook.

use super::finding::{Report, Rule};
use super::model::Playbook;
use crate::article::Audience;
use crate::format::markdown::front_matter::{AUDIENCES, Field, Fields, fields, is_date};

/// Keys that have to be there.
const REQUIRED: [&str; 8] = [
    "id",
    "title",
    "version",
    "owner",
    "tier",
    "audience",
    "applies_when",
    "sources",
];

/// Reads the front matter, and tells where the text after it starts.
pub(super) fn read(text: &str, report: &mut Report<'_>) -> (Playbook, usize) {
    let mut playbook = Playbook {
        tier: 1,
        audience: Audience::Tier1,
        ..Playbook::default()
    };
    let Some(Fields {
        fields,
        length,
        fault,
    }) = fields(text)
    else {
        report.add(Rule::FrontMatter, 1, "there is no front matter");
        return (playbook, 0);
    };
    if let Some((line, reason)) = fault {
        report.add(Rule::FrontMatter, line, reason);
    }
    for key in REQUIRED {
        let is_given = |field: &Field| field.key == key && !field.values.is_empty();
        if !fields.iter().any(is_given) {
            report.add(Rule::FrontMatter, 1, format!("the key {key} is missing"));
        }
    }
    for field in fields {
        // The fence is the first line of the file.
        let line = field.line.saturating_add(1);
        if let Err(reason) = take(&mut playbook, field) {
            report.add(Rule::FrontMatter, line, reason);
        }
    }
    (playbook, length)
}

/// Puts one key where it belongs; keys that are not known are left alone.
fn take(playbook: &mut Playbook, field: Field) -> Result<(), String> {
    let Field { key, values, .. } = field;
    let Some(first) = values.first().map(|value| value.trim().to_owned()) else {
        return Ok(());
    };
    match key.as_str() {
        "id" if !is_id(&first) => {
            return Err(format!(
                "id: {first:?} has to be of small letters, digits and hyphens"
            ));
        }
        "id" => playbook.id = first,
        "title" => playbook.title = first,
        "owner" => playbook.owner = first,
        "change" => playbook.change = Some(first),
        "applies_when" => playbook.applies_when = values,
        "sources" => playbook.sources = values,
        "version" => {
            let number = first.parse().ok().filter(|&number| number > 0);
            playbook.version =
                number.ok_or_else(|| format!("version: {first:?} is no whole number from 1"))?;
        }
        "tier" => {
            let number = first.parse().ok().filter(|number| (1..=3).contains(number));
            playbook.tier = number.ok_or_else(|| format!("tier: {first:?} is none of 1, 2, 3"))?;
        }
        "audience" => {
            let known = AUDIENCES.iter().find(|(name, _)| *name == first);
            let &(_, audience) = known.ok_or_else(|| {
                format!("audience: {first:?} is none of public, tier1, tier2, tier3")
            })?;
            playbook.audience = audience;
        }
        "valid_from" if !is_date(&first) => {
            return Err(format!(
                "valid_from: {first:?} is no date of the form YYYY-MM-DD"
            ));
        }
        "valid_from" => playbook.valid_from = Some(first),
        _ => {}
    }
    Ok(())
}

/// True for small letters, digits and hyphens.
pub(super) fn is_id(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}
