//! Parts of a page that carry no knowledge, by name.

use super::tree::{Node, NodeId, Tree};

/// Words in `class` or `id` that mark page furniture when they are the whole word.
const FURNITURE: &[(&str, &str)] = &[
    ("nav", "navigation"),
    ("navbar", "navigation"),
    ("navigation", "navigation"),
    ("menu", "navigation"),
    ("breadcrumb", "navigation"),
    ("breadcrumbs", "navigation"),
    ("pagination", "navigation"),
    ("skip-link", "navigation"),
    ("toc", "navigation"),
    ("table-of-contents", "navigation"),
    ("sidebar", "aside"),
    ("footer", "footer"),
    ("site-footer", "footer"),
    ("page-footer", "footer"),
    ("site-header", "header"),
    ("page-header-bar", "header"),
    ("cookie-banner", "banner"),
    ("cookie-consent", "banner"),
    ("share-buttons", "share links"),
    ("social", "share links"),
    ("advertisement", "advertisement"),
];

/// The name under which an element is dropped, if it is.
pub(super) fn reason(tree: &Tree, id: NodeId) -> Option<&'static str> {
    let node = &tree.nodes[id];
    let by_element = match node.name.as_str() {
        "script" | "noscript" => Some("script"),
        "style" | "link" => Some("style"),
        "template" | "iframe" | "canvas" | "svg" | "audio" | "video" | "object" | "embed" => {
            Some("embedded")
        }
        "head" | "title" | "meta" | "base" => Some("head"),
        "nav" => Some("navigation"),
        "footer" => Some("footer"),
        "select" | "button" | "input" | "textarea" | "datalist" | "dialog" => Some("form"),
        "form" if !wraps_content(tree, id) => Some("form"),
        "header" if !wraps_title(tree, id) => Some("header"),
        "aside" if !is_callout(node) => Some("aside"),
        _ => None,
    };
    by_element.or_else(|| {
        let is_furniture = || by_role(node).or_else(|| by_class(node));
        // What holds the page's title or its main part is no furniture, whatever its class says.
        hidden(node).or_else(|| is_furniture().filter(|_| !wraps_title(tree, id)))
    })
}

/// Some pages stand in one form from top to bottom.
fn wraps_content(tree: &Tree, id: NodeId) -> bool {
    tree.holds(id, &["h1", "h2", "h3", "main", "article", "pre"])
}

fn wraps_title(tree: &Tree, id: NodeId) -> bool {
    tree.holds(id, &["h1", "main", "article"])
}

/// True for an element whose class says that it is a note or a warning.
fn is_callout(node: &Node) -> bool {
    super::blocks::callout_class(node).is_some()
}

fn hidden(node: &Node) -> Option<&'static str> {
    let style = node.attribute("style").unwrap_or_default();
    let unstyled = || style.replace(' ', "").to_ascii_lowercase();
    let is_hidden = node.attribute("hidden").is_some()
        || node.attribute("aria-hidden") == Some("true")
        || !style.is_empty() && unstyled().contains("display:none");
    is_hidden.then_some("hidden")
}

fn by_role(node: &Node) -> Option<&'static str> {
    match node.attribute("role")? {
        "navigation" | "menu" | "menubar" => Some("navigation"),
        "banner" => Some("header"),
        "contentinfo" => Some("footer"),
        "search" => Some("form"),
        "complementary" => Some("aside"),
        _ => None,
    }
}

fn by_class(node: &Node) -> Option<&'static str> {
    let id = node.attribute("id").map(str::to_lowercase);
    // Links and words inside running text are never furniture by class.
    if !super::tree::is_block(&node.name) || matches!(node.name.as_str(), "body" | "html" | "p") {
        return None;
    }
    node.classes().chain(id).find_map(|word| {
        let found = FURNITURE.iter().find(|(furniture, _)| *furniture == word);
        found.map(|&(_, name)| name)
    })
}
