//! Playbooks: what the grammar takes, what lint finds and where, and what holds for any text.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use corpus::playbook::{Finding, NodeKind, OutcomeKind, Rule, is_playbook, lint, parse};
use corpus::{builtin, playbook::Severity};
use proptest::prelude::*;
use std::time::{Duration, Instant};

const HEADER: &str = "---\nid: loom-stops\ntitle: \"The loom stops\"\nversion: 1\nowner: Weavers\n\
    tier: 1\naudience: tier1\napplies_when: [\"loom stops\"]\nsources: [\"Weavers' notes\"]\n---\n";
/// Lines of the header; the first line behind it is one more.
const LINES: u32 = 10;

fn found(body: &str) -> Vec<(Rule, u32)> {
    let text = format!("{HEADER}{body}");
    let is_article = |id: &str| id == "brake-article";
    let findings = lint(&[("loom.md".into(), text)], &is_article);
    findings
        .iter()
        .map(|finding| (finding.rule, finding.line - LINES))
        .collect()
}

const SOUND: &str = "\
Only for small looms.

## start: Does it hum?

**Question:** Is there a
hum?

> [!CAUTION]
> Do not open the case.

1. Listen.
2. Wait.

- Yes -> brake
- a -> b -> oil (at most 2 times)
- No -> end

## oil: Oil it

**Action:** Oil the shaft.

- Next -> start

## brake: The brake

**Link:** brake-article

- It helped -> done
- It did not help -> end

## done: Done

**Outcome:** fixed-unclear -- It runs; nobody knows why.

## end: To the workshop

**Outcome:** not-fixed-escalate — It has to be looked at.

Take the warp off first.

Hand to: Workshop

Collect:

- Number on the label
- What was tried
";

#[test]
fn a_playbook_is_read_with_its_nodes_and_edges() {
    let text = format!("{HEADER}{SOUND}");
    assert!(is_playbook(&text));
    assert!(!is_playbook(SOUND) && !is_playbook("---\ntitle: applies_when\n---\n"));
    let playbook = parse("loom.md", &text).sound().unwrap();
    assert_eq!(found(SOUND), []);
    assert_eq!(
        (playbook.id.as_str(), playbook.version, playbook.tier),
        ("loom-stops", 1, 1)
    );
    assert_eq!(playbook.introduction.len(), 1);
    let ids: Vec<&str> = playbook.nodes.iter().map(|node| node.id.as_str()).collect();
    assert_eq!(ids, ["start", "oil", "brake", "done", "end"]);
    let start = &playbook.nodes[0];
    assert_eq!(start.kind, NodeKind::Question("Is there a hum?".into()));
    assert_eq!(start.blocks.len(), 2, "the caution and the steps");
    let edges: Vec<(&str, &str, Option<u8>)> = start
        .edges
        .iter()
        .map(|edge| (edge.answer.as_str(), edge.target.as_str(), edge.limit))
        .collect();
    let expected = [
        ("Yes", "brake", None),
        ("a -> b", "oil", Some(2)),
        ("No", "end", None),
    ];
    assert_eq!(edges, expected);
    let NodeKind::Outcome(ending) = &playbook.nodes[4].kind else {
        unreachable!("{:?}", playbook.nodes[4]);
    };
    assert_eq!(ending.kind, OutcomeKind::NotFixedEscalate);
    assert_eq!(ending.hand_to.as_deref(), Some("Workshop"));
    assert_eq!(ending.collect, ["Number on the label", "What was tried"]);
    assert_eq!(playbook.nodes[4].blocks.len(), 1, "what is left is shown");
}

const END: &str = "\n## end: End\n\n**Outcome:** no-issue — Fine.\n";

#[test]
fn every_fault_is_named_with_its_line() {
    let ask = |edges: &str| format!("## start: Start\n\n**Question:** What?\n\n{edges}{END}");
    let cases: Vec<(String, Vec<(Rule, u32)>)> = vec![
        (
            ask("- A -> end\n- B -> nowhere\n"),
            vec![(Rule::UnknownTarget, 6)],
        ),
        (
            ask("- A -> end\n- a -> end\n"),
            vec![(Rule::DuplicateAnswer, 6)],
        ),
        (ask("- A -> end\n"), vec![(Rule::TooFewEdges, 1)]),
        (
            ask("- A -> end\n- B -> end\n- C\n"),
            vec![(Rule::EdgeForm, 7)],
        ),
        (
            ask("- A -> end\n- B -> end (often)\n- C -> end\n"),
            vec![(Rule::EdgeForm, 6)],
        ),
        (
            ask("- A -> end\n- B -> start\n"),
            vec![(Rule::UnboundedLoop, 6)],
        ),
        (
            ask("- A -> end (at most 1 times)\n- B -> end (at most 2 times)\n"),
            vec![(Rule::AllLimited, 1)],
        ),
        (
            format!(
                "## start: Start\n\n**Action:** Do.\n\n- A -> a\n\n## a: A\n\n**Action:** Do.\n\n- A -> start (at most 1 times)\n{END}"
            ),
            vec![
                (Rule::MissingOutcome, 1),
                (Rule::MissingOutcome, 7),
                (Rule::AllLimited, 7),
                (Rule::UnreachableNode, 13),
            ],
        ),
        (
            format!("## start: Start\n\n**Action:** Do.\n{END}"),
            vec![(Rule::MissingOutcome, 1), (Rule::UnreachableNode, 5)],
        ),
        (
            format!("## start: Start\n\n**Link:** lost-article\n\n- A -> end\n{END}"),
            vec![(Rule::UnknownLink, 3)],
        ),
        (
            format!("## start: Start\n\n**Link:** loom-stops\n\n- A -> end\n{END}"),
            vec![(Rule::LinkCircle, 3)],
        ),
        (
            format!("## start: Start\n\nAction: Do.\n\n- A -> end\n{END}"),
            vec![(Rule::NodeKind, 3)],
        ),
        (
            format!("## Start\n\n**Action:** Do.\n\n- A -> end\n{END}"),
            vec![(Rule::NodeHeading, 1)],
        ),
        (
            "## end: End\n\n**Outcome:** not-fixed-escalate — Bad.\n".into(),
            vec![(Rule::HandOver, 1), (Rule::HandOver, 1)],
        ),
        (
            "## end: End\n\n**Outcome:** solved — Bad.\n".into(),
            vec![(Rule::NodeKind, 3)],
        ),
        (
            format!("## end: End\n\n**Outcome:** no-issue — Fine.\n{END}"),
            vec![(Rule::DuplicateNode, 5), (Rule::UnreachableNode, 5)],
        ),
    ];
    for (body, expected) in cases {
        assert_eq!(found(&body), expected, "{body}");
    }
}

#[test]
fn front_matter_is_checked() {
    let body = "\n## end: End\n\n**Outcome:** no-issue — Fine.\n";
    let with = |from: &str, to: &str| {
        let text = format!("{}{body}", HEADER.replace(from, to));
        let findings = lint(&[("x.md".into(), text)], &|_| false);
        findings
            .into_iter()
            .map(|finding| (finding.rule, finding.line))
            .collect::<Vec<_>>()
    };
    assert_eq!(with("x", "x"), []);
    for (from, to, line) in [
        ("version: 1", "version: one", 4),
        ("tier: 1\n", "tier: 4\n", 6),
        ("audience: tier1", "audience: all", 7),
        ("id: loom-stops", "id: Loom Stops", 2),
        ("owner: Weavers\n", "", 1),
        ("owner: Weavers", "owner: Weavers\nvalid_from: tomorrow", 6),
    ] {
        assert_eq!(with(from, to), [(Rule::FrontMatter, line)], "{to}");
    }
}

#[test]
fn more_than_150_nodes_draw_a_warning() {
    let mut body = String::new();
    for number in 0..151 {
        let next = if number == 150 {
            "end".to_owned()
        } else {
            format!("n{}", number + 1)
        };
        body.push_str(&format!(
            "## n{number}: N\n\n**Action:** Do.\n\n- Next -> {next}\n\n"
        ));
    }
    body.push_str("## end: End\n\n**Outcome:** no-issue — Fine.\n");
    let findings = lint(&[("x.md".into(), format!("{HEADER}{body}"))], &|_| false);
    let [
        Finding {
            rule: Rule::TooManyNodes,
            severity: Severity::Warning,
            ..
        },
    ] = &findings[..]
    else {
        unreachable!("{findings:?}");
    };
    assert!(parse("x.md", &format!("{HEADER}{body}")).sound().is_ok());
}

#[test]
fn two_files_with_one_version_and_circles_of_links_are_found() {
    let file = |id: &str, link: &str| {
        let header = HEADER.replace("loom-stops", id);
        let text = format!("{header}## start: S\n\n**Link:** {link}\n\n- A -> end\n{END}");
        (format!("{id}.md"), text)
    };
    let rules = |files: &[(String, String)]| {
        let findings = lint(files, &|_| false).into_iter();
        findings
            .map(|finding| (finding.file, finding.rule))
            .collect::<Vec<_>>()
    };
    let pair = [file("one", "two"), file("two", "one")];
    let expected = [("one.md", Rule::LinkCircle), ("two.md", Rule::LinkCircle)];
    assert_eq!(
        rules(&pair),
        expected.map(|(file, rule)| (file.to_owned(), rule))
    );
    let mut twice = [file("one", "two"), file("two", "cannot-reach-a-target")];
    assert_eq!(rules(&twice), []);
    twice[0].1 = twice[1].1.clone();
    assert_eq!(
        rules(&twice),
        [("two.md".to_owned(), Rule::DuplicateVersion)]
    );
}

#[test]
fn the_built_in_playbooks_have_no_fault() {
    let ids: Vec<String> = builtin::documents()
        .into_iter()
        .flat_map(|document| document.articles)
        .map(|article| article.id)
        .collect();
    let playbooks = builtin::playbooks();
    assert!(playbooks.len() >= 6);
    assert_eq!(lint(&playbooks, &|id| ids.iter().any(|own| own == id)), []);
    for (name, text) in &playbooks {
        let playbook = parse(name, text).sound().unwrap();
        assert_eq!(format!("{}.md", playbook.id), *name);
    }
}

#[test]
fn a_hostile_playbook_takes_no_time() {
    let mut chain = HEADER.to_owned();
    for number in 0..20_000 {
        chain.push_str(&format!(
            "## n{number}: N\n\n**Action:** x\n\n- a -> n{}\n- b -> n0\n\n",
            number + 1
        ));
    }
    let edges = format!(
        "{HEADER}## a: A\n\n**Question:** x\n\n{}",
        "- a -> a\n".repeat(50_000)
    );
    for text in [chain, edges] {
        let started = Instant::now();
        assert!(!lint(&[("x.md".into(), text)], &|_| false).is_empty());
        assert!(
            started.elapsed() < Duration::from_secs(20),
            "{:?}",
            started.elapsed()
        );
    }
}

/// Text made of the marks of the grammar, so that they meet in every order.
fn marks() -> impl Strategy<Value = String> {
    let marks = prop::sample::select(vec![
        "---\n",
        "id: a\n",
        "applies_when: [x]\n",
        "version: 1\n",
        "## ",
        "### ",
        "a: b\n",
        "\n",
        "\n\n",
        "**Question:** ",
        "**Action:** ",
        "**Link:** a\n",
        "**Outcome:** no-issue — x\n",
        "- x -> a\n",
        "- y -> b (at most 2 times)\n",
        "- ",
        " -> ",
        "Hand to: ",
        "Collect:\n\n",
        "> [!CAUTION]\n> ",
        "```\n",
        "| a |\n|-|\n",
        "1. ",
        "é",
        "\r",
        "\r\n",
        "    ",
        "\u{feff}",
        ":::note\n",
        "word ",
    ]);
    prop::collection::vec(marks, 0..60).prop_map(|marks| marks.concat())
}

fn holds(text: &str) -> Result<(), TestCaseError> {
    let parsed = parse("x.md", text);
    let length = text.len() as u32;
    let lines = text.lines().count().max(1) as u32 + text.matches('\r').count() as u32 + 1;
    let mut before = 0;
    for node in &parsed.playbook.nodes {
        prop_assert!(node.span.start >= before && node.span.start < node.span.end);
        prop_assert!(node.span.end <= length);
        before = node.span.start;
        for edge in &node.edges {
            prop_assert!(node.span.contains(edge.span), "{edge:?} in {node:?}");
            prop_assert!(node.line < edge.line && edge.line <= lines);
        }
    }
    for finding in lint(&[("x.md".into(), text.to_owned())], &|_| false) {
        prop_assert!((1..=lines).contains(&finding.line), "{finding}");
    }
    if let Ok(playbook) = parsed.sound() {
        prop_assert!(!playbook.nodes.is_empty() && !playbook.id.is_empty());
        let targets = playbook.nodes.iter().flat_map(|node| &node.edges);
        prop_assert!(
            targets
                .into_iter()
                .all(|edge| playbook.find(&edge.target).is_some())
        );
    }
    Ok(())
}

proptest! {
    #[test]
    fn marks_in_any_order_are_read(text in marks()) {
        holds(&text)?;
        holds(&format!("{HEADER}{text}"))?;
    }

    #[test]
    fn any_text_is_read(text in any::<String>()) {
        holds(&text)?;
    }
}
