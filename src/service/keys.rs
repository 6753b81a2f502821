//! The key file: keys by id, the first of which seals; older ones still open what they sealed.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// A key file that can't be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// It can't be read or written.
    #[error("the key file {0} can't be used: {1}")]
    File(PathBuf, io::Error),
    /// A line of it isn't a key.
    #[error("the key file {0}, line {1}: a key is an id of 8 hexadecimal digits, a blank and 32 bytes in base64")]
    Line(PathBuf, usize),
    /// It has no key.
    #[error("the key file {0} has no key; restore it from your backup: nothing stored can be read without it")]
    Empty(PathBuf),
}

/// A key of 256 bits with its id.
#[derive(Clone, PartialEq, Eq)]
pub struct Key {
    /// What sealed blobs name it by.
    pub id: u32,
    /// Its bits.
    pub bits: [u8; 32],
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Key({:08x})", self.id)
    }
}

impl Key {
    /// A key made by chance.
    pub fn random() -> Self {
        Self { id: rand::random(), bits: rand::random() }
    }

    fn line(&self) -> String {
        format!("{:08x} {}\n", self.id, STANDARD.encode(self.bits))
    }
}

/// Reads the keys of a file, newest first.
///
/// # Errors
/// [`KeyError`].
pub fn read(path: &Path) -> Result<Vec<Key>, KeyError> {
    let text = fs::read_to_string(path).map_err(|error| KeyError::File(path.to_owned(), error))?;
    let mut keys = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let key = line.split_once(' ').and_then(|(id, bits)| {
            let bits = STANDARD.decode(bits.trim()).ok()?.try_into().ok()?;
            Some(Key { id: u32::from_str_radix(id, 16).ok()?, bits })
        });
        keys.push(key.ok_or_else(|| KeyError::Line(path.to_owned(), number))?);
    }
    if keys.is_empty() { Err(KeyError::Empty(path.to_owned())) } else { Ok(keys) }
}

/// Reads the keys of a file, which is made with one new key where it isn't there.
///
/// # Errors
/// [`KeyError`].
pub fn read_or_make(path: &Path) -> Result<Vec<Key>, KeyError> {
    if !path.exists() {
        write(path, &[Key::random()])?;
    }
    read(path)
}

/// Writes keys, newest first, for the owner's eyes only, whole or not at all.
///
/// # Errors
/// [`KeyError`].
pub fn write(path: &Path, keys: &[Key]) -> Result<(), KeyError> {
    let failed = |error| KeyError::File(path.to_owned(), error);
    let part = path.with_extension("part");
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&part).map_err(failed)?;
    let mut text =
        "# Keys of an onward service, newest first. Keep a copy apart from the database's backups.\n".to_owned();
    text.extend(keys.iter().map(Key::line));
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(failed)?;
    fs::rename(&part, path).map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_file_is_read_as_it_was_written_and_only_its_owner_can() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("vault.key");
        let keys = [Key::random(), Key::random()];
        write(&path, &keys).unwrap();
        assert_eq!(read(&path).unwrap(), keys);
        #[cfg(unix)]
        assert_eq!(std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&path).unwrap().permissions()) & 0o777, 0o600);
        assert_eq!(read_or_make(&path).unwrap(), keys, "a file that stands is left alone");
        fs::write(&path, "12345678 abcd\n").unwrap();
        assert!(matches!(read(&path), Err(KeyError::Line(_, 1))));
        fs::write(&path, "# none\n").unwrap();
        assert!(matches!(read_or_make(&path), Err(KeyError::Empty(_))));
    }
}
