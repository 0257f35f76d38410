//! A pasted case of more than 20,000 words on one thread, and what the first case of a program pays for.
//!
//! `cargo bench -p firstline-engine --bench paste [-- KB]`, with the folder of an index or on the
//! built-in knowledge base. Patterns are compiled at first use, which a single command pays for in
//! full; of the triage the median of some passes is printed, for the machine may be shared.

#[path = "../tests/paste/mod.rs"]
mod paste;

use engine::{Case, Engine};
use std::error::Error;
use std::hint::black_box;
use std::io::{self, Write as _};
use std::path::Path;
use std::time::{Duration, Instant};

const PASSES: usize = 9;

fn main() -> Result<(), Box<dyn Error>> {
    // Cargo passes switches of its own.
    let folder = std::env::args().skip(1).find(|arg| !arg.starts_with('-'));
    let engine = match folder {
        Some(folder) => Engine::open(Path::new(&folder))?,
        None => Engine::builtin()?,
    };
    let first = Case::new("Event ID: 1 Source: Weaver at 10.1.2.3, error 0x80004005");
    let (first, answer) = timed(|| engine.triage(&first));
    answer?;
    let text = paste::paste();
    let words = text.split_whitespace().count();
    let case = Case::new(text);
    let mut times = Vec::new();
    for _ in 0..PASSES {
        let (spent, answer) = timed(|| engine.triage(&case));
        black_box(answer?);
        times.push(spent);
    }
    times.sort_unstable();
    writeln!(
        io::stdout(),
        "first case: {first:.0?}\npaste of {words} words: p50 {:.0?}, slowest {:.0?}",
        times[PASSES / 2],
        times[PASSES - 1]
    )?;
    Ok(())
}

fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let done = work();
    (start.elapsed(), done)
}
