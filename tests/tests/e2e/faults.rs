//! Faults of the machine: a damaged byte, a full disk, an index that may only be read, two
//! updates at once. The index that was there answers on, and what is wrong is told.

use crate::deltas::site;
use harness::{Document, Sandbox};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Looms indexed twice, so that there are two generations.
fn two_generations() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.index_looms();
    let changed = Document::new("Q900005", "Cloth Printer Prints Grey Cloth")
        .section("SYMPTOMS", "The cloth printer prints grey cloth.");
    sandbox.write_documents("docs", &[changed]);
    let _ = sandbox.firstline("index docs --out kb").run().exits(0);
    sandbox
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let (folders, mut found): (Vec<_>, Vec<_>) = paths.partition(|path| path.is_dir());
    found.extend(folders.iter().flat_map(|folder| files(folder)));
    found.retain(|path| fs::metadata(path).unwrap().len() > 0);
    found.sort();
    found
}

#[test]
fn a_damaged_byte_is_named_whatever_the_file_and_a_sound_generation_offered() {
    let sandbox = two_generations();
    let all = files(&sandbox.path("kb/gen-2"));
    assert!(all.len() > 20, "{all:?}");
    for path in all {
        let whole = fs::read(&path).unwrap();
        let mut damaged = whole.clone();
        damaged[whole.len() / 2] ^= 0x04;
        fs::write(&path, damaged).unwrap();
        let name = path.file_name().unwrap().to_str().unwrap();
        let checked = sandbox.firstline("index --verify --out kb").run().exits(1);
        let _ = checked
            .complains(name)
            .complains("gen-1 is sound")
            .complains("CURRENT");
        // Asking may do without that byte; what it must not do is fail without saying where.
        let asked = sandbox.firstline("show Q900001 --index kb").run();
        assert!(!asked.stderr.contains("panicked"), "{name}: {asked:?}");
        if asked.code != Some(0) {
            assert!(asked.stderr.contains("kb/gen-2"), "{name}: {asked:?}");
        }
        fs::write(&path, whole).unwrap();
    }
    let _ = sandbox.firstline("index --verify --out kb").run().exits(0);
    // The way back that was offered.
    sandbox.write("kb/CURRENT", "gen-1");
    let back = sandbox.firstline("show Q900005 --index kb").run().exits(0);
    let _ = back.says("blank cloth");
}

/// Said where no small disk can be had.
const NO_SMALL_DISK: &str = "skipped: this machine lets nobody mount a small disk";

/// Runs a script in a world of its own, in which a small disk is mounted on `small`. None if this
/// machine does not allow that.
fn on_a_small_disk(sandbox: &Sandbox, kilobytes: u64, script: &str) -> Option<Output> {
    fs::create_dir_all(sandbox.path("small")).unwrap();
    let mount = format!("mount -t tmpfs -o size={kilobytes}k none small");
    let run = |script: &str| {
        let mut shell = Command::new("unshare");
        shell.args(["--mount", "sh", "-ec", script]);
        let shell = shell
            .env("NO_COLOR", "1")
            .env("FIRSTLINE", harness::binary());
        shell.current_dir(sandbox.path("")).output().ok()
    };
    let able = run(&mount).is_some_and(|run| run.status.success());
    if !able {
        return None;
    }
    run(&format!("{mount}\n{script}"))
}

/// Runs a script where a folder fits on a small disk and little more, and looks for `words` in what
/// was printed.
#[expect(
    clippy::print_stdout,
    reason = "a skipped test says so where the test's output is read"
)]
#[track_caller]
fn tells_on_a_small_disk((sandbox, fits): (&Sandbox, &str), script: &str, words: &[&str]) {
    let kilobytes: u64 = files(&sandbox.path(fits))
        .iter()
        .map(|path| fs::metadata(path).unwrap().len().div_ceil(4096) * 4)
        .sum();
    let Some(output) = on_a_small_disk(sandbox, kilobytes + 60, script) else {
        println!("{NO_SMALL_DISK}");
        return;
    };
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{output:?}");
    for words in words {
        assert!(told.contains(words), "{words:?} is missing in {told}");
    }
}

#[test]
fn a_full_disk_leaves_the_index_answering() {
    let sandbox = two_generations();
    sandbox.write_documents("docs", &[Document::new("Q900007", "Shuttle")]);
    let script = "\
        cp -r kb/. small/
        if $FIRSTLINE index docs --out small 2>told; then echo it was built; exit 9; fi
        cat told
        $FIRSTLINE index --verify --out small
        $FIRSTLINE show Q900005 --index small
        rm -r small/gen-1
        $FIRSTLINE index docs --out small
        $FIRSTLINE show Q900007 --index small";
    tells_on_a_small_disk(
        (&sandbox, "kb"),
        script,
        &[
            "error: ",
            "No space left",
            "small/gen-2 is sound",
            "grey cloth",
            "Shuttle",
        ],
    );
}

#[test]
fn a_full_disk_stops_an_update_and_nothing_else() {
    let sandbox = site();
    sandbox.write_documents("docs", &[Document::new("Q900007", "Shuttle")]);
    let _ = sandbox.firstline("index docs --out kb").run().exits(0);
    let diff = "bundle diff kb/gen-1 kb --key desk.key --out update.flb";
    let _ = sandbox.firstline(diff).run().exits(0);
    let script = "\
        cp -r site/. small/
        if $FIRSTLINE bundle install update.flb --out small 2>told; then exit 9; fi
        cat told
        $FIRSTLINE index --verify --out small
        $FIRSTLINE show Q900005 --index small";
    tells_on_a_small_disk(
        (&sandbox, "site"),
        script,
        &[
            "error: ",
            "No space left",
            "small/gen-1 is sound",
            "blank cloth",
        ],
    );
}

#[test]
fn an_index_that_may_only_be_read_answers_and_says_why_it_is_not_written() {
    let sandbox = site();
    // Root may write anywhere, so the commands are run as nobody.
    let open = |path: &Path| {
        let mode = fs::metadata(path).unwrap().permissions().mode();
        fs::set_permissions(path, fs::Permissions::from_mode(mode & !0o222 | 0o555)).unwrap();
    };
    let binary = sandbox.root().join("firstline");
    fs::copy(harness::binary(), &binary).unwrap();
    for path in [
        sandbox.root(),
        &sandbox.path(""),
        &sandbox.path("site"),
        &binary,
    ] {
        open(path);
    }
    let nobody = |arguments: &str| {
        let mut command = Command::new("setpriv");
        command
            .args(["--reuid=65534", "--regid=65534", "--clear-groups"])
            .arg(&binary)
            .args(arguments.split_whitespace())
            .current_dir(sandbox.path(""))
            .env("HOME", "/nonexistent")
            .env("NO_COLOR", "1");
        command.output()
    };
    if !nobody("--version").is_ok_and(|run| run.status.success()) {
        println!("skipped: this machine lets nobody give up being root");
        return;
    }
    let asked = nobody("search spindle --index site").unwrap();
    assert!(asked.status.success(), "{asked:?}");
    assert!(String::from_utf8_lossy(&asked.stdout).contains("Q900001"));
    for write in [
        "index docs --out site",
        "bundle install site.flb --out site --key desk.pub",
    ] {
        let refused = nobody(write).unwrap();
        let told = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert_eq!(refused.status.code(), Some(1), "{refused:?}");
        assert!(told.contains("site/LOCK: Permission denied"), "{told}");
        assert!(told.contains("hint: "), "{told}");
    }
    let asked = nobody("show Q900002 --index site").unwrap();
    assert!(asked.status.success(), "{asked:?}");
}

#[test]
fn two_updates_at_once_do_not_mix() {
    let sandbox = site();
    sandbox.write_documents("docs", &[Document::new("Q900007", "Shuttle")]);
    let _ = sandbox.firstline("index docs --out kb").run().exits(0);
    let diff = "bundle diff kb/gen-1 kb --key desk.key --out update.flb";
    let _ = sandbox.firstline(diff).run().exits(0);
    let mut running: Vec<_> = (0..4)
        .map(|_| {
            sandbox
                .firstline("bundle install update.flb --out site")
                .spawn()
        })
        .collect();
    running.push(sandbox.firstline("index docs --out site").spawn());
    let codes: Vec<Option<i32>> = running
        .iter_mut()
        .map(|child| child.wait().unwrap().code())
        .collect();
    assert!(codes.contains(&Some(0)), "{codes:?}");
    assert!(
        codes.iter().all(|code| matches!(code, Some(0 | 1))),
        "{codes:?}"
    );
    let _ = sandbox
        .firstline("index --verify --out site")
        .run()
        .exits(0);
    let _ = sandbox
        .firstline("show Q900007 --index site")
        .run()
        .exits(0);
}
