//! Keys that packs are signed with, and their signatures: Ed25519 in the format of minisign
//! (<https://jedisct1.github.io/minisign/>), so that keys may also be made and looked after with
//! that tool. Keys have no password: a pack is made by a job at night that nobody attends.

use super::error::BundleError;
use minisign::{KeyPair, PublicKey, PublicKeyBox, SecretKey, SecretKeyBox, SignatureBox};
use std::fmt;
use std::fs::File;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

/// Characters of 64 bytes in base 64: a signature over signature and comment.
const GLOBAL_SIGNATURE_CHARS: usize = 88;

/// Most bytes of a key file; longer ones are none.
const MAX_KEY_BYTES: u64 = 4096;

/// The eight bytes that name a key, as minisign shows them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyId(u64);

impl KeyId {
    fn of(number: &[u8]) -> Self {
        let bytes = number.first_chunk().copied().unwrap_or_default();
        Self(u64::from_le_bytes(bytes))
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:016X}", self.0)
    }
}

/// A key that signs. Whoever has it decides what installed desks answer.
pub struct SigningKey(SecretKey);

impl fmt::Debug for SigningKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "SigningKey({})", self.id())
    }
}

/// A key that checks what the other one signed.
#[derive(Debug, Clone)]
pub struct VerifyingKey(PublicKey);

impl SigningKey {
    /// Makes a new key.
    ///
    /// # Errors
    /// [`BundleError::Key`] if the system has no random numbers.
    pub fn create() -> Result<Self, BundleError> {
        let made = KeyPair::generate_unencrypted_keypair();
        made.map(|pair| Self(pair.sk))
            .map_err(|error| wrong(Path::new("new key"), &error))
    }

    /// Reads a key file as written by [`SigningKey::write`] or by `minisign -G -W`.
    ///
    /// # Errors
    /// [`BundleError::Key`] if it is none, or if it has a password.
    pub fn read(path: &Path) -> Result<Self, BundleError> {
        let text = read_small(path)?;
        if VerifyingKey::parse(&text).is_some() {
            let reason = "this is a public key, which signs nothing".to_owned();
            return Err(key_error(path, reason));
        }
        let key = SecretKeyBox::from_string(&text)
            .and_then(SecretKey::from_unencrypted_box)
            .map_err(|error| wrong(path, &error))?;
        if key.is_encrypted() {
            let reason = "the key has a password; make one without: minisign -G -W".to_owned();
            return Err(key_error(path, reason));
        }
        Ok(Self(key))
    }

    /// Writes the key for nobody but its owner to read, and the public key beside it. What is
    /// there already is not overwritten.
    ///
    /// # Errors
    /// [`BundleError::Key`] or [`BundleError::Engine`].
    pub fn write(&self, secret: &Path, public: &Path) -> Result<(), BundleError> {
        let comment = format!("firstline secret key {}", self.id());
        let text = self.0.to_box(Some(&comment));
        let text = text.map_err(|error| wrong(secret, &error))?.into_string();
        create_new(public, self.public()?.text()?.as_bytes(), false)?;
        create_new(secret, text.as_bytes(), true)
    }

    /// The key that checks what this one signs.
    ///
    /// # Errors
    /// [`BundleError::Key`] if the key is broken.
    pub fn public(&self) -> Result<VerifyingKey, BundleError> {
        let public = PublicKey::from_secret_key(&self.0);
        public
            .map(VerifyingKey)
            .map_err(|error| wrong(Path::new("key"), &error))
    }

    /// Its name.
    #[must_use]
    pub fn id(&self) -> KeyId {
        KeyId::of(self.0.keynum())
    }

    /// Signs a message.
    pub(super) fn sign(&self, message: &[u8]) -> Result<String, BundleError> {
        let comment = "signature of a firstline pack header";
        let signed = minisign::sign(
            None,
            &self.0,
            Cursor::new(message),
            Some("firstline pack"),
            Some(comment),
        );
        signed
            .map(SignatureBox::into_string)
            .map_err(|error| wrong(Path::new("key"), &error))
    }
}

impl VerifyingKey {
    /// Reads a key file, or the key itself in base 64.
    ///
    /// # Errors
    /// [`BundleError::Key`] if it is neither.
    pub fn read(named: &str) -> Result<Self, BundleError> {
        if let Ok(key) = PublicKey::from_base64(named.trim()) {
            return Ok(Self(key));
        }
        let path = PathBuf::from(named);
        let text = read_small(&path)?;
        Self::parse(&text).ok_or_else(|| {
            let secret = text.contains("secret key");
            let reason = if secret {
                "this is the secret key; only whoever makes packs may have it"
            } else {
                "this is no public key"
            };
            key_error(&path, reason.to_owned())
        })
    }

    fn parse(text: &str) -> Option<Self> {
        let boxed = PublicKeyBox::from_string(text).ok()?;
        boxed.into_public_key().ok().map(Self)
    }

    /// The key as its file holds it.
    ///
    /// # Errors
    /// [`BundleError::Key`] if it cannot be written down.
    pub fn text(&self) -> Result<String, BundleError> {
        let boxed = self.0.to_box();
        boxed
            .map(PublicKeyBox::into_string)
            .map_err(|error| wrong(Path::new("key"), &error))
    }

    /// The key in base 64, as it is read out or put on a command line.
    #[must_use]
    pub fn base64(&self) -> String {
        self.0.to_base64()
    }

    /// Its name.
    #[must_use]
    pub fn id(&self) -> KeyId {
        KeyId::of(self.0.keynum())
    }

    /// True if this key made `signature` of `message`.
    pub(super) fn verifies(&self, message: &[u8], signature: &str) -> bool {
        let Some(parsed) = parse_signature(signature) else {
            return false;
        };
        minisign::verify(&self.0, &parsed, Cursor::new(message), true, false, false).is_ok()
    }
}

/// The name of the key that a signature says it was made with.
pub(super) fn signed_by(signature: &str) -> Option<KeyId> {
    Some(KeyId::of(parse_signature(signature)?.keynum()))
}

fn parse_signature(text: &str) -> Option<SignatureBox> {
    // The length is not looked at by the library before it is used.
    let global = text.lines().nth(3)?.trim();
    (global.len() == GLOBAL_SIGNATURE_CHARS).then_some(())?;
    SignatureBox::from_string(text).ok()
}

fn read_small(path: &Path) -> Result<String, BundleError> {
    let length = std::fs::metadata(path).map_err(|source| BundleError::io(path, source))?;
    if length.len() > MAX_KEY_BYTES {
        return Err(key_error(path, "this is no key".to_owned()));
    }
    let text = std::fs::read(path).map_err(|source| BundleError::io(path, source))?;
    String::from_utf8(text).map_err(|_| key_error(path, "this is no key".to_owned()))
}

fn create_new(path: &Path, bytes: &[u8], secret: bool) -> Result<(), BundleError> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    if secret {
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    }
    #[cfg(not(unix))]
    let _ = secret;
    let written = options.open(path).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    written.map_err(|source| BundleError::io(path, source))
}

fn key_error(path: &Path, reason: String) -> BundleError {
    BundleError::Key {
        path: path.to_owned(),
        reason,
    }
}

fn wrong(path: &Path, error: &minisign::PError) -> BundleError {
    key_error(path, error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_key_signs_what_only_its_own_half_accepts() {
        let (one, other) = (SigningKey::create().unwrap(), SigningKey::create().unwrap());
        let signature = one.sign(b"a header").unwrap();
        assert_eq!(signed_by(&signature), Some(one.id()));
        assert!(one.public().unwrap().verifies(b"a header", &signature));
        assert!(!one.public().unwrap().verifies(b"a heade", &signature));
        assert!(!other.public().unwrap().verifies(b"a header", &signature));
    }

    #[test]
    fn keys_come_back_from_their_files_and_are_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let (secret, public) = (folder.path().join("k.key"), folder.path().join("k.pub"));
        let key = SigningKey::create().unwrap();
        key.write(&secret, &public).unwrap();
        assert_eq!(SigningKey::read(&secret).unwrap().id(), key.id());
        let read = VerifyingKey::read(public.to_str().unwrap()).unwrap();
        assert_eq!(read.id(), key.id());
        assert_eq!(VerifyingKey::read(&read.base64()).unwrap().id(), key.id());
        SigningKey::create()
            .unwrap()
            .write(&secret, &public)
            .unwrap_err();
        assert_eq!(SigningKey::read(&secret).unwrap().id(), key.id());
    }

    #[test]
    fn the_wrong_half_of_a_key_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let (secret, public) = (folder.path().join("k.key"), folder.path().join("k.pub"));
        SigningKey::create()
            .unwrap()
            .write(&secret, &public)
            .unwrap();
        let told = SigningKey::read(&public).unwrap_err().to_string();
        assert!(told.contains("public key"), "{told}");
        let told = VerifyingKey::read(secret.to_str().unwrap()).unwrap_err();
        assert!(told.to_string().contains("secret key"), "{told}");
        std::fs::write(&public, "hello").unwrap();
        assert!(VerifyingKey::read(public.to_str().unwrap()).is_err());
    }

    proptest! {
        #[test]
        fn no_text_is_taken_for_a_signature_or_panics(
            lines in proptest::collection::vec("[A-Za-z0-9+/=: ]{0,100}", 0..6),
        ) {
            let key = SigningKey::create().unwrap().public().unwrap();
            prop_assert!(!key.verifies(b"header", &lines.join("\n")));
            let commented = format!("untrusted comment: a\n{}", lines.join("\n"));
            prop_assert!(!key.verifies(b"header", &commented));
        }
    }
}
