//! Rules over a whole flow, and over several together.

mod graph;
mod links;

use super::finding::{Finding, Rule, finding};
use super::model::Playbook;
use super::parse;
use graph::Graph;

/// Nodes over which a flow should be split.
const MOST_NODES: usize = 150;

/// Lints playbooks together: what each is on its own, and where their links lead.
/// `is_article` tells whether an id is an article's; built-in playbooks are known. Findings come
/// file by file, in the order of lines.
#[must_use]
pub fn lint(files: &[(String, String)], is_article: &dyn Fn(&str) -> bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut playbooks = Vec::with_capacity(files.len());
    for (name, text) in files {
        let parsed = parse(name, text);
        findings.extend(parsed.findings);
        findings.extend(check(&parsed.playbook));
        playbooks.push(parsed.playbook);
    }
    findings.extend(links::check(&playbooks, is_article));
    let place = |finding: &Finding| files.iter().position(|(name, _)| *name == finding.file);
    findings.sort_by_key(|finding| (place(finding), finding.line));
    findings
}

/// What holds inside one flow: targets, reachability, outcomes, circles, size.
#[must_use]
pub fn check(playbook: &Playbook) -> Vec<Finding> {
    let graph = Graph::of(playbook);
    let mut findings = Vec::new();
    let mut add = |rule, line, message: String| {
        findings.push(finding(&playbook.file, rule, line, message));
    };
    for (node, edge) in graph.lost() {
        let message = format!(
            "“{}” of {node} leads to {}, which is not there",
            edge.answer, edge.target
        );
        add(Rule::UnknownTarget, edge.line, message);
    }
    for node in graph.unreachable() {
        add(
            Rule::UnreachableNode,
            node.line,
            format!("no path leads to {}", node.id),
        );
    }
    for node in graph.endless() {
        add(
            Rule::MissingOutcome,
            node.line,
            format!("no path from {} ends in an outcome", node.id),
        );
    }
    for (edge, circle) in graph.circles() {
        let message = format!("a circle without a limit: {circle}");
        add(Rule::UnboundedLoop, edge.line, message);
    }
    for node in &playbook.nodes {
        if !node.edges.is_empty() && node.edges.iter().all(|edge| edge.limit.is_some()) {
            let message = format!(
                "all edges of {} are limited: nothing is left once they are used up",
                node.id
            );
            add(Rule::AllLimited, node.line, message);
        }
    }
    if let Some(node) = playbook.nodes.get(MOST_NODES) {
        let count = playbook.nodes.len();
        let message = format!("{count} nodes, over {MOST_NODES}: split the flow");
        add(Rule::TooManyNodes, node.line, message);
    }
    findings
}
