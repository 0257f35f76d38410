//! A forest laid out to be walked quickly: one row of nodes for all trees, and no branch on the way
//! down that a processor could guess wrongly.
//!
//! Every walk takes as many steps as its tree is deep; who has arrived at a leaf stays there. So
//! nothing but loads depends on the values, and the walks of several articles overlap (after Asadi,
//! Lin and de Vries, "Runtime optimizations for tree-based machine learning models", 2014).

use super::features::COUNT;
use super::forest::{Forest, Node, Tree};

/// Articles that are scored at once.
const LANES: usize = 8;

/// A forest ready to score.
#[derive(Debug, Clone, Default)]
pub struct Scorer {
    nodes: Vec<Step>,
    trees: Vec<Root>,
}

#[derive(Debug, Clone, Copy)]
struct Step {
    feature: u16,
    /// Places in the row: of the child for values up to `bar`, and of the other.
    children: [u16; 2],
    /// The threshold, or what a leaf adds.
    bar: f32,
}

#[derive(Debug, Clone, Copy)]
struct Root {
    place: u16,
    depth: u16,
}

impl Scorer {
    /// Lays a forest out. What is damaged in a tree counts nothing, as in [`Tree::score`].
    #[must_use]
    pub fn of(forest: &Forest) -> Self {
        let mut scorer = Self::default();
        for tree in &forest.trees {
            scorer.add(tree);
        }
        scorer
    }

    /// True for a forest without trees, which orders nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.trees.is_empty()
    }

    /// The scores of articles with these feature values.
    #[must_use]
    pub fn scores(&self, articles: &[[f32; COUNT]]) -> Vec<f32> {
        let mut scores = Vec::with_capacity(articles.len());
        let (groups, rest) = articles.as_chunks::<LANES>();
        for group in groups {
            scores.extend(self.walk(group));
        }
        for article in rest {
            scores.extend(self.walk(std::array::from_ref(article)));
        }
        scores
    }

    /// Walks every tree for a few articles at once: none waits for the step of another.
    fn walk<const N: usize>(&self, articles: &[[f32; COUNT]; N]) -> [f32; N] {
        let mut scores = [0.0; N];
        for tree in &self.trees {
            let mut places = [tree.place; N];
            for _ in 0..tree.depth {
                for (place, values) in places.iter_mut().zip(articles) {
                    let step = &self.nodes[usize::from(*place)];
                    // A comparison with what is no number fails, as it does in training.
                    let is_low = values[usize::from(step.feature)] <= step.bar;
                    *place = step.children[usize::from(!is_low)];
                }
            }
            for (score, place) in scores.iter_mut().zip(places) {
                *score += self.nodes[usize::from(place)].bar;
            }
        }
        scores
    }

    fn add(&mut self, tree: &Tree) {
        // Behind the nodes stands a leaf of nothing, for children that are not there.
        let (base, size) = (self.nodes.len(), tree.nodes.len());
        let Ok(last) = u16::try_from(base + size) else {
            return;
        };
        let place = |at: usize| (base + at) as u16;
        let leaf = |at: usize, bar: f32| Step {
            feature: 0,
            children: [place(at); 2],
            bar,
        };
        let mut depths = vec![0; size + 1];
        let mut steps = vec![leaf(size, 0.0); size + 1];
        // From the last to the first: children have higher numbers.
        for (at, node) in tree.nodes.iter().enumerate().rev() {
            let known = |child: u16| {
                let child = usize::from(child);
                if child > at && child < size {
                    child
                } else {
                    size
                }
            };
            match *node {
                Node::Leaf(value) => steps[at] = leaf(at, value),
                Node::Split(feature, bar, low, high) if usize::from(feature) < COUNT => {
                    let children = [low, high].map(known);
                    depths[at] = 1 + depths[children[0]].max(depths[children[1]]);
                    steps[at] = Step {
                        feature,
                        children: children.map(place),
                        bar,
                    };
                }
                // A feature that is not there is 0.
                Node::Split(_, bar, low, high) => {
                    let child = known(if 0.0 <= bar { low } else { high });
                    (steps[at], depths[at]) = (steps[child], depths[child]);
                }
            }
        }
        self.nodes.extend(steps);
        let place = if size == 0 { last } else { place(0) };
        let depth = depths[0];
        self.trees.push(Root { place, depth });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn nodes() -> impl Strategy<Value = Vec<Node>> {
        let node = prop_oneof![
            (0..COUNT as u16 + 3, -2i8..3, 0u16..12, 0u16..12).prop_map(
                |(feature, bar, low, high)| { Node::Split(feature, f32::from(bar), low, high) }
            ),
            (-9i8..9).prop_map(|value| Node::Leaf(f32::from(value))),
        ];
        prop::collection::vec(node, 0..12)
    }

    proptest! {
        #[test]
        fn a_scorer_agrees_with_its_forest(
            trees in prop::collection::vec(nodes(), 0..6),
            values in prop::collection::vec(prop_oneof![Just(f32::NAN), -3.0f32..3.0], COUNT),
        ) {
            let trees = trees.into_iter().map(|nodes| Tree { nodes }).collect();
            let forest = Forest { trees, ..Forest::default() };
            let values: [f32; COUNT] = values.try_into().unwrap();
            let articles: Vec<[f32; COUNT]> = (0..2 * LANES + 3)
                .map(|shift| values.map(|value| value + shift as f32 / 4.0))
                .collect();
            let expected: Vec<f32> = articles.iter().map(|values| forest.score(values)).collect();
            prop_assert_eq!(Scorer::of(&forest).scores(&articles), expected);
        }
    }
}
