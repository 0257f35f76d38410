//! The text of a key and the hash that is kept of it.

use super::KeyError;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;

const PREFIX: &str = "fl_";
/// Bytes of the part that names a key.
const ID_BYTES: usize = 4;
/// Bytes of the part that proves it.
const SECRET_BYTES: usize = 32;

/// A key as it is handed to its owner, once. Has no `Debug` or `Display` on purpose: it is
/// printed in one place and logged in none.
pub struct Secret {
    id: String,
    proof: String,
}

impl Secret {
    /// A new random key.
    ///
    /// # Errors
    /// If the system has no randomness to give.
    pub fn generate() -> Result<Self, KeyError> {
        let mut bytes = [0; ID_BYTES + SECRET_BYTES];
        getrandom::fill(&mut bytes).map_err(|error| KeyError::Random(error.to_string()))?;
        let (id, proof) = bytes.split_at(ID_BYTES);
        Ok(Self {
            id: hex(id),
            proof: hex(proof),
        })
    }

    /// Reads a key that a caller sent; none if it cannot be one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (id, proof) = text.trim().strip_prefix(PREFIX)?.split_once('_')?;
        let is_hex = |text: &str| text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let fits = id.len() == 2 * ID_BYTES && proof.len() == 2 * SECRET_BYTES;
        (fits && is_hex(id) && is_hex(proof)).then(|| Self {
            id: id.to_ascii_lowercase(),
            proof: proof.to_ascii_lowercase(),
        })
    }

    /// The part that names the key and is no secret.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What is kept of the key.
    #[must_use]
    pub fn hash(&self) -> Hash {
        let bytes = format!("{}_{}", self.id, self.proof);
        Hash(blake3::hash(bytes.as_bytes()).to_hex().to_string())
    }

    /// The whole key, to be shown to its owner.
    #[must_use]
    pub fn reveal(&self) -> String {
        format!("{PREFIX}{}_{}", self.id, self.proof)
    }
}

/// What is kept of a key: BLAKE3, hex.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Hash(String);

impl Hash {
    /// True if this is the hash of `secret`. Takes the same time wherever they differ.
    #[must_use]
    pub fn fits(&self, secret: &Secret) -> bool {
        let other = secret.hash();
        self.0.as_bytes().ct_eq(other.0.as_bytes()).into()
    }

    /// A hash that fits nothing, to spend the same time on a key that is not known.
    #[must_use]
    pub fn of_nothing() -> Self {
        Self("0".repeat(64))
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_reads_back_and_only_it_fits_its_hash() {
        let key = Secret::generate().unwrap();
        let again = Secret::parse(&format!(" {}\n", key.reveal())).unwrap();
        assert_eq!(again.id(), key.id());
        assert!(key.hash().fits(&again));
        let other = Secret::generate().unwrap();
        assert!(!key.hash().fits(&other));
        assert!(!Hash::of_nothing().fits(&key));
    }

    #[test]
    fn what_cannot_be_a_key_is_none() {
        let hex = "0".repeat(64);
        for text in [
            String::new(),
            "fl_".into(),
            format!("fl_1234567_{hex}"),
            format!("fl_1234567é_{hex}"),
            format!("fl_zzzzzzzz_{hex}"),
            format!("12345678_{hex}"),
            format!("fl_12345678_{hex}0"),
        ] {
            assert!(Secret::parse(&text).is_none(), "{text}");
        }
    }
}
