//! A flow as a graph: what can be reached, what ends, what goes round.
//!
//! Nothing here recurses, and everything is linear in nodes and edges: a file may hold as many
//! as it likes.

use crate::playbook::model::{Edge, Node, NodeKind, Playbook};
use std::collections::HashMap;

/// Nodes of a circle that are named before it is cut short.
const NAMED: usize = 8;

/// A flow as places of nodes and the places they lead to.
pub(super) struct Graph<'p> {
    nodes: &'p [Node],
    places: HashMap<&'p str, usize>,
}

impl<'p> Graph<'p> {
    pub(super) fn of(playbook: &'p Playbook) -> Self {
        let mut places = HashMap::new();
        for (place, node) in playbook.nodes.iter().enumerate() {
            places.entry(node.id.as_str()).or_insert(place);
        }
        Self {
            nodes: &playbook.nodes,
            places,
        }
    }

    fn target(&self, edge: &Edge) -> Option<usize> {
        self.places.get(edge.target.as_str()).copied()
    }

    fn targets(&self, place: usize) -> impl Iterator<Item = usize> {
        self.nodes[place]
            .edges
            .iter()
            .filter_map(|edge| self.target(edge))
    }

    /// Edges that lead to no node, with the id of the node they stand in.
    pub(super) fn lost(&self) -> impl Iterator<Item = (&'p str, &'p Edge)> {
        let edges = self
            .nodes
            .iter()
            .flat_map(|node| node.edges.iter().map(move |edge| (node.id.as_str(), edge)));
        edges.filter(|(_, edge)| self.target(edge).is_none())
    }

    /// Nodes that no path from the first leads to.
    pub(super) fn unreachable(&self) -> Vec<&'p Node> {
        let start = (!self.nodes.is_empty()).then_some(0);
        let seen = spread(self.nodes.len(), start.into_iter().collect(), |place| {
            self.targets(place).collect()
        });
        self.without(&seen)
    }

    /// Nodes from which no path leads to an outcome. Those without edges are told elsewhere.
    pub(super) fn endless(&self) -> Vec<&'p Node> {
        let mut before = vec![Vec::new(); self.nodes.len()];
        for place in 0..self.nodes.len() {
            for target in self.targets(place) {
                before[target].push(place);
            }
        }
        let is_end = |place: &usize| matches!(self.nodes[*place].kind, NodeKind::Outcome(_));
        let ends = (0..self.nodes.len()).filter(is_end).collect();
        let seen = spread(self.nodes.len(), ends, |place| {
            std::mem::take(&mut before[place])
        });
        let mut endless = self.without(&seen);
        endless.retain(|node| !node.edges.is_empty());
        endless
    }

    fn without(&self, seen: &[bool]) -> Vec<&'p Node> {
        let pairs = self.nodes.iter().zip(seen);
        pairs
            .filter(|(_, seen)| !**seen)
            .map(|(node, _)| node)
            .collect()
    }

    /// Circles of edges that nothing limits: the edge that closes each, and its nodes in words.
    /// Depth first; an edge back to a node still open closes a circle.
    pub(super) fn circles(&self) -> Vec<(&'p Edge, String)> {
        let free: Vec<Vec<(&Edge, usize)>> = self
            .nodes
            .iter()
            .map(|node| {
                let edges = node.edges.iter().filter(|edge| edge.limit.is_none());
                edges
                    .filter_map(|edge| Some((edge, self.target(edge)?)))
                    .collect()
            })
            .collect();
        let mut found = Vec::new();
        // Where each node stands on the path under way; none if it is not on it.
        let mut on_path: Vec<Option<usize>> = vec![None; self.nodes.len()];
        let mut done = vec![false; self.nodes.len()];
        for start in 0..self.nodes.len() {
            if done[start] {
                continue;
            }
            let mut path: Vec<(usize, usize)> = vec![(start, 0)];
            on_path[start] = Some(0);
            while let Some((place, next)) = path.last_mut() {
                let Some(&(edge, target)) = free[*place].get(*next) else {
                    on_path[*place] = None;
                    done[*place] = true;
                    path.pop();
                    continue;
                };
                *next += 1;
                match on_path[target] {
                    Some(at) => found.push((edge, self.told(&path[at..]))),
                    None if !done[target] => {
                        on_path[target] = Some(path.len());
                        path.push((target, 0));
                    }
                    None => {}
                }
            }
        }
        found
    }

    fn told(&self, circle: &[(usize, usize)]) -> String {
        let mut names: Vec<&str> = circle
            .iter()
            .take(NAMED)
            .map(|(place, _)| self.nodes[*place].id.as_str())
            .collect();
        if circle.len() > NAMED {
            names.push("…");
        }
        names.extend(
            circle
                .first()
                .map(|(place, _)| self.nodes[*place].id.as_str()),
        );
        names.join(" -> ")
    }
}

/// Which places can be reached from `start` by `next`.
fn spread(
    places: usize,
    mut start: Vec<usize>,
    mut next: impl FnMut(usize) -> Vec<usize>,
) -> Vec<bool> {
    let mut seen = vec![false; places];
    while let Some(place) = start.pop() {
        if !std::mem::replace(&mut seen[place], true) {
            start.extend(next(place));
        }
    }
    seen
}
