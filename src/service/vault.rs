//! Encryption at rest: XChaCha20-Poly1305 (RFC 8439 with the extended nonce of draft-irtf-cfrg-xchacha), a random nonce a blob.
//!
//! A sealed blob is a version byte, the key's id, the nonce and the ciphertext. Whose blob it is and which part stands in the
//! authenticated data, so that a blob moved to another row doesn't open.

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};

use super::keys::{self, Key, KeyError};
use super::problem::Problem;

const VERSION: u8 = 1;
const NONCE: usize = 24;
const HEAD: usize = 1 + 4 + NONCE;

/// The keys in use, newest first; read anew where the key file has changed.
pub struct Vault {
    keys: RwLock<Arc<Ring>>,
    file: Option<PathBuf>,
}

type Ring = Vec<(u32, XChaCha20Poly1305)>;

fn ring(keys: &[Key]) -> Arc<Ring> {
    Arc::new(keys.iter().map(|key| (key.id, XChaCha20Poly1305::new(&key.bits.into()))).collect())
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Vault({} keys)", self.ring().len())
    }
}

impl Vault {
    /// A vault that seals with the first of `keys` and opens with any.
    pub fn new(keys: &[Key]) -> Self {
        Self { keys: RwLock::new(ring(keys)), file: None }
    }

    /// A vault with the keys of a file.
    ///
    /// # Errors
    /// [`KeyError`].
    pub fn of_file(file: &Path) -> Result<Self, KeyError> {
        let keys = keys::read(file)?;
        Ok(Self { file: Some(file.to_owned()), ..Self::new(&keys) })
    }

    fn ring(&self) -> Arc<Ring> {
        Arc::clone(&self.keys.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads the key file anew; what can't be read changes nothing.
    pub fn refresh(&self) {
        let Some(file) = &self.file else { return };
        match keys::read(file) {
            Ok(keys) => *self.keys.write().unwrap_or_else(PoisonError::into_inner) = ring(&keys),
            Err(error) => tracing::warn!(%error, "the key file can't be read anew"),
        }
    }

    /// The id of the key that seals.
    pub fn current(&self) -> Option<u32> {
        self.ring().first().map(|(id, _)| *id)
    }

    /// Seals `plain` as `part` of `owner`.
    ///
    /// # Errors
    /// [`Problem::locked`] where there is no key.
    pub fn seal(&self, owner: &str, part: &str, plain: &[u8]) -> Result<Vec<u8>, Box<Problem>> {
        let lost = || Box::new(Problem::locked("nothing can be sealed"));
        let ring = self.ring();
        let (id, cipher) = ring.first().ok_or_else(lost)?;
        let nonce: [u8; NONCE] = rand::random();
        let aad = named(owner, part);
        let sealed = cipher.encrypt(&XNonce::from(nonce), Payload { msg: plain, aad: &aad }).map_err(|_| lost())?;
        Ok([&[VERSION][..], &id.to_be_bytes(), &nonce, &sealed].concat())
    }

    /// Opens what was sealed as `part` of `owner`.
    ///
    /// # Errors
    /// [`Problem::locked`] where the key is unknown or the blob isn't what was sealed.
    pub fn open(&self, owner: &str, part: &str, sealed: &[u8]) -> Result<Vec<u8>, Box<Problem>> {
        let lost = |why: &str| Box::new(Problem::locked(format!("{part} of {owner}: {why}")));
        let id = key_of(sealed).ok_or_else(|| lost("it isn't a sealed blob"))?;
        let mut ring = self.ring();
        if !ring.iter().any(|(known, _)| *known == id) {
            // Another process may have begun to seal with a new key.
            self.refresh();
            ring = self.ring();
        }
        let known = ring.iter().find(|(known, _)| *known == id);
        let (_, cipher) =
            known.ok_or_else(|| lost(&format!("the key {id:08x} that sealed it isn't in the key file")))?;
        let nonce: [u8; NONCE] = sealed[5..HEAD].try_into().map_err(|_| lost("it is cut off"))?;
        let aad = named(owner, part);
        let payload = Payload { msg: &sealed[HEAD..], aad: &aad };
        cipher.decrypt(&XNonce::from(nonce), payload).map_err(|_| lost("it was changed since it was sealed"))
    }
}

/// The id of the key that sealed a blob.
pub fn key_of(sealed: &[u8]) -> Option<u32> {
    match sealed {
        [VERSION, a, b, c, d, rest @ ..] if rest.len() >= NONCE => Some(u32::from_be_bytes([*a, *b, *c, *d])),
        _ => None,
    }
}

fn named(owner: &str, part: &str) -> Vec<u8> {
    format!("onward/1 {owner} {part}").into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blob_opens_only_in_its_place_with_its_key_and_unchanged() {
        let (old, new) = (Key::random(), Key::random());
        let before = Vault::new(std::slice::from_ref(&old));
        let sealed = before.seal("f1", "feed", b"C9 stays").unwrap();
        assert!(!sealed.windows(2).any(|two| two == b"C9"));
        let after = Vault::new(&[new.clone(), old.clone()]);
        assert_eq!(after.open("f1", "feed", &sealed).unwrap(), b"C9 stays");
        assert_eq!(key_of(&sealed), Some(old.id));
        assert_eq!(key_of(&after.seal("f1", "feed", b"").unwrap()), Some(new.id));
        assert!(after.open("f2", "feed", &sealed).is_err());
        assert!(after.open("f1", "plan", &sealed).is_err());
        assert!(Vault::new(&[new]).open("f1", "feed", &sealed).is_err());
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(before.open("f1", "feed", &changed).is_err(), "byte {at}");
        }
        assert!(before.open("f1", "feed", &sealed[..20]).is_err());
    }
}
