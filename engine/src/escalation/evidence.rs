//! Whether a case already has what is asked for.
//!
//! By rules where the kind of evidence is known (a second computer, event 547 with an address),
//! else by the item's own words: most of them have to be in the case, as one alone is chance.

use super::EscalationRequest;
use super::rules::{EvidenceRule, ItemRule, has_phrase};
use crate::understand::events;
use crate::understand::identifiers::{self, Identifier, Value};
use crate::understand::masking::{Class, mask};
use crate::understand::words::Analyzer;
use std::collections::HashSet;

const SCOPE: &[&str] = &[
    "everyone",
    "everybody",
    "all users",
    "only me",
    "only this",
    "only one",
    "other users",
    "others",
    "colleagues",
    "several users",
    "nobody else",
    "no one else",
    "whole site",
    "whole department",
    "whole office",
    "all computers",
    "one user",
    "one computer",
    "just me",
    "users are affected",
    "only the caller",
    "users affected",
];

const CHANGE: &[&str] = &[
    "since the update",
    "after the update",
    "after installing",
    "after we installed",
    "after upgrading",
    "after the upgrade",
    "since the upgrade",
    "since the rollout",
    "after the rollout",
    "was moved",
    "new driver",
    "new computer",
    "policy was changed",
    "policy change",
    "nothing was changed",
    "no changes",
    "since we installed",
    "after a change",
];

const STEPS: &[&str] = &[
    "already tried",
    "we tried",
    "i tried",
    "tried to",
    "have tried",
    "was tried",
    "rebooted",
    "restarted",
    "pinged",
    "reinstalled",
    "steps taken",
    "without success",
    "no luck",
];

/// What a case shows.
#[derive(Debug)]
pub(crate) struct Evidence {
    /// In small letters.
    text: String,
    terms: HashSet<String>,
    identifiers: Vec<Identifier>,
    computers: usize,
    addresses: usize,
    records: usize,
    /// Code of the session that was walked, and how many answers it has.
    session: Option<(String, usize)>,
}

impl Evidence {
    /// What the case and session of a request show.
    pub(crate) fn of(request: &EscalationRequest) -> Self {
        let mut evidence = Self::of_text(&request.case.text);
        evidence.session = request
            .session
            .as_ref()
            .map(|session| (session.code.clone(), session.trail.len()));
        evidence
    }

    /// What a text shows.
    pub(crate) fn of_text(text: &str) -> Self {
        let masked = mask(text);
        let distinct = |name: &str| {
            let marker = format!("[{name}-");
            let tokens = masked.text.match_indices(&marker).map(|(at, _)| {
                let rest = &masked.text[at + marker.len()..];
                rest.split(']').next().unwrap_or_default().to_owned()
            });
            tokens.collect::<HashSet<String>>().len()
        };
        let addresses = distinct(Class::Address.name());
        Self {
            text: text.to_lowercase(),
            terms: Analyzer::new().term_list(text).into_iter().collect(),
            identifiers: identifiers::find(text),
            computers: distinct(Class::Host.name()),
            addresses,
            records: events::read(text).records.len(),
            session: None,
        }
    }

    /// What the case shows for an item of a rule: a few words, or nothing at all if it is missing.
    pub(super) fn by_rule(&self, rule: &ItemRule) -> Option<String> {
        match rule.evidence {
            EvidenceRule::OneComputer => self.has_computers(1),
            EvidenceRule::TwoComputers => self.has_computers(2),
            EvidenceRule::Record => self.has_record(),
            EvidenceRule::Event => self.has_event(rule.event?, true),
            EvidenceRule::Scope => self.said(SCOPE),
            EvidenceRule::System => self.has_system(),
            EvidenceRule::Change => self.said(CHANGE),
            EvidenceRule::Steps => self.has_steps(),
            EvidenceRule::Words => self.has_words(&rule.text, &mut Analyzer::new()),
        }
    }

    /// What the case shows for an item in words. Where the words name a kind of evidence, that
    /// decides; names and addresses are values that no wording of the item can hold.
    pub(crate) fn by_words(&self, item: &str, analyzer: &mut Analyzer) -> Option<String> {
        let lower = item.to_lowercase();
        let has = |words: &[&str]| words.iter().any(|word| has_phrase(&lower, word));
        let numbers: Vec<u32> = events_named(&lower);
        if !numbers.is_empty() {
            let with_address = has(&["address", "addresses"]);
            let found = numbers
                .iter()
                .find_map(|&number| self.has_event(number, with_address));
            return found;
        }
        if has(&[
            "event text",
            "event record",
            "complete text",
            "words of the error",
            "message",
        ]) {
            return self.has_record();
        }
        if has(&["both computers", "target computer", "both sides"])
            && has(&["names", "name", "addresses"])
        {
            return self.has_computers(2);
        }
        if has(&["computer name", "caller's computer", "name of the computer"]) {
            return self.has_computers(1);
        }
        if has(&["scope", "who else", "how many users", "others"]) {
            return self.said(SCOPE);
        }
        if has(&["steps taken", "what was tried", "steps tried"]) {
            return self.has_steps();
        }
        if has(&["operating system", "service pack"]) {
            return self.has_system();
        }
        if has(&["recent changes"]) {
            return self.said(CHANGE);
        }
        self.has_words(item, analyzer)
    }

    fn has_computers(&self, wanted: usize) -> Option<String> {
        let seen = self.computers + self.addresses;
        (seen >= wanted).then(|| "in the case, masked".to_owned())
    }

    /// A pasted record, or an error code; the number of an event alone is no record.
    fn has_record(&self) -> Option<String> {
        if self.records > 0 {
            return Some("record in the case".to_owned());
        }
        let is_code = |found: &&Identifier| matches!(found.value, Value::ErrorCode { .. });
        let found = self.identifiers.iter().find(is_code)?;
        Some(found.text.clone())
    }

    /// An event of this number is only worth something as a record, with the address if that is
    /// asked for.
    fn has_event(&self, wanted: u32, with_address: bool) -> Option<String> {
        let is_it = |found: &&Identifier| matches!(found.value, Value::Event { number, .. } if number == wanted);
        let found = self.identifiers.iter().find(is_it)?;
        let is_whole = self.records > 0 && (!with_address || self.addresses > 0);
        is_whole.then(|| format!("{}, in the case", found.text))
    }

    fn has_system(&self) -> Option<String> {
        let is_version = |found: &&Identifier| matches!(found.value, Value::Version { .. });
        let found = self.identifiers.iter().find(is_version)?;
        Some(found.text.clone())
    }

    fn has_steps(&self) -> Option<String> {
        match &self.session {
            Some((code, answers)) if *answers > 0 => Some(format!("session {code}")),
            _ => self.said(STEPS),
        }
    }

    fn said(&self, phrases: &[&str]) -> Option<String> {
        let found = phrases
            .iter()
            .find(|phrase| has_phrase(&self.text, phrase))?;
        Some(format!("“{found}”"))
    }

    fn has_words(&self, item: &str, analyzer: &mut Analyzer) -> Option<String> {
        let needed = analyzer.term_list(item);
        let held = needed
            .iter()
            .filter(|term| self.terms.contains(*term))
            .count();
        let is_held = !needed.is_empty() && held * 3 >= needed.len() * 2;
        is_held.then(|| "in the case".to_owned())
    }
}

/// Numbers behind "event" in an item, in small letters: "event 4284 records".
fn events_named(item: &str) -> Vec<u32> {
    let mut numbers = Vec::new();
    let mut after_event = false;
    for word in item.split(|character: char| !character.is_alphanumeric()) {
        match word.parse() {
            Ok(number) if after_event => numbers.push(number),
            _ => {}
        }
        after_event = match word {
            "event" | "events" => true,
            // "events 4284 and 4285", "events: 4284 or 4285".
            "" | "and" | "or" | "id" => after_event,
            _ => after_event && word.bytes().all(|byte| byte.is_ascii_digit()),
        };
    }
    numbers
}
