//! Logistic regression over named signals: fitted by Newton steps with a ridge, kept as data.

use serde::{Deserialize, Serialize};

/// Signals further than this many standard deviations from their mean count as that far: a case
/// unlike all that were learned from must not be surer than any of them.
const FURTHEST: f32 = 3.0;

/// Newton steps; they settle within a dozen.
const STEPS: usize = 25;

/// A fitted model. The log-odds are `bias` plus the weighted, standardised signals.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Logistic {
    /// Where the model came from.
    pub provenance: String,
    /// Log-odds of an average case.
    pub bias: f32,
    /// The signals, in the order in which values are given.
    pub signals: Vec<Signal>,
}

/// What a model knows of a signal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Signal {
    /// Its name.
    pub name: String,
    /// Its mean over the cases that were learned from.
    pub mean: f32,
    /// Its standard deviation there.
    pub deviation: f32,
    /// Log-odds per standard deviation.
    pub weight: f32,
}

/// A labelled case.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// Values of the signals.
    pub values: Vec<f32>,
    /// The truth.
    pub label: bool,
    /// How much it counts.
    pub weight: f32,
}

impl Logistic {
    /// Fits a model to examples; `ridge` pulls the weights towards zero. Without examples the
    /// log-odds are 0 throughout.
    #[must_use]
    pub fn fit(examples: &[&Example], names: &[&str], ridge: f64) -> Self {
        let mut model = Self {
            signals: standards(examples, names),
            ..Self::default()
        };
        let rows: Vec<Vec<f64>> = examples
            .iter()
            .map(|example| model.standardised(&example.values))
            .collect();
        let mut weights = vec![0.0; names.len() + 1];
        for _ in 0..STEPS {
            let step = newton_step(examples, &rows, &weights, ridge);
            weights
                .iter_mut()
                .zip(&step)
                .for_each(|(weight, step)| *weight += step);
            if step.iter().all(|step| step.abs() < 1e-6) {
                break;
            }
        }
        model.bias = weights[0] as f32;
        for (signal, weight) in model.signals.iter_mut().zip(&weights[1..]) {
            signal.weight = *weight as f32;
        }
        model
    }

    /// The log-odds for these values.
    #[must_use]
    pub fn odds(&self, values: &[f32]) -> f32 {
        let row = self.standardised(values);
        let weighted = self.signals.iter().zip(&row[1..]);
        self.bias
            + weighted
                .map(|(signal, &value)| signal.weight * value as f32)
                .sum::<f32>()
    }

    /// What each signal adds to the log-odds, for explanations.
    #[must_use]
    pub fn parts(&self, values: &[f32]) -> Vec<(String, f32)> {
        let row = self.standardised(values);
        let weighted = self.signals.iter().zip(&row[1..]);
        weighted
            .map(|(signal, &value)| (signal.name.clone(), signal.weight * value as f32))
            .collect()
    }

    /// The model whose log-odds are `bias + slope * odds` (Platt, "Probabilistic outputs for
    /// support vector machines", 1999).
    #[must_use]
    pub fn scaled(mut self, bias: f32, slope: f32) -> Self {
        self.bias = bias + slope * self.bias;
        self.signals
            .iter_mut()
            .for_each(|signal| signal.weight *= slope);
        self
    }

    /// A one, then the values against mean and deviation.
    fn standardised(&self, values: &[f32]) -> Vec<f64> {
        let values = values.iter().copied().chain(std::iter::repeat(0.0));
        let standard = self.signals.iter().zip(values).map(|(signal, value)| {
            let apart = (value - signal.mean) / signal.deviation.max(1e-6);
            let apart = if apart.is_finite() { apart } else { 0.0 };
            f64::from(apart.clamp(-FURTHEST, FURTHEST))
        });
        std::iter::once(1.0).chain(standard).collect()
    }
}

fn standards(examples: &[&Example], names: &[&str]) -> Vec<Signal> {
    let count = examples.len().max(1) as f32;
    let standard = |(at, name): (usize, &&str)| {
        let values = || {
            examples
                .iter()
                .filter_map(move |example| example.values.get(at))
        };
        let mean = values().sum::<f32>() / count;
        let variance = values().map(|value| (value - mean).powi(2)).sum::<f32>() / count;
        Signal {
            name: (*name).to_owned(),
            mean,
            deviation: variance.sqrt(),
            weight: 0.0,
        }
    };
    names.iter().enumerate().map(standard).collect()
}

/// The step of Newton's method for the ridge-penalised log-likelihood; the bias is free.
fn newton_step(examples: &[&Example], rows: &[Vec<f64>], weights: &[f64], ridge: f64) -> Vec<f64> {
    let size = weights.len();
    let mut hessian = vec![vec![0.0; size]; size];
    let mut gradient = vec![0.0; size];
    for (example, row) in examples.iter().zip(rows) {
        let odds: f64 = row
            .iter()
            .zip(weights)
            .map(|(value, weight)| value * weight)
            .sum();
        let chance = 1.0 / (1.0 + (-odds).exp());
        let counts = f64::from(example.weight);
        let off = f64::from(u8::from(example.label)) - chance;
        let curve = (chance * (1.0 - chance)).max(1e-6) * counts;
        for ((gradient, line), &value) in gradient.iter_mut().zip(&mut hessian).zip(row) {
            *gradient += counts * off * value;
            for (cell, &other) in line.iter_mut().zip(row) {
                *cell += curve * value * other;
            }
        }
    }
    for (at, (gradient, weight)) in gradient.iter_mut().zip(weights).enumerate() {
        let own = if at == 0 { 1e-6 } else { ridge };
        *gradient -= own * weight;
        hessian[at][at] += own;
    }
    solve(hessian, gradient)
}

/// Solves a positive definite system by elimination.
fn solve(mut matrix: Vec<Vec<f64>>, mut right: Vec<f64>) -> Vec<f64> {
    let size = right.len();
    for pivot in 0..size {
        let (above, below) = matrix.split_at_mut(pivot + 1);
        let chosen = &above[pivot];
        for (row, values) in (pivot + 1..).zip(below) {
            let factor = values[pivot] / chosen[pivot];
            for (value, known) in values.iter_mut().zip(chosen).skip(pivot) {
                *value -= factor * known;
            }
            right[row] -= factor * right[pivot];
        }
    }
    for row in (0..size).rev() {
        let known: f64 = (row + 1..size)
            .map(|column| matrix[row][column] * right[column])
            .sum();
        right[row] = (right[row] - known) / matrix[row][row];
    }
    right
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn example(values: &[f32], label: bool) -> Example {
        Example {
            values: values.to_vec(),
            label,
            weight: 1.0,
        }
    }

    #[test]
    fn what_tells_gets_weight_and_what_does_not_gets_none() {
        let examples: Vec<Example> = (0..200u32)
            .map(|at| {
                let noise = (at * 7919 % 13) as f32;
                example(&[(at % 10) as f32, noise], at % 10 + at % 3 > 5)
            })
            .collect();
        let seen: Vec<&Example> = examples.iter().collect();
        let model = Logistic::fit(&seen, &["tells", "noise"], 1.0);
        assert!(model.signals[0].weight > 2.0, "{model:?}");
        assert!(model.signals[1].weight.abs() < 0.5, "{model:?}");
        assert!(model.odds(&[9.0, 5.0]) > 2.0 && model.odds(&[0.0, 5.0]) < -2.0);
        let json = serde_json::to_string(&model).unwrap();
        assert_eq!(serde_json::from_str::<Logistic>(&json).unwrap(), model);
    }

    #[test]
    fn the_mean_probability_is_the_share_of_true_labels() {
        let examples: Vec<Example> = (0..90u32)
            .map(|at| example(&[(at % 7) as f32], at % 3 == 0))
            .collect();
        let seen: Vec<&Example> = examples.iter().collect();
        let model = Logistic::fit(&seen, &["x"], 1.0);
        let chances = examples
            .iter()
            .map(|one| 1.0 / (1.0 + (-model.odds(&one.values)).exp()));
        assert!((chances.sum::<f32>() / 90.0 - 1.0 / 3.0).abs() < 1e-3);
    }

    proptest! {
        #[test]
        fn any_values_give_finite_odds(values in prop::collection::vec(any::<f32>(), 0..5)) {
            let examples = [example(&[1.0, 2.0], true), example(&[0.0, 2.0], false)];
            let seen: Vec<&Example> = examples.iter().collect();
            let model = Logistic::fit(&seen, &["a", "b"], 1.0);
            prop_assert!(model.odds(&values).is_finite());
        }
    }
}
