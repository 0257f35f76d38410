//! Deltas: what changed at home reaches a site as a small file, with what was withdrawn.

use harness::{Document, Sandbox};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Looms in `kb`, a pair of keys, and a site installed from a pack.
pub(crate) fn site() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.index_looms();
    for command in [
        "bundle key --out desk",
        "bundle create kb --key desk.key --out site.flb",
        "bundle install site.flb --out site --key desk.pub",
    ] {
        let _ = sandbox.firstline(command).run().exits(0);
    }
    sandbox
}

/// Two articles come, one changes, one goes; `update.flb` says so.
fn update(sandbox: &Sandbox) {
    let shuttle = |id: &str| {
        Document::new(id, "Shuttle Squeaks")
            .section("SYMPTOMS", "The shuttle squeaks like a mouse.")
    };
    let changed = Document::new("Q900002", "Loom Writes Event 4711 at Startup")
        .section("RESOLUTION", "Replace the pattern card reader.");
    sandbox.write_documents("docs", &[shuttle("Q900010"), shuttle("Q900011"), changed]);
    fs::remove_file(sandbox.path("docs/Q900005.TXT")).unwrap();
    let _ = sandbox.firstline("index docs --out kb").run().exits(0);
    let diff = "bundle diff kb/gen-1 kb --key desk.key --out update.flb";
    let diffed = sandbox.firstline(diff).run().exits(0);
    let _ = diffed
        .says("2 added, 1 changed, 1 withdrawn")
        .says("Q900005");
}

#[test]
fn a_delta_brings_what_is_new_and_takes_what_was_withdrawn() {
    let sandbox = site();
    let before = sandbox
        .firstline("show Q900002 --index site")
        .run()
        .exits(0);
    let _ = before.says("dry brush");
    update(&sandbox);
    let info = sandbox.firstline("bundle info update.flb").run().exits(0);
    let _ = info
        .says("delta from the knowledge base of")
        .says("Q900011");
    let install = sandbox.firstline("bundle install update.flb --out site");
    let installed = install.run().exits(0);
    let _ = installed
        .says("2 added, 1 changed, 1 withdrawn")
        .says("Q900010, Q900011")
        .says("Q900005");
    let _ = sandbox
        .firstline("index --verify --out site")
        .run()
        .exits(0);
    let after = sandbox
        .firstline("show Q900002 --index site")
        .run()
        .exits(0);
    let _ = after
        .says("Replace the pattern card reader")
        .is_silent_on("dry brush");
    let _ = sandbox
        .firstline("show Q900005 --index site")
        .run()
        .exits(3);
    let found = sandbox
        .firstline("search shuttle squeaks --index site")
        .run();
    let _ = found.exits(0).says("Q900010");
    // Once more does no harm, under its other name either.
    let again = sandbox
        .firstline("bundle apply update.flb --out site")
        .run();
    let _ = again.exits(0).says("already");
}

#[test]
fn a_delta_for_another_state_is_refused() {
    let sandbox = site();
    update(&sandbox);
    let fresh = sandbox.firstline("bundle install update.flb --out empty --key desk.pub");
    let _ = fresh.run().exits(1).complains("no sound knowledge base");
    let _ = sandbox.firstline("index docs --out other").run().exits(0);
    let other = sandbox.firstline("bundle install update.flb --out other --key desk.pub");
    let _ = other.run().exits(1).complains("does not fit");
    let answers = sandbox.firstline("search spindle --index other").run();
    let _ = answers.exits(0);
}

#[test]
fn a_delta_is_made_from_packs_as_well() {
    let sandbox = site();
    update(&sandbox);
    let create = "bundle create kb --key desk.key --out newer.flb";
    let _ = sandbox.firstline(create).run().exits(0);
    let diff = "bundle diff site.flb newer.flb --key desk.key --out packs.flb";
    let _ = sandbox.firstline(diff).run().exits(0).says("2 added");
    let install = sandbox.firstline("bundle install packs.flb --out site");
    let _ = install
        .run()
        .exits(0)
        .says("2 added, 1 changed, 1 withdrawn");
    let left = fs::read_dir(sandbox.path("")).unwrap();
    let mut names = left.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert!(names.all(|name| !name.contains(".part")));
}

#[test]
fn a_damaged_base_takes_no_delta_but_a_whole_pack() {
    let sandbox = site();
    update(&sandbox);
    let path = sandbox.path("site/gen-1/documents.bin");
    let mut bytes = fs::read(&path).unwrap();
    bytes[20] ^= 1;
    fs::write(&path, bytes).unwrap();
    let install = sandbox.firstline("bundle install update.flb --out site");
    let _ = install.run().exits(1).complains("no sound knowledge base");
    let install = sandbox.firstline("bundle install site.flb --out site");
    let _ = install.run().exits(0);
    let install = sandbox.firstline("bundle install update.flb --out site");
    let _ = install.run().exits(0).says("1 withdrawn");
}

/// A folder of another user, with the binary and a pack in it and no network around it.
struct Away {
    folder: tempfile::TempDir,
}

impl Away {
    fn new() -> Self {
        let folder = tempfile::Builder::new().prefix("away-").tempdir().unwrap();
        let open = |path: &Path| {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(path, fs::Permissions::from_mode(0o777)).unwrap();
        };
        open(folder.path());
        fs::copy(harness::binary(), folder.path().join("firstline")).unwrap();
        open(&folder.path().join("firstline"));
        Self { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn take(&self, from: &Path, name: &str) {
        fs::copy(from, self.path(name)).unwrap();
    }

    /// Runs something as the other user, without network.
    fn run(&self, program: &str, arguments: &str) -> Option<Output> {
        Command::new("unshare")
            .args(["--net", "setpriv", "--reuid=65534", "--regid=65534"])
            .args(["--clear-groups", "--no-new-privs", program])
            .args(arguments.split_whitespace())
            .current_dir(self.folder.path())
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.folder.path())
            .env("NO_COLOR", "1")
            .output()
            .ok()
    }

    fn firstline(&self, arguments: &str) -> String {
        let program = self.path("firstline");
        let output = self.run(program.to_str().unwrap(), arguments).unwrap();
        let told = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success(), "{arguments}: {output:?}");
        told
    }
}

#[test]
fn another_user_without_network_asks_updates_and_asks_again() {
    let sandbox = site();
    update(&sandbox);
    let away = Away::new();
    let able = away.run("true", "").is_some_and(|run| run.status.success());
    if !able {
        println!("skipped: this machine lets nobody give up network and user");
        return;
    }
    for name in ["site.flb", "update.flb", "desk.pub"] {
        away.take(&sandbox.path(name), name);
    }
    let _ = away.firstline("bundle install site.flb --out kb --key desk.pub");
    let told = away.firstline("triage the loom loses the thread --index kb");
    assert!(told.contains("brake screw"), "{told}");
    let told = away.firstline("show Q900002 --index kb");
    assert!(told.contains("dry brush"), "{told}");
    let told = away.firstline("bundle install update.flb --out kb");
    assert!(told.contains("2 added, 1 changed, 1 withdrawn"), "{told}");
    let told = away.firstline("show Q900002 --index kb");
    assert!(told.contains("Replace the pattern card reader"), "{told}");
    let gone = away.run(
        away.path("firstline").to_str().unwrap(),
        "show Q900005 --index kb",
    );
    assert_eq!(gone.unwrap().status.code(), Some(3));
}
