//! A feed in a folder.

use std::fs::{self, File};
use std::path::Path;

use super::Raw;
use super::log::Log;
use super::meter::{Budget, Meter};
use super::schema::{POLICY, Schema};
use crate::feed::faults::{self, At};

/// Reads the files of `folder`, in order of name.
pub(crate) fn read(folder: &Path, log: &Log) -> Option<Raw> {
    let mut raw = Raw::default();
    let shown = folder.display().to_string();
    let listed = fs::read_dir(folder).and_then(|entries| entries.collect::<Result<Vec<_>, _>>());
    let mut entries = match listed {
        Ok(entries) => entries,
        Err(error) => {
            log.fault::<()>(faults::unreadable(At::file(&shown), &error.to_string()));
            return None;
        }
    };
    entries.sort_by_key(fs::DirEntry::file_name);
    let budget = Budget::default();
    for entry in entries {
        let name = entry.file_name().to_string_lossy().into_owned();
        let at = At::file(&name);
        let known = name == POLICY || Schema::of(&name).is_some();
        // Only plain files, seen through links: opening a pipe would wait for ever.
        let file = known.then(|| match fs::metadata(entry.path()) {
            Ok(about) if about.is_file() => File::open(entry.path()).map_err(|error| error.to_string()),
            Ok(_) => Err("it isn't a plain file".to_owned()),
            Err(error) => Err(error.to_string()),
        });
        match file {
            None => log.warn(faults::unknown_file(at)),
            Some(Ok(file)) => raw.take(&name, Meter::new(file, None, &budget), log),
            Some(Err(error)) => {
                raw.note(&name);
                log.fault::<()>(faults::unreadable(at, &error));
            }
        }
    }
    Some(raw)
}
