//! Walking: where the answers of a session lead.
//!
//! The place of a session is worked out from its answers alone, from the start; so a step back
//! is one answer less, and a session on disk cannot contradict itself. A link to a playbook is
//! entered on arrival; at that playbook's outcome the edges of the link are offered.

use super::error::GuideError;
use super::session::Session;
use corpus::playbook::{Edge, Ending, Node, NodeKind, OutcomeKind, Playbook, parse};
use std::collections::{HashMap, HashSet};

/// Answers that one session may hold. Limits on edges end every sound flow long before.
const MOST_STEPS: usize = 2_000;

/// Where a session stands.
#[derive(Debug)]
pub struct Walk {
    playbooks: Vec<Playbook>,
    /// Playbook and node, from the outermost to where it stands.
    frames: Vec<(usize, usize)>,
    /// How often an edge was taken, by playbook, node and edge.
    used: HashMap<(usize, usize, usize), u8>,
    /// Outcomes of linked playbooks, in the order they were come to.
    passed: Vec<Ending>,
}

/// An answer that can be given now.
#[derive(Debug, Clone, Copy)]
pub struct Offered<'w> {
    /// The edge it takes.
    pub edge: &'w Edge,
    /// How often it can still be taken.
    pub left: Option<u8>,
    place: usize,
}

impl Walk {
    /// Walks all answers of a session.
    ///
    /// # Errors
    /// [`GuideError::Damaged`] if an answer does not fit its node: the session was altered.
    pub fn of(session: &Session) -> Result<Self, GuideError> {
        let damaged = |reason: &str| GuideError::Damaged {
            path: session.code.clone().into(),
            reason: reason.to_owned(),
        };
        let playbooks: Option<Vec<Playbook>> = session
            .copies
            .iter()
            .map(|copy| parse(&copy.file, &copy.text).sound().ok())
            .collect();
        let playbooks = playbooks.filter(|playbooks| !playbooks.is_empty());
        let playbooks =
            playbooks.ok_or_else(|| damaged("the copy of its playbook is not sound"))?;
        let mut walk = Self {
            playbooks,
            frames: Vec::new(),
            used: HashMap::new(),
            passed: Vec::new(),
        };
        walk.enter(0);
        if session.trail.len() > MOST_STEPS {
            return Err(damaged("it has too many answers"));
        }
        for taken in &session.trail {
            let is_here = walk.node().id == taken.node;
            let offered = walk.offered();
            let found = offered
                .iter()
                .find(|offered| offered.edge.answer == taken.answer);
            let place = found.map(|offered| offered.place);
            match place.filter(|_| is_here) {
                Some(place) => walk.take(place),
                None => return Err(damaged("an answer does not fit its question")),
            }
        }
        Ok(walk)
    }

    /// The playbooks from the outermost to the one it stands in.
    pub fn within(&self) -> impl Iterator<Item = &Playbook> {
        self.frames
            .iter()
            .map(|&(playbook, _)| &self.playbooks[playbook])
    }

    /// The node it stands at.
    #[must_use]
    pub fn node(&self) -> &Node {
        let &(playbook, node) = self.frames.last().unwrap_or(&(0, 0));
        &self.playbooks[playbook].nodes[node]
    }

    /// The playbook of the session.
    #[must_use]
    pub fn root(&self) -> &Playbook {
        &self.playbooks[0]
    }

    /// A node of one of the session's playbooks.
    #[must_use]
    pub fn find(&self, guide: &str, node: &str) -> Option<(&Playbook, &Node)> {
        let playbook = self
            .playbooks
            .iter()
            .find(|playbook| playbook.id == guide)?;
        Some((playbook, &playbook.nodes[playbook.find(node)?]))
    }

    /// The outcome, once the flow has come to one of its own. Where a linked playbook has said
    /// whom the case goes to, that holds, as it knows more; what both ask for is collected.
    #[must_use]
    pub fn outcome(&self) -> Option<Ending> {
        let mut ending = match &self.node().kind {
            NodeKind::Outcome(ending) if self.frames.len() == 1 => ending.clone(),
            _ => return None,
        };
        let escalates = |ending: &&Ending| ending.kind == OutcomeKind::NotFixedEscalate;
        let inner = self.passed.iter().rfind(escalates);
        if let (OutcomeKind::NotFixedEscalate, Some(inner)) = (ending.kind, inner) {
            ending.hand_to = inner.hand_to.clone().or(ending.hand_to);
            let own = std::mem::replace(&mut ending.collect, inner.collect.clone());
            ending.text = format!("{} {}", ending.text, inner.text);
            for item in own {
                if !ending.collect.iter().any(|inner| says_more(inner, &item)) {
                    ending.collect.push(item);
                }
            }
        }
        Some(ending)
    }

    /// The link that a linked playbook comes back to, at an outcome of it.
    #[must_use]
    pub fn back_in(&self) -> Option<&Node> {
        let is_end = matches!(self.node().kind, NodeKind::Outcome(_));
        let before = self.frames.len().checked_sub(2).filter(|_| is_end)?;
        let (playbook, node) = self.frames[before];
        Some(&self.playbooks[playbook].nodes[node])
    }

    /// What can be answered now; edges that are used up are left out.
    #[must_use]
    pub fn offered(&self) -> Vec<Offered<'_>> {
        let (playbook, node) = self.asking();
        let edges = self.playbooks[playbook].nodes[node]
            .edges
            .iter()
            .enumerate();
        edges
            .filter_map(|(place, edge)| {
                let used = self
                    .used
                    .get(&(playbook, node, place))
                    .copied()
                    .unwrap_or(0);
                let left = edge.limit.map(|limit| limit.saturating_sub(used));
                (left != Some(0)).then_some(Offered { edge, left, place })
            })
            .collect()
    }

    /// The node whose edges are offered: at the end of a linked playbook that is the link.
    fn asking(&self) -> (usize, usize) {
        let at_end = usize::from(self.back_in().is_some());
        let place = self.frames.len().saturating_sub(1 + at_end);
        self.frames.get(place).copied().unwrap_or((0, 0))
    }

    /// Takes an edge of the node that asks.
    fn take(&mut self, place: usize) {
        if self.back_in().is_some() {
            if let NodeKind::Outcome(ending) = &self.node().kind {
                self.passed.push(ending.clone());
            }
            self.frames.pop();
        }
        let Some(frame) = self.frames.last_mut() else {
            return;
        };
        let (playbook, node) = *frame;
        let used = self.used.entry((playbook, node, place)).or_default();
        *used = used.saturating_add(1);
        let playbook = &self.playbooks[playbook];
        let edge = &playbook.nodes[node].edges[place];
        // A sound playbook has every target.
        frame.1 = playbook.find(&edge.target).unwrap_or(0);
        self.descend();
    }

    fn enter(&mut self, playbook: usize) {
        self.frames.push((playbook, 0));
        self.descend();
    }

    /// Enters the playbook that the node links to, unless it is being walked already.
    fn descend(&mut self) {
        let NodeKind::Link(target) = &self.node().kind else {
            return;
        };
        let linked = self
            .playbooks
            .iter()
            .position(|playbook| playbook.id == *target);
        let Some(linked) = linked else {
            return;
        };
        if self.frames.iter().all(|&(playbook, _)| playbook != linked) {
            self.enter(linked);
        }
    }

    /// The answer that a reply means: its number, its words, or the start or a part of them if
    /// that fits no other.
    ///
    /// # Errors
    /// [`GuideError::Answer`] if it means none or several.
    pub fn understand(&self, reply: &str) -> Result<String, GuideError> {
        let offered = self.offered();
        let answers: Vec<&str> = offered.iter().map(|one| one.edge.answer.as_str()).collect();
        let reply_read = plain(reply);
        let by_number = reply_read
            .parse::<usize>()
            .ok()
            .and_then(|number| answers.get(number.checked_sub(1)?));
        if let Some(answer) = by_number {
            return Ok((*answer).to_owned());
        }
        let fits: [&dyn Fn(&str) -> bool; 4] = [
            &|answer| answer == reply_read,
            &|answer| starts_with_words(answer, &reply_read),
            &|answer| answer.starts_with(&reply_read),
            &|answer| format!(" {answer} ").contains(&format!(" {reply_read} ")),
        ];
        for fit in fits.iter().filter(|_| !reply_read.is_empty()) {
            let mut fitting = answers.iter().filter(|answer| fit(&plain(answer)));
            match (fitting.next(), fitting.next()) {
                (Some(answer), None) => return Ok((*answer).to_owned()),
                (Some(_), Some(_)) => break,
                _ => {}
            }
        }
        Err(GuideError::Answer {
            given: reply.chars().take(80).collect(),
            choices: answers.into_iter().map(str::to_owned).collect(),
        })
    }
}

/// True if an item has every word of another.
pub(crate) fn says_more(item: &str, other: &str) -> bool {
    let (item, other) = (plain(item), plain(other));
    let words: HashSet<&str> = item.split(' ').collect();
    other.split(' ').all(|word| words.contains(word))
}

/// Small letters, words with one blank between, no punctuation at their ends.
fn plain(text: &str) -> String {
    let words = text.split_whitespace().map(|word| {
        let word = word.trim_matches(|character: char| !character.is_alphanumeric());
        word.to_lowercase()
    });
    words
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn starts_with_words(answer: &str, reply: &str) -> bool {
    answer
        .strip_prefix(reply)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}
