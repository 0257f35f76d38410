//! Tests of `next_question`, on invented candidates.

use super::*;

fn candidate(ordinal: u32, weight: f64, values: &[(&str, &[&str])]) -> Candidate {
    let values = values.iter().map(|(what, values)| {
        (
            (*what).to_owned(),
            values.iter().map(|value| (*value).to_owned()).collect(),
        )
    });
    Candidate {
        ordinal,
        weight,
        values: values.collect(),
    }
}

fn best(candidates: &[Candidate], answered: &[(String, String)]) -> Option<Asking> {
    let askings = askings(candidates, answered, &Said::default());
    askings
        .into_iter()
        .max_by(|one, other| one.gain.total_cmp(&other.gain))
}

#[test]
fn the_question_that_separates_is_asked() {
    let candidates = [
        candidate(
            1,
            0.5,
            &[("product", &["Loom"]), ("change", &["install pack 3"])],
        ),
        candidate(
            2,
            0.5,
            &[("product", &["Shuttle"]), ("change", &["install pack 3"])],
        ),
    ];
    let asked = best(&candidates, &[]).unwrap();
    assert_eq!(asked.what(), "product");
    assert!(asked.gain > 0.4 && asked.gain < 1.0, "{}", asked.gain);
    assert_eq!(asked.question().choices, ["Loom", "Shuttle", NONE]);
    assert_eq!(asked.true_choice(&candidates[1]), "Shuttle");
    let answered = [("product".to_owned(), "Loom".to_owned())];
    assert!(best(&candidates, &answered).is_none_or(|other| other.gain < 0.05));
}

#[test]
fn what_all_share_or_none_says_tells_nothing() {
    let same = [
        candidate(1, 0.6, &[("product", &["Loom"]), ("word", &["warp"])]),
        candidate(2, 0.4, &[("product", &["Loom"]), ("word", &["warp"])]),
    ];
    let asked = best(&same, &[]);
    assert!(asked.is_none_or(|asked| asked.gain < 1e-9));
    assert!(best(&[candidate(1, 1.0, &[])], &[]).is_none());
    assert!(best(&[], &[]).is_none());
}

#[test]
fn gains_are_never_negative_nor_above_the_entropy() {
    for many in 2..8u32 {
        let weight = 1.0 / f64::from(many);
        let names: Vec<String> = (0..many).map(|number| format!("Loom {number}")).collect();
        let candidates: Vec<Candidate> = (0..many)
            .map(|number| candidate(number, weight, &[("product", &[&names[number as usize]])]))
            .collect();
        for asking in askings(&candidates, &[], &Said::default()) {
            assert!(asking.gain >= -1e-9 && asking.gain <= f64::from(many).log2() + 1e-9);
            assert!(asking.choices.len() <= CHOICES);
        }
    }
}

#[test]
fn what_the_case_says_is_not_asked() {
    let candidates = [
        candidate(1, 0.5, &[("word", &["warp"])]),
        candidate(2, 0.5, &[("word", &["weft"])]),
    ];
    let said = Said {
        words: ["warps".to_owned()].into(),
        ..Said::default()
    };
    let asked = askings(&candidates, &[], &said);
    let whats: Vec<&str> = asked.iter().map(Asking::what).collect();
    assert_eq!(whats, ["about weft"]);
}

#[test]
fn the_source_is_asked_only_of_an_event_without_one() {
    let candidates = [
        candidate(1, 0.5, &[("source", &["Loom"])]),
        candidate(2, 0.5, &[("source", &["Weft"])]),
    ];
    for lacks_source in [false, true] {
        let said = Said {
            lacks_source,
            ..Said::default()
        };
        assert_eq!(
            askings(&candidates, &[], &said).len(),
            usize::from(lacks_source)
        );
    }
}

#[test]
fn only_products_that_the_case_names_are_offered() {
    let candidates = [
        candidate(1, 0.4, &[("version", &["Loom 1.0"])]),
        candidate(2, 0.3, &[("version", &["Loom 2.0"])]),
        candidate(3, 0.3, &[("version", &["Battle of Yarns"])]),
    ];
    let choices = |named: &[&str]| -> Option<Vec<String>> {
        let said = Said {
            products: named.iter().map(|name| (*name).to_owned()).collect(),
            ..Said::default()
        };
        let first = askings(&candidates, &[], &said).into_iter().next()?;
        Some(first.choices)
    };
    assert_eq!(choices(&["loom"]).unwrap(), ["Loom 1.0", "Loom 2.0"]);
    assert_eq!(choices(&["yarns"]), None);
    assert_eq!(choices(&["shuttle"]), None);
    assert_eq!(choices(&[]).unwrap().len(), 3);
}
