//! Pairs of articles that were grouped into one known issue, read side by side and judged: most of
//! them describe the same problem, and the list must not get worse.
//!
//! Needs an index of the whole archive, named by `FIRSTLINE_ARCHIVE_INDEX`.

use corpus::source::Source;
use engine::Engine;
use engine::index::build::{BuildOptions, build};

/// Two ids and whether they describe the same problem (`same`, `other`), tab-separated.
const JUDGED: &str = include_str!("data/known-issues.tsv");

/// The least share of grouped pairs that are right.
const PRECISION: f64 = 0.95;

/// The least share of pairs judged the same that are still grouped.
const KEPT: f64 = 0.9;

fn judged() -> Vec<(&'static str, &'static str, bool)> {
    let lines = JUDGED.lines().filter(|line| !line.starts_with('#'));
    let fields = lines.filter_map(|line| {
        let mut fields = line.split('\t');
        Some((fields.next()?, fields.next()?, fields.next()? == "same"))
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

fn document(title: &str, symptoms: &str, cause: &str) -> String {
    format!(
        "# {title}\n\n## Symptoms\n\n{symptoms}\n\n## Cause\n\n{cause}\n\n## Resolution\n\nAsk the maker for a newer part.\n"
    )
}

#[test]
fn versions_of_a_problem_are_one_and_parts_of_a_series_are_not() {
    let symptoms = "When the lift arm of the toaster rises with a heavy slice, the slice jams in \
                    the wire cage and the timer rings for a minute without end.";
    let cause = "The spring of the lift arm was wound for lighter bread and loses its tension.";
    let other_cause =
        "A crumb blocks the rail, so that electric current no longer reaches the magnet.";
    let folder = tempfile::tempdir().unwrap();
    let documents = folder.path().join("toasters");
    std::fs::create_dir_all(&documents).unwrap();
    let mut texts = vec![
        (
            "a.md",
            document(
                "Toaster 97: Heavy Slice Jams in the Wire Cage",
                symptoms,
                cause,
            ),
        ),
        (
            "b.md",
            document(
                "Toaster 2000: Heavy Slice Jams in the Wire Cage",
                symptoms,
                cause,
            ),
        ),
        (
            "c.md",
            document("Heavy Slice Jams in the Wire Cage", symptoms, other_cause),
        ),
        (
            "d.md",
            document("Setting Up the Timer Dial (Part 1)", symptoms, cause),
        ),
        (
            "e.md",
            document("Setting Up the Timer Dial (Part 2)", symptoms, cause),
        ),
    ];
    // Articles of other things, so that the words above are rare.
    let names: Vec<String> = (0..200).map(|number| format!("z{number}.md")).collect();
    for (number, name) in names.iter().enumerate() {
        let symptoms = format!(
            "Kettle number {number} whistles tune {} at dawn.",
            number * 7
        );
        texts.push((
            name,
            document(&format!("Kettle Tune {number}"), &symptoms, "Steam."),
        ));
    }
    for (name, text) in texts {
        std::fs::write(documents.join(name), text).unwrap();
    }
    let index = folder.path().join("kb");
    let sources = [Source::Path(documents)];
    build(&sources, &index, &BuildOptions::default(), &mut |_| {}).unwrap();
    let engine = Engine::open(&index).unwrap();
    let generation = engine.generation();
    let members = |id: &str| -> Vec<String> {
        let ordinals = generation
            .issues
            .members(generation.articles.find(id).unwrap());
        let ids = ordinals
            .iter()
            .map(|&ordinal| generation.articles.get(ordinal).unwrap().id);
        ids.collect()
    };
    assert_eq!(members("a"), ["a", "b"]);
    assert_eq!(members("b"), ["b", "a"]);
    for alone in ["c", "d", "e", "z1"] {
        assert_eq!(members(alone), [alone]);
    }
}
