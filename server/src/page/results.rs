//! Results of a search: facets, corrections, ranked articles with the passage that answers.

use super::asked;
use super::blocks::hole;
use super::cite::{escaped, to_article, to_words};
use super::frame::field;
use super::quoted::excerpt;
use crate::routes::search::{SearchPage, SearchParams};
use engine::answer::{CellAnswer, FacetCount, OutcomesSeen, SearchResult};
use maud::{Markup, html};

/// Products offered as a facet.
const PRODUCTS: usize = 6;
/// Products of a result that are named.
const NAMED: usize = 2;

const KINDS: [(&str, &str); 6] = [
    ("problem", "Problem"),
    ("bug", "Bug"),
    ("how-to", "How-to"),
    ("information", "Information"),
    ("download", "Download"),
    ("reference", "Reference"),
];
const TIERS: [(&str, &str); 3] = [("1", "Tier 1"), ("2", "Tier 2"), ("3", "Tier 3")];

/// What was asked and what was found.
pub(super) struct Found {
    pub(super) params: SearchParams,
    pub(super) page: SearchPage,
}

/// The page of results.
pub(super) fn results(found: &Found) -> Markup {
    let answer = &found.page.answer;
    let is_first = found.params.cursor.is_none();
    html! {
        h1.unseen { "Search results for “" (found.params.q) "”" }
        form.search role="search" action="/" method="get" {
            (field(&found.params.q, "Search the knowledge base"))
            @for (name, value) in facets_of(&found.params) {
                @if name != "product" { input type="hidden" name=(name) value=(value); }
            }
            label.narrow {
                span.unseen { "Only products whose name has" }
                input name="product" value=(found.params.product.as_deref().unwrap_or_default())
                    placeholder="Any product" maxlength="200" autocomplete="off";
            }
            button { "Search" }
        }
        div.found {
            @if answer.results.is_empty() && facets_of(&found.params).next().is_none() { div {} }
            @else { (facets(found)) }
            section.hits aria-label="Results" {
                (corrections(found))
                @if let Some(asked) = answer.answer.as_ref().filter(|_| is_first) {
                    (asked::answer(asked, &found.params.q))
                }
                @if answer.results.is_empty() { (nothing(found)) }
                @else {
                    ol.results {
                        @for result in &answer.results { (hit(result)) }
                    }
                }
                @if let Some(next) = &found.page.next {
                    a.more rel="next" href=(address(&found.params, "cursor", Some(next))) { "More results" }
                }
            }
        }
    }
}

fn hit(result: &SearchResult) -> Markup {
    let passage = &result.passage;
    html! {
        li.hit {
            h2 { a href=(to_words(&result.id, passage.span)) data-hit { (result.title) } }
            p.about {
                span.id { (result.id) } " "
                (state(result.state.as_ref())) " "
                @if !result.kind.is_empty() { span { (result.kind) } " " }
                (products(&result.products))
            }
            (seen(result.outcomes.as_ref()))
            @if passage.heading.len() > 1 || !passage.text.is_empty() {
                blockquote.passage {
                    (excerpt(passage))
                }
            }
            @if let Some(cell) = &passage.cell { (cell_found(cell)) }
            @if let Some(gap) = &passage.gap { (hole(gap)) }
            @for caution in passage.cautions.iter().take(2) {
                p.caution { strong { "Caution " } (caution.text) }
            }
        }
    }
}

/// What a table says of what was asked.
pub(super) fn cell_found(cell: &CellAnswer) -> Markup {
    html! {
        p.cell {
            span.where { (cell.table) } " "
            strong { (cell.row) } " "
            @if cell.value.is_empty() {
                @if !cell.choices.is_empty() { span { "Which one: " (cell.choices.join(", ")) "?" } }
            } @else {
                span { (cell.column) } " " b { (cell.value) } " "
            }
            @if let Some(other) = &cell.alternative {
                span.other { (other.row) ": " (other.value) }
            }
        }
    }
}

/// A state that a reader must be told of.
pub(super) fn state(state: Option<&String>) -> Markup {
    html! {
        @if let Some(state) = state {
            span class=(format!("state {state}")) {
                @match state.as_str() {
                    "work-in-progress" => "Draft, work in progress",
                    "not-validated" => "Not validated",
                    "archived" => "Archived, for reference only",
                    _ => (state),
                }
            }
        }
    }
}

/// What came of it at this desk.
pub(super) fn seen(outcomes: Option<&OutcomesSeen>) -> Markup {
    html! {
        @if let Some(seen) = outcomes {
            @if seen.unsafe_people > 0 { p.caution { strong { "At this desk: " } (seen.words()) } }
            @else { p.about { span { "At this desk: " (seen.words()) } } }
        }
    }
}

/// The first products, and how many more.
pub(super) fn products(products: &[String]) -> Markup {
    let more = products.len().saturating_sub(NAMED);
    html! {
        @if !products.is_empty() {
            span.products title=(products.join("; ")) {
                (products.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(" · "))
                @if more > 0 { " +" (more) }
            }
        }
    }
}

fn corrections(found: &Found) -> Markup {
    html! {
        @for read in &found.page.answer.corrections {
            p.read { "Read " del { (read.from) } " as " strong { (read.to) } "." }
        }
    }
}

fn nothing(found: &Found) -> Markup {
    html! {
        section.none {
            h2 { "No article fits" }
            p { "Nothing in this knowledge base holds what was asked. Try fewer words, the words of the message on the screen, or the number alone." }
            p.next {
                @if facets_of(&found.params).next().is_some() {
                    a href=(format!("/?q={}", escaped(&found.params.q))) { "Search without filters" }
                }
                a href=(format!("/triage?text={}", escaped(&found.params.q))) { "Triage it as a case" }
            }
        }
    }
}

fn facets(found: &Found) -> Markup {
    let params = &found.params;
    let counts = found.page.facets.clone().unwrap_or_default();
    let tier = params.tier.map(|tier| tier.to_string());
    let count = |counts: &[FacetCount], name: &str| {
        let known = counts.iter().find(|it| it.name == name);
        known.map_or(0, |it| it.count)
    };
    // Of a facet that is narrowed already, the other values were not looked for.
    let kinds = KINDS.iter().map(|(value, label)| Value {
        value,
        label,
        count: params.kind.is_none().then(|| count(&counts.kinds, value)),
    });
    let tiers = TIERS.iter().map(|(value, label)| Value {
        value,
        label,
        count: None,
    });
    let offered = offered(found, &counts.products);
    let products = offered.iter().map(|name| Value {
        value: name,
        label: name,
        count: (params.product.as_ref() != Some(name)).then(|| count(&counts.products, name)),
    });
    let kinds: Vec<_> = kinds.collect();
    let told: usize = counts.kinds.iter().map(|it| it.count).sum();
    let untold = counts.of.saturating_sub(told);
    let narrowed = facets_of(params).map(|(_, value)| value);
    let narrowed: Vec<String> = narrowed.collect();
    html! {
        nav.facets aria-label="Narrow the results" {
            // Open, as a page cannot know how wide the window is; the script folds it on a phone.
            details open {
                summary {
                    "Narrow the results"
                    @if !narrowed.is_empty() { span.count { (narrowed.join(", ")) } }
                }
                div.groups {
                    (facet(params, "Kind", ("kind", params.kind.as_deref()), &kinds))
                    (facet(params, "May be done by", ("tier", tier.as_deref()), &tiers.collect::<Vec<_>>()))
                    @if !offered.is_empty() {
                        (facet(params, "Product", ("product", params.product.as_deref()), &products.collect::<Vec<_>>()))
                    }
                    @if counts.of > 0 {
                        p.counted {
                            "Counts are of " @if counts.of > 1 { "the first " (counts.of) " results." } @else { "the one result." }
                            @if untold > 0 && params.kind.is_none() {
                                " " (untold) @if untold == 1 { " says" } @else { " say" } " no kind."
                            }
                            @if !offered.is_empty() { " An article may name several products, or none." }
                        }
                    }
                }
            }
        }
    }
}

/// A value of a facet.
struct Value<'v> {
    value: &'v str,
    label: &'v str,
    /// How many of the results that were counted have it; none if that is not known.
    count: Option<usize>,
}

fn facet(
    params: &SearchParams,
    title: &str,
    (name, chosen): (&str, Option<&str>),
    values: &[Value<'_>],
) -> Markup {
    html! {
        section {
            h2 { (title) }
            ul {
                li { a href=(address(params, name, None)) aria-current=[chosen.is_none().then_some("true")] { "Any" } }
                @for Value { value, label, count } in values {
                    li.empty[*count == Some(0)] {
                        a href=(address(params, name, Some(value)))
                            aria-current=[(chosen == Some(*value)).then_some("true")] {
                            (label)
                            @if let Some(count) = count { " " span.count { (count) } }
                        }
                    }
                }
            }
        }
    }
}

/// The products to narrow to, the chosen one first.
fn offered(found: &Found, products: &[FacetCount]) -> Vec<String> {
    // A product of one result narrows nothing that its title does not.
    let telling = products.iter().filter(|it| it.count > 1).take(PRODUCTS);
    let mut named: Vec<String> = telling.map(|it| it.name.clone()).collect();
    let chosen = found.params.product.iter().cloned();
    named.retain(|name| Some(name) != found.params.product.as_ref());
    chosen.chain(named).collect()
}

fn facets_of(params: &SearchParams) -> impl Iterator<Item = (&'static str, String)> {
    let given = [
        ("product", params.product.clone()),
        ("kind", params.kind.clone()),
        ("tier", params.tier.map(|tier| tier.to_string())),
    ];
    given
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
}

/// The address of the same search with one thing said otherwise.
fn address(params: &SearchParams, name: &str, value: Option<&str>) -> String {
    let others = facets_of(params)
        .filter(|(known, _)| *known != name)
        .map(|(name, value)| (name.to_owned(), value));
    let mut address = format!("/?q={}", escaped(&params.q));
    let changed = value.map(|value| (name.to_owned(), value.to_owned()));
    for (name, value) in others.chain(changed) {
        address.push_str(&format!("&{name}={}", escaped(&value)));
    }
    address
}

/// A link to an article by its title, for lists of them.
pub(super) fn titled(id: &str, title: &str) -> Markup {
    html! {
        a href=(to_article(id)) data-hit { @if title.is_empty() { (id) } @else { (title) } }
        " " span.id { (id) }
    }
}

/// The class of a heading: one in capitals alone is set as others are, its words unchanged.
pub(super) fn heading_class(heading: &str) -> Option<&'static str> {
    let is_loud =
        heading.chars().any(char::is_uppercase) && !heading.chars().any(char::is_lowercase);
    (is_loud && heading.chars().count() > 4).then_some("caps")
}
