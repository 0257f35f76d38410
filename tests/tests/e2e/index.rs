//! Building an index: counts, sources, what is skipped.

use harness::{Document, Sandbox, looms};
use std::process::Command;

#[test]
fn a_first_build_adds_and_a_second_leaves_unchanged() {
    let sandbox = Sandbox::new();
    sandbox.write_documents("docs", &looms());
    let first = sandbox
        .firstline("index docs --out kb --json")
        .run()
        .exits(0)
        .json();
    assert_eq!(first["schema"], "firstline.index/1");
    assert_eq!(first["added"], 5, "{first}");
    assert_eq!(first["articles"], 5, "{first}");
    let again = sandbox
        .firstline("index docs --out kb --json")
        .run()
        .exits(0)
        .json();
    assert_eq!(again["unchanged"], 5, "{again}");
    assert_eq!(again["added"], 0, "{again}");
}

#[test]
fn changes_and_deletions_are_honoured() {
    let sandbox = Sandbox::new();
    sandbox.index_looms();
    let changed =
        Document::new("Q900001", "Shuttle Squeaks").section("SYMPTOMS", "The shuttle squeaks.");
    sandbox.write_documents("docs", &[changed]);
    std::fs::remove_file(sandbox.path("docs/Q900005.TXT")).unwrap();
    let report = sandbox
        .firstline("index docs --out kb --json")
        .run()
        .exits(0)
        .json();
    assert_eq!(
        (&report["changed"], &report["removed"]),
        (&1.into(), &1.into()),
        "{report}"
    );
    let _ = sandbox
        .firstline("search shuttle squeaks --index kb")
        .run()
        .exits(0)
        .says("Q900001");
    let _ = sandbox.firstline("show Q900005 --index kb").run().exits(3);
}

#[test]
fn a_bad_document_is_named_and_the_rest_goes_on() {
    let sandbox = Sandbox::new();
    sandbox.write_documents("docs", &looms());
    sandbox.write("docs/empty.txt", "");
    sandbox.write("docs/binary.txt", b"MZ\0\0\x01\x02");
    let page = sandbox.firstline("index docs --out kb").run().exits(0);
    let page = page.says("5 articles").says("2 skipped");
    let _ = page.says("empty.txt").says("binary.txt").says("not text");
    let strict = sandbox
        .firstline("index docs --out kb --strict")
        .run()
        .exits(1);
    let _ = strict.complains("2 documents were skipped");
    let _ = sandbox
        .firstline("search spindle --index kb")
        .run()
        .exits(0)
        .says("Q900001");
}

#[test]
fn several_sources_make_one_index_and_the_later_wins() {
    let sandbox = Sandbox::new();
    sandbox.write_documents("old", &looms());
    let newer = Document::new("Q900001", "Spindle Manual").section("SUMMARY", "A newer text.");
    sandbox.write_documents(
        "new",
        &[
            newer,
            Document::new("Q900009", "Shuttle").section("SUMMARY", "Shuttle."),
        ],
    );
    let report = sandbox
        .firstline("index old new --out kb --json")
        .run()
        .exits(0)
        .json();
    assert_eq!(report["articles"], 6, "{report}");
    assert_eq!(
        report["conflicts"][0]["kept"], "new/Q900001.TXT",
        "{report}"
    );
    assert_eq!(report["conflicts"][0]["dropped"], "old/Q900001.TXT");
    let _ = sandbox
        .firstline("show Q900001 --index kb")
        .run()
        .exits(0)
        .says("Spindle Manual");
}

#[test]
fn conflicts_and_folds_are_told_by_name() {
    let sandbox = Sandbox::new();
    sandbox.write_documents("old", &looms());
    sandbox.write_documents("copy", &looms()[1..3]);
    sandbox.write_documents("new", &[Document::new("Q900001", "Spindle Manual")]);
    // Told again by a build that changes nothing.
    for _ in 0..2 {
        let page = sandbox.firstline("index old copy new --out kb").run();
        let _ = page
            .exits(0)
            .says("5 articles in kb")
            .says("FOLDED")
            .says("2 articles")
            .says("CONFLICTS")
            .says("Q900001: new/Q900001.TXT is used, old/Q900001.TXT is not");
    }
}

#[test]
fn an_index_is_checked_byte_by_byte() {
    let sandbox = Sandbox::new();
    sandbox.index_looms();
    let sound = sandbox.firstline("index --verify --out kb").run().exits(0);
    let _ = sound.says("kb/gen-1 is sound").says("5 articles");
    let path = sandbox.path("kb/gen-1/documents.bin");
    let mut bytes = std::fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&path, bytes).unwrap();
    let damaged = sandbox.firstline("index --verify --out kb").run().exits(1);
    let _ = damaged
        .complains("documents.bin")
        .complains("not what was written")
        .complains("firstline index");
    let _ = sandbox.firstline("index docs --out kb").run().exits(0);
    let _ = sandbox.firstline("index --verify --out kb").run().exits(0);
    let _ = sandbox
        .firstline("index docs --verify --out kb")
        .run()
        .exits(2);
}

#[test]
fn an_archive_and_standard_input_are_sources() {
    let sandbox = Sandbox::new();
    sandbox.write_documents("docs", &looms());
    let packed = Command::new("tar")
        .args(["-czf", "docs.tar.gz", "docs"])
        .current_dir(sandbox.path(""))
        .status();
    assert!(packed.unwrap().success());
    let _ = sandbox
        .firstline("index docs.tar.gz --out kb")
        .run()
        .exits(0)
        .says("5 articles");
    let one = looms()[0].text();
    let _ = sandbox
        .firstline("index - --out one")
        .stdin(one)
        .run()
        .exits(0)
        .says("1 article ");
}

#[test]
fn the_index_folder_of_the_settings_is_written_when_no_other_is_named() {
    let sandbox = Sandbox::new();
    sandbox.write_documents("docs", &looms());
    sandbox.write("firstline.toml", "index = \"settled\"\n");
    let _ = sandbox.firstline("index docs").run().exits(0);
    let _ = sandbox
        .firstline("search spindle")
        .run()
        .exits(0)
        .says("Q900001");
    assert!(sandbox.path("settled/CURRENT").is_file());
}

#[test]
fn nothing_is_drawn_where_there_is_no_terminal() {
    let sandbox = Sandbox::new();
    sandbox.write_documents("docs", &looms());
    let output = sandbox.firstline("index docs --out kb").run().exits(0);
    assert_eq!(output.stderr, "");
}
