//! The form of a pack: magic, lengths, header, signature, and the parts back to back.
//!
//! | bytes | what |
//! |---|---|
//! | 8 | `FLPACK\r\n` (a transfer as text breaks it, and is noticed) |
//! | 4 | length of the header, `u32` little-endian |
//! | 4 | length of the signature, `u32` little-endian |
//! | … | header, JSON of [`Header`], compressed by zstd |
//! | … | signature of the header's bytes, the text of a minisign signature |
//! | … | the parts in the order of the header, each as long as the header says |

use super::delta::Changes;
use super::error::BundleError;
use crate::generation::manifest::{FORMAT_VERSION, Manifest};
use serde::{Deserialize, Serialize};
use std::io::Read;
use std::path::Path;

/// Version of packs and deltas. Raised whenever an older program could not install them.
pub(super) const PACK_FORMAT: u32 = 1;

/// The first bytes of a pack.
pub(super) const MAGIC: &[u8; 8] = b"FLPACK\r\n";

/// Bytes before the header: magic and two lengths.
pub(super) const PREFIX: usize = MAGIC.len() + 8;

/// The largest header that is believed; manifests of large archives with many skipped documents
/// take some megabytes.
pub(super) const MAX_HEADER: usize = 64 << 20;

/// The largest signature that is believed.
pub(super) const MAX_SIGNATURE: usize = 4096;

/// What a pack says of itself; signed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Header {
    /// Version of the form.
    pub format: u32,
    /// Version of the program that made the pack.
    pub program: String,
    /// When the pack was made, in seconds since 1970.
    pub created: u64,
    /// Whole, or what changed.
    pub content: Content,
    /// The manifest of the generation that comes of it.
    pub manifest: Manifest,
    /// What stands behind the header, in order.
    pub parts: Vec<Part>,
}

/// What a pack holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Content {
    /// A generation.
    Generation,
    /// What leads from another generation to this one.
    Delta {
        /// Fingerprint of the generation it leads on from, see `fingerprint`.
        base: String,
        /// When that generation was built, in seconds since 1970.
        base_created: u64,
        /// Articles that came, changed and went.
        changes: Changes,
    },
}

/// One part of a pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// How it is packed.
    pub codec: Codec,
    /// The files of the generation that come of it.
    pub files: Vec<String>,
    /// Its bytes in the pack.
    pub size: u64,
    /// BLAKE3 of those, hex.
    pub blake3: String,
}

/// How a part becomes files again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "name")]
pub enum Codec {
    /// One file, compressed.
    Zstd,
    /// The store of documents, its records compressed together instead of one by one.
    Documents,
    /// Vectors by the words that ship with the program, made again from the documents.
    Meaning,
    /// A file of the base, as it is.
    Same {
        /// Its name there.
        from: String,
    },
    /// A file as changes to one of the base.
    Patch {
        /// Its name there.
        from: String,
        /// How both are looked at.
        view: View,
    },
}

/// How a file is looked at, so that a small change of the knowledge base is one of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum View {
    /// As it is.
    Plain,
    /// As distances between numbers of four bytes.
    Steps32,
    /// As distances between numbers of eight bytes.
    Steps64,
    /// A dictionary as the list of its terms.
    Terms,
    /// The base with its terms numbered anew.
    Renumbered,
}

impl Header {
    /// The header as it stands in a pack.
    pub(super) fn packed(&self) -> std::io::Result<Vec<u8>> {
        let json = serde_json::to_vec(self)?;
        zstd::bulk::compress(&json, 19)
    }

    /// Reads the bytes of a header and checks that every name in it stays inside a folder.
    pub(super) fn read(bytes: &[u8], path: &Path) -> Result<Self, BundleError> {
        #[derive(Deserialize)]
        struct Versions {
            format: u32,
            manifest: ManifestVersion,
        }
        #[derive(Deserialize)]
        struct ManifestVersion {
            format_version: u32,
        }
        let damaged = |reason: String| BundleError::Damaged {
            path: path.to_owned(),
            part: "its header".into(),
            reason,
        };
        let mut json = Vec::new();
        zstd::stream::read::Decoder::with_buffer(bytes)
            .and_then(|decoder| decoder.take(MAX_HEADER as u64).read_to_end(&mut json))
            .map_err(|error| damaged(error.to_string()))?;
        // Versions are read alone first: other fields may differ in other formats.
        let versions: Versions =
            serde_json::from_slice(&json).map_err(|error| damaged(error.to_string()))?;
        if versions.format != PACK_FORMAT {
            return Err(BundleError::Format {
                path: path.to_owned(),
                found: versions.format,
                expected: PACK_FORMAT,
            });
        }
        if versions.manifest.format_version != FORMAT_VERSION {
            return Err(BundleError::Engine(
                crate::error::EngineError::FormatVersion {
                    path: path.to_owned(),
                    found: versions.manifest.format_version,
                    expected: FORMAT_VERSION,
                },
            ));
        }
        let header: Self =
            serde_json::from_slice(&json).map_err(|error| damaged(error.to_string()))?;
        let named = header.parts.iter().flat_map(|part| &part.files);
        let sources = header.parts.iter().filter_map(|part| part.codec.base());
        for name in header
            .manifest
            .files
            .keys()
            .map(String::as_str)
            .chain(named.map(String::as_str))
            .chain(sources)
        {
            if !stays_inside(name) {
                return Err(damaged(format!("{name:?} is no name of an index file")));
            }
        }
        Ok(header)
    }
}

impl Codec {
    /// The file of the base that this is made from.
    pub(super) fn base(&self) -> Option<&str> {
        match self {
            Self::Same { from } | Self::Patch { from, .. } => Some(from),
            Self::Zstd | Self::Documents | Self::Meaning => None,
        }
    }
}

/// True if a name leads to a file below the folder it is joined to, and nowhere else.
fn stays_inside(name: &str) -> bool {
    let plain = |part: &str| {
        let good = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
        !part.is_empty() && part != "." && part != ".." && part.bytes().all(good)
    };
    name.len() < 256 && name.split('/').all(plain)
}

/// What tells one generation from another: a hash of the hashes of all its files.
#[must_use]
pub(super) fn fingerprint(manifest: &Manifest) -> String {
    let mut hasher = blake3::Hasher::new();
    for (name, file) in &manifest.files {
        hasher.update(name.as_bytes());
        hasher.update(&[0]);
        hasher.update(file.blake3.as_bytes());
    }
    hasher.finalize().to_hex().to_string()
}

/// A generation as told to people: `2026-11-07 (0123abcd)`.
pub(super) fn told(created: u64, fingerprint: &str) -> String {
    let date = crate::guide::clock::date(created);
    let short = fingerprint.get(..8).unwrap_or(fingerprint);
    format!("{date} ({short})")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_leave_the_folder_are_refused() {
        for name in ["documents.bin", "postings/0a.idx", "postings/.managed.json"] {
            assert!(stays_inside(name), "{name}");
        }
        for name in [
            "",
            ".",
            "..",
            "/etc/passwd",
            "../x",
            "a/../../x",
            "a//b",
            "a\\b",
            "c:x",
            "a/",
            "ä",
            "a\0b",
        ] {
            assert!(!stays_inside(name), "{name:?}");
        }
        let header = |name: &str| {
            let manifest = Manifest {
                format_version: FORMAT_VERSION,
                ..Manifest::default()
            };
            let header = Header {
                format: PACK_FORMAT,
                program: String::new(),
                created: 0,
                content: Content::Generation,
                manifest,
                parts: vec![Part {
                    codec: Codec::Zstd,
                    files: vec![name.to_owned()],
                    size: 0,
                    blake3: String::new(),
                }],
            };
            header.packed().unwrap()
        };
        assert!(Header::read(&header("ids.fst"), Path::new("p")).is_ok());
        let told = Header::read(&header("../ids.fst"), Path::new("p")).unwrap_err();
        assert!(told.to_string().contains("no name of an index file"));
    }
}
