//! Where links lead: known articles and playbooks, and never round in a circle.

use crate::builtin;
use crate::playbook::finding::{Finding, Rule, finding};
use crate::playbook::model::Playbook;
use crate::playbook::parse;
use std::collections::{HashMap, HashSet};

/// Findings about the links of `playbooks`, which are taken together with the built-in ones.
pub(super) fn check(playbooks: &[Playbook], is_article: &dyn Fn(&str) -> bool) -> Vec<Finding> {
    let mut findings = duplicates(playbooks);
    let own: HashSet<&str> = playbooks
        .iter()
        .map(|playbook| playbook.id.as_str())
        .collect();
    let shipped: Vec<Playbook> = builtin::playbooks()
        .iter()
        .map(|(name, text)| parse(name, text).playbook)
        .filter(|playbook| !own.contains(playbook.id.as_str()))
        .collect();
    let mut leads: HashMap<&str, Vec<&str>> = HashMap::new();
    for playbook in playbooks.iter().chain(&shipped) {
        let links = playbook.links().map(|(target, _)| target);
        leads.entry(playbook.id.as_str()).or_default().extend(links);
    }
    for playbook in playbooks {
        // Each target is followed once: a file may name it as often as it likes.
        let mut followed = HashSet::new();
        for (target, line) in playbook.links() {
            let add = |rule, message: String| finding(&playbook.file, rule, line, message);
            if leads.contains_key(target) {
                if followed.insert(target)
                    && let Some(circle) = way_back(&leads, target, &playbook.id)
                {
                    let message =
                        format!("playbooks link in a circle: {} -> {circle}", playbook.id);
                    findings.push(add(Rule::LinkCircle, message));
                }
            } else if !is_article(target) {
                let message = format!("no article or playbook is called {target}");
                findings.push(add(Rule::UnknownLink, message));
            }
        }
    }
    findings
}

fn duplicates(playbooks: &[Playbook]) -> Vec<Finding> {
    let mut seen: HashMap<(&str, u32), &str> = HashMap::new();
    let mut findings = Vec::new();
    for playbook in playbooks.iter().filter(|playbook| !playbook.id.is_empty()) {
        let key = (playbook.id.as_str(), playbook.version);
        match seen.get(&key) {
            Some(other) => {
                let message = format!(
                    "{} version {} is in {other} too",
                    playbook.id, playbook.version
                );
                findings.push(finding(&playbook.file, Rule::DuplicateVersion, 1, message));
            }
            None => {
                seen.insert(key, &playbook.file);
            }
        }
    }
    findings
}

/// The way along links from one playbook to another, in words; none if there is none.
fn way_back<'l>(leads: &HashMap<&'l str, Vec<&'l str>>, from: &'l str, to: &str) -> Option<String> {
    let mut came: HashMap<&str, &str> = HashMap::new();
    let mut open = vec![from];
    let mut seen: HashSet<&str> = HashSet::from([from]);
    while let Some(id) = open.pop() {
        if id == to {
            let mut names = vec![id];
            let mut at = id;
            while let Some(before) = came.get(at) {
                names.push(before);
                at = before;
            }
            names.reverse();
            return Some(names.join(" -> "));
        }
        for &next in leads.get(id).into_iter().flatten() {
            if seen.insert(next) {
                came.insert(next, id);
                open.push(next);
            }
        }
    }
    None
}
