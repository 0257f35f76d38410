//! Prints how documents were read: `cargo run --release --example structure -- FILE…`.

#[path = "../tests/shared/outline.rs"]
mod outline;

use corpus::{ReadOptions, read};
use std::io::{self, Write};

fn main() -> io::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path)?;
        match read(&path, bytes, &ReadOptions::default()) {
            Ok(document) => outline::print(&mut out, &document)?,
            Err(refusal) => writeln!(out, "{path}: {refusal}")?,
        }
    }
    Ok(())
}
