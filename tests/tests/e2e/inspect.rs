//! Telling how a document was read.

use harness::{Sandbox, looms};

#[test]
fn a_document_is_told_part_by_part() {
    let sandbox = Sandbox::new();
    sandbox.write_documents("docs", &looms());
    let page = sandbox.firstline("inspect docs/Q900001.TXT").run().exits(0);
    let page = page
        .says("kb_text")
        .says("Q900001 Loom Loses the Thread")
        .says("SECTIONS");
    let _ = page.says("resolution").says("REFERENCES").says("Q900002");
}

#[test]
fn every_byte_is_accounted_for() {
    let sandbox = Sandbox::new();
    sandbox.write_documents("docs", &looms());
    for document in looms() {
        let command = format!("inspect docs/{} --json", document.file_name());
        let reading = sandbox.firstline(&command).run().exits(0).json();
        assert_eq!(reading["schema"], "firstline.inspect/1");
        let mut at = 0;
        for part in reading["parts"].as_array().unwrap() {
            assert_eq!(part["span"][0], at, "{reading}");
            at = part["span"][1].as_u64().unwrap();
        }
        assert_eq!(at, document.text().len() as u64);
    }
}

#[test]
fn standard_input_is_a_document() {
    let sandbox = Sandbox::new();
    let run = sandbox.firstline("inspect -").stdin(looms()[3].text());
    let _ = run.run().exits(0).says("Q900004").says("0x80AA0017");
}

#[test]
fn oddities_have_their_line() {
    let sandbox = Sandbox::new();
    let text = looms()[0].text().replace("03-FEB-2001", "99-XXX-2001");
    sandbox.write("odd.txt", text);
    let reading = sandbox
        .firstline("inspect odd.txt --json")
        .run()
        .exits(0)
        .json();
    let oddities = reading["oddities"].as_array().unwrap();
    let date = oddities.iter().find(|oddity| oddity["kind"] == "bad_date");
    assert_eq!(
        date.map(|oddity| &oddity["line"]),
        Some(&1.into()),
        "{reading}"
    );
}

#[test]
fn a_document_cannot_drive_the_terminal() {
    let sandbox = Sandbox::new();
    let text = looms()[0]
        .text()
        .replace("Loom Loses", "\u{1b}[2J\u{1b}]0;owned\u{7}Loom Loses");
    let output = sandbox.firstline("inspect -").stdin(text).run().exits(0);
    assert!(!output.stdout.contains(['\u{1b}', '\u{7}']), "{output:?}");
}
