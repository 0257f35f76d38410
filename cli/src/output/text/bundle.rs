//! The pages of packs and deltas.

use super::Page;
use super::style::{counted, grouped};
use crate::commands::bundle::{DeltaMade, KeyMade, PackCheck, PackInfo, PackInstalled, PackMade};

/// Ids named before the rest is only counted.
const NAMED: usize = 8;

/// Under this a delta needs no explanation.
const SMALL: u64 = 50_000;

/// A pair of keys was made.
pub(crate) fn key_made(made: &KeyMade, width: usize) -> Page {
    let mut page = Page::new(width);
    page.title(&format!("Key {}", made.key));
    let secret = made.secret.display();
    page.paragraph(
        0,
        &format!("{secret} signs packs. Whoever has it decides what your sites answer: keep it."),
    );
    let public = made.public.display();
    page.paragraph(
        0,
        &format!("{public} checks them and goes to every site, or read it out:"),
    );
    page.line(&format!("  {}", made.base64));
    page
}

/// A pack was made.
pub(crate) fn pack_made(made: &PackMade, width: usize) -> Page {
    let mut page = Page::new(width);
    let articles = counted(made.articles, "article", "articles");
    let pack = made.pack.display();
    page.title(&format!("{articles} in {pack}, {}", size(made.bytes)));
    page.paragraph(
        0,
        &format!(
            "{} unpacked, signed by key {}, {:.1} s",
            size(made.unpacked),
            made.key,
            made.seconds
        ),
    );
    if !made.derived.is_empty() {
        let files = counted(made.derived.len() as u64, "file is", "files are");
        page.paragraph(0, &format!("{files} made again when it is installed."));
    }
    page.dim(&format!(
        "Install it: firstline bundle install {pack} --out kb --key PUBLIC-KEY"
    ));
    page
}

/// A pack or delta is sound.
pub(crate) fn pack_checked(check: &PackCheck, width: usize) -> Page {
    let mut page = Page::new(width);
    page.title(&format!("{} is sound", check.info.pack.display()));
    page.paragraph(
        0,
        &format!("signed by key {}, every byte as signed", check.info.key),
    );
    describe(&check.info, &mut page);
    page
}

/// What a pack says of itself.
pub(crate) fn pack_info(info: &PackInfo, width: usize) -> Page {
    let mut page = Page::new(width);
    page.title(&info.pack.display().to_string());
    describe(info, &mut page);
    page.paragraph(
        0,
        &format!(
            "says it is signed by key {}; not checked here: firstline bundle verify",
            info.key
        ),
    );
    page
}

fn describe(info: &PackInfo, page: &mut Page) {
    let articles = counted(info.articles, "article", "articles");
    let from = match &info.base {
        Some(base) => format!("delta from the knowledge base of {base} to that"),
        None => "knowledge base".to_owned(),
    };
    page.paragraph(0, &format!("{from} of {}: {articles}", info.built));
    page.paragraph(
        0,
        &format!(
            "{}, {} installed; made by version {}, index format {}",
            size(info.bytes),
            size(info.unpacked),
            info.program,
            info.format_version
        ),
    );
    if info.base.is_some() {
        ids([&info.added, &info.changed, &info.withdrawn], page);
    }
}

/// A pack or delta was installed.
pub(crate) fn installed(installed: &PackInstalled, width: usize) -> Page {
    let mut page = Page::new(width);
    let articles = counted(installed.articles, "article", "articles");
    let index = installed.index.display();
    if !installed.is_new {
        page.title(&format!(
            "{index} holds the knowledge base of {} already",
            installed.built
        ));
        page.paragraph(0, &articles);
        return page;
    }
    match &installed.changes {
        Some(changes) => page.title(changes),
        None => page.title(&format!("{articles} in {index}")),
    }
    ids(
        [&installed.added, &installed.changed, &installed.withdrawn],
        &mut page,
    );
    page.paragraph(
        0,
        &format!(
            "knowledge base of {}, {articles}, signed by key {}, {:.1} s",
            installed.built, installed.key, installed.seconds
        ),
    );
    if installed.changes.is_none() {
        page.dim(&format!("Ask it: firstline triage \"…\" --index {index}"));
    }
    page
}

/// A delta was made.
pub(crate) fn delta_made(made: &DeltaMade, width: usize) -> Page {
    let mut page = Page::new(width);
    page.title(&format!(
        "{} in {}, {}",
        made.changes,
        made.delta.display(),
        size(made.bytes)
    ));
    ids([&made.added, &made.changed, &made.withdrawn], &mut page);
    if made.bytes > SMALL {
        let largest: Vec<String> = made
            .largest
            .iter()
            .map(|(name, bytes)| format!("{name} {}", size(*bytes)))
            .collect();
        page.paragraph(0, &format!("Most of it: {}", largest.join(", ")));
        if made.learned_anew {
            page.paragraph(
                0,
                "The vectors learned from the corpus were learned anew, as many articles changed \
                 since they last were; all of them differ.",
            );
        }
    }
    page.paragraph(0, &format!("{:.1} s", made.seconds));
    page
}

/// Names the articles that came, changed and went.
fn ids(changes: [&Vec<String>; 3], page: &mut Page) {
    for (what, ids) in ["added", "changed", "withdrawn"].iter().zip(changes) {
        if ids.is_empty() {
            continue;
        }
        let mut named: Vec<String> = ids.iter().take(NAMED).cloned().collect();
        if let Some(left) = ids.len().checked_sub(NAMED).filter(|&left| left > 0) {
            named.push(format!("and {} more", grouped(left as u64)));
        }
        page.item(2, what, &named.join(", "));
    }
}

/// Bytes as people say them.
fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{:.1} KB", bytes as f64 / 1e3),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_told_in_a_fitting_unit() {
        for (bytes, told) in [
            (0, "0 bytes"),
            (999, "999 bytes"),
            (1_000, "1.0 KB"),
            (49_312, "49.3 KB"),
            (107_000_000, "107.0 MB"),
        ] {
            assert_eq!(size(bytes), told);
        }
    }
}
