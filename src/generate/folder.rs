//! A generated feed and its folder.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Every file a feed may have.
const FEED_FILES: &[&str] = &[
    "policy.json",
    "airports.csv",
    "stations.csv",
    "blocs.csv",
    "flights.csv",
    "agreements.csv",
    "fares.csv",
    "tiers.csv",
    "charters.csv",
    "charter_legs.csv",
    "transit.csv",
    "cases.csv",
    "persons.csv",
    "clearances.csv",
    "links.csv",
    "reception.csv",
    "escort_types.csv",
    "escorts.csv",
    "locks.csv",
    "rates.csv",
];

/// The files of a generated feed by name, ascending.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GeneratedFeed {
    /// Text of each file.
    pub files: BTreeMap<&'static str, String>,
}

/// What to do with a folder that isn't empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overwrite {
    /// Leave it alone and fail.
    Refuse,
    /// Replace the feed in it: files of a feed that the new one hasn't are removed, any other file stays.
    Replace,
}

/// Why a feed wasn't written.
#[derive(Debug, thiserror::Error)]
pub enum GenerateError {
    /// The folder isn't empty.
    #[error("{} isn't empty; choose another folder or allow its feed to be replaced", path.display())]
    NotEmpty {
        /// The folder.
        path: PathBuf,
    },
    /// A file or folder can't be written.
    #[error("can't write {}: {source}", path.display())]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

impl GeneratedFeed {
    /// Adds a file.
    pub(super) fn put(&mut self, name: &'static str, text: String) {
        self.files.insert(name, text);
    }

    /// Writes the files to `folder`, which is made where it is missing. Each file appears whole or not at all.
    ///
    /// # Errors
    /// [`GenerateError::NotEmpty`] where the folder holds anything and `overwrite` refuses; [`GenerateError::Write`] where the
    /// system does.
    pub fn write(&self, folder: &Path, overwrite: Overwrite) -> Result<(), GenerateError> {
        let failed = |path: &Path| {
            let path = path.to_owned();
            move |source| GenerateError::Write { path, source }
        };
        fs::create_dir_all(folder).map_err(failed(folder))?;
        let mut entries = fs::read_dir(folder).map_err(failed(folder))?;
        if overwrite == Overwrite::Refuse && entries.next().is_some() {
            return Err(GenerateError::NotEmpty { path: folder.to_owned() });
        }
        for name in FEED_FILES.iter().filter(|name| !self.files.contains_key(*name)) {
            let path = folder.join(name);
            match fs::remove_file(&path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(failed(&path)(error)),
                _ => {}
            }
        }
        for (name, text) in &self.files {
            let (path, part) = (folder.join(name), folder.join(format!(".{name}.part")));
            write_synced(&part, text).and_then(|()| fs::rename(&part, &path)).map_err(|source| {
                // What is left of a failed write is of no use to anyone.
                let _ = fs::remove_file(&part);
                GenerateError::Write { path, source }
            })?;
        }
        Ok(())
    }
}

fn write_synced(path: &Path, text: &str) -> io::Result<()> {
    let mut file = fs::File::create(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}
