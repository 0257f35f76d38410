//! Cards of commands and scripts: how each is called, what it does and risks, who may run it, and
//! on which systems it is valid; all of it quoted from articles.
//!
//! Entry: [`cards`]. What is asked is the name of a command (`ipseccmd`, `show filters`), or what it
//! is to do, and perhaps a system ("on XP SP2"): then the lines valid there come first, and the
//! others say why they are not.

mod lines;
mod systems;

use super::guard::{Viewer, sections_for};
use super::remedy::all_cautions;
use super::risk::risk_of;
use crate::answer::{CommandCard, Quote, Risk, SystemValidity, Validity};
use crate::engine::{Engine, article_of};
use crate::error::EngineError;
use crate::query::Query;
use crate::understand::words::Analyzer;
use corpus::article::{Block, Body};
use corpus::{Article, Document};
use lines::{Line, is_script, lines};
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

/// An article that was read, with what it says beside its lines.
struct Source {
    lines: Vec<Line>,
    rights: Vec<Quote>,
    cautions: Vec<crate::answer::CautionAnswer>,
    /// Sentences about a program and systems.
    notes: Vec<Quote>,
    /// Families of systems that the article is about.
    home: Vec<String>,
    title: String,
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
            groups
                .entry(folded(&line.syntax.text))
                .or_default()
                .push((source, line));
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
    // A purpose has to be met about as well as by the best; a name is met by all its lines.
    scored.retain(|(score, _)| asked.name.is_some() || (*score > 0 && score * 3 >= best * 2));
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

fn source(document: &Document, article: &Article) -> Source {
    let mut rights = Vec::new();
    let mut notes = Vec::new();
    for section in &article.sections {
        sentences(&section.blocks, &article.id, &mut |quote| {
            if is_about_rights(&quote.text) {
                rights.push(quote.clone());
            }
            if !systems(&quote.text).is_empty() {
                notes.push(quote);
            }
        });
    }
    let products = article.meta.products.iter();
    let products: Vec<String> = products
        .map(|product| format!("{} {}", product.name, product.versions.join(" ")))
        .collect();
    Source {
        lines: lines(document, article),
        rights,
        cautions: all_cautions(article),
        notes,
        home: systems(&products.join("; "))
            .into_iter()
            .map(|system| system.family)
            .collect(),
        title: article.title.clone(),
    }
}

/// The sentences of blocks; rows of tables count as one each, cells joined.
fn sentences(blocks: &[Block], article: &str, each: &mut impl FnMut(Quote)) {
    let quote = |text: &str, span| Quote {
        text: text.trim().to_owned(),
        article: article.to_owned(),
        span,
    };
    for block in blocks {
        match &block.body {
            Body::Paragraph(text) | Body::Note(text) => {
                text.split_inclusive(". ")
                    .for_each(|sentence| each(quote(sentence, block.span)));
            }
            Body::Steps(items) | Body::List(items) => {
                for item in items {
                    item.text
                        .split_inclusive(". ")
                        .for_each(|sentence| each(quote(sentence, item.span)));
                    sentences(&item.children, article, each);
                }
            }
            Body::Table(table) => {
                for row in &table.rows {
                    let cells: Vec<&str> =
                        row.cells.iter().map(|cell| cell.text.as_str()).collect();
                    each(quote(&cells.join(" | "), row.span));
                }
            }
            _ => {}
        }
    }
}

fn is_about_rights(sentence: &str) -> bool {
    let lower = sentence.to_lowercase();
    let who = [
        "administrator",
        "administrative",
        "admin rights",
        "root privileges",
        "as root",
    ];
    let what = [
        "right",
        "member",
        "account",
        "run",
        "need",
        "must",
        "require",
        "privilege",
        "logged on",
    ];
    who.iter().any(|word| lower.contains(word)) && what.iter().any(|word| lower.contains(word))
}

fn card(group: &[(&Source, &Line)], sources: &[Source], asked: &Asked) -> CommandCard {
    let (_, first) = group[0];
    let program = program(&first.syntax.text);
    let mut effect: Vec<Quote> = Vec::new();
    for quote in group.iter().filter_map(|(_, line)| line.effect.as_ref()) {
        if !quote.text.eq_ignore_ascii_case(&first.syntax.text)
            && effect.iter().all(|known| known.text != quote.text)
        {
            effect.push(quote.clone());
        }
    }
    effect.truncate(3);
    let systems = validities(group, sources, &program);
    let (risk, reason) = risk(&first.syntax.text, &effect);
    let of = |pick: fn(&Source) -> &Vec<Quote>| {
        let mut quotes: Vec<Quote> = Vec::new();
        for quote in group.iter().flat_map(|(source, _)| pick(source)) {
            if quotes.iter().all(|known| known.text != quote.text) {
                quotes.push(quote.clone());
            }
        }
        quotes.truncate(2);
        quotes
    };
    let mut cautions = Vec::new();
    for (source, _) in group
        .iter()
        .filter(|(source, _)| source.title.to_lowercase().contains(&program))
    {
        cautions.extend(
            source
                .cautions
                .iter()
                .filter(|caution| !cautions.contains(*caution))
                .cloned()
                .collect::<Vec<_>>(),
        );
    }
    let home: Vec<String> = group
        .iter()
        .flat_map(|(source, _)| source.home.iter().cloned())
        .collect();
    CommandCard {
        syntax: first.syntax.clone(),
        risk,
        risk_reason: reason.to_owned(),
        rights: of(|source| &source.rights),
        asked: asked
            .system
            .as_ref()
            .map_or(Validity::Unknown, |system| verdict(&systems, system, &home)),
        systems,
        effect,
        cautions,
    }
}

/// What the articles say of a command and systems: beside its lines, and in sentences that name
/// its program.
fn validities(
    group: &[(&Source, &Line)],
    sources: &[Source],
    program: &str,
) -> Vec<SystemValidity> {
    let own = group.iter().flat_map(|(_, line)| &line.says);
    let names = |quote: &&Quote| {
        let lower = quote.text.to_lowercase();
        lower
            .split(|character: char| !character.is_alphanumeric() && character != '_')
            .any(|word| word == program)
    };
    let notes = sources
        .iter()
        .flat_map(|source| &source.notes)
        .filter(names);
    let mut found: Vec<SystemValidity> = Vec::new();
    for says in own.chain(notes) {
        for clause in clauses(&says.text) {
            let (validity, _) = statement(clause);
            for system in systems(clause) {
                let one = SystemValidity {
                    system: system.text,
                    validity,
                    says: Quote {
                        text: clause.to_owned(),
                        ..says.clone()
                    },
                };
                if found
                    .iter()
                    .all(|known| (&known.system, known.validity) != (&one.system, one.validity))
                {
                    found.push(one);
                }
            }
        }
    }
    found.truncate(8);
    found
}

/// Clauses of a sentence: "not on XP; on Windows 2000 use the other" says two things.
fn clauses(text: &str) -> impl Iterator<Item = &str> {
    text.split([';', '|'])
        .map(str::trim)
        .filter(|clause| !clause.is_empty())
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
        // The line beside the command knows better than a sentence about its program.
        (true, true) => said
            .iter()
            .find(|one| about(one))
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
