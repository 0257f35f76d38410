//! Parsing alone, on one core: header to blocks, facts excluded, in MB/s of stored bytes.
//!
//! `cargo bench -p firstline-corpus --bench parse`. The corpus is the archive of legacy KB
//! articles beside the repository (unpacked before the clock starts) or, without it, articles
//! made up here. The best of three passes is printed, for the machine may be shared.

#[path = "../tests/shared/mod.rs"]
mod shared;

use corpus::{ReadOptions, read};
use std::fmt::Write as _;
use std::hint::black_box;
use std::io::{self, Write as _};
use std::time::{Duration, Instant};

const PASSES: usize = 3;
const MADE_UP: usize = 5_000;

fn main() -> io::Result<()> {
    let documents = shared::archive()?.unwrap_or_else(made_up);
    let bytes: usize = documents.iter().map(|(_, bytes)| bytes.len()).sum();
    let best = (0..PASSES).map(|_| pass(&documents)).min();
    let seconds = best.unwrap_or_default().as_secs_f64();
    let megabytes = bytes as f64 / 1e6;
    writeln!(
        io::stdout(),
        "parse: {} documents, {megabytes:.1} MB, {:.1} MB/s on one core",
        documents.len(),
        megabytes / seconds
    )
}

/// The time to read every document once; copying its bytes is not counted.
fn pass(documents: &[(String, Vec<u8>)]) -> Duration {
    let options = ReadOptions {
        facts: false,
        ..ReadOptions::default()
    };
    let mut spent = Duration::ZERO;
    for (name, bytes) in documents {
        let bytes = bytes.clone();
        let start = Instant::now();
        let document = read(name, bytes, &options);
        spent += start.elapsed();
        drop(black_box(document));
    }
    spent
}

/// Articles in the shape of the archive's: steps, a table and code in each.
fn made_up() -> Vec<(String, Vec<u8>)> {
    (0..MADE_UP)
        .map(|number| {
            let mut text = format!(
                "DOCUMENT:Q{:06}  05-JAN-2001  [contoso]\r\nTITLE   :PRB: Printer {number} Is Slow\r\n\
                 PRODUCT :Contoso Printer\r\nPROD/VER::1.0\r\nOPER/SYS:\r\nKEYWORDS:kbprint\r\n\r\n{}\r\n",
                100_000 + number,
                "=".repeat(70)
            );
            for section in ["SYMPTOMS", "CAUSE", "RESOLUTION", "MORE INFORMATION"] {
                let _ = write!(text, "{section}\r\n{}\r\n\r\n", "=".repeat(section.len()));
                for step in 1..8 {
                    let _ = write!(
                        text,
                        "{step}. Open the cover of the printer and look whether the green lamp\r\n   \
                         is lit. If it is not, close the cover.\r\n\r\n"
                    );
                }
                text.push_str("   x = open(\"printer\");\r\n   close(x);\r\n\r\n");
            }
            (format!("{number}.txt"), text.into_bytes())
        })
        .collect()
}
