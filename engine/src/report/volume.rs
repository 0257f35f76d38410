//! How many calls, about what, from where, and how they ended.

use super::clock::Clock;
use super::{Call, Ended, ReportRequest};
use crate::answer::{CallCount, DayCalls, DeskReport, Endings, IssueCalls};
use std::collections::BTreeMap;

/// Days that are listed; a longer period is counted whole and shown by its last days.
const MOST_DAYS: u64 = 92;

/// Counts the calls of the period.
pub(super) fn count(
    report: &mut DeskReport,
    calls: &[&Call],
    (request, clock): (&ReportRequest, &Clock),
) {
    report.calls = calls.len() as u64;
    report.answered = calls.iter().filter(|call| call.issue.is_some()).count() as u64;
    let mut issues: BTreeMap<&str, IssueCalls> = BTreeMap::new();
    for call in calls {
        end(&mut report.endings, call.ended);
        if let Some((id, title)) = &call.issue {
            let issue = issues.entry(id).or_insert_with(|| IssueCalls {
                id: id.clone(),
                title: title.clone(),
                ..IssueCalls::default()
            });
            issue.calls += 1;
            end(&mut issue.endings, call.ended);
        }
    }
    report.issues = issues.into_values().collect();
    report.issues.sort_by(|one, other| {
        other
            .calls
            .cmp(&one.calls)
            .then_with(|| one.id.cmp(&other.id))
    });
    report.products = counts(calls, |call| call.product.clone());
    report.sites = counts(calls, |call| call.site.clone());
    report.tiers = counts(calls, |call| Some(format!("tier {}", call.tier?)));
    report.channels = counts(calls, |call| Some(call.channel.clone()));
    report.days = days(calls, request, clock);
}

fn end(endings: &mut Endings, ended: Option<Ended>) {
    let number = match ended {
        Some(Ended::Fixed) => &mut endings.fixed,
        Some(Ended::FixedUnclear) => &mut endings.fixed_unclear,
        Some(Ended::NotFixed) => &mut endings.not_fixed,
        Some(Ended::Escalated) => &mut endings.escalated,
        None => &mut endings.not_told,
    };
    *number += 1;
}

/// Names with their calls, the most frequent first; calls without a name are not in it.
pub(super) fn counts(calls: &[&Call], name: impl Fn(&Call) -> Option<String>) -> Vec<CallCount> {
    let mut by_name: BTreeMap<String, u64> = BTreeMap::new();
    for name in calls.iter().filter_map(|call| name(call)) {
        *by_name.entry(name).or_default() += 1;
    }
    let counts = by_name.into_iter();
    let mut counts: Vec<CallCount> = counts
        .map(|(name, calls)| CallCount { name, calls })
        .collect();
    counts.sort_by_key(|count| std::cmp::Reverse(count.calls));
    counts
}

fn days(calls: &[&Call], request: &ReportRequest, clock: &Clock) -> Vec<DayCalls> {
    const DAY: u64 = 86_400;
    let last = clock.midnight(request.now);
    let first = clock.midnight(request.since.min(request.now));
    let first = first.max(last.saturating_sub((MOST_DAYS - 1) * DAY));
    let mut days: Vec<DayCalls> = (first..=last)
        .step_by(DAY as usize)
        .map(|at| DayCalls {
            day: clock.day(at),
            ..DayCalls::default()
        })
        .collect();
    for call in calls.iter().filter(|call| call.at >= first) {
        let at = ((call.at - first) / DAY) as usize;
        if let Some(day) = days.get_mut(at) {
            if call.issue.is_some() {
                day.answered += 1;
            } else {
                day.unanswered += 1;
            }
        }
    }
    days
}
