//! Tests of `severity`, on invented calls.

use super::*;

#[test]
fn the_shipped_table_is_whole() {
    let text = include_str!("../../../data/priority.toml");
    let table = PriorityTable::read(text).unwrap();
    assert_eq!(&table, PriorityTable::shipped());
    assert!(table.impact.len() >= 5 && table.urgency.len() >= 4);
}

#[test]
fn scope_and_harm_decide() {
    for (text, scope, level, impact, urgency) in [
        ("all logons fail at site B", None, "P1", "site", "stopped"),
        (
            "Nobody can log on this morning.",
            None,
            "P1",
            "organisation",
            "stopped",
        ),
        (
            "The loom client hangs on my PC",
            None,
            "P3",
            "one",
            "stopped",
        ),
        (
            "The loom client hangs on my PC",
            Some("40 users in the dye works"),
            "P1",
            "site",
            "stopped",
        ),
        (
            "about 300 clients get an error",
            None,
            "P2",
            "organisation",
            "hindered",
        ),
        (
            "Our Windows 98 PCs give an error",
            None,
            "P4",
            "one",
            "hindered",
        ),
        ("three users get a timeout", None, "P3", "group", "hindered"),
        (
            "Printing is slow, but only for me; just me.",
            None,
            "P4",
            "one",
            "hindered",
        ),
        (
            "It is slow here. Works for everyone else.",
            None,
            "P4",
            "one",
            "hindered",
        ),
        (
            "not all users are affected, only me, it fails",
            None,
            "P4",
            "one",
            "hindered",
        ),
        ("How do I change the thread?", None, "P4", "one", "question"),
        (
            "Our exchange server has crashed",
            None,
            "P2",
            "service",
            "stopped",
        ),
        (
            "We lost data of all users: data corruption",
            None,
            "P1",
            "organisation",
            "danger",
        ),
    ] {
        let found = priority(text, scope, PriorityTable::shipped());
        let found = found.unwrap_or_else(|| panic!("no priority: {text}"));
        assert_eq!(
            (
                found.level.as_str(),
                found.impact.as_str(),
                found.urgency.as_str()
            ),
            (level, impact, urgency),
            "{text}: {}",
            found.reason
        );
        let all = format!("{} {text}", scope.unwrap_or_default());
        assert!(
            found.because.iter().all(|quote| all.contains(quote)),
            "{found:?}"
        );
    }
}

#[test]
fn one_place_narrows_wide_words() {
    for (text, impact) in [
        ("all users at the branch cannot send mail", "site"),
        ("all users in all branches cannot send mail", "organisation"),
        ("nobody can print on the second floor", "site"),
    ] {
        let found = priority(text, None, PriorityTable::shipped()).unwrap();
        assert_eq!(found.impact, impact, "{text}");
    }
}

#[test]
fn the_reason_quotes_the_case() {
    let found = priority("all logons fail at site B", None, PriorityTable::shipped()).unwrap();
    assert_eq!(
        found.reason,
        "P1: a whole site or department is affected (\u{201c}at site\u{201d}) and work has stopped (\u{201c}all logons fail\u{201d})."
    );
    assert_eq!(found.ask, None);
    let found = priority("The shuttle driver fails", None, PriorityTable::shipped()).unwrap();
    assert!(
        found.ask.is_some() && found.reason.contains("as nothing else is said"),
        "{found:?}"
    );
    assert_eq!(priority("Loom 2.0", None, PriorityTable::shipped()), None);
}

#[test]
fn a_table_of_ones_own_is_checked() {
    let entry = |list: &str, name: &str| {
        format!("[[{list}]]\nname = \"{name}\"\nlabel = \"l\"\nwords = [\"loom\"]\n")
    };
    let table = |rest: &str| {
        format!(
            "{}{}{rest}",
            entry("impact", "all"),
            entry("urgency", "bad")
        )
    };
    let read = |text: &str| PriorityTable::read(text);
    let own = read(&table("[priority.all]\nbad = \"S0\"\n")).unwrap();
    assert_eq!(priority("the loom", None, &own).unwrap().level, "S0");
    for (text, told) in [
        (table(""), "missing field"),
        (
            table("[priority.all]\nworse = \"S0\"\n"),
            "[priority.all] has no bad",
        ),
        (
            table("[priority.all]\nbad = \"S0\"\n").replace("\"loom\"", "\"Loom\""),
            "small letters",
        ),
        (
            table("[priority.all]\nbad = \"S0\"\n").replace("label", "lable"),
            "lable",
        ),
    ] {
        let refused = read(&text).unwrap_err();
        assert!(refused.contains(told), "{refused}");
    }
}

#[test]
fn any_text_is_read() {
    for text in [
        "",
        "\u{0}",
        "' ' '",
        "all all all all",
        "99999999999 users",
        "\u{130}stanbul users two",
    ] {
        let _ = priority(text, Some(text), PriorityTable::shipped());
    }
}
