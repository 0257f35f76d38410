//! An ensemble of small regression trees, and how it is kept as data.

use serde::{Deserialize, Serialize};

/// A sum of regression trees over named features.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Forest {
    /// Where the model came from: what it was trained on, with what, and when.
    pub provenance: String,
    /// Names of the features, in the order in which values are given.
    pub features: Vec<String>,
    /// The trees; their outputs are added up.
    pub trees: Vec<Tree>,
}

/// A regression tree. Node 0 is the root; a tree without nodes gives 0.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Tree {
    /// The nodes.
    pub nodes: Vec<Node>,
}

/// A node of a tree.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Node {
    /// Goes to node `[2]` if feature `[0]` is at most `[1]`, else to node `[3]`.
    Split(u16, f32, u16, u16),
    /// Ends with this value.
    Leaf(f32),
}

impl Forest {
    /// The score of an article with these feature values.
    #[must_use]
    pub fn score(&self, values: &[f32]) -> f32 {
        self.trees.iter().map(|tree| tree.score(values)).sum()
    }
}

impl Tree {
    /// The output of the tree. Children always have higher numbers than their parent, so that a
    /// damaged tree ends too.
    #[must_use]
    pub fn score(&self, values: &[f32]) -> f32 {
        let mut at = 0usize;
        loop {
            match self.nodes.get(at) {
                Some(&Node::Split(feature, threshold, low, high)) => {
                    let value = values.get(feature as usize).copied().unwrap_or_default();
                    let next = usize::from(if value <= threshold { low } else { high });
                    if next <= at {
                        return 0.0;
                    }
                    at = next;
                }
                Some(&Node::Leaf(value)) => return value,
                None => return 0.0,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trees_branch_and_survive_json_and_damage() {
        let tree = Tree {
            nodes: vec![Node::Split(0, 1.0, 1, 2), Node::Leaf(-1.0), Node::Leaf(2.0)],
        };
        assert_eq!(tree.score(&[1.0]), -1.0);
        assert_eq!(tree.score(&[1.5]), 2.0);
        let json = serde_json::to_string(&tree).unwrap();
        assert_eq!(serde_json::from_str::<Tree>(&json).unwrap(), tree);
        let endless = Tree {
            nodes: vec![Node::Split(0, 1.0, 0, 9)],
        };
        assert_eq!(endless.score(&[1.0]), 0.0);
        assert_eq!(endless.score(&[2.0]), 0.0);
    }
}
