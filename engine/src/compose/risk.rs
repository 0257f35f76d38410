//! How much a step can break, by rules on its verbs and on what they touch. The rules are data;
//! the gravest that applies decides.

use crate::answer::Risk;

/// A verb, what must stand behind it somewhere in the step (any of these; none means anything),
/// and how grave that is.
struct Rule(&'static [&'static str], &'static [&'static str], Risk);

const RULES: &[Rule] = &[
    Rule(
        &["format", "fdisk", "repartition", "low-level format"],
        &["drive", "disk", "partition", "c:"],
        Risk::Destructive,
    ),
    Rule(
        &["delete", "erase", "remove", "purge", "deltree", "destroy"],
        &[
            "database",
            "mailbox",
            "partition",
            "file",
            "folder",
            "directory",
            "key",
            "object",
            "account",
            "log",
            "store",
            "domain",
            "data",
        ],
        Risk::Destructive,
    ),
    Rule(
        &[
            "reinstall",
            "re-install",
            "rebuild",
            "eseutil /p",
            "edbutil /r",
            "isinteg -fix",
        ],
        &[],
        Risk::Destructive,
    ),
    Rule(
        &["restore"],
        &["backup", "tape", "database"],
        Risk::Destructive,
    ),
    Rule(
        &[
            "restart",
            "reboot",
            "shut down",
            "shutdown",
            "turn off",
            "power off",
            "stop",
            "disable",
            "pause",
            "net stop",
        ],
        &[
            "computer",
            "server",
            "service",
            "machine",
            "system",
            "windows",
            "agent",
            "adapter",
            "workstation",
            "spooler",
            "store",
            "it",
            "net stop",
        ],
        Risk::Disruptive,
    ),
    Rule(
        &[
            "disconnect",
            "unplug",
            "log off",
            "kill",
            "end task",
            "unload",
        ],
        &[],
        Risk::Disruptive,
    ),
    Rule(
        &["upgrade", "install", "apply", "run setup"],
        &[],
        Risk::Disruptive,
    ),
    Rule(
        &[
            "change",
            "set",
            "modify",
            "edit",
            "add",
            "create",
            "type",
            "enter",
            "select",
            "clear",
            "click",
            "rename",
            "replace",
            "copy",
            "move",
            "configure",
            "enable",
            "increase",
            "decrease",
            "assign",
            "map",
            "register",
            "unregister",
            "import",
            "remove",
            "delete",
            "retry",
            "use",
        ],
        &[],
        Risk::Reversible,
    ),
];

/// The risk of a step, and the verb that decided.
#[must_use]
pub fn risk_of(step: &str) -> (Risk, &'static str) {
    let lower = format!(
        " {} ",
        step.to_lowercase()
            .replace(['.', ',', ';', ':', '(', ')', '"'], " ")
    );
    let has = |words: &str| lower.contains(&format!(" {words} "));
    let mut gravest = (Risk::ReadOnly, "");
    for Rule(verbs, objects, risk) in RULES {
        let touches = objects.is_empty()
            || objects
                .iter()
                .any(|object| has(object) || has(&format!("{object}s")));
        let verb = verbs.iter().find(|verb| has(verb));
        if let Some(verb) = verb.filter(|_| touches && *risk > gravest.0) {
            gravest = (*risk, verb);
        }
    }
    gravest
}

/// True if a text forbids or keeps for the last: it is no step but limits steps.
#[must_use]
pub fn is_forbidding(text: &str) -> bool {
    let lower = text.trim_start().to_lowercase();
    let start = lower.trim_start_matches(|character: char| !character.is_alphabetic());
    let opens = [
        "do not ",
        "don't ",
        "never ",
        "warning",
        "caution",
        "you should not ",
        "you must not ",
    ];
    let holds = [
        "last resort",
        "only as a last",
        "final option",
        "do not restart",
        "do not stop",
        "do not delete",
    ];
    opens.iter().any(|words| start.starts_with(words))
        || holds.iter().any(|words| lower.contains(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gravest_verb_decides() {
        for (step, risk) in [
            ("Ping the server from the client.", Risk::ReadOnly),
            ("View the event log.", Risk::ReadOnly),
            ("Use Event Viewer to see the log.", Risk::Reversible),
            ("Click Start, and then click Run.", Risk::Reversible),
            ("Change the value to 1.", Risk::Reversible),
            ("Stop the Print Spooler service.", Risk::Disruptive),
            ("Restart the computer.", Risk::Disruptive),
            ("Install the latest service pack.", Risk::Disruptive),
            ("Delete the mailbox.", Risk::Destructive),
            ("Format the hard disk.", Risk::Destructive),
            ("Format the text as bold.", Risk::ReadOnly),
            ("Remove the check mark.", Risk::Reversible),
            ("Rebuild the index.", Risk::Destructive),
        ] {
            assert_eq!(risk_of(step).0, risk, "{step}");
        }
    }

    #[test]
    fn what_forbids_is_no_step() {
        for (text, forbids) in [
            ("Do not restart the service.", true),
            ("WARNING: Editing the registry can harm.", true),
            ("Stop the service only as a last resort.", true),
            ("Restart the service.", false),
            ("If the driver does not load, reinstall it.", false),
        ] {
            assert_eq!(is_forbidding(text), forbids, "{text}");
        }
    }
}
