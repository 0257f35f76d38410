//! Makes a large archive by recombining a real one, to see how an index grows.
//!
//! `recombine ARCHIVE OUT.tar COUNT [SEED]` writes the archive's own documents and then as many
//! made ones as are missing to COUNT, as a plain tar. A made document has the head of one article,
//! a title from the halves of two, and the sections of several, each from an article of the same
//! product where one is at hand. Words and lengths keep the distribution of the real ones; new
//! ids follow the highest one. The same seed gives the same bytes.

use corpus::source::{Source, SourceOptions, each_document};
use std::collections::HashMap;
use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

/// A document cut into what can be exchanged.
struct Pieces {
    /// What follows the id in its first line.
    opening: String,
    title: String,
    product: String,
    /// Between the title and the first section.
    head: String,
    sections: Vec<String>,
    /// From the keywords on.
    foot: String,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [archive, out, count, seed @ ..] = arguments.as_slice() else {
        return Err("usage: recombine ARCHIVE OUT.tar COUNT [SEED]".into());
    };
    let count: usize = count.parse()?;
    let mut random = Random(seed.first().map_or(Ok(1), |seed| seed.parse())?);
    let mut tar = tar::Builder::new(BufWriter::with_capacity(1 << 20, File::create(out)?));
    let (pieces, real) = real_ones(Path::new(archive), count, &mut tar)?;
    if pieces.is_empty() {
        return Err(format!("{archive} holds no article of the legacy KB text form").into());
    }
    let mut of_product: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, piece) in pieces.iter().enumerate() {
        of_product.entry(&piece.product).or_default().push(at);
    }
    for number in real..count {
        let text = made(&pieces, &of_product, number, &mut random);
        // Back from characters to the bytes that they were read from.
        let bytes: Vec<u8> = text.chars().map(|character| character as u8).collect();
        append(&mut tar, number, &bytes)?;
    }
    tar.into_inner()?.flush()?;
    Ok(())
}

/// Writes the real documents and cuts those that can be cut; how many were written.
fn real_ones(
    archive: &Path,
    count: usize,
    tar: &mut tar::Builder<impl Write>,
) -> Result<(Vec<Pieces>, usize), Box<dyn Error>> {
    let mut pieces = Vec::new();
    let mut written = 0;
    let source = Source::Path(archive.to_owned());
    let mut failed = None;
    each_document(&source, &SourceOptions::default(), &mut |item| {
        let Ok(document) = item.document else {
            return true;
        };
        if written >= count || failed.is_some() {
            return false;
        }
        // The form is in Windows-1252; every byte is a character of the made ones.
        let text: String = document
            .bytes
            .iter()
            .map(|&byte| char::from(byte))
            .collect();
        pieces.extend(cut(&text));
        failed = append(tar, written, &document.bytes).err();
        written += 1;
        true
    })?;
    failed.map_or(Ok((pieces, written)), |error| Err(error.into()))
}

fn append(tar: &mut tar::Builder<impl Write>, number: usize, text: &[u8]) -> std::io::Result<()> {
    let mut header = tar::Header::new_gnu();
    header.set_size(text.len() as u64);
    header.set_mode(0o644);
    let name = format!("{:04}/{number:07}.TXT", number / 1000);
    tar.append_data(&mut header, name, text)
}

/// Cuts a document at its headings: a line above one of equals signs as long as it.
fn cut(text: &str) -> Option<Pieces> {
    let text = text.replace("\r\n", "\n");
    let rest = text.strip_prefix("DOCUMENT:Q")?;
    let digits = rest.find(|character: char| !character.is_ascii_digit())?;
    let (opening, rest) = rest[digits..].split_once('\n')?;
    let title = field(rest, "TITLE   :")?;
    let product = field(rest, "PRODUCT :").unwrap_or_default();
    let foot_at = rest
        .find("\nAdditional query words:")
        .or_else(|| rest.find("\n=====================\nKeywords"))?;
    let (body, foot) = rest.split_at(foot_at);
    let lines: Vec<&str> = body.split_inclusive('\n').collect();
    let is_heading = |at: usize| {
        let rule = lines.get(at + 1).map_or("", |line| line.trim_end());
        let heading = lines[at].trim_end();
        !heading.is_empty()
            && rule.len() > 2
            && rule.len().abs_diff(heading.len()) < 2
            && rule.bytes().all(|byte| byte == b'=')
    };
    let starts: Vec<usize> = (0..lines.len()).filter(|&at| is_heading(at)).collect();
    let first = *starts.first()?;
    let ends = starts.iter().skip(1).copied().chain([lines.len()]);
    Some(Pieces {
        opening: opening.into(),
        head: without(&lines[..first].concat(), "TITLE   :"),
        sections: starts
            .iter()
            .zip(ends)
            .map(|(&start, end)| lines[start..end].concat())
            .collect(),
        title: title.into(),
        product: product.into(),
        foot: foot.into(),
    })
}

fn field<'t>(head: &'t str, name: &str) -> Option<&'t str> {
    head.lines().find_map(|line| line.strip_prefix(name))
}

fn without(head: &str, name: &str) -> String {
    head.split_inclusive('\n')
        .filter(|line| !line.starts_with(name))
        .collect()
}

/// A document of pieces.
fn made(
    pieces: &[Pieces],
    of_product: &HashMap<&str, Vec<usize>>,
    number: usize,
    random: &mut Random,
) -> String {
    let base = &pieces[random.below(pieces.len())];
    let alike = &of_product[base.product.as_str()];
    let mut other = || &pieces[alike[random.below(alike.len())]];
    let (first, second) = (half(&base.title, true), half(&other().title, false));
    let mut text = format!(
        "DOCUMENT:Q{}{}\nTITLE   :{first} {second}\n{}",
        1_000_000 + number,
        base.opening,
        base.head
    );
    for section in &base.sections {
        let heading = section.lines().next().unwrap_or_default();
        let taken = other();
        let same = taken
            .sections
            .iter()
            .find(|section| section.starts_with(heading));
        text.push_str(same.unwrap_or(section));
    }
    text.push_str(&base.foot);
    text
}

fn half(title: &str, first: bool) -> String {
    let words: Vec<&str> = title.split_whitespace().collect();
    let (front, back) = words.split_at(words.len().div_ceil(2));
    (if first { front } else { back }).join(" ")
}

/// SplitMix64 (Steele, Lea and Flood, 2014): small, and the same everywhere.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ mixed >> 31) % limit as u64) as usize
    }
}
