//! What all pages share: head, bar, foot, and the headers that keep them inert.

use super::assets::address;
use crate::keys::{Caller, Role};
use crate::knowledge::Knowledge;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use maud::{DOCTYPE, Markup, html};

/// Scripts and styles come from here alone and stand in files; nothing else is loaded, and forms
/// are sent nowhere else.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
    connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Which part of the service a page belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Search,
    Triage,
    Guides,
    Status,
    Help,
    Elsewhere,
}

const PLACES: [(Place, &str, &str); 5] = [
    (Place::Search, "/", "Search"),
    (Place::Triage, "/triage", "Triage"),
    (Place::Guides, "/guides", "Guides"),
    (Place::Status, "/status", "Status"),
    (Place::Help, "/help", "Help"),
];

/// Keys and what they do; [`super::help`] shows them as well.
pub(super) const KEYS: [(&str, &str); 7] = [
    ("/", "Search from anywhere"),
    ("↓ ↑", "Next and previous result, guide or issue"),
    ("Enter", "Open what is in focus"),
    ("c", "Copy the steps on the page"),
    ("t", "Triage a case"),
    ("Esc", "Leave the search field, close a list"),
    ("?", "These keys"),
];

/// What a page says of itself.
#[derive(Debug, Clone)]
pub(super) struct Frame {
    /// Its title, without the program's name.
    pub(super) title: String,
    /// The part it belongs to.
    pub(super) place: Place,
    /// The words in the search field of the bar; none leaves the field out.
    pub(super) query: Option<String>,
    notice: Option<String>,
    role: Option<Role>,
}

impl Frame {
    /// A page for someone, answered by a knowledge base.
    pub(super) fn new(place: Place, title: &str, caller: &Caller, knowledge: &Knowledge) -> Self {
        Self {
            title: title.to_owned(),
            place,
            query: Some(String::new()),
            notice: knowledge.notice.clone(),
            role: caller.key.as_ref().map(|_| caller.role),
        }
    }

    /// A page for someone who is not known (yet), by no knowledge base.
    pub(super) fn bare(title: &str) -> Self {
        Self {
            title: title.to_owned(),
            place: Place::Elsewhere,
            query: None,
            notice: None,
            role: None,
        }
    }

    /// The same with these words in the search field of the bar, or without the field.
    pub(super) fn with_query(mut self, query: Option<&str>) -> Self {
        self.query = query.map(str::to_owned);
        self
    }

    /// The page.
    pub(super) fn page(&self, body: Markup) -> Page {
        let markup = html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    title { (self.title) " · Firstline" }
                    link rel="stylesheet" href=(address("page.css"));
                    link rel="icon" href=(address("icon.svg")) type="image/svg+xml";
                    script src=(address("page.js")) defer {}
                }
                body {
                    a.skip href="#main" { "Skip to content" }
                    (self.bar())
                    @if let Some(notice) = &self.notice {
                        p.notice role="status" { (notice) }
                    }
                    main #main tabindex="-1" { (body) }
                    (keys())
                    div #told role="status" aria-live="polite" {}
                }
            }
        };
        Page {
            status: StatusCode::OK,
            markup,
        }
    }

    fn bar(&self) -> Markup {
        html! {
            header.bar {
                a.brand href="/" aria-label="Firstline, search" {
                    (mark()) span { "Firstline" }
                }
                nav.places aria-label="Main" {
                    @for (place, path, name) in PLACES {
                        a href=(path) aria-current=[(place == self.place).then_some("page")] {
                            (name)
                        }
                    }
                }
                @if let Some(query) = &self.query {
                    form.find role="search" action="/" method="get" {
                        (field(query, "Search"))
                    }
                }
                @if let Some(role) = self.role {
                    form.leave action="/sign-out" method="post" {
                        span.role { (role.name()) }
                        button.quiet { "Sign out" }
                    }
                }
            }
        }
    }
}

/// The field that words are typed into, with the list that completes them.
pub(super) fn field(query: &str, label: &str) -> Markup {
    html! {
        div.typed data-complete {
            svg.glass viewBox="0 0 16 16" aria-hidden="true" {
                path d="M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9Zm3.4 7.9 3.1 3.1" {}
            }
            input type="search" name="q" value=(query) aria-label=(label) data-search
                placeholder="Words, event, code, KB number"
                autocomplete="off" autocapitalize="off" spellcheck="false" maxlength="2000";
            kbd.hint aria-hidden="true" { "/" }
        }
    }
}

/// The mark of the program.
fn mark() -> Markup {
    html! {
        svg.mark viewBox="0 0 20 20" aria-hidden="true" {
            rect width="20" height="20" rx="5" {}
            path d="M5.5 6h9M5.5 10h6M5.5 14h3" {}
        }
    }
}

/// The keys, for the script to open.
fn keys() -> Markup {
    html! {
        dialog #keys aria-label="Keys" {
            h2 { "Keys" }
            (key_list())
            form method="dialog" { button.quiet { "Close" } }
        }
    }
}

/// Keys with what they do.
pub(super) fn key_list() -> Markup {
    html! {
        dl.keys {
            @for (key, what) in KEYS {
                div { dt { kbd { (key) } } dd { (what) } }
            }
        }
    }
}

/// A page on its way out.
#[derive(Debug)]
pub(super) struct Page {
    /// 200 unless it shows a problem.
    pub(super) status: StatusCode,
    /// All of it.
    pub(super) markup: Markup,
}

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        let mut response = (self.status, self.markup.into_string()).into_response();
        let headers = response.headers_mut();
        for (name, value) in [
            (header::CONTENT_TYPE, "text/html; charset=utf-8"),
            (header::CONTENT_SECURITY_POLICY, POLICY),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (header::REFERRER_POLICY, "no-referrer"),
            // Cases stand in pages: they are kept by nobody.
            (header::CACHE_CONTROL, "no-store"),
        ] {
            headers.insert(name, HeaderValue::from_static(value));
        }
        response
    }
}
