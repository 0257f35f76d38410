//! Pages of a search, also while the index is built anew between two of them.

use crate::config::Config;
use crate::state::AppState;
use crate::testing::{build, get};
use std::path::Path;

const TEXT: &str = "The printer in the hall prints blank pages after a while.";

/// An index of as many articles, all about the same.
fn index(dir: &Path, ids: &[String]) {
    let articles: Vec<(&str, &str, &str)> = ids
        .iter()
        .map(|id| (id.as_str(), "Printer prints blank pages", TEXT))
        .collect();
    build(dir, &articles);
}

fn ids(numbers: std::ops::Range<usize>) -> Vec<String> {
    // Different words, or equal texts would fold into one article.
    numbers.map(|number| format!("blank-{number}")).collect()
}

/// The ids on a page, and the cursor of the next.
async fn page(state: &AppState, cursor: Option<&str>) -> (Vec<String>, Option<String>) {
    let cursor = cursor.map_or_else(String::new, |cursor| format!("&cursor={cursor}"));
    let path = format!("/v1/search?q=printer%20blank%20pages&k=3{cursor}");
    let answer = get(state, &path).await;
    assert_eq!(
        answer.status,
        200,
        "{}",
        String::from_utf8_lossy(&answer.body)
    );
    let json = answer.json();
    let results = json["results"].as_array().unwrap();
    let ids = results
        .iter()
        .map(|result| result["id"].as_str().unwrap().to_owned());
    (ids.collect(), json["next"].as_str().map(str::to_owned))
}

fn open(dir: &Path) -> AppState {
    AppState::open(Config {
        index: Some(dir.to_owned()),
        ..Config::default()
    })
    .unwrap()
}

#[tokio::test]
async fn pages_show_everything_once() {
    let folder = tempfile::tempdir().unwrap();
    index(folder.path(), &ids(0..8));
    let state = open(folder.path());
    let (mut seen, mut next) = page(&state, None).await;
    while let Some(cursor) = next {
        let (more, after) = page(&state, Some(&cursor)).await;
        assert!(!more.is_empty() && more.len() <= 3);
        seen.extend(more);
        next = after;
    }
    seen.sort();
    assert_eq!(seen, ids(0..8));
}

#[tokio::test]
async fn a_new_index_between_two_pages_repeats_nothing_and_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    index(folder.path(), &ids(0..8));
    let state = open(folder.path());
    let (mut seen, mut next) = page(&state, None).await;
    index(folder.path(), &ids(0..12));
    state.shelf.reload().unwrap();
    while let Some(cursor) = next {
        let (more, after) = page(&state, Some(&cursor)).await;
        seen.extend(more);
        next = after;
    }
    seen.sort();
    let mut all = ids(0..12);
    all.sort();
    assert_eq!(seen, all);
}

#[tokio::test]
async fn a_cursor_belongs_to_its_query() {
    let folder = tempfile::tempdir().unwrap();
    index(folder.path(), &ids(0..8));
    let state = open(folder.path());
    let cursor = page(&state, None).await.1.unwrap();
    let other = get(&state, &format!("/v1/search?q=scanner&k=3&cursor={cursor}")).await;
    assert_eq!(other.status, 400);
    let path = format!("/v1/search?q=printer%20blank%20pages&k=5&cursor={cursor}");
    let size = get(&state, &path).await;
    assert_eq!(size.status, 200, "the size of a page may change");
}
