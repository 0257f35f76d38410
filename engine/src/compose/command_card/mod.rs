//! Cards of commands and scripts: how each is called, what it does and risks, who may run it, and
//! on which systems it is valid; all of it quoted from articles.
//!
//! Entry: [`cards`]. What is asked is the name of a command (`ipseccmd`, `show filters`), or what it
//! is to do, and perhaps a system ("on XP SP2"): then the lines valid there come first, and the
//! others say why they are not.

mod lines;
mod reading;
mod systems;

use super::guard::{Viewer, sections_for};
use super::risk::{is_known, risk_of};
use crate::answer::{CommandCard, Quote, Risk, SystemValidity, Validity};
use crate::engine::{Engine, article_of};
use crate::error::EngineError;
use crate::query::Query;
use crate::understand::words::Analyzer;
use lines::{Line, commands, is_script};
use reading::{Note, Source, source};
use std::collections::BTreeMap;
use systems::{System, statement, systems};

/// Articles that are read for cards.
const ARTICLES: usize = 16;

/// Most cards shown.
const CARDS: usize = 12;

/// What is asked for.
struct Asked {
    /// The words without the system.
    words: String,
    /// The system, if one was named.
    system: Option<System>,
    /// The command or script, if the words open with one.
    name: Option<String>,
}

/// The cards for a name or a purpose.
pub(crate) fn cards(
    engine: &Engine,
    asked: &str,
    viewer: &Viewer,
) -> Result<Vec<CommandCard>, EngineError> {
    let asked = Asked::read(engine, asked);
    let sources = sources(engine, &asked, viewer)?;
    let mut groups: BTreeMap<String, Vec<(&Source, &Line)>> = BTreeMap::new();
    for source in &sources {
        for line in source
            .lines
            .iter()
            .filter(|line| asked.names(&line.syntax.text))
        {
            let name = program(&line.syntax.text);
            let key = if is_script(&name) {
                name
            } else {
                folded(&line.syntax.text)
            };
            groups.entry(key).or_default().push((source, line));
        }
    }
    let mut analyzer = Analyzer::new();
    let wanted = analyzer.term_list(&asked.words);
    let mut scored: Vec<(usize, CommandCard)> = groups
        .values()
        .map(|group| {
            let card = card(group, &sources, &asked);
            let text = std::iter::once(&card.syntax)
                .chain(&card.effect)
                .map(|quote| quote.text.as_str());
            let held = analyzer.term_list(&text.collect::<Vec<_>>().join(" "));
            (
                wanted.iter().filter(|term| held.contains(term)).count(),
                card,
            )
        })
        .collect();
    let best = scored
        .iter()
        .map(|(score, _)| *score)
        .max()
        .unwrap_or_default();
    // A purpose has to be met about as well as by the best; what is not valid there is shown from
    // further down, with why. A name is met by all its lines.
    scored.retain(|(score, card)| {
        let share = if card.asked == Validity::Invalid {
            0.5
        } else {
            0.75
        };
        asked.name.is_some() || (*score > 0 && *score as f64 >= share * best as f64)
    });
    let order = |validity| match validity {
        Validity::Valid => 0,
        Validity::Unknown => 1,
        Validity::Invalid => 2,
    };
    scored.sort_by_key(|(score, card)| (order(card.asked), std::cmp::Reverse(*score)));
    Ok(scored
        .into_iter()
        .map(|(_, card)| card)
        .take(CARDS)
        .collect())
}

impl Asked {
    fn read(engine: &Engine, asked: &str) -> Self {
        let asked = asked.trim().trim_end_matches('?');
        let system = systems(asked)
            .into_iter()
            .rfind(|system| !system.family.is_empty());
        let words = match &system {
            Some(system) => asked.replacen(&system.text, " ", 1),
            None => asked.to_owned(),
        };
        let words = words.trim().trim_end_matches(" on").trim().to_owned();
        let first = words
            .split_whitespace()
            .next()
            .unwrap_or_default()
            .to_lowercase();
        let first = first.trim_end_matches(".exe").to_owned();
        let identifiers = &engine.generation().identifiers;
        let is_known =
            is_script(&first) || !identifiers.find(&format!("command/{first}")).is_empty();
        Self {
            words,
            system,
            name: is_known.then_some(first),
        }
    }

    /// True if a line is one of the command asked for, with the words that follow its name.
    fn names(&self, line: &str) -> bool {
        let Some(name) = &self.name else {
            return true;
        };
        let line = folded(line);
        let mut words = line.split(' ').map(|word| word.trim_end_matches(".exe"));
        if is_script(name) {
            return words.any(|word| word == name);
        }
        let asked = folded(&self.words);
        let mut asked = asked.split(' ').map(|word| word.trim_end_matches(".exe"));
        asked.all(|asked| words.next() == Some(asked))
    }
}

/// Reads the articles that hold the name, then those that rank for the words.
fn sources(engine: &Engine, asked: &Asked, viewer: &Viewer) -> Result<Vec<Source>, EngineError> {
    let generation = engine.generation();
    let keys = asked
        .name
        .iter()
        .flat_map(|name| [format!("command/{name}"), format!("file/{name}")]);
    let mut ordinals: Vec<u32> = keys
        .flat_map(|key| generation.identifiers.find(&key))
        .map(|occurrence| occurrence.ordinal)
        .collect();
    ordinals.sort_unstable();
    ordinals.dedup();
    ordinals
        .sort_by_key(|&ordinal| std::cmp::Reverse(generation.articles.standing(ordinal).in_links));
    ordinals.truncate(ARTICLES);
    let found = engine.find(&Query::new(asked.words.as_str()))?;
    ordinals.extend(
        found
            .ranked
            .iter()
            .take(ARTICLES)
            .map(|ranked| ranked.ordinal),
    );
    let mut seen = std::collections::HashSet::new();
    let mut sources = Vec::new();
    for ordinal in ordinals {
        if !seen.insert(ordinal) || generation.articles.is_superseded(ordinal) {
            continue;
        }
        let (entry, document, place) = engine.open_article(ordinal)?;
        if viewer.sees(entry.audience) {
            let article = article_of(&document, place)?;
            sources.push(source(&document, &sections_for(article, viewer)));
        }
    }
    Ok(sources)
}

fn card(group: &[(&Source, &Line)], sources: &[Source], asked: &Asked) -> CommandCard {
    // A script is shown as it is run, not as it is mentioned.
    let by_words = |(_, line): &&(&Source, &Line)| line.syntax.text.split_whitespace().count();
    let first = group
        .iter()
        .filter(|one| is_script(&program(&one.1.syntax.text)))
        .max_by_key(by_words);
    let line = &first.unwrap_or(&group[0]).1.syntax;
    let program = program(&line.text);
    // An article that is called after the program is about it.
    let own = || {
        group
            .iter()
            .map(|(source, _)| source)
            .filter(|source| source.title.to_lowercase().contains(&program))
    };
    let labelled = |names: &'static [&'static str]| {
        own()
            .flat_map(|source| &source.labelled)
            .filter(move |(label, _)| names.contains(&label.as_str()))
            .map(|(_, quote)| quote)
    };
    let effects = labelled(&["effect", "what it does", "function", "purpose", "does"])
        .chain(group.iter().filter_map(|(_, line)| line.effect.as_ref()));
    let effect = unique(
        effects.filter(|quote| folded(&quote.text) != folded(&line.text)),
        2,
    );
    let rights = labelled(&["rights", "privileges", "permissions"])
        .chain(group.iter().flat_map(|(source, _)| &source.rights));
    let rights = unique(rights, 2);
    let systems_said = validities(group, sources, (&line.text, &program));
    let (risk, reason) = risk(&line.text, &effect);
    let mut cautions = Vec::new();
    for caution in own().flat_map(|source| &source.cautions) {
        if !cautions.contains(caution) {
            cautions.push(caution.clone());
        }
    }
    // A service pack named alone is one of a system that the article is about, or on which the
    // program is said to run.
    let runs_on = systems_said
        .iter()
        .filter(|one| one.validity == Validity::Valid)
        .flat_map(|one| systems(&one.system));
    let runs_on = runs_on.map(|system| system.family);
    let home: Vec<String> = group
        .iter()
        .flat_map(|(source, _)| source.home.iter().cloned())
        .chain(runs_on.filter(|family| !family.is_empty()))
        .collect();
    let asked = asked.system.as_ref();
    CommandCard {
        syntax: line.clone(),
        effect,
        risk,
        risk_reason: reason.to_owned(),
        risk_unknown: !is_known(reason),
        rights,
        asked: asked.map_or(Validity::Unknown, |system| {
            verdict(&systems_said, system, &home)
        }),
        systems: systems_said,
        cautions,
    }
}

/// The first quotes with different words.
fn unique<'q>(quotes: impl Iterator<Item = &'q Quote>, most: usize) -> Vec<Quote> {
    let mut kept: Vec<Quote> = Vec::new();
    for quote in quotes {
        if kept.len() < most && kept.iter().all(|known| known.text != quote.text) {
            kept.push(quote.clone());
        }
    }
    kept
}

/// What the articles say of a command and systems: beside its lines first, then in clauses that
/// name its program.
fn validities(
    group: &[(&Source, &Line)],
    sources: &[Source],
    (line, program): (&str, &str),
) -> Vec<SystemValidity> {
    let own = group
        .iter()
        .flat_map(|(_, line)| &line.says)
        .map(|says| (says.text.as_str(), says, false));
    let notes = notes_of(sources, line, program).into_iter();
    let notes = notes.map(|note| (note.about.as_str(), &note.says, note.denied));
    let mut found: Vec<SystemValidity> = Vec::new();
    for (about, says, denied) in own.chain(notes) {
        let validity = if denied {
            Validity::Invalid
        } else {
            statement(&says.text).0
        };
        for system in systems(about) {
            // What stands beside the line comes first and is not taken back.
            if found.iter().all(|known| known.system != system.text) {
                found.push(SystemValidity {
                    system: system.text,
                    validity,
                    says: says.clone(),
                });
            }
        }
    }
    found.truncate(8);
    found
}

/// The clauses about a program; only those about the part of it that a line calls (its second
/// word), if one of them says where alone that part is to be had.
fn notes_of<'s>(sources: &'s [Source], line: &str, program: &str) -> Vec<&'s Note> {
    let says_word = |note: &Note, word: &str| {
        let lower = note.says.text.to_lowercase();
        let is_word = |character: char| character.is_alphanumeric() || "_.".contains(character);
        lower
            .split(|character: char| !is_word(character))
            .any(|one| one == word)
    };
    // What announces a command is said of that one, and stands beside it already.
    let announces = |note: &Note| {
        let mut found = commands(&note.says.text).into_iter();
        found.any(|(_, range)| range.start > 0)
    };
    let mut notes: Vec<&Note> = sources
        .iter()
        .flat_map(|source| source.notes.iter().map(move |note| (source, note)))
        .filter(|(_, note)| !announces(note))
        .filter(|(source, note)| says_word(note, program) || is_its_own(source, note, program))
        .map(|(_, note)| note)
        .collect();
    let part = line.split_whitespace().nth(1).unwrap_or_default();
    let part = part.to_lowercase();
    let is_only = |note: &&Note| statement(&note.says.text).1 && says_word(note, &part);
    if notes.iter().any(is_only) {
        notes.retain(|note| says_word(note, &part));
    }
    notes
}

/// True if a note is about the program that its article is called after, without naming it: "It
/// is only available for Windows XP".
fn is_its_own(source: &Source, note: &Note, program: &str) -> bool {
    let lower = note.says.text.trim().to_lowercase();
    let refers = [
        "it ",
        "this tool ",
        "the tool ",
        "this utility ",
        "the utility ",
    ];
    source.title.to_lowercase() == program && refers.iter().any(|start| lower.starts_with(start))
}

/// Whether a command is valid on a system, by what is said of it.
fn verdict(said: &[SystemValidity], asked: &System, home: &[String]) -> Validity {
    let about = |one: &&SystemValidity| {
        systems(&one.system)
            .iter()
            .any(|system| system.covers(asked, home))
    };
    let is = |validity: Validity| {
        said.iter()
            .filter(about)
            .any(|one| one.validity == validity)
    };
    let says_only = said.iter().any(|one| statement(&one.says.text).1);
    let elsewhere = said.iter().any(|one| one.validity == Validity::Valid);
    match (is(Validity::Valid), is(Validity::Invalid)) {
        (true, false) => Validity::Valid,
        (false, true) => Validity::Invalid,
        // Who names the service pack knows better; of equals, who stood nearer to the command.
        (true, true) => said
            .iter()
            .filter(about)
            .min_by_key(|one| {
                systems(&one.system)
                    .iter()
                    .all(|system| system.pack.is_none())
            })
            .map_or(Validity::Unknown, |one| one.validity),
        (false, false) if says_only || elsewhere => Validity::Invalid,
        (false, false) => Validity::Unknown,
    }
}

/// The risk of a line, or that of what it is said to do if that is graver.
fn risk(line: &str, effect: &[Quote]) -> (Risk, &'static str) {
    const INTERRUPTS: &[&str] = &[
        "restarts",
        "stops",
        "drops",
        "unloads",
        "kills",
        "disconnects",
        "shuts down",
        "deletes",
        "purges",
    ];
    let own = risk_of(line);
    let interrupts = effect.iter().any(|quote| {
        let lower = quote.text.to_lowercase();
        INTERRUPTS
            .iter()
            .any(|word| lower.starts_with(word) || lower.contains(&format!(" {word} ")))
    });
    if interrupts && own.0 < Risk::Disruptive {
        return (Risk::Disruptive, "an article says that it interrupts");
    }
    own
}

/// The program of a line: its first word, or the script that it runs.
fn program(line: &str) -> String {
    let mut words = line.split_whitespace();
    let script = words.clone().find(|word| is_script(word));
    let name = script.or_else(|| words.next()).unwrap_or_default();
    let name = name.to_lowercase();
    let name = name.rsplit(['\\', '/']).next().unwrap_or(&name);
    name.trim_end_matches(".exe").to_owned()
}

fn folded(line: &str) -> String {
    line.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase()
}

#[cfg(test)]
mod tests;
