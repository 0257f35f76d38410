//! Trains a [`Forest`] to order candidates: LambdaMART (Burges, "From RankNet to LambdaRank to
//! LambdaMART: An Overview", MSR-TR-2010-82), with reciprocal rank as the gain.
//!
//! Deterministic: the same groups and parameters give the same forest.

use super::forest::{Forest, Node, Tree};

/// The candidates of one query.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Group {
    /// Feature values of each candidate.
    pub values: Vec<Vec<f32>>,
    /// Whether each candidate is right.
    pub relevant: Vec<bool>,
    /// How much the query counts in training.
    pub weight: f32,
}

/// How to train.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameters {
    /// Number of trees.
    pub trees: usize,
    /// Most leaves to a tree.
    pub leaves: usize,
    /// Share of each tree's output that is kept.
    pub rate: f32,
    /// Least second-order weight in a leaf; guards against leaves that know one query.
    pub min_hessian: f32,
    /// Ridge on leaf values.
    pub ridge: f32,
}

impl Default for Parameters {
    fn default() -> Self {
        Self {
            trees: 90,
            leaves: 8,
            rate: 0.12,
            min_hessian: 4.0,
            ridge: 1.0,
        }
    }
}

/// Most distinct thresholds tried per feature.
const BINS: usize = 48;

/// Pairs are formed with the best-scored candidates only; deeper ones hardly move the metric.
const PAIRED_DEPTH: usize = 40;

/// Trains a forest on `groups`. Groups without a relevant candidate teach nothing and are skipped.
#[must_use]
pub fn train(groups: &[Group], features: &[&str], parameters: &Parameters) -> Forest {
    let groups: Vec<&Group> = groups
        .iter()
        .filter(|group| group.relevant.contains(&true))
        .collect();
    let table = Binned::new(&groups, features.len());
    let mut scores = vec![0.0f32; table.rows];
    let mut forest = Forest {
        provenance: String::new(),
        features: features.iter().map(|&name| name.to_owned()).collect(),
        trees: Vec::new(),
    };
    for _ in 0..parameters.trees {
        let gradients = lambdas(&groups, &scores);
        let tree = grow(&table, &gradients, parameters);
        let values = groups.iter().flat_map(|group| &group.values);
        for (score, values) in scores.iter_mut().zip(values) {
            *score += tree.score(values);
        }
        forest.trees.push(tree);
    }
    forest
}

/// Trains a forest whose output is the log-odds of a label, by gradient boosting on the logistic
/// loss (Friedman, "Greedy Function Approximation: A Gradient Boosting Machine", 2001). The first
/// tree is a single leaf: the log-odds of the whole.
#[must_use]
pub fn train_binary(
    values: &[Vec<f32>],
    labels: &[bool],
    weights: &[f32],
    (features, parameters): (&[&str], &Parameters),
) -> Forest {
    let group = Group {
        values: values.to_vec(),
        relevant: labels.to_vec(),
        weight: 1.0,
    };
    let table = Binned::new(&[&group], features.len());
    let (mut right, mut total) = (0.5f32, 1.0f32);
    for (&label, weight) in labels.iter().zip(weights) {
        right += if label { *weight } else { 0.0 };
        total += weight;
    }
    let prior = (right / (total - right).max(0.5)).ln();
    let mut forest = Forest {
        provenance: String::new(),
        features: features.iter().map(|&name| name.to_owned()).collect(),
        trees: vec![Tree {
            nodes: vec![Node::Leaf(prior)],
        }],
    };
    let mut scores = vec![prior; values.len()];
    for _ in 0..parameters.trees {
        let gradients: Vec<(f32, f32)> = scores
            .iter()
            .zip(labels)
            .zip(weights)
            .map(|((score, &label), weight)| {
                let chance = 1.0 / (1.0 + (-score).exp());
                let wanted = if label { 1.0 } else { 0.0 };
                (weight * (wanted - chance), weight * chance * (1.0 - chance))
            })
            .collect();
        let tree = grow(&table, &gradients, parameters);
        for (score, values) in scores.iter_mut().zip(values) {
            *score += tree.score(values);
        }
        forest.trees.push(tree);
    }
    forest
}

/// Feature values replaced by the number of the threshold interval they fall in.
struct Binned {
    rows: usize,
    /// Ascending thresholds of each feature; bin `i` holds values up to `thresholds[i]`.
    thresholds: Vec<Vec<f32>>,
    /// Bins, feature by feature.
    bins: Vec<Vec<u8>>,
}

impl Binned {
    fn new(groups: &[&Group], features: usize) -> Self {
        let rows = groups.iter().map(|group| group.values.len()).sum();
        let (mut thresholds, mut bins) = (Vec::new(), Vec::new());
        for feature in 0..features {
            let column: Vec<f32> = groups
                .iter()
                .flat_map(|group| &group.values)
                .map(|values| values[feature])
                .collect();
            let cuts = quantiles(&column);
            bins.push(
                column
                    .iter()
                    .map(|value| cuts.partition_point(|cut| cut < value) as u8)
                    .collect(),
            );
            thresholds.push(cuts);
        }
        Self {
            rows,
            thresholds,
            bins,
        }
    }
}

fn quantiles(column: &[f32]) -> Vec<f32> {
    let mut sorted = column.to_vec();
    sorted.sort_unstable_by(f32::total_cmp);
    let mut cuts: Vec<f32> = (1..BINS)
        .filter_map(|cut| sorted.get(cut * sorted.len() / BINS).copied())
        .collect();
    cuts.dedup();
    cuts
}

/// First and second derivatives of the pairwise loss, each pair weighted by how much reciprocal
/// rank a swap would gain or lose.
fn lambdas(groups: &[&Group], scores: &[f32]) -> Vec<(f32, f32)> {
    let mut gradients = vec![(0.0, 0.0); scores.len()];
    let mut start = 0;
    for group in groups {
        let end = start + group.values.len();
        group_lambdas(group, &scores[start..end], &mut gradients[start..end]);
        start = end;
    }
    gradients
}

fn group_lambdas(group: &Group, scores: &[f32], gradients: &mut [(f32, f32)]) {
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_by(|&a, &b| scores[b].total_cmp(&scores[a]).then(a.cmp(&b)));
    let mut rank = vec![0usize; order.len()];
    for (place, &row) in order.iter().enumerate() {
        rank[row] = place;
    }
    let discount = |place: usize| 1.0 / (place as f32 + 1.0);
    let best = order
        .iter()
        .position(|&row| group.relevant[row])
        .unwrap_or(order.len());
    for right in (0..scores.len()).filter(|&row| group.relevant[row]) {
        for &wrong in order.iter().take(PAIRED_DEPTH.max(best + 1)) {
            if group.relevant[wrong] {
                continue;
            }
            let gain = (discount(rank[right]) - discount(rank[wrong])).abs();
            // A floor keeps deep pairs alive: with 1/rank alone, a right answer at place 30 pulls
            // on nothing.
            let gain = group.weight * (gain + 0.02);
            let chance = 1.0 / (1.0 + (scores[right] - scores[wrong]).exp());
            let (slope, curve) = (gain * chance, gain * chance * (1.0 - chance));
            gradients[right].0 += slope;
            gradients[right].1 += curve;
            gradients[wrong].0 -= slope;
            gradients[wrong].1 += curve;
        }
    }
}

/// A leaf that may still be split.
struct Open {
    node: usize,
    rows: Vec<u32>,
    split: Option<Split>,
}

#[derive(Clone, Copy)]
struct Split {
    feature: usize,
    bin: usize,
    gain: f32,
}

/// Grows one tree best-first.
fn grow(table: &Binned, gradients: &[(f32, f32)], parameters: &Parameters) -> Tree {
    let rows: Vec<u32> = (0..table.rows as u32)
        .filter(|&row| gradients[row as usize].1 > 0.0)
        .collect();
    let mut tree = Tree {
        nodes: vec![leaf(&rows, gradients, parameters)],
    };
    let split = best_split(table, &rows, gradients, parameters);
    let mut open = vec![Open {
        node: 0,
        rows,
        split,
    }];
    for _ in 1..parameters.leaves {
        let gain = |leaf: &Open| leaf.split.map_or(0.0, |split| split.gain);
        let Some(at) = (0..open.len()).max_by(|&a, &b| gain(&open[a]).total_cmp(&gain(&open[b])))
        else {
            break;
        };
        let Some(split) = open[at].split else { break };
        let parent = open.swap_remove(at);
        let bins = &table.bins[split.feature];
        let (low, high): (Vec<u32>, Vec<u32>) = parent
            .rows
            .iter()
            .partition(|&&row| usize::from(bins[row as usize]) <= split.bin);
        let first = tree.nodes.len() as u16;
        let threshold = table.thresholds[split.feature][split.bin];
        tree.nodes[parent.node] = Node::Split(split.feature as u16, threshold, first, first + 1);
        for rows in [low, high] {
            let node = tree.nodes.len();
            tree.nodes.push(leaf(&rows, gradients, parameters));
            let split = best_split(table, &rows, gradients, parameters);
            open.push(Open { node, rows, split });
        }
    }
    tree
}

fn leaf(rows: &[u32], gradients: &[(f32, f32)], parameters: &Parameters) -> Node {
    let (slope, curve) = totals(rows, gradients);
    Node::Leaf(parameters.rate * slope / (curve + parameters.ridge))
}

fn totals(rows: &[u32], gradients: &[(f32, f32)]) -> (f32, f32) {
    rows.iter().fold((0.0, 0.0), |(slope, curve), &row| {
        let (this_slope, this_curve) = gradients[row as usize];
        (slope + this_slope, curve + this_curve)
    })
}

fn best_split(
    table: &Binned,
    rows: &[u32],
    gradients: &[(f32, f32)],
    parameters: &Parameters,
) -> Option<Split> {
    let total = totals(rows, gradients);
    let worth = |(slope, curve): (f32, f32)| slope * slope / (curve + parameters.ridge);
    let mut best: Option<Split> = None;
    for (feature, bins) in table.bins.iter().enumerate() {
        let mut sums = [(0.0f32, 0.0f32); BINS + 1];
        for &row in rows {
            let (slope, curve) = gradients[row as usize];
            let sum = &mut sums[usize::from(bins[row as usize])];
            sum.0 += slope;
            sum.1 += curve;
        }
        let mut low = (0.0, 0.0);
        for (bin, sum) in sums
            .iter()
            .enumerate()
            .take(table.thresholds[feature].len())
        {
            low = (low.0 + sum.0, low.1 + sum.1);
            let high = (total.0 - low.0, total.1 - low.1);
            if low.1 < parameters.min_hessian || high.1 < parameters.min_hessian {
                continue;
            }
            let gain = worth(low) + worth(high) - worth(total);
            if gain > best.map_or(1e-6, |split| split.gain) {
                best = Some(Split { feature, bin, gain });
            }
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn learns_which_feature_tells_right_from_wrong() {
        // Feature 0 is noise, feature 1 tells: the right candidate has the highest value.
        let groups: Vec<Group> = (0..60)
            .map(|query: usize| {
                let values: Vec<Vec<f32>> = (0..20)
                    .map(|row| {
                        vec![
                            ((query * 7 + row * 13) % 17) as f32,
                            ((query + row * 3) % 20) as f32,
                        ]
                    })
                    .collect();
                let relevant = values.iter().map(|value| value[1] == 19.0).collect();
                Group {
                    values,
                    relevant,
                    weight: 1.0,
                }
            })
            .collect();
        let parameters = Parameters {
            trees: 30,
            leaves: 4,
            min_hessian: 0.5,
            ..Default::default()
        };
        let forest = train(&groups, &["noise", "signal"], &parameters);
        for group in &groups {
            let best = (0..20).max_by(|&a, &b| {
                forest
                    .score(&group.values[a])
                    .total_cmp(&forest.score(&group.values[b]))
            });
            assert!(group.relevant[best.unwrap()]);
        }
    }
}
