//! A feed in a zip, at its root or in one top folder. Nothing is unpacked to disk, and no header is trusted for a size.

use std::collections::BTreeSet;
use std::io::{self, BufReader, Read, Seek, SeekFrom};

use zip::result::ZipError;
use zip::{CompressionMethod, ZipArchive};

use super::Raw;
use super::log::Log;
use super::meter::{Budget, Meter};
use super::schema::{POLICY, Schema};
use crate::feed::faults::{self, At};
use crate::feed::limits;

/// Bytes at the end of a zip among which its directory's record stands.
const TAIL: i64 = 22 + 0xFFFF;

/// Reads the zip in `file`, called `shown` in faults.
pub(crate) fn read(mut file: impl Read + Seek, shown: &str, log: &Log) -> Option<Raw> {
    let mut raw = Raw::default();
    let at = At::file(shown);
    match most_entries(&mut file) {
        Ok(entries) if entries > limits::ZIP_ENTRIES => {
            log.fault::<()>(faults::zip_entries(at, limits::ZIP_ENTRIES));
            return None;
        }
        Ok(_) => {}
        Err(error) => {
            log.fault::<()>(faults::unreadable(at, &error.to_string()));
            return None;
        }
    }
    let mut archive = match ZipArchive::new(BufReader::new(file)) {
        Ok(archive) => archive,
        Err(error) => {
            log.fault::<()>(faults::broken_zip(at, &error.to_string()));
            return None;
        }
    };
    if archive.has_duplicate_names() {
        log.fault::<()>(faults::zip_repeated_name(at));
        return None;
    }
    let entries = sound_entries(&mut archive, at, log)?;
    let Some(top) = top(&entries) else {
        log.fault::<()>(faults::zip_layout(at));
        return None;
    };
    let budget = Budget::default();
    for (name, index) in entries {
        let Some(name) = name.strip_prefix(&top).filter(|name| !name.contains('/')) else {
            log.warn(faults::unknown_file(At::file(&name)));
            continue;
        };
        let at = At::file(name);
        if name != POLICY && Schema::of(name).is_none() {
            log.warn(faults::unknown_file(at));
            continue;
        }
        match archive.by_index(index) {
            Ok(entry) if !matches!(entry.compression(), CompressionMethod::Stored | CompressionMethod::Deflated) => {
                raw.note(name);
                log.fault::<()>(faults::zip_method(at));
            }
            Ok(entry) => {
                let packed = entry.compressed_size();
                raw.take(name, Meter::new(entry, Some(packed), &budget), log);
            }
            Err(error) => {
                raw.note(name);
                log.fault::<()>(match error {
                    ZipError::UnsupportedArchive(why) if why == ZipError::PASSWORD_REQUIRED => {
                        faults::zip_encrypted(at)
                    }
                    error => faults::broken_zip(at, &error.to_string()),
                });
            }
        }
    }
    Some(raw)
}

/// The most entries that any directory record at the end of the file claims, before a reader makes room for them.
fn most_entries(file: &mut (impl Read + Seek)) -> io::Result<usize> {
    let length = file.seek(SeekFrom::End(0))?;
    file.seek(SeekFrom::Start(length.saturating_sub(TAIL as u64)))?;
    let mut tail = Vec::new();
    file.by_ref().take(TAIL as u64).read_to_end(&mut tail)?;
    file.seek(SeekFrom::Start(0))?;
    let claims = tail.windows(12).filter(|bytes| bytes.starts_with(b"PK\x05\x06"));
    Ok(claims.map(|bytes| usize::from(u16::from_le_bytes([bytes[10], bytes[11]]))).max().unwrap_or_default())
}

/// The plain files by name, unless an entry is up to something.
fn sound_entries<R: Read + Seek>(
    archive: &mut ZipArchive<BufReader<R>>,
    at: At<'_>,
    log: &Log,
) -> Option<Vec<(String, usize)>> {
    let mut entries = Vec::new();
    let mut sound = true;
    let mut names = BTreeSet::new();
    for index in 0..archive.len() {
        let entry = match archive.by_index_raw(index) {
            Ok(entry) => entry,
            Err(error) => {
                sound = false;
                log.fault::<()>(faults::broken_zip(at, &error.to_string()));
                continue;
            }
        };
        let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
        let place = At::file(&name);
        let fault = if entry.is_symlink() {
            Some(faults::zip_link(place))
        } else if climbs(&name) {
            Some(faults::zip_path(place))
        } else if !names.insert(name.clone()) {
            Some(faults::zip_repeated_name(place))
        } else {
            None
        };
        if let Some(fault) = fault {
            sound = false;
            log.fault::<()>(fault);
        } else if !entry.is_dir() && !name.starts_with("__MACOSX/") {
            entries.push((name, index));
        }
    }
    entries.sort();
    sound.then_some(entries)
}

/// Whether a path leaves the place it is unpacked in, on any system.
fn climbs(name: &str) -> bool {
    name.starts_with('/') || name.contains(['\\', '\0', ':']) || name.split('/').any(|part| part == "..")
}

/// The folder the feed is in, with its slash; empty for the root.
fn top(entries: &[(String, usize)]) -> Option<String> {
    if entries.iter().any(|(name, _)| name == POLICY) {
        return Some(String::new());
    }
    let mut tops =
        entries.iter().filter_map(|(name, _)| name.strip_suffix(POLICY)).filter(|top| top.matches('/').count() == 1);
    match (tops.next(), tops.next()) {
        (Some(top), None) if top.ends_with('/') => Some(top.to_owned()),
        // Without a policy the files at the root can still be looked at.
        (None, _) if entries.iter().any(|(name, _)| !name.contains('/')) => Some(String::new()),
        _ => None,
    }
}
