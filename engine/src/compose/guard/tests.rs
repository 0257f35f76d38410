//! Tests of `guard`, on invented texts.

use super::*;
use crate::answer::{Passage, SearchResult};
use corpus::article::Meta;

fn viewer(audience: Audience, channel: Channel) -> Viewer {
    Viewer { audience, channel }
}

#[test]
fn class_audience_and_channel_decide() {
    use Audience::{Public, Tier1, Tier2};
    let members = "The exemption list has 10.1.2.3 and loom7.weave.local.";
    let mention = "Look at the exemption list of the policy.";
    let subnet = "The subnet of the dye works is 10.9.0.0.";
    for (text, audience, channel, shown) in [
        (members, Tier2, Channel::Desk, true),
        (members, Tier2, Channel::Private, true),
        (members, Tier2, Channel::Public, false),
        (members, Tier1, Channel::Desk, false),
        (mention, Tier1, Channel::Desk, true),
        (mention, Tier1, Channel::Caller, false),
        (mention, Public, Channel::Desk, false),
        (subnet, Tier1, Channel::Desk, true),
        (subnet, Tier1, Channel::Public, false),
        ("Which subnet are you in?", Public, Channel::Caller, true),
        (
            "The administrator account is LOOMDOM\\weaver.",
            Tier1,
            Channel::Public,
            false,
        ),
        (
            "Restart the loom at 10.1.2.3.",
            Public,
            Channel::Public,
            true,
        ),
    ] {
        let found = viewer(audience, channel).restriction(text);
        assert_eq!(
            found.is_none(),
            shown,
            "{text} {audience:?} {channel:?} {found:?}"
        );
    }
}

fn article() -> Article {
    let block = |text: &str, at: usize| Block {
        span: Span::new(at, at + 9),
        body: Body::Paragraph(text.into()),
    };
    let section = |start: usize, audience, blocks| Section {
        role: corpus::article::Role::Other,
        heading: Vec::new(),
        span: Span::new(start, start + 20),
        blocks,
        audience,
    };
    Article {
        id: "L1".into(),
        title: "Loom".into(),
        title_span: Span::default(),
        part_of: None,
        span: Span::new(0, 60),
        meta: Meta::default(),
        sections: vec![
            section(
                0,
                None,
                vec![
                    block("Look here.", 0),
                    block("The exemption list has 10.1.2.3.", 10),
                ],
            ),
            section(20, Some(Audience::Tier3), vec![block("Deep.", 20)]),
        ],
        facts: vec![corpus::article::Fact {
            value: corpus::article::FactValue::Service {
                name: "Deep".into(),
            },
            text: "Deep".into(),
            span: Span::new(21, 25),
            scope: Vec::new(),
        }],
        gaps: Vec::new(),
        references: Vec::new(),
    }
}

#[test]
fn an_article_is_cut_to_its_viewer() {
    let (shown, withheld) = visible(&article(), &viewer(Audience::Tier1, Channel::Desk));
    let shown = shown.unwrap();
    assert_eq!(
        (
            shown.sections.len(),
            shown.sections[0].blocks.len(),
            shown.facts.len()
        ),
        (1, 1, 0)
    );
    let told: Vec<_> = withheld
        .iter()
        .map(|one| (one.class, one.audience))
        .collect();
    assert_eq!(
        told,
        [
            (Some(InformationClass::ExemptionLists), Audience::Tier2),
            (None, Audience::Tier3)
        ]
    );
    let (whole, nothing) = visible(&article(), &viewer(Audience::Tier3, Channel::Desk));
    assert_eq!((whole, nothing), (Some(article()), Vec::new()));
    let mut kept = article();
    kept.meta.audience = Audience::Tier2;
    let (none, withheld) = visible(&kept, &viewer(Audience::Tier2, Channel::Public));
    assert!(none.is_none() && withheld[0].span == kept.span);
}

#[test]
fn a_search_is_cut_to_its_viewer() {
    let result = |text: &str| SearchResult {
        id: "L1".into(),
        title: "Loom".into(),
        document: "loom.txt".into(),
        score: 1.0,
        kind: String::new(),
        products: Vec::new(),
        state: None,
        outcomes: None,
        passage: Passage {
            text: text.into(),
            highlights: vec![[0, 3]],
            ..Passage::default()
        },
        explain: Vec::new(),
    };
    let mut answer = SearchAnswer {
        schema: String::new(),
        answer: None,
        results: vec![
            result("The exemption list has 10.1.2.3."),
            result("Look here."),
        ],
        corrections: Vec::new(),
        took_ms: 0.0,
    };
    let withheld = restrict_search(&mut answer, &viewer(Audience::Tier2, Channel::Public));
    assert_eq!(withheld.len(), 1);
    assert_eq!(answer.results[0].passage.text, RESTRICTED);
    assert!(answer.results[0].passage.highlights.is_empty());
    assert_eq!(answer.results[1].passage.text, "Look here.");
}

#[test]
fn requests_to_connect_get_the_stop_card() {
    for text in [
        "caller wants me to connect to 10.1.2.3",
        "Please connect to my address with file sharing, Remote Desktop or Telnet.",
        "He asked us to telnet to his machine and look at it",
        "user asks me to remote into their PC at 10.9.8.7 right now",
        "Can you just RDP to my computer?",
        "should I log on to the caller's computer by its IP?",
    ] {
        let card = stop_card(text).unwrap_or_else(|| panic!("no card for {text:?}"));
        assert!(
            card.because
                .iter()
                .all(|words| text.to_lowercase().contains(words.as_str()))
        );
    }
}

#[test]
fn complaints_get_no_card() {
    for text in [
        "I cannot connect to my computer with Remote Desktop",
        "Please help, users can't connect to my server",
        "Can you tell me why telnet to the loom fails?",
        "Please restart the print server",
        "When I connect to my machine at 10.1.2.3 it drops",
        "",
    ] {
        assert_eq!(stop_card(text), None, "{text:?}");
    }
}
