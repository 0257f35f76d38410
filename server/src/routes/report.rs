//! `GET /v1/desk/report`: volume and nature of calls, what is more than usual, what to write next.

use super::check_short;
use crate::extract::Query;
use crate::keys::{Caller, Role};
use crate::problem::{Kind, Problem};
use crate::state::AppState;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use engine::answer::DeskReport;
use engine::desk::Desk;
use engine::report::{ReportRequest, seconds_of};
use http::{HeaderValue, header};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// How far back a report goes if nothing is said.
pub(crate) const SINCE: &str = "30d";

/// What can be asked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportParams {
    /// How far back: hours, days or weeks, such as `12h`, `30d` or `8w` (`30d`).
    #[schemars(regex(pattern = "^[1-9][0-9]{0,4}[hdw]$"))]
    pub since: Option<String>,
    /// Only calls that mention this.
    #[schemars(length(min = 1, max = 200), regex(pattern = r"\S"))]
    pub about: Option<String>,
}

/// Reports, to the second level and above.
pub async fn report_desk(
    State(state): State<AppState>,
    caller: Caller,
    Query(params): Query<ReportParams>,
) -> Result<Response, Problem> {
    let report = make(&state, &caller, &params).await?;
    let mut response = axum::Json(report).into_response();
    let no_store = HeaderValue::from_static("no-store");
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, no_store);
    Ok(response)
}

/// True if someone may read reports: they show what was asked at all sites.
pub(crate) fn may_read(caller: &Caller) -> bool {
    caller.role >= Role::Tier2
}

/// Makes a report, on a connection of its own, so that nothing that is to be kept waits for it.
///
/// # Errors
/// [`Kind::Forbidden`] below the second level, [`Kind::InvalidField`],
/// [`Kind::UnknownCase`] where no memory is kept, [`Kind::Unavailable`] if it cannot be read.
pub(crate) async fn make(
    state: &AppState,
    caller: &Caller,
    params: &ReportParams,
) -> Result<DeskReport, Problem> {
    if !may_read(caller) {
        return Err(
            Problem::new(Kind::Forbidden).detail("Reports are read by the second level and above.")
        );
    }
    check_short("about", &params.about)?;
    let since = params.since.as_deref().unwrap_or(SINCE);
    let span = seconds_of(since).ok_or_else(|| {
        Problem::new(Kind::InvalidField)
            .detail("`since` has to look like 12h, 30d or 8w.")
            .field("since")
    })?;
    let Some(desk) = &state.config.desk else {
        return Err(
            Problem::new(Kind::UnknownCase).detail("This service keeps no memory of cases.")
        );
    };
    let now = Timestamp::now();
    let seconds = u64::try_from(now.as_second()).unwrap_or_default();
    let request = ReportRequest {
        since: seconds.saturating_sub(span),
        now: seconds,
        offset: TimeZone::system().to_offset(now).seconds().into(),
        about: params.about.clone(),
    };
    let file = desk.file.clone();
    state
        .ask(caller, move |knowledge, _| {
            let report = || Desk::open_existing(&file)?.report(&knowledge.engine, &request);
            report().map_err(|error| {
                let mut problem = Problem::new(Kind::Unavailable)
                    .detail("The desk's memory cannot be read just now.");
                problem.inside = Some(error.to_string());
                problem
            })
        })
        .await
}
