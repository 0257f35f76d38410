//! The operations of the interface, with an example of each that works on the built-in knowledge
//! base.

use super::EVERYWHERE;
use crate::problem::Kind;
use crate::reply::Reply;
use crate::routes::{
    admin, article, cases, complete, escalation, guides, lookup, report, search, service, suggest,
    triage,
};
use engine::answer::{
    ArticleAnswer, CompleteAnswer, DeskReport, EscalationPacket, GuideAnswer, GuidesAnswer,
    LookupAnswer, SessionAnswer, Triage,
};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::{Value, json};

/// Makes the schema of a type.
type SchemaOf = fn(&mut SchemaGenerator) -> Schema;

/// One operation.
#[derive(Debug, Clone, Default)]
pub struct Operation {
    /// Method in lower case.
    pub method: &'static str,
    /// Pattern of the path.
    pub path: &'static str,
    /// Name for generated clients.
    pub id: &'static str,
    /// What it does.
    pub summary: &'static str,
    /// What the answer is.
    pub answers_with: &'static str,
    /// Group.
    pub tag: &'static str,
    /// Name, meaning and an example of each part of the path.
    pub path_parameters: &'static [(&'static str, &'static str, &'static str)],
    /// Type of the query.
    pub query: Option<SchemaOf>,
    /// Examples of the query's parameters.
    pub query_examples: &'static [(&'static str, &'static str)],
    /// Type of the body and an example.
    pub body: Option<(SchemaOf, Value)>,
    /// True if the body may be left out.
    pub body_is_optional: bool,
    /// True if the answer may also be plain text.
    pub also_plain: bool,
    /// Type of the answer; none if it is no JSON.
    pub answer: Option<SchemaOf>,
    /// True if callers need a key where the service has keys.
    pub needs_key: bool,
    /// True if the answer has an ETag.
    pub has_tag: bool,
    /// True if the same answer goes out with 503 while the service stops.
    pub stops_with: bool,
    /// True if something is made, which 201 says.
    pub created: bool,
    /// Problems of its own.
    pub own_problems: &'static [Kind],
}

impl Operation {
    /// All kinds of problem it may answer with.
    pub fn problems(&self) -> impl Iterator<Item = Kind> {
        let asked: &[Kind] = if self.body.is_some() {
            &[
                Kind::BadRequest,
                Kind::RequestTimeout,
                Kind::TooLarge,
                Kind::UnsupportedMediaType,
                Kind::InvalidField,
            ]
        } else if self.needs_key {
            &[Kind::BadRequest, Kind::UriTooLong, Kind::InvalidField]
        } else {
            &[]
        };
        let everywhere: &[Kind] = if self.needs_key {
            &EVERYWHERE
        } else {
            &[Kind::Misdirected]
        };
        asked
            .iter()
            .chain(self.own_problems)
            .chain(everywhere)
            .copied()
    }
}

/// The type where it is used.
fn inline<T: JsonSchema>(schemas: &mut SchemaGenerator) -> Schema {
    T::json_schema(schemas)
}

/// A pointer to the type.
fn named<T: JsonSchema>(schemas: &mut SchemaGenerator) -> Schema {
    schemas.subschema_for::<T>()
}

/// All operations, in the order in which a newcomer needs them.
#[must_use]
pub fn operations() -> Vec<Operation> {
    let mut all = questions();
    all.extend(exact());
    all.extend(flows());
    all.extend(memory());
    all.extend(machinery());
    all
}

/// Questions in words.
fn questions() -> Vec<Operation> {
    vec![
        Operation {
            method: "get",
            path: "/v1/search",
            id: "searchArticles",
            summary: "Find articles by words, best first",
            answers_with: "A page of results",
            tag: "questions",
            query: Some(inline::<search::SearchParams>),
            query_examples: &[("q", "remote control times out"), ("k", "3")],
            answer: Some(named::<Reply<search::SearchPage>>),
            needs_key: true,
            has_tag: true,
            own_problems: &[Kind::InvalidCursor, Kind::ExpiredCursor],
            ..Operation::default()
        },
        Operation {
            method: "post",
            path: "/v1/triage",
            id: "triageCase",
            summary: "Say what to do about a case, what not to do, and what to ask next",
            answers_with: "Known issues with remedies, or an honest none",
            tag: "questions",
            body: Some((
                named::<triage::TriageRequest>,
                json!({ "text": "remote control times out the first time, then works", "tier": 1 }),
            )),
            answer: Some(named::<Reply<Triage>>),
            needs_key: true,
            ..Operation::default()
        },
        Operation {
            method: "post",
            path: "/v1/suggest",
            id: "suggestIssues",
            summary: "Say which known issues a ticket may be about",
            answers_with: "Up to five known issues with probability",
            tag: "questions",
            body: Some((
                named::<suggest::SuggestRequest>,
                json!({ "subject": "Remote control", "body": "It times out the first time, then it works. IPsec is on." }),
            )),
            answer: Some(named::<Reply<suggest::SuggestAnswer>>),
            needs_key: true,
            ..Operation::default()
        },
        Operation {
            method: "get",
            path: "/v1/complete",
            id: "completeText",
            summary: "Complete a text while it is typed",
            answers_with: "Completions and articles by title",
            tag: "questions",
            query: Some(inline::<complete::CompleteParams>),
            query_examples: &[("q", "remote ass")],
            answer: Some(named::<Reply<CompleteAnswer>>),
            needs_key: true,
            has_tag: true,
            ..Operation::default()
        },
    ]
}

/// What is asked for by name.
fn exact() -> Vec<Operation> {
    vec![
        Operation {
            method: "get",
            path: "/v1/articles/{id}",
            id: "findArticle",
            summary: "Give one article, whole",
            answers_with: "The article",
            tag: "articles",
            path_parameters: &[(
                "id",
                "The article's id in any notation",
                super::EXAMPLE_ARTICLE,
            )],
            query: Some(inline::<article::ArticleParams>),
            also_plain: true,
            answer: Some(named::<Reply<ArticleAnswer>>),
            needs_key: true,
            has_tag: true,
            own_problems: &[Kind::UnknownArticle],
            ..Operation::default()
        },
        Operation {
            method: "get",
            path: "/v1/lookup/{kind}/{value}",
            id: "lookUp",
            summary: "Say everything known of an exact identifier",
            answers_with: "How it can be read, and where it stands",
            tag: "articles",
            path_parameters: &[
                ("kind", "What it is", "event"),
                ("value", "The identifier, in any notation", "4284"),
            ],
            query: Some(inline::<lookup::LookupParams>),
            answer: Some(named::<Reply<LookupAnswer>>),
            needs_key: true,
            has_tag: true,
            own_problems: &[Kind::NotFound],
            ..Operation::default()
        },
    ]
}

/// Guided flows, and what comes after them.
fn flows() -> Vec<Operation> {
    const ID: (&str, &str, &str) = ("id", "Id of the guide", "cannot-reach-a-target");
    const CODE: (&str, &str, &str) = ("code", "Code of the session", "7F-KQ");
    let flow = Operation {
        tag: "guides",
        needs_key: true,
        ..Operation::default()
    };
    let session = Operation {
        answers_with: "Where the session stands, with choices and the ticket note so far",
        answer: Some(named::<Reply<SessionAnswer>>),
        path_parameters: &[CODE],
        own_problems: &[Kind::UnknownSession, Kind::Conflict],
        ..flow.clone()
    };
    vec![
        Operation {
            method: "get",
            path: "/v1/guides",
            id: "listGuides",
            summary: "List the guides that hold on a day",
            answers_with: "Guides by title",
            query: Some(inline::<guides::GuideParams>),
            answer: Some(named::<Reply<GuidesAnswer>>),
            has_tag: true,
            ..flow.clone()
        },
        Operation {
            method: "get",
            path: "/v1/guides/{id}",
            id: "findGuide",
            summary: "Give one guide with all its nodes",
            answers_with: "The guide",
            path_parameters: &[ID],
            query: Some(inline::<guides::GuideParams>),
            answer: Some(named::<Reply<GuideAnswer>>),
            has_tag: true,
            own_problems: &[Kind::UnknownGuide],
            ..flow.clone()
        },
        Operation {
            method: "post",
            path: "/v1/guides/{id}/sessions",
            id: "beginSession",
            summary: "Begin to walk a guide",
            path_parameters: &[ID],
            body: Some((named::<guides::GuideParams>, json!({}))),
            body_is_optional: true,
            created: true,
            own_problems: &[Kind::UnknownGuide, Kind::Forbidden],
            ..session.clone()
        },
        Operation {
            method: "get",
            path: "/v1/guides/sessions/{code}",
            id: "showSession",
            summary: "Say where a session stands",
            ..session.clone()
        },
        Operation {
            method: "post",
            path: "/v1/guides/sessions/{code}/answers",
            id: "answerSession",
            summary: "Answer where a session stands",
            body: Some((named::<guides::ReplyRequest>, json!({ "answer": "1" }))),
            ..session.clone()
        },
        Operation {
            method: "post",
            path: "/v1/guides/sessions/{code}/back",
            id: "stepBack",
            summary: "Take the last answer of a session back",
            ..session
        },
        Operation {
            method: "post",
            path: "/v1/escalations",
            id: "escalateCase",
            summary: "Write the packet with which a case is handed over",
            answers_with: "What is known, what is missing, whom it goes to",
            body: Some((
                named::<escalation::EscalationRequest>,
                json!({ "text": "event 4284 keeps coming on one computer", "tier": 1 }),
            )),
            answer: Some(named::<Reply<EscalationPacket>>),
            own_problems: &[Kind::UnknownSession],
            ..flow
        },
    ]
}

/// What became of cases.
fn memory() -> Vec<Operation> {
    const ID: (&str, &str, &str) = ("id", "The `case` of an answer", super::EXAMPLE_CASE);
    let case = Operation {
        tag: "cases",
        needs_key: true,
        path_parameters: &[ID],
        own_problems: &[Kind::UnknownCase],
        ..Operation::default()
    };
    let said = Operation {
        method: "post",
        answers_with: "It is on the disk",
        answer: Some(named::<cases::Recorded>),
        created: true,
        ..case.clone()
    };
    vec![
        Operation {
            method: "get",
            path: "/v1/desk/report",
            id: "reportDesk",
            summary: "Report on calls, what is more than usual, what to write; second level and above",
            answers_with: "The report",
            query: Some(inline::<report::ReportParams>),
            query_examples: &[("since", "30d"), ("about", "ipsec")],
            answer: Some(named::<DeskReport>),
            path_parameters: &[],
            own_problems: &[Kind::UnknownCase, Kind::Forbidden],
            ..case.clone()
        },
        Operation {
            method: "get",
            path: "/v1/cases/{id}",
            id: "showCase",
            summary: "Say what is remembered of a case; for staff of the desk",
            answers_with: "The case, masked, what was shown, and what was said of it",
            answer: Some(named::<cases::CaseAnswer>),
            own_problems: &[Kind::UnknownCase, Kind::Forbidden],
            ..case
        },
        Operation {
            path: "/v1/cases/{id}/outcome",
            id: "recordOutcome",
            summary: "Say how a case ended; the last word counts",
            body: Some((
                named::<cases::OutcomeRequest>,
                json!({ "outcome": "fixed", "issue": super::EXAMPLE_ARTICLE }),
            )),
            ..said.clone()
        },
        Operation {
            path: "/v1/cases/{id}/feedback",
            id: "recordFeedback",
            summary: "Say what is wrong with an answer",
            body: Some((
                named::<cases::FeedbackRequest>,
                json!({ "reason": "outdated", "note": "the menu has another name now" }),
            )),
            ..said
        },
    ]
}

/// What the machinery around the service asks.
fn machinery() -> Vec<Operation> {
    let service = Operation {
        method: "get",
        tag: "service",
        ..Operation::default()
    };
    vec![
        Operation {
            path: "/healthz",
            id: "showHealth",
            summary: "Say that the service is alive",
            answers_with: "It is",
            answer: Some(named::<service::Health>),
            ..service.clone()
        },
        Operation {
            path: "/readyz",
            id: "showReadiness",
            summary: "Say whether requests should come here, and what answers them",
            answers_with: "They should",
            answer: Some(named::<service::Readiness>),
            stops_with: true,
            ..service.clone()
        },
        Operation {
            path: "/metrics",
            id: "showMetrics",
            summary: "Say what was counted, for Prometheus",
            answers_with: "OpenMetrics text",
            needs_key: true,
            ..service.clone()
        },
        Operation {
            method: "post",
            path: "/v1/admin/reload",
            id: "reloadIndex",
            summary: "Take over a new index now; needs a key of the role admin",
            answers_with: "The generation that answers",
            answer: Some(named::<admin::ReloadAnswer>),
            needs_key: true,
            own_problems: &[Kind::Forbidden],
            ..service
        },
    ]
}
