//! `firstline key`: who may ask a service that others can reach.

use super::{Context, Outcome};
use crate::error::{CliError, Kind};
use crate::output::text::Page;
use clap::builder::PossibleValuesParser;
use clap::{Args, Subcommand};
use jiff::{Timestamp, ToSpan, Zoned};
use serde::Serialize;
use server::keys::{KeyError, KeyFile, KeyRecord, Role};
use std::path::{Path, PathBuf};

/// Make, list and revoke the keys of a service
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  firstline key create --role tier1 --name ticket-bot --expires 90d
  firstline key list
  firstline key revoke 1a2b3c4d")]
pub(crate) struct KeyArgs {
    #[command(subcommand)]
    what: What,
    /// File of keys [default: `keys` of the settings file, else firstline-keys.json here]
    #[arg(long, value_name = "FILE", global = true)]
    keys: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Make a key; it is shown once and kept nowhere
    Create {
        /// What its owner may see: reader, tier1, tier2, tier3; admin may also reload
        #[arg(long, value_parser = roles())]
        role: String,
        /// What it is for, to tell keys apart
        #[arg(long, default_value = "", hide_default_value = true)]
        name: String,
        /// When it ends: a date such as 2027-01-31, or days from now such as 90d
        #[arg(long, value_name = "WHEN", value_parser = parse_expiry)]
        expires: Option<Timestamp>,
    },
    /// List keys; what is listed opens nothing
    List,
    /// Take a key back
    Revoke {
        /// The eight digits that name it
        id: String,
    },
}

/// A key as told.
#[derive(Debug, Serialize)]
struct KeyView<'a> {
    id: &'a str,
    name: &'a str,
    role: &'static str,
    state: &'static str,
    created: Timestamp,
    expires: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<String>,
}

impl<'a> KeyView<'a> {
    fn of(record: &'a KeyRecord, key: Option<String>) -> Self {
        let state = match record.revoked {
            Some(_) => "revoked",
            None if record.holds(Timestamp::now()) => "holds",
            None => "expired",
        };
        Self {
            id: &record.id,
            name: &record.name,
            role: record.role.name(),
            state,
            created: record.created,
            expires: record.expires,
            key,
        }
    }

    fn line(&self) -> String {
        let day = |time: Timestamp| time.to_string().chars().take(10).collect::<String>();
        let expires = self.expires.map_or_else(|| "never".to_owned(), day);
        let line = format!(
            "{:<8}  {:<6}  {:<7}  ends {:<10}  {}",
            self.id, self.role, self.state, expires, self.name
        );
        line.trim_end().to_owned()
    }
}

/// Makes, lists or revokes.
pub(crate) fn run(args: &KeyArgs, context: &Context) -> Result<Outcome, CliError> {
    let path = args.keys.clone().or(context.settings.server().keys);
    let path = path.unwrap_or_else(|| PathBuf::from("firstline-keys.json"));
    let mut file = KeyFile::read(&path).map_err(wrong_keys)?;
    match &args.what {
        What::Create {
            role,
            name,
            expires,
        } => create(&mut file, &path, (role, name, *expires), context)?,
        What::List => list(&file, context)?,
        What::Revoke { id } => {
            let record = file.revoke(id).map_err(wrong_keys)?.clone();
            file.write(&path).map_err(wrong_keys)?;
            let view = KeyView::of(&record, None);
            context.print(&view, |view, width| lines(width, [view.line()]))?;
        }
    }
    Ok(Outcome::Answered)
}

fn create(
    file: &mut KeyFile,
    path: &Path,
    (role, name, expires): (&str, &str, Option<Timestamp>),
    context: &Context,
) -> Result<(), CliError> {
    let role = Role::ALL.into_iter().find(|known| known.name() == role);
    let role = role.ok_or_else(|| CliError::usage("There is no such role"))?;
    let secret = file.create(role, name, expires).map_err(wrong_keys)?;
    file.write(path).map_err(wrong_keys)?;
    let Some(record) = file.keys.last() else {
        return Ok(());
    };
    let view = KeyView::of(record, Some(secret.reveal()));
    context.print(&view, |view, width| {
        let key = view.key.clone().unwrap_or_default();
        let kept = format!("Its hash is kept in {}.", path.display());
        lines(
            width,
            [
                key,
                String::new(),
                "This is shown once. Send it as: Authorization: Bearer KEY".to_owned(),
                kept,
            ],
        )
    })
}

fn list(file: &KeyFile, context: &Context) -> Result<(), CliError> {
    let views: Vec<KeyView<'_>> = file.keys.iter().map(|key| KeyView::of(key, None)).collect();
    context.print(&views, |views, width| {
        if views.is_empty() {
            return lines(width, ["There is no key.".to_owned()]);
        }
        lines(width, views.iter().map(KeyView::line))
    })
}

/// A page of lines as they are.
fn lines(width: usize, lines: impl IntoIterator<Item = String>) -> Page {
    let mut page = Page::new(width);
    for line in lines {
        page.line(&line);
    }
    page
}

/// Says what is wrong with keys or their file.
pub(super) fn wrong_keys(error: KeyError) -> CliError {
    match &error {
        KeyError::Unknown(id) => CliError::new(Kind::NotFound, format!("There is no key {id}"))
            .hint("see them: firstline key list"),
        KeyError::Damaged { .. } => CliError::failed("The file of keys is damaged").because(error),
        _ => CliError::failed("The file of keys cannot be used").because(error),
    }
}

fn roles() -> PossibleValuesParser {
    PossibleValuesParser::new(Role::ALL.map(Role::name))
}

/// Reads `2027-01-31` (the end of that day here) or `90d`.
fn parse_expiry(typed: &str) -> Result<Timestamp, String> {
    let wrong = || "it has to be a date such as 2027-01-31 or days such as 90d".to_owned();
    let now = Zoned::now();
    let end = match typed.strip_suffix('d') {
        Some(days) => {
            let days: i32 = days
                .parse()
                .ok()
                .filter(|days| *days > 0)
                .ok_or_else(wrong)?;
            now.checked_add(days.days()).map_err(|_| wrong())?
        }
        None => {
            let date: jiff::civil::Date = typed.parse().map_err(|_| wrong())?;
            let next = date.tomorrow().map_err(|_| wrong())?;
            next.to_zoned(now.time_zone().clone())
                .map_err(|_| wrong())?
        }
    };
    if end <= now {
        return Err("it lies in the past".to_owned());
    }
    Ok(end.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expiries_are_dates_or_days_to_come() {
        let now = Timestamp::now();
        let in_days = |days: i64| now.checked_add((24 * days).hours()).unwrap();
        let ninety = parse_expiry("90d").unwrap();
        assert!(ninety > in_days(88) && ninety < in_days(92));
        assert!(parse_expiry("2999-12-31").unwrap() > in_days(1000));
        for wrong in [
            "",
            "d",
            "0d",
            "-1d",
            "99999999999d",
            "2000-01-01",
            "31.1.2027",
            "soon",
        ] {
            assert!(parse_expiry(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_listed_key_shows_what_it_is_and_nothing_that_opens() {
        let mut file = KeyFile::default();
        let secret = file.create(Role::Tier1, "ticket-bot", None).unwrap();
        let line = KeyView::of(&file.keys[0], None).line();
        let id = secret.id();
        assert_eq!(
            line,
            format!("{id}  tier1   holds    ends never       ticket-bot")
        );
        file.revoke(secret.id()).unwrap();
        let view = KeyView::of(&file.keys[0], None);
        assert_eq!(view.state, "revoked");
    }
}
