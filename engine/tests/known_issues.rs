//! Pairs of articles that were grouped into one known issue, read side by side and judged: most of
//! them describe the same problem, and the list must not get worse.
//!
//! Needs an index of the whole archive, named by `FIRSTLINE_ARCHIVE_INDEX`.

use engine::Engine;

/// Two ids and whether they describe the same problem (`same`, `other`), tab-separated.
const JUDGED: &str = include_str!("data/known-issues.tsv");

/// The least share of grouped pairs that are right.
const PRECISION: f64 = 0.95;

/// The least share of pairs judged the same that are still grouped.
const KEPT: f64 = 0.9;

fn judged() -> Vec<(&'static str, &'static str, bool)> {
    let lines = JUDGED.lines().filter(|line| !line.starts_with('#'));
    let fields = lines.map(|line| {
        let mut fields = line.split('\t');
        let mut next = || fields.next().unwrap();
        (next(), next(), next() == "same")
    });
    fields.collect()
}

#[test]
fn the_list_is_as_judged() {
    let judged = judged();
    assert!(judged.len() >= 100);
    let right = judged.iter().filter(|(.., same)| *same).count();
    assert!(right as f64 >= PRECISION * judged.len() as f64, "{right}");
}

#[test]
#[expect(
    clippy::print_stdout,
    reason = "a skipped test says so where the test's output is read"
)]
fn grouped_pairs_are_right() {
    let Some(index) = std::env::var_os("FIRSTLINE_ARCHIVE_INDEX") else {
        println!("skipped: FIRSTLINE_ARCHIVE_INDEX names no index of the archive");
        return;
    };
    let engine = Engine::open(index.as_ref()).unwrap();
    let generation = engine.generation();
    let (mut grouped, mut right, mut same) = (0, 0, 0);
    for (one, other, is_same) in judged() {
        let find = |id| generation.articles.find(id).unwrap();
        let together = generation.issues.members(find(one)).contains(&find(other));
        grouped += usize::from(together);
        right += usize::from(together && is_same);
        same += usize::from(is_same);
    }
    assert!(
        right as f64 >= PRECISION * grouped as f64,
        "{right} of {grouped}"
    );
    assert!(right as f64 >= KEPT * same as f64, "{right} of {same}");
}
