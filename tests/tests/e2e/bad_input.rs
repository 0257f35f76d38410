//! Bad input: a clear message each, and nothing else disturbed.

use harness::{Sandbox, binary, looms};
use std::fs::{self, File, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};

/// Bytes of the huge file; it is sparse, so it costs no disk.
const HUGE: u64 = 200 << 20;

#[test]
fn documents_that_are_none_are_refused_with_the_reason() {
    let sandbox = Sandbox::new();
    sandbox.write("empty.txt", "");
    sandbox.write("blank.txt", " \r\n\r\n");
    sandbox.write("binary.txt", b"\x7fELF\x02\x01\0\0");
    File::create(sandbox.path("huge.txt"))
        .unwrap()
        .set_len(HUGE)
        .unwrap();
    for (name, told) in [
        ("empty.txt", "the document is empty"),
        ("blank.txt", "the document is empty"),
        ("binary.txt", "the document is not text"),
        ("huge.txt", "more than the limit of 8388608"),
        ("absent.txt", "There is no file or folder absent.txt"),
        (".", "is a folder"),
    ] {
        let code = if name == "." { 2 } else { 1 };
        let refused = sandbox.firstline(&format!("inspect {name}")).run();
        let _ = refused.exits(code).complains(told);
        let problem = sandbox.firstline(&format!("inspect --json {name}")).run();
        let _ = problem.exits(code).problem();
    }
}

#[test]
fn a_huge_file_among_documents_is_skipped_by_name() {
    let sandbox = Sandbox::new();
    sandbox.write_documents("docs", &looms());
    File::create(sandbox.path("docs/huge.txt"))
        .unwrap()
        .set_len(HUGE)
        .unwrap();
    let page = sandbox.firstline("index docs --out kb").run().exits(0);
    let _ = page.says("huge.txt").says("1 skipped").says("5 articles");
}

#[test]
fn a_truncated_article_is_read_as_far_as_it_goes() {
    let sandbox = Sandbox::new();
    let text = looms()[0].text();
    sandbox.write("whole.txt", &text);
    let _ = sandbox
        .firstline("inspect whole.txt")
        .run()
        .exits(0)
        .is_silent_on("truncated");
    let cut = text.find("2. Turn the brake").unwrap() + 9;
    sandbox.write("docs/Q900001.TXT", &text[..cut]);
    let page = sandbox.firstline("inspect docs/Q900001.TXT").run().exits(0);
    let _ = page
        .says("Q900001")
        .says("symptoms")
        .says("ODDITIES")
        .says("truncated");
    let _ = sandbox.firstline("index docs --out kb").run().exits(0);
    let _ = sandbox
        .firstline("show Q900001 --index kb")
        .run()
        .exits(0)
        .says("red lamp");
}

#[test]
fn a_path_that_is_not_there_is_named() {
    let sandbox = Sandbox::new();
    sandbox.index_looms();
    let failed = sandbox.firstline("index absent --out kb").run().exits(1);
    let _ = failed.complains("absent");
    let _ = sandbox
        .firstline("search spindle --index kb")
        .run()
        .exits(0)
        .says("Q900001");
    let failed = sandbox
        .firstline("search spindle --index nowhere")
        .run()
        .exits(1);
    let _ = failed
        .complains("There is no index in nowhere")
        .complains("firstline index");
    let problem = sandbox
        .firstline("search x --json --index nowhere")
        .run()
        .exits(1)
        .problem();
    assert_eq!(problem["type"], "urn:firstline:problem:no-index");
}

#[test]
fn nothing_to_index_leaves_the_index_as_it_was() {
    let sandbox = Sandbox::new();
    sandbox.index_looms();
    sandbox.write("bad/empty.txt", "");
    let _ = sandbox
        .firstline("index bad --out kb")
        .run()
        .exits(1)
        .complains("nothing to index")
        .complains("empty.txt: the document is empty");
    let _ = sandbox
        .firstline("search spindle --index kb")
        .run()
        .exits(0)
        .says("Q900001");
}

/// The folder of the current generation.
fn generation(sandbox: &Sandbox) -> PathBuf {
    let current = fs::read_to_string(sandbox.path("kb/CURRENT")).unwrap();
    sandbox.path("kb").join(current.trim())
}

#[test]
fn an_index_of_another_format_version_is_refused_by_number() {
    let sandbox = Sandbox::new();
    sandbox.index_looms();
    let path = generation(&sandbox).join("manifest.json");
    let mut manifest: serde_json::Value =
        serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    let fields = manifest.as_object_mut().unwrap();
    let version = fields
        .iter_mut()
        .find(|(name, value)| name.contains("format") && value.is_u64());
    *version.expect("the manifest names its format").1 = 9999.into();
    fs::write(&path, manifest.to_string()).unwrap();
    // Another version may vouch for its manifest in another way, or not at all.
    fs::remove_file(path.with_file_name("manifest.hash")).unwrap();
    let failed = sandbox
        .firstline("search spindle --index kb")
        .run()
        .exits(1);
    let _ = failed.complains("format 9999").complains("build it again");
    let _ = sandbox.firstline("index docs --out kb").run().exits(0);
    let _ = sandbox
        .firstline("search spindle --index kb")
        .run()
        .exits(0)
        .says("Q900001");
}

#[test]
fn a_half_written_generation_is_not_looked_at() {
    let sandbox = Sandbox::new();
    sandbox.index_looms();
    sandbox.write("kb/gen-999/manifest.json", "{\"format");
    let _ = sandbox
        .firstline("search spindle --index kb")
        .run()
        .exits(0)
        .says("Q900001");
    let _ = sandbox.firstline("index docs --out kb").run().exits(0);
    let _ = sandbox
        .firstline("search spindle --index kb")
        .run()
        .exits(0)
        .says("Q900001");
}

#[test]
fn files_cut_short_are_named_and_never_panic() {
    let sandbox = Sandbox::new();
    sandbox.index_looms();
    let folder = generation(&sandbox);
    for path in files(&folder) {
        let whole = fs::read(&path).unwrap();
        if whole.is_empty() {
            continue;
        }
        // A hard-linked part must not be cut in place; a new file takes its name.
        fs::remove_file(&path).unwrap();
        fs::write(&path, &whole[..whole.len() / 2]).unwrap();
        let output = sandbox.firstline("search spindle --index kb").run();
        assert!(
            !output.stderr.contains("panicked"),
            "{}: {output:?}",
            path.display()
        );
        let refused = output.code == Some(1) && output.stderr.contains("kb");
        let answered = output.code == Some(0) && output.stdout.contains("Q900001");
        assert!(refused || answered, "{}: {output:?}", path.display());
        fs::write(&path, &whole).unwrap();
    }
    let _ = sandbox
        .firstline("search spindle --index kb")
        .run()
        .exits(0)
        .says("Q900001");
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let (folders, mut found): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir());
    found.extend(folders.iter().flat_map(|folder| files(folder)));
    found
}

#[test]
fn a_pointer_to_nowhere_is_a_damaged_index() {
    let sandbox = Sandbox::new();
    sandbox.index_looms();
    for text in ["gen-12345\n", "../../etc\n", "", "\u{0}\u{1}"] {
        sandbox.write("kb/CURRENT", text);
        let _ = sandbox
            .firstline("search spindle --index kb")
            .run()
            .exits(1)
            .complains("kb");
    }
}

/// A user without rights, on every system.
const NOBODY: u32 = 65534;

/// Runs as a user for whom rights hold: root may read everything, so root is given up. That user
/// may not reach the target folder, so the binary is copied.
fn as_nobody(sandbox: &Sandbox, arguments: &str) -> harness::Output {
    let copy = sandbox.root().join("firstline");
    if !copy.exists() {
        fs::copy(binary(), &copy).unwrap();
        fs::set_permissions(&copy, Permissions::from_mode(0o755)).unwrap();
        fs::set_permissions(sandbox.root(), Permissions::from_mode(0o755)).unwrap();
    }
    let mut run = sandbox.firstline(arguments);
    let arguments: Vec<_> = run.command().get_args().map(ToOwned::to_owned).collect();
    let mut command = std::process::Command::new(copy);
    command
        .args(arguments)
        .current_dir(sandbox.path(""))
        .env("NO_COLOR", "1");
    if fs::metadata("/proc/self").unwrap().uid() == 0 {
        command.uid(NOBODY).gid(NOBODY);
    }
    *run.command() = command;
    run.run()
}

#[test]
fn folders_without_rights_are_named_and_disturb_nothing() {
    let sandbox = Sandbox::new();
    sandbox.index_looms();
    for (locked, arguments, told) in [
        ("docs", "inspect docs/Q900001.TXT", "docs"),
        ("kb", "search spindle --index kb", "kb"),
        ("", "index docs --out new", "new"),
        ("kb", "index docs --out kb", "kb"),
    ] {
        let path = sandbox.path(locked);
        let mode = if locked.is_empty() { 0o555 } else { 0o000 };
        fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
        let output = as_nobody(&sandbox, arguments);
        fs::set_permissions(&path, Permissions::from_mode(0o755)).unwrap();
        let output = output.exits(1).complains(told);
        assert!(
            output.stderr.to_lowercase().contains("denied"),
            "{output:?}"
        );
    }
    let _ = sandbox
        .firstline("search spindle --index kb")
        .run()
        .exits(0)
        .says("Q900001");
}

#[test]
fn a_folder_that_cannot_be_read_is_reported_and_the_rest_indexed() {
    let sandbox = Sandbox::new();
    sandbox.write_documents("docs", &looms());
    sandbox.write("docs/secret/Q900008.TXT", looms()[0].text());
    let secret = sandbox.path("docs/secret");
    fs::set_permissions(&secret, Permissions::from_mode(0o000)).unwrap();
    fs::create_dir(sandbox.path("out")).unwrap();
    fs::set_permissions(sandbox.path("out"), Permissions::from_mode(0o777)).unwrap();
    let output = as_nobody(&sandbox, "index docs --out out/kb");
    fs::set_permissions(&secret, Permissions::from_mode(0o755)).unwrap();
    let _ = output.exits(0).says("5 articles").says("secret");
}
