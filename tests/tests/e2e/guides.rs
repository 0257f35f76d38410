//! What the guides say is true: commands of CI, settings, commands of the README.

use harness::Sandbox;
use std::fs;
use std::path::Path;

fn guide(name: &str) -> String {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    fs::read_to_string(workspace.join(name)).unwrap()
}

#[test]
fn contributing_lists_every_cargo_command_of_ci() {
    let contributing = guide("CONTRIBUTING.md");
    let script = guide(".ci/run");
    let commands: Vec<&str> = script
        .lines()
        .filter(|line| !line.trim_start().starts_with('#'))
        .filter_map(|line| Some(&line[line.find("cargo ")?..]))
        // Without what the script does with what it prints.
        .filter_map(|command| Some(command.split(">/dev").next()?.trim()))
        .collect();
    assert!(commands.len() >= 5, "{commands:?}");
    for command in commands {
        assert!(
            contributing.contains(command),
            "{command} is not in CONTRIBUTING.md"
        );
    }
}

/// The settings block of the README.
fn settings() -> String {
    let readme = guide("README.md");
    let (_, rest) = readme.split_once("```toml\n").unwrap();
    rest.split_once("```").unwrap().0.to_owned()
}

#[test]
fn the_settings_of_the_readme_are_settings() {
    let sandbox = Sandbox::new();
    sandbox.write("firstline.toml", settings());
    let refused = sandbox.firstline("search x").run().exits(1);
    let _ = refused.complains("There is no index in kb");
}

#[test]
fn the_readme_shows_every_command() {
    let readme = guide("README.md");
    let help = Sandbox::new().firstline("--help").run().exits(0).stdout;
    let (_, commands) = help.split_once("Commands:\n").unwrap();
    let (commands, _) = commands.split_once("\n\n").unwrap();
    let is_command = |line: &&str| line.starts_with("  ") && !line.starts_with("   ");
    for line in commands.lines().filter(is_command) {
        let command = line.split_whitespace().next().unwrap();
        let shown = command == "help" || readme.contains(&format!("firstline {command}"));
        assert!(shown, "the README does not show firstline {command}");
    }
}
