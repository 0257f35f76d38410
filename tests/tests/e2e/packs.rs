//! Packs: made, checked, installed; what is damaged or of somebody else is refused by name.

use harness::{Document, Sandbox};
use serde_json::Value;
use std::fs;
use std::path::Path;

/// Looms in `kb`, a pair of keys `desk`, and the pack `site.flb`.
fn packed() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.index_looms();
    let _ = sandbox.firstline("bundle key --out desk").run().exits(0);
    let create = "bundle create kb --key desk.key --out site.flb";
    let _ = sandbox.firstline(create).run().exits(0);
    sandbox
}

/// Where the header of a pack ends, where its signature does, and its parts with their places.
fn anatomy(sandbox: &Sandbox, pack: &[u8]) -> (usize, usize, Vec<(String, usize, usize)>) {
    let number = |at: usize| u32::from_le_bytes(pack[at..at + 4].try_into().unwrap()) as usize;
    let header_end = 16 + number(8);
    let signature_end = header_end + number(12);
    let info = sandbox.firstline("bundle info site.flb --json");
    let info = info.run().exits(0).json();
    let mut at = signature_end;
    let mut parts = Vec::new();
    for part in info["parts"].as_array().unwrap() {
        let size = part["bytes"].as_u64().unwrap() as usize;
        let file = part["files"][0].as_str().unwrap().to_owned();
        if size > 0 {
            parts.push((file, at, at + size));
        }
        at += size;
    }
    assert_eq!(at, pack.len());
    (header_end, signature_end, parts)
}

fn key_id(sandbox: &Sandbox, pack: &str) -> String {
    let info = sandbox.firstline(&format!("bundle info {pack} --json"));
    let info = info.run().exits(0).json();
    info["key"].as_str().unwrap().to_owned()
}

#[test]
fn an_installed_pack_answers_as_the_index_it_was_made_of() {
    let sandbox = packed();
    let check = sandbox.firstline("bundle verify site.flb --key desk.pub");
    let _ = check
        .run()
        .exits(0)
        .says("site.flb is sound")
        .says("every byte as signed")
        .says("5 articles");
    let info = sandbox.firstline("bundle info site.flb").run().exits(0);
    let _ = info.says("5 articles").says("not checked here");
    let install = sandbox.firstline("bundle install site.flb --out site --key desk.pub");
    let _ = install.run().exits(0).says("5 articles in site");
    let again = sandbox.firstline("bundle install site.flb --out site");
    let _ = again.run().exits(0).says("already");
    let _ = sandbox
        .firstline("index --verify --out site")
        .run()
        .exits(0);
    for ask in [
        "search red lamp blinks",
        "triage the loom loses the thread",
        "show Q900001",
        "lookup event 4711 --source LoomDS",
    ] {
        let answer = |index: &str| {
            let asked = sandbox.firstline(&format!("{ask} --index {index} --json"));
            let mut answer = asked.run().json();
            answer["took_ms"] = Value::Null;
            answer
        };
        assert_eq!(answer("kb"), answer("site"), "{ask}");
    }
}

#[test]
fn a_pack_is_not_asked_before_it_is_installed() {
    let sandbox = packed();
    let asked = sandbox.firstline("search thread --index site.flb").run();
    let _ = asked
        .exits(1)
        .complains("is a file, not an index")
        .complains("firstline bundle install site.flb");
}

#[test]
fn a_flipped_byte_is_refused_and_its_part_named() {
    let sandbox = packed();
    let pack = fs::read(sandbox.path("site.flb")).unwrap();
    let (header_end, signature_end, parts) = anatomy(&sandbox, &pack);
    assert!(parts.len() > 15, "{parts:?}");
    let refused = |at: usize| {
        let mut flipped = pack.clone();
        flipped[at] ^= 0x10;
        fs::write(sandbox.path("flipped.flb"), flipped).unwrap();
        let install = sandbox.firstline("bundle install flipped.flb --out site --key desk.pub");
        let installed = install.run().exits(1);
        assert!(!sandbox.path("site/CURRENT").exists(), "byte {at}");
        let check = sandbox.firstline("bundle verify flipped.flb --key desk.pub");
        let checked = check.run().exits(1);
        assert_eq!(checked.stderr, installed.stderr);
        checked
    };
    for (file, start, end) in parts {
        for at in [start, (start + end) / 2, end - 1] {
            let _ = refused(at)
                .complains("flipped.flb is damaged")
                .complains(&format!("damaged in {file}"));
        }
    }
    for at in [0, 9, 13, 17, 400, header_end / 2, header_end - 1] {
        let _ = refused(at).complains("flipped.flb");
    }
    for at in header_end..signature_end {
        // What the signature calls itself is not part of it.
        if at - header_end > 60 && (at - header_end) % 29 == 0 {
            let _ = refused(at).complains("flipped.flb");
        }
    }
}

#[test]
fn a_pack_of_another_key_is_refused_and_both_are_named() {
    let sandbox = packed();
    let _ = sandbox.firstline("bundle key --out other").run().exits(0);
    let create = "bundle create kb --key other.key --out other.flb";
    let _ = sandbox.firstline(create).run().exits(0);
    let install = sandbox.firstline("bundle install site.flb --out site --key other.pub");
    let _ = install
        .run()
        .exits(1)
        .complains("signed by another key")
        .complains(&key_id(&sandbox, "site.flb"))
        .complains(&key_id(&sandbox, "other.flb"));
    // From then on the key of the first pack is the one that counts.
    let install = sandbox.firstline("bundle install site.flb --out site");
    let _ = install.run().exits(2).complains("trusts no key yet");
    let install = sandbox.firstline("bundle install site.flb --out site --key desk.pub");
    let _ = install.run().exits(0);
    let install = sandbox.firstline("bundle install other.flb --out site");
    let _ = install.run().exits(1).complains("signed by another key");
    let secret = sandbox.firstline("bundle verify site.flb --key desk.key");
    let _ = secret.run().exits(2).complains("secret key");
}

#[test]
fn a_pack_cut_short_or_grown_is_refused() {
    let sandbox = packed();
    let pack = fs::read(sandbox.path("site.flb")).unwrap();
    let (header_end, signature_end, _) = anatomy(&sandbox, &pack);
    let mut lengths = vec![0, 1, 8, 15, 16, 17, header_end - 1, header_end];
    lengths.extend([signature_end - 1, signature_end, pack.len() - 1]);
    for length in lengths {
        fs::write(sandbox.path("cut.flb"), &pack[..length]).unwrap();
        let install = sandbox.firstline("bundle install cut.flb --out site --key desk.pub");
        let _ = install.run().exits(1).complains("cut.flb");
        assert!(!sandbox.path("site/CURRENT").exists(), "{length} bytes");
    }
    let mut grown = pack;
    grown.push(0);
    fs::write(sandbox.path("grown.flb"), grown).unwrap();
    let install = sandbox.firstline("bundle install grown.flb --out site --key desk.pub");
    let _ = install.run().exits(1).complains("is not whole");
    let other = sandbox.firstline("bundle info docs/Q900001.TXT").run();
    let _ = other.exits(1).complains("is no pack");
}

#[test]
fn a_plain_pack_holds_every_file() {
    let sandbox = packed();
    let create = "bundle create kb --key desk.key --out plain.flb --plain --json";
    let made = sandbox.firstline(create).run().exits(0).json();
    assert_eq!(made["derived"].as_array().unwrap().len(), 0);
    let install = sandbox.firstline("bundle install plain.flb --out site --key desk.pub");
    let _ = install.run().exits(0);
    let _ = sandbox
        .firstline("index --verify --out site")
        .run()
        .exits(0);
}

#[test]
fn an_older_pack_is_refused_unless_asked_for() {
    let sandbox = packed();
    std::thread::sleep(std::time::Duration::from_millis(1100));
    let newer = Document::new("Q900009", "Shuttle").section("SUMMARY", "A shuttle.");
    sandbox.write_documents("docs", &[newer]);
    let _ = sandbox.firstline("index docs --out kb").run().exits(0);
    let create = "bundle create kb --key desk.key --out newer.flb";
    let _ = sandbox.firstline(create).run().exits(0);
    let install = sandbox.firstline("bundle install newer.flb --out site --key desk.pub");
    let _ = install.run().exits(0).says("6 articles");
    let back = sandbox
        .firstline("bundle install site.flb --out site")
        .run();
    let _ = back.exits(1).complains("older than what is installed");
    let back = sandbox.firstline("bundle install site.flb --out site --allow-older");
    let _ = back.run().exits(0).says("5 articles");
}

#[test]
fn a_stale_pack_says_its_age_and_a_wrong_clock_is_not_believed() {
    let sandbox = packed();
    let install = sandbox.firstline("bundle install site.flb --out site --key desk.pub");
    let _ = install.run().exits(0);
    let fresh = sandbox
        .firstline("search spindle --index site")
        .run()
        .exits(0);
    let _ = fresh.is_silent_on("knowledge base of");
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let now = now.unwrap().as_secs();
    let days = 86_400;
    set_built(&sandbox.path("site/gen-1/origin.json"), now - 14 * days);
    for ask in [
        "search spindle",
        "triage the loom loses the thread",
        "show Q900001",
    ] {
        let page = sandbox.firstline(&format!("{ask} --index site")).run();
        let _ = page.says("knowledge base of ").says(", 14 days old");
        let json = sandbox
            .firstline(&format!("{ask} --index site --json"))
            .run();
        assert_eq!(json.json()["knowledge_base"]["days"], 14, "{ask}");
    }
    set_built(&sandbox.path("site/gen-1/origin.json"), now + 30 * days);
    let ahead = sandbox
        .firstline("search spindle --index site")
        .run()
        .exits(0);
    let _ = ahead.says("its age is unknown");
}

/// Makes an installed knowledge base as old as it is said to be.
fn set_built(origin: &Path, built: u64) {
    let text = fs::read(origin).unwrap();
    let mut told: Value = serde_json::from_slice(&text).unwrap();
    told["built"] = built.into();
    fs::write(origin, told.to_string()).unwrap();
}
