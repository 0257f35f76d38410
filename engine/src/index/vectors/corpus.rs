//! Word vectors learned from the corpus itself: latent semantic analysis (Deerwester et al.,
//! "Indexing by Latent Semantic Analysis", 1990). The leading right singular vectors of the
//! tf-idf matrix are found by subspace iteration with a random start (Halko, Martinsson and
//! Tropp, "Finding structure with randomness", 2011, algorithm 4.4).
//!
//! Deterministic: the random start has a fixed seed.

use rayon::prelude::*;

/// Sparse rows of equal meaning: row `i` holds `entries[starts[i]..starts[i + 1]]`.
#[derive(Debug, Clone, Default)]
pub struct SparseRows {
    starts: Vec<usize>,
    entries: Vec<(u32, f32)>,
}

impl SparseRows {
    /// No rows yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            starts: vec![0],
            entries: Vec::new(),
        }
    }

    /// Adds a row of (column, value).
    pub fn push(&mut self, row: impl IntoIterator<Item = (u32, f32)>) {
        self.entries.extend(row);
        self.starts.push(self.entries.len());
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// True if there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn row(&self, at: usize) -> &[(u32, f32)] {
        &self.entries[self.starts[at]..self.starts[at + 1]]
    }

    /// The same entries by column.
    fn transposed(&self, columns: usize) -> Self {
        let mut starts = vec![0usize; columns + 1];
        for &(column, _) in &self.entries {
            starts[column as usize + 1] += 1;
        }
        for column in 0..columns {
            starts[column + 1] += starts[column];
        }
        let mut next = starts.clone();
        let mut entries = vec![(0, 0.0); self.entries.len()];
        for at in 0..self.len() {
            for &(column, value) in self.row(at) {
                entries[next[column as usize]] = (at as u32, value);
                next[column as usize] += 1;
            }
        }
        Self { starts, entries }
    }

    /// This matrix times `dense`, which has `dims` numbers to a row.
    fn times(&self, dense: &[f32], dims: usize) -> Vec<f32> {
        let mut product = vec![0.0; self.len() * dims];
        product
            .par_chunks_mut(dims)
            .enumerate()
            .for_each(|(at, out)| {
                for &(column, value) in self.row(at) {
                    let start = column as usize * dims;
                    for (out, other) in out.iter_mut().zip(&dense[start..start + dims]) {
                        *out += value * other;
                    }
                }
            });
        product
    }
}

/// The `dims` leading right singular vectors of `rows` (`columns` wide): one row of `dims`
/// numbers per column, the most telling dimension first. Fewer columns than `dims` give as many
/// dimensions as there are columns.
#[must_use]
pub fn singular_vectors(rows: &SparseRows, columns: usize, dims: usize) -> (Vec<f32>, usize) {
    let dims = dims.min(columns).min(rows.len());
    if dims == 0 {
        return (Vec::new(), 0);
    }
    let by_column = rows.transposed(columns);
    let mut basis = random(columns * dims);
    orthonormalise(&mut basis, dims);
    // Three rounds: the spectrum of text decays slowly, but neighbourhoods settle early.
    for _ in 0..3 {
        basis = by_column.times(&rows.times(&basis, dims), dims);
        orthonormalise(&mut basis, dims);
    }
    let projected = rows.times(&basis, dims);
    (rotate_to_principal(&basis, &projected, dims), dims)
}

/// Numbers in -1 to 1 from a fixed seed (xorshift, Marsaglia 2003).
fn random(count: usize) -> Vec<f32> {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 40) as f32 / (1u64 << 23) as f32 - 1.0
    };
    (0..count).map(|_| next()).collect()
}

/// `dense` transposed times itself: `dims` by `dims`.
fn gram(dense: &[f32], dims: usize) -> Vec<f64> {
    let zero = || vec![0.0f64; dims * dims];
    let add = |mut sum: Vec<f64>, other: Vec<f64>| {
        sum.iter_mut()
            .zip(other)
            .for_each(|(sum, other)| *sum += other);
        sum
    };
    let block = |rows: &[f32]| {
        let mut part = vec![0.0f32; dims * dims];
        for row in rows.chunks_exact(dims) {
            for (at, &value) in row.iter().enumerate() {
                let out = &mut part[at * dims..(at + 1) * dims];
                out.iter_mut()
                    .zip(row)
                    .for_each(|(out, other)| *out += value * other);
            }
        }
        part.into_iter().map(f64::from).collect::<Vec<f64>>()
    };
    dense.par_chunks(dims * 2048).map(block).reduce(zero, add)
}

/// Makes the columns of `dense` orthonormal by the Cholesky factor of its Gram matrix.
fn orthonormalise(dense: &mut [f32], dims: usize) {
    let mut factor = gram(dense, dims);
    let trace: f64 = (0..dims).map(|at| factor[at * dims + at]).sum();
    let floor = trace / dims as f64 * 1e-9 + 1e-30;
    cholesky(&mut factor, dims, floor);
    // Solves X * Lᵀ = dense row by row.
    dense.par_chunks_mut(dims).for_each(|row| {
        for at in 0..dims {
            let before: f64 = (0..at)
                .map(|other| factor[at * dims + other] * f64::from(row[other]))
                .sum();
            row[at] = ((f64::from(row[at]) - before) / factor[at * dims + at]) as f32;
        }
    });
}

/// Replaces a symmetric matrix by its lower Cholesky factor; pivots are kept above `floor`.
fn cholesky(matrix: &mut [f64], dims: usize, floor: f64) {
    for column in 0..dims {
        for row in column..dims {
            let before: f64 = (0..column)
                .map(|at| matrix[row * dims + at] * matrix[column * dims + at])
                .sum();
            let value = matrix[row * dims + column] - before;
            matrix[row * dims + column] = if row == column {
                value.max(floor).sqrt()
            } else {
                value / matrix[column * dims + column]
            };
        }
    }
}

/// Turns `basis` so that its dimensions are principal: the eigenvectors of the projected rows'
/// Gram matrix, largest first (cyclic Jacobi rotations).
fn rotate_to_principal(basis: &[f32], projected: &[f32], dims: usize) -> Vec<f32> {
    let mut matrix = gram(projected, dims);
    let mut vectors = vec![0.0f64; dims * dims];
    (0..dims).for_each(|at| vectors[at * dims + at] = 1.0);
    for _ in 0..6 {
        for first in 0..dims {
            for second in first + 1..dims {
                rotate(&mut matrix, &mut vectors, dims, (first, second));
            }
        }
    }
    let mut order: Vec<usize> = (0..dims).collect();
    order.sort_by(|&a, &b| matrix[b * dims + b].total_cmp(&matrix[a * dims + a]));
    let mut turned = vec![0.0f32; basis.len()];
    turned
        .par_chunks_mut(dims)
        .zip(basis.par_chunks(dims))
        .for_each(|(out, row)| {
            for (out, &from) in out.iter_mut().zip(&order) {
                let terms = row.iter().zip(&vectors[from * dims..(from + 1) * dims]);
                *out = terms
                    .map(|(&value, &weight)| f64::from(value) * weight)
                    .sum::<f64>() as f32;
            }
        });
    turned
}

/// One Jacobi rotation; `vectors` holds eigenvectors as rows.
fn rotate(matrix: &mut [f64], vectors: &mut [f64], dims: usize, (first, second): (usize, usize)) {
    let off = matrix[first * dims + second];
    let gap = matrix[second * dims + second] - matrix[first * dims + first];
    if off.abs() < 1e-12 * (gap.abs() + 1e-12) {
        return;
    }
    let theta = gap / (2.0 * off);
    let tangent = theta.signum() / (theta.abs() + (theta * theta + 1.0).sqrt());
    let cosine = 1.0 / (tangent * tangent + 1.0).sqrt();
    let sine = tangent * cosine;
    for at in 0..dims {
        let (a, b) = (matrix[at * dims + first], matrix[at * dims + second]);
        matrix[at * dims + first] = cosine * a - sine * b;
        matrix[at * dims + second] = sine * a + cosine * b;
    }
    for target in [matrix, vectors] {
        for at in 0..dims {
            let (a, b) = (target[first * dims + at], target[second * dims + at]);
            target[first * dims + at] = cosine * a - sine * b;
            target[second * dims + at] = sine * a + cosine * b;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_one_topic_come_close() {
        // Two topics of four words each; documents draw three words of one topic.
        let mut rows = SparseRows::new();
        for document in 0..80u32 {
            let topic = document % 2 * 4;
            rows.push((0..3).map(|at| (topic + (document / 2 + at) % 4, 1.0)));
        }
        let (vectors, dims) = singular_vectors(&rows, 8, 2);
        assert_eq!(dims, 2);
        let cosine = |a: usize, b: usize| {
            let (a, b) = (&vectors[a * 2..a * 2 + 2], &vectors[b * 2..b * 2 + 2]);
            let dot = a[0] * b[0] + a[1] * b[1];
            dot / (a[0].hypot(a[1]) * b[0].hypot(b[1]))
        };
        assert!(cosine(0, 3) > 0.95, "{}", cosine(0, 3));
        assert!(cosine(0, 5).abs() < 0.1, "{}", cosine(0, 5));
    }

    #[test]
    fn dimensions_are_orthonormal_and_ordered() {
        let mut rows = SparseRows::new();
        for row in 0..200u32 {
            rows.push((0..5).map(|at| ((row * 7 + at * at * 3) % 40, 1.0 + (row % 3) as f32)));
        }
        let (vectors, dims) = singular_vectors(&rows, 40, 6);
        let gram = gram(&vectors, dims);
        for a in 0..dims {
            for b in 0..dims {
                let expected = if a == b { 1.0 } else { 0.0 };
                assert!(
                    (gram[a * dims + b] - expected).abs() < 1e-3,
                    "{a} {b}: {}",
                    gram[a * dims + b]
                );
            }
        }
        let projected = super::gram(&rows.times(&vectors, dims), dims);
        for at in 1..dims {
            assert!(projected[at * dims + at] <= projected[(at - 1) * dims + at - 1] * 1.001);
        }
    }

    #[test]
    fn nothing_gives_nothing() {
        assert_eq!(singular_vectors(&SparseRows::new(), 10, 4), (Vec::new(), 0));
    }
}
