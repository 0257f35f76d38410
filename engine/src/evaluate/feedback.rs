//! What outcomes do to a ranking, simulated: agents work on cases of one query set and say what
//! came of what they were shown; the twins of those queries, told in other words, are ranked
//! before and after.
//!
//! The sets have to be twins, line by line: the k-th query of each tells of one problem. Agents
//! see half of the problems; the other half shows what is lost where nobody said anything.

use super::metrics::{reciprocal_rank, success};
use super::{EvalQuery, QuerySet, SHOWN};
use crate::engine::Engine;
use crate::error::EngineError;
use crate::outcomes::{Priors, Rules, Verdict, Vote};
use crate::query::Query;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// Schema name and version of [`FeedbackReport`].
pub const FEEDBACK_SCHEMA: &str = "firstline.feedback-simulation/1";

/// Articles that an agent tries, from the top, before giving up.
const TRIED: usize = 5;
/// Cases that a liar makes up for each article: as many as they like.
const MADE_UP: usize = 50;

/// How a simulation is set up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FeedbackOptions {
    /// People at the desk.
    pub agents: usize,
    /// Cases of each problem that they work on.
    pub cases: usize,
    /// Different seeds give different halves, agents and errors.
    pub seed: u64,
    /// How votes are weighed.
    pub rules: Rules,
}

impl Default for FeedbackOptions {
    fn default() -> Self {
        Self {
            agents: 8,
            cases: 6,
            seed: 1,
            rules: Rules::default(),
        }
    }
}

/// What a simulation shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FeedbackReport {
    /// [`FEEDBACK_SCHEMA`].
    pub schema: String,
    /// The set that agents worked on.
    pub told: String,
    /// The set that was ranked.
    pub asked: String,
    /// People at the desk.
    pub agents: usize,
    /// Cases of each problem that they worked on.
    pub cases: usize,
    /// The conditions, the one without any outcome first.
    pub rows: Vec<FeedbackRow>,
}

/// One condition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FeedbackRow {
    /// What was done.
    pub name: String,
    /// Articles that outcomes moved.
    pub moved: usize,
    /// Problems of which agents said something.
    pub seen: Half,
    /// The other problems.
    pub unseen: Half,
}

/// The figures of one half of the problems.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Half {
    /// Queries.
    pub queries: usize,
    /// Mean reciprocal rank in the first ten.
    pub mrr: f64,
    /// Share with a right article first.
    pub first: f64,
}

/// How people behave.
#[derive(Debug, Clone, Copy)]
struct Behaviour {
    name: &'static str,
    /// How often an honest person is right about what they tried; none says nothing at all.
    right: Option<f64>,
    liars: usize,
}

const BEHAVIOURS: [Behaviour; 9] = [
    behaviour("nobody says anything", None, 0),
    behaviour("always right", Some(1.0), 0),
    behaviour("right 9 times in 10", Some(0.9), 0),
    behaviour("right 8 times in 10", Some(0.8), 0),
    behaviour("right 7 times in 10", Some(0.7), 0),
    behaviour("a coin is tossed", Some(0.5), 0),
    behaviour("9 in 10, one liar", Some(0.9), 1),
    behaviour("9 in 10, three liars agree", Some(0.9), 3),
    behaviour("one liar, nobody else", None, 1),
];

const fn behaviour(name: &'static str, right: Option<f64>, liars: usize) -> Behaviour {
    Behaviour { name, right, liars }
}

/// Simulates. What the engine knew from use before is put back afterwards.
///
/// # Errors
/// As [`Engine::search`]; [`EngineError::QuerySet`] if the sets are no twins.
pub fn simulate_feedback(
    engine: &Engine,
    (told, asked): (&QuerySet, &QuerySet),
    options: &FeedbackOptions,
) -> Result<FeedbackReport, EngineError> {
    check_twins(told, asked)?;
    let before = engine.outcomes();
    engine.learn(Priors::default());
    let report = simulate(engine, (told, asked), options);
    engine.learn(before);
    report
}

fn check_twins(told: &QuerySet, asked: &QuerySet) -> Result<(), EngineError> {
    let same = |at: usize| {
        let relevant = |set: &QuerySet| set.queries.get(at).map(|query| query.relevant.clone());
        relevant(told) == relevant(asked)
    };
    let most = told.queries.len().max(asked.queries.len());
    match (0..most).find(|&at| !same(at)) {
        None => Ok(()),
        Some(at) => Err(EngineError::QuerySet {
            path: asked.name.clone().into(),
            line: at + 1,
            reason: format!(
                "it tells of another problem than the same line of {}",
                told.name
            ),
        }),
    }
}

fn simulate(
    engine: &Engine,
    (told, asked): (&QuerySet, &QuerySet),
    options: &FeedbackOptions,
) -> Result<FeedbackReport, EngineError> {
    let shown = rankings(engine, told)?;
    let mut random = Random(options.seed);
    let seen: Vec<bool> = told.queries.iter().map(|_| random.below(2) == 0).collect();
    let mut rows = Vec::new();
    for behaviour in BEHAVIOURS {
        let mut random = Random(options.seed);
        let votes = seen.iter().zip(&told.queries).zip(&shown);
        let votes: Vec<Vote> = votes
            .filter(|((seen, _), _)| **seen)
            .flat_map(|((_, query), shown)| {
                votes_on(query, shown, (&behaviour, options), &mut random)
            })
            .collect();
        let priors = Priors::of(&votes, &options.rules, 0);
        let moved = priors.articles().filter(|(_, tally)| tally.counts());
        let moved = moved.count();
        engine.learn(priors);
        let ranked = rankings(engine, asked)?;
        let half = |wanted: bool| {
            let of_half = seen.iter().zip(&asked.queries).zip(&ranked);
            let of_half = of_half.filter(|((seen, _), _)| **seen == wanted);
            Half::of(of_half.map(|((_, query), ranking)| (query, ranking)))
        };
        rows.push(FeedbackRow {
            name: behaviour.name.to_owned(),
            moved,
            seen: half(true),
            unseen: half(false),
        });
    }
    Ok(FeedbackReport {
        schema: FEEDBACK_SCHEMA.into(),
        told: told.name.clone(),
        asked: asked.name.clone(),
        agents: options.agents,
        cases: options.cases,
        rows,
    })
}

fn rankings(engine: &Engine, set: &QuerySet) -> Result<Vec<Vec<String>>, EngineError> {
    let queries = set.queries.par_iter();
    let rank = |query: &EvalQuery| {
        let query = Query {
            limit: SHOWN,
            exclude: query.exclude.clone(),
            ..Query::new(query.text.clone())
        };
        engine.ranking(&query)
    };
    queries.map(rank).collect()
}

/// What people say of the answer to one problem, over all its cases.
fn votes_on(
    query: &EvalQuery,
    shown: &[String],
    (behaviour, options): (&Behaviour, &FeedbackOptions),
    random: &mut Random,
) -> Vec<Vote> {
    let mut votes = Vec::new();
    let vote = |person: usize, case: String, article: &str, verdict| Vote {
        article: article.to_owned(),
        remedy: None,
        case: Some(case),
        person: format!("agent {person}"),
        at: 0,
        verdict,
    };
    for case in 0..options.cases {
        let person = random.below(options.agents.max(1) as u64) as usize;
        let Some(right) = behaviour.right.filter(|_| person >= behaviour.liars) else {
            continue;
        };
        for article in shown.iter().take(TRIED) {
            let fixes = query.relevant.contains(article) == (random.share() < right);
            let verdict = if fixes {
                Verdict::FixedUnderstood
            } else {
                Verdict::NotFixed
            };
            votes.push(vote(
                person,
                format!("{} {case}", query.qid),
                article,
                verdict,
            ));
            if fixes {
                break;
            }
        }
    }
    for liar in 0..behaviour.liars {
        for article in shown.iter().take(TRIED) {
            let is_right = query.relevant.contains(article);
            let verdict = if is_right {
                Verdict::NotFixed
            } else {
                Verdict::FixedUnderstood
            };
            let cases = (0..MADE_UP).map(|at| format!("{} by {liar}, {at}", query.qid));
            votes.extend(cases.map(|case| vote(liar, case, article, verdict)));
            if is_right {
                votes.push(Vote {
                    case: None,
                    ..vote(liar, String::new(), article, Verdict::Unsafe)
                });
            }
        }
    }
    votes
}

impl Half {
    fn of<'q>(queries: impl Iterator<Item = (&'q EvalQuery, &'q Vec<String>)>) -> Self {
        let mut half = Self::default();
        for (query, ranking) in queries {
            half.queries += 1;
            half.mrr += reciprocal_rank(ranking, &query.relevant, SHOWN);
            half.first += success(ranking, &query.relevant, 1);
        }
        let count = half.queries.max(1) as f64;
        half.mrr /= count;
        half.first /= count;
        half
    }
}

/// Numbers that look random and are the same on every machine (SplitMix64, Steele and others,
/// "Fast splittable pseudorandom number generators", 2014).
#[derive(Debug)]
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, most: u64) -> u64 {
        self.next() % most
    }

    /// From 0 to below 1.
    fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(name: &str, lines: &[(&str, &str)]) -> QuerySet {
        let queries = lines.iter().map(|(text, relevant)| EvalQuery {
            qid: format!("{name} {text}"),
            text: (*text).to_owned(),
            relevant: vec![(*relevant).to_owned()],
            exclude: Vec::new(),
        });
        QuerySet {
            name: name.to_owned(),
            queries: queries.collect(),
        }
    }

    #[test]
    fn a_liar_alone_moves_nothing_and_what_was_known_is_put_back() {
        let engine = Engine::builtin().unwrap();
        let lines = [
            ("duplicate filters", "duplicate-ipsec-filters"),
            (
                "added to a group, still denied",
                "added-to-group-still-denied",
            ),
        ];
        let (told, asked) = (set("told", &lines), set("asked", &lines));
        let known = Priors::of(&[], &Rules::default(), 0);
        engine.learn(known.clone());
        let options = FeedbackOptions::default();
        let report = simulate_feedback(&engine, (&told, &asked), &options).unwrap();
        let row = |name: &str| report.rows.iter().find(|row| row.name == name).unwrap();
        let (silent, liar) = (row("nobody says anything"), row("one liar, nobody else"));
        assert_eq!(liar.moved, 0);
        assert_eq!((silent.seen, silent.unseen), (liar.seen, liar.unseen));
        assert_eq!(engine.outcomes(), known);
    }

    #[test]
    fn sets_that_are_no_twins_are_refused() {
        let engine = Engine::builtin().unwrap();
        let (one, other) = (set("one", &[("a", "x")]), set("other", &[("a", "y")]));
        let refused = simulate_feedback(&engine, (&one, &other), &FeedbackOptions::default());
        assert!(refused.unwrap_err().to_string().contains("line 1"));
    }
}
