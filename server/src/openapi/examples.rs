//! Answers to the examples of requests, as the service gave them on the built-in knowledge base.
//!
//! They lie beside this file, one for each operation that a bot begins with. A test asks again and
//! compares what the answers are made of; `FIRSTLINE_EXAMPLES=write` makes it write them anew.

use serde_json::Value;

/// Operations whose answers are shown, with the text of the file.
const ANSWERS: [(&str, &str); 9] = [
    (
        "searchArticles",
        include_str!("examples/searchArticles.json"),
    ),
    ("triageCase", include_str!("examples/triageCase.json")),
    ("suggestIssues", include_str!("examples/suggestIssues.json")),
    ("completeText", include_str!("examples/completeText.json")),
    ("findArticle", include_str!("examples/findArticle.json")),
    ("lookUp", include_str!("examples/lookUp.json")),
    ("findGuide", include_str!("examples/findGuide.json")),
    ("beginSession", include_str!("examples/beginSession.json")),
    ("escalateCase", include_str!("examples/escalateCase.json")),
];

/// The answer to the example of an operation, if one is shown.
pub(super) fn answer_to(operation: &str) -> Option<Value> {
    let (_, text) = ANSWERS.iter().find(|(id, _)| *id == operation)?;
    serde_json::from_str(text).ok()
}
