//! A made-up desk, reported on.

use super::*;
use crate::outcomes::{Rules, Verdict, Vote};

const HOUR: u64 = 3_600;
const DAY: u64 = 24 * HOUR;
/// A Saturday, 12:00 UTC.
const NOW: u64 = 1_795_262_400;

fn call(at: u64, text: &str) -> Call {
    Call {
        id: format!("C{at}"),
        at,
        channel: "http".into(),
        person: Some(format!("key {}", at % 3)),
        tier: Some(1 + (at % 2) as u8),
        site: Some("North".into()),
        product: Some("Loom Control 2.0".into()),
        text: text.into(),
        ..Call::default()
    }
}

fn known(at: u64, text: &str, id: &str) -> Call {
    Call {
        issue: Some((id.into(), format!("Title of {id}"))),
        ..call(at, text)
    }
}

/// One call about 4284 and two of others every day at ten for 60 days; today eight more.
fn calls() -> Vec<Call> {
    let mut calls = Vec::new();
    for day in 0..60 {
        let at = NOW - day * DAY - 2 * HOUR;
        calls.push(known(at, "event 4284 from IPSec in the log", "Q90001"));
        calls.push(known(at + 60, "the loom loses its thread", "Q90002"));
        calls.push(Call {
            ended: Some(Ended::Fixed),
            ..known(at + 120, "the loom loses its thread again", "Q90002")
        });
    }
    for minute in 0..8 {
        let mut one = known(NOW - HOUR + minute * 300, "IPSec event 4284", "Q90001");
        one.site = Some("South".into());
        calls.push(one);
    }
    for (ago, text) in [
        (50, "the badge reader at the gate shows red"),
        (40, "badge readers flash red, the gate stays shut"),
        (30, "gate: badge reader red again"),
        (20, "the canteen terminal prints no receipts"),
    ] {
        let mut one = call(NOW - ago * HOUR, text);
        one.nearest = vec!["Q90009".into()];
        calls.push(one);
    }
    calls
}

fn votes() -> Vec<Vote> {
    let vote = |person: &str, verdict| Vote {
        article: "Q90002".into(),
        remedy: None,
        case: Some(format!("case {person}")),
        person: person.into(),
        at: NOW - DAY,
        verdict,
    };
    vec![
        vote("a", Verdict::NotFixed),
        vote("b", Verdict::NotFixed),
        vote("c", Verdict::NotFixed),
        vote("d", Verdict::FixedUnderstood),
        vote("e", Verdict::Outdated),
    ]
}

fn made(request: &ReportRequest) -> DeskReport {
    let changes = [
        Change {
            at: NOW - 3 * HOUR,
            text: "rollout wave 3".into(),
            site: None,
        },
        Change {
            at: NOW - 2 * HOUR,
            text: "new printers".into(),
            site: Some("West".into()),
        },
        Change {
            at: NOW - 40 * DAY,
            text: "rollout wave 1".into(),
            site: None,
        },
    ];
    let priors = Priors::of(&votes(), &Rules::default(), NOW);
    let sources = Sources {
        calls: &calls(),
        changes: &changes,
        priors: &priors,
        article: &|id| {
            Some(ArticleKnown {
                id: id.to_uppercase(),
                title: format!("Title of {}", id.to_uppercase()),
                date: Some("2019-05-01".into()),
                gaps: usize::from(id == "Q90001"),
                state: None,
            })
        },
        rarity: &|term| if term.len() > 3 { 1.0 } else { 0.0 },
    };
    report(request, &sources)
}

fn month() -> ReportRequest {
    ReportRequest {
        since: NOW - 30 * DAY,
        now: NOW,
        ..ReportRequest::default()
    }
}

#[test]
fn the_report_counts_and_groups() {
    let mut report = made(&month());
    assert_eq!(report.days.len(), 31);
    let days = report.days.iter();
    let sum: u64 = days.map(|day| day.answered + day.unanswered).sum();
    assert_eq!(sum, report.calls);
    // Looked at above and in other tests.
    report.days.clear();
    for spike in &mut report.spikes {
        (spike.chance, spike.usual) = (0.0, spike.usual.round());
    }
    for article in &mut report.articles {
        article
            .outcomes
            .iter_mut()
            .for_each(|seen| seen.shift = 0.0);
    }
    insta::assert_json_snapshot!(report);
}

#[test]
fn a_spike_is_told_with_the_change_before_it() {
    let report = made(&month());
    let spike = &report.spikes[0];
    assert_eq!(spike.words(), "4284: 9 today, usual 1");
    assert_eq!(
        spike.change_words().unwrap(),
        "since “rollout wave 3”, 2 hours before"
    );
    assert!(spike.chance < 1e-4, "{}", spike.chance);
    assert_eq!(spike.also, ["Q90001", "Loom Control 2.0"]);
    assert_eq!(spike.sites[0].name, "South");
    // One call a day more of the other issue is nothing.
    assert!(report.spikes.iter().all(|spike| spike.name != "Q90002"));
}

#[test]
fn a_quiet_day_has_no_spike_and_a_new_desk_none_either() {
    let mut request = month();
    request.now = NOW - DAY;
    let report = made(&request);
    assert_eq!(report.spikes, []);
    assert!(report.tested > 0 && report.history_days > 50);
    let sources = Sources {
        calls: &calls()[175..188],
        changes: &[],
        priors: &Priors::default(),
        article: &|_| None,
        rarity: &|_| 1.0,
    };
    let mut request = month();
    request.since = NOW - DAY;
    let fresh: Vec<Call> = sources
        .calls
        .iter()
        .filter(|call| call.at > NOW - DAY)
        .cloned()
        .collect();
    let report = super::report(
        &request,
        &Sources {
            calls: &fresh,
            ..sources
        },
    );
    assert_eq!((report.spikes.len(), report.history_days), (0, 0));
}

#[test]
fn chance_alone_makes_few_spikes() {
    // 200 things that ring twice a day at random times: nothing is unusual, so nearly nothing
    // may be called so.
    let mut state = 7_u64;
    let mut random = |most: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 33) % most
    };
    let mut calls = Vec::new();
    for thing in 0..200 {
        for _ in 0..120 {
            let mut one = call(NOW - random(60 * DAY), "words");
            one.site = Some(format!("site {thing}"));
            one.product = None;
            one.id = format!("{thing} {}", one.at);
            calls.push(one);
        }
    }
    let sources = Sources {
        calls: &calls,
        changes: &[],
        priors: &Priors::default(),
        article: &|_| None,
        rarity: &|_| 0.0,
    };
    let report = super::report(&month(), &sources);
    assert!(report.tested >= 400);
    assert!(report.spikes.len() <= 1, "{:?}", report.spikes);
}

#[test]
fn a_subject_narrows_the_calls() {
    let mut request = month();
    request.about = Some("Badge-reader".into());
    let report = made(&request);
    assert_eq!((report.calls, report.answered), (2, 0));
    assert!(report.all_calls > 90);
}

#[test]
fn nothing_recorded_is_a_report_too() {
    let sources = Sources {
        calls: &[],
        changes: &[],
        priors: &Priors::default(),
        article: &|_| None,
        rarity: &|_| 1.0,
    };
    for request in [
        month(),
        ReportRequest::default(),
        ReportRequest {
            since: u64::MAX,
            now: u64::MAX,
            offset: i64::MIN,
            about: Some(String::new()),
        },
    ] {
        let report = super::report(&request, &sources);
        assert_eq!(report.calls, 0);
        assert!(
            pictures::draw(&report)
                .iter()
                .all(|(_, svg)| !svg.contains("NaN"))
        );
    }
}

#[test]
fn pictures_are_whole_and_escape_names() {
    let mut report = made(&month());
    report.days.truncate(3);
    report.sites[0].name = "<b>&\u{7}".into();
    let pictures = pictures::draw(&report);
    let names: Vec<_> = pictures.iter().map(|(name, _)| *name).collect();
    assert_eq!(
        names,
        [
            "calls-by-day.svg",
            "known-issues.svg",
            "sites.svg",
            "spikes.svg"
        ]
    );
    for (name, svg) in &pictures {
        assert!(
            svg.starts_with("<svg") && svg.ends_with("</svg>\n"),
            "{name}"
        );
        assert!(!svg.contains("NaN") && !svg.contains("inf"), "{name}");
        assert!(svg.contains("prefers-color-scheme:dark"), "{name}");
        assert_eq!(svg.matches("<g>").count(), svg.matches("</g>").count());
    }
    assert!(pictures[2].1.contains("&lt;b&gt;&amp; "));
    insta::assert_snapshot!("spikes_svg", pictures[3].1);
}
