//! Public runbooks, where the shared data exist.

use crate::check::check;
use corpus::article::{Format, Role};
use corpus::source::{Source, SourceOptions, each_document};
use corpus::{ReadOptions, read};
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// A path below the shared data, if they are there.
fn shared(below: &str) -> Option<PathBuf> {
    let root = std::env::var_os("FIRSTLINE_SHARED").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared"),
        PathBuf::from,
    );
    Some(root.join(below)).filter(|path| path.exists())
}

#[test]
fn all_runbooks_are_read_and_their_headings_have_roles() {
    let Some(archive) = shared("data/runbooks.tar.xz") else {
        println!("skipped: no shared data");
        return;
    };
    let wanted = [
        ("Meaning", Role::Summary),
        ("Impact", Role::Impact),
        ("Diagnosis", Role::Diagnosis),
        ("Mitigation", Role::Resolution),
    ];
    let (mut read_count, mut found, mut ids) = (0, 0, HashSet::new());
    let (mut printed, mut markdown) = (0, 0);
    each_document(
        &Source::Path(archive),
        &SourceOptions::default(),
        &mut |item| {
            let raw = item.document.unwrap();
            let text = String::from_utf8_lossy(&raw.bytes).into_owned();
            let name = raw.name.clone();
            let document = read(&raw.name, raw.bytes, &ReadOptions::default()).unwrap();
            read_count += 1;
            if document.format == Format::Markdown {
                markdown += 1;
                check(&document);
            } else {
                println!("{name} was read as {:?}", document.format);
            }
            for article in &document.articles {
                assert!(
                    ids.insert(article.id.clone()),
                    "{} is the id of two",
                    article.id
                );
            }
            for (heading, role) in wanted {
                let line = format!("## {heading}");
                let lines = text.lines().filter(|text| text.trim() == line).count();
                printed += lines;
                let sections = document
                    .articles
                    .iter()
                    .flat_map(|article| &article.sections);
                let named = sections.filter(|section| {
                    section.role == role
                        && section.heading.last().is_some_and(|last| last == heading)
                });
                let named = named.count().min(lines);
                if named < lines {
                    println!("{name}: {heading} {named} of {lines}");
                }
                found += named;
            }
            true
        },
    )
    .unwrap();
    println!("{read_count} read, {markdown} as Markdown, {found} of {printed} headings have roles");
    assert_eq!(read_count, 395);
    assert!(markdown >= 393);
    assert!(printed > 1_000 && found * 100 >= printed * 98);
}
