//! What is counted, for Prometheus.

use engine::desk::DeskHealth;
use prometheus_client::encoding::{EncodeLabelSet, text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::{Family, MetricConstructor};
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use std::time::Duration;

/// Upper bounds of the classes of time, in seconds: fine where answers lie, coarse above.
const BOUNDS: [f64; 12] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0,
];

/// Labels of a request. `route` is the pattern, never the address, so that their number is small.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct RequestLabels {
    /// Method.
    pub method: String,
    /// Pattern of the route.
    pub route: String,
    /// Status.
    pub status: u16,
}

/// Labels of a time.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct RouteLabels {
    /// Pattern of the route.
    pub route: String,
}

/// Labels of a triage: whether it had an answer.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct OutcomeLabels {
    /// `answered` or `abstained`.
    pub outcome: String,
}

#[derive(Debug, Clone)]
struct Times;

impl MetricConstructor<Histogram> for Times {
    fn new_metric(&self) -> Histogram {
        Histogram::new(BOUNDS)
    }
}

/// Everything that is counted.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    requests: Family<RequestLabels, Counter>,
    seconds: Family<RouteLabels, Histogram, Times>,
    triages: Family<OutcomeLabels, Counter>,
    swaps: Counter,
    failed_swaps: Counter,
    /// Open connections.
    pub connections: Gauge,
    waiting: Gauge,
    articles: Gauge,
    desk_kept: Gauge,
    desk_recorded: Gauge,
    desk_lost: Gauge,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut metrics = Self {
            registry: Registry::with_prefix("firstline"),
            requests: Family::default(),
            seconds: Family::new_with_constructor(Times),
            triages: Family::default(),
            swaps: Counter::default(),
            failed_swaps: Counter::default(),
            connections: Gauge::default(),
            waiting: Gauge::default(),
            articles: Gauge::default(),
            desk_kept: Gauge::default(),
            desk_recorded: Gauge::default(),
            desk_lost: Gauge::default(),
        };
        let of = &mut metrics.registry;
        of.register("requests", "Requests answered", metrics.requests.clone());
        of.register(
            "request_seconds",
            "Time from the head of a request to the head of its answer",
            metrics.seconds.clone(),
        );
        of.register("triages", "Cases triaged", metrics.triages.clone());
        of.register("index_swaps", "Indexes taken over", metrics.swaps.clone());
        of.register(
            "index_swap_failures",
            "Indexes that could not be opened",
            metrics.failed_swaps.clone(),
        );
        of.register(
            "connections",
            "Open connections",
            metrics.connections.clone(),
        );
        of.register(
            "waiting_requests",
            "Requests that wait for a worker",
            metrics.waiting.clone(),
        );
        of.register(
            "articles",
            "Articles that can be found",
            metrics.articles.clone(),
        );
        of.register(
            "desk_kept",
            "1 if the desk's memory is kept, 0 if it fails or is switched off",
            metrics.desk_kept.clone(),
        );
        of.register(
            "desk_recorded",
            "Entries that the desk wrote since the start",
            metrics.desk_recorded.clone(),
        );
        of.register(
            "desk_lost",
            "Entries that the desk lost since the start",
            metrics.desk_lost.clone(),
        );
        metrics
    }
}

impl Metrics {
    /// Counts an answered request.
    pub fn count_request(&self, labels: RequestLabels, time: Duration) {
        let route = RouteLabels {
            route: labels.route.clone(),
        };
        self.requests.get_or_create(&labels).inc();
        let seconds = self.seconds.get_or_create(&route);
        seconds.observe(time.as_secs_f64());
    }

    /// Counts a triage.
    pub fn count_triage(&self, abstained: bool) {
        let outcome = if abstained { "abstained" } else { "answered" };
        let labels = OutcomeLabels {
            outcome: outcome.to_owned(),
        };
        self.triages.get_or_create(&labels).inc();
    }

    /// Counts a look for a new index that found one, whether it could be opened or not.
    pub fn count_swap(&self, opened: bool) {
        if opened {
            self.swaps.inc();
        } else {
            self.failed_swaps.inc();
        }
    }

    /// Everything that was counted, in the text form of OpenMetrics.
    #[must_use]
    pub fn render(&self, waiting: usize, articles: u64, desk: Option<&DeskHealth>) -> String {
        self.waiting.set(i64::try_from(waiting).unwrap_or(i64::MAX));
        self.articles
            .set(i64::try_from(articles).unwrap_or(i64::MAX));
        let number = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        // 1 if it is kept, 0 if it fails or is not to be kept.
        let is_kept = desk.is_some_and(|desk| desk.trouble.is_none());
        self.desk_kept.set(i64::from(is_kept));
        self.desk_recorded
            .set(desk.map_or(0, |desk| number(desk.recorded)));
        self.desk_lost.set(desk.map_or(0, |desk| number(desk.lost)));
        let mut page = String::new();
        // Writing to a string does not fail.
        let _ = text::encode(&mut page, &self.registry);
        page
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_counted_is_rendered() {
        let metrics = Metrics::default();
        let labels = RequestLabels {
            method: "GET".into(),
            route: "/v1/search".into(),
            status: 200,
        };
        metrics.count_request(labels, Duration::from_millis(3));
        metrics.count_triage(true);
        metrics.count_swap(true);
        let page = metrics.render(2, 57, None);
        for line in [
            "firstline_requests_total{method=\"GET\",route=\"/v1/search\",status=\"200\"} 1",
            "firstline_request_seconds_bucket{le=\"0.005\",route=\"/v1/search\"} 1",
            "firstline_triages_total{outcome=\"abstained\"} 1",
            "firstline_index_swaps_total 1",
            "firstline_waiting_requests 2",
            "firstline_articles 57",
        ] {
            assert!(page.contains(line), "{line} is not in\n{page}");
        }
    }
}
