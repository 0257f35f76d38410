//! Fingerprints the code that reads documents, so that an index built by other code of the same
//! version is not taken for one's own.

use std::collections::BTreeMap;
use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=src");
    println!("cargo::rerun-if-changed=Cargo.toml");
    let mut files = BTreeMap::new();
    collect(Path::new("src"), &mut files)?;
    // FNV-1a: it tells versions of the code apart and guards against nothing.
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for (name, content) in files {
        for byte in name.bytes().chain(content) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    let version = env::var("CARGO_PKG_VERSION").unwrap_or_default();
    println!("cargo::rustc-env=CORPUS_FINGERPRINT={version}-{hash:016x}");
    Ok(())
}

fn collect(folder: &Path, files: &mut BTreeMap<String, Vec<u8>>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            let name = path.to_string_lossy().replace('\\', "/");
            files.insert(name, fs::read(&path)?);
        }
    }
    Ok(())
}
