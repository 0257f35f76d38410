//! Drafts of made-up cases over the built-in knowledge base.

use super::*;
use crate::desk::CaseId;
use crate::desk::record::{CaseRecord, Channel, Shown, Who};
use corpus::article::{Role, State};
use jiff::Timestamp;
use proptest::prelude::*;

/// 2026-11-21.
const NOW: u64 = 1_795_262_400;

fn file(text: &str, outcomes: Vec<OutcomeRecord>) -> CaseFile {
    let shown = Shown {
        issue: "duplicate-ipsec-filters".into(),
        title: "Duplicate filters".into(),
        probability: 0.7,
        articles: vec!["duplicate-ipsec-filters".into()],
        products: Vec::new(),
        remedies: Vec::new(),
    };
    CaseFile {
        case: CaseRecord {
            seq: 1,
            id: "2222-2222".parse::<CaseId>().unwrap(),
            time: Timestamp::from_second(NOW as i64 - 7_200).unwrap(),
            channel: Channel::Http,
            who: Who::default(),
            site: Some("North".into()),
            product: None,
            text: text.into(),
            terms: Vec::new(),
            abstained: false,
            probability: 0.7,
            generation: "gen-1".into(),
            rounds: 1,
            nearest: Vec::new(),
        },
        shown: vec![shown.clone(), shown],
        outcomes,
        feedback: Vec::new(),
    }
}

fn outcome(outcome: Outcome, article: Option<&str>, note: Option<&str>) -> OutcomeRecord {
    OutcomeRecord {
        seq: 2,
        case: "2222-2222".parse().unwrap(),
        time: Timestamp::from_second(NOW as i64 - 3_600).unwrap(),
        channel: Channel::Http,
        who: Who {
            name: Some("ann".into()),
            tier: Some(2),
        },
        outcome,
        chosen: Chosen {
            issue: article.map(str::to_owned),
            article: article.map(str::to_owned),
            section: None,
        },
        note: note.map(str::to_owned),
    }
}

fn read(draft: &Draft) -> corpus::Document {
    let name = format!("{}.md", draft.id);
    let bytes = draft.markdown.clone().into_bytes();
    corpus::read(&name, bytes, &corpus::ReadOptions::default()).unwrap()
}

const SAID: &str = "Event 4284 on the loom server\nThe path is C:\\Loom\\bin and * nothing * else.";

#[test]
fn a_solved_case_becomes_a_draft_that_is_read_again() {
    let engine = Engine::builtin().unwrap();
    let ends = vec![outcome(
        Outcome::Fixed,
        Some("duplicate-ipsec-filters"),
        Some("two filters said the same"),
    )];
    let draft = draft(&engine, &file(SAID, ends), NOW).unwrap();
    let mut rest = draft.markdown.as_str();
    for words in [
        "---\nid: draft-2222-2222\ntitle: \"Event 4284 on the loom server\"\n",
        "state: work in progress\n",
        "sources: [\"case 2222-2222\",\"duplicate-ipsec-filters, ",
        "updated: 2026-11-21\n---\n",
        "\n## Symptoms\n",
        "\n> Event 4284 on the loom server\n> The path is C:\\Loom\\bin and \\* nothing \\* else.\n",
        "\n- event 4284\n",
        "\n## Cause\n\nIn the words of who solved it:\n\n> two filters said the same\n",
        "\n## Resolution\n\nFrom duplicate-ipsec-filters, ",
        "bytes ",
        "\n1. ",
        "\n## Status\n\nCase 2222-2222: fixed and understood, said by tier 2 on 2026-11-21.\n",
        "\n## Still to be written\n\n- product and version: not said\n",
    ] {
        let at = rest.find(words);
        assert!(at.is_some(), "{words:?} is not in {rest}");
        rest = &rest[at.unwrap_or(0) + words.len() - 1..];
    }
    let document = read(&draft);
    assert_eq!(document.warnings, []);
    assert_eq!(document.articles.len(), 1);
    let article = &document.articles[0];
    assert_eq!(article.meta.state, State::WorkInProgress);
    assert_eq!(article.id, "draft-2222-2222");
    for role in [Role::Symptoms, Role::Cause, Role::Resolution] {
        assert!(
            article.sections.iter().any(|section| section.role == role),
            "{role:?}"
        );
    }
    assert!(!remedies(&document, article).is_empty());
}

#[test]
fn what_nobody_said_is_named_as_a_gap() {
    let engine = Engine::builtin().unwrap();
    let unclear = vec![outcome(Outcome::FixedUnclear, None, None)];
    let found = draft(&engine, &file("the loom stops", unclear), NOW).unwrap();
    assert_eq!(
        found.gaps,
        [
            "product and version: not said",
            "cause: not known; it may come back",
            "resolution: not said what was done"
        ]
    );
    assert!(found.markdown.contains("## Cause\n\nNot known.\n"));
    for ends in [
        vec![],
        vec![outcome(Outcome::NotFixed, None, None)],
        vec![
            outcome(Outcome::Fixed, None, None),
            outcome(Outcome::Escalated, None, None),
        ],
    ] {
        let refused = draft(&engine, &file("x", ends), NOW).unwrap_err();
        assert!(matches!(refused, DraftError::NotSolved));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn whatever_was_said_stays_a_quotation(said in "(\\PC|[#>*`\\n\\\\\\[\\]-]){0,200}") {
        let engine = &*ENGINE;
        let ends = vec![outcome(Outcome::Fixed, Some("duplicate-ipsec-filters"), Some(&said))];
        let found = draft(engine, &file(&said, ends), NOW).unwrap();
        let document = read(&found);
        prop_assert_eq!(document.articles.len(), 1);
        prop_assert_eq!(document.articles[0].meta.state, State::WorkInProgress);
        let headings = document.articles[0].sections.iter().filter(|one| one.role == Role::Resolution);
        prop_assert_eq!(headings.count(), 1);
    }
}

static ENGINE: std::sync::LazyLock<Engine> =
    std::sync::LazyLock::new(|| Engine::builtin().unwrap());
