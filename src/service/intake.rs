//! From an upload to a feed that can be kept: read and checked by the library's front door.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;

use super::new_id;
use super::problem::Problem;
use super::store::FeedRow;
use crate::feed::Feed;

/// A feed that passed every check.
#[derive(Debug)]
pub struct Sound {
    /// What is told of it.
    pub row: FeedRow,
    /// Its zip.
    pub zip: Vec<u8>,
}

/// A zip of files given by name.
///
/// # Errors
/// [`Problem::bad_request`] where that makes no zip.
pub fn pack(files: &BTreeMap<String, String>) -> Result<Vec<u8>, Box<Problem>> {
    let wrong =
        |error: &dyn std::fmt::Display| Box::new(Problem::bad_request(format!("the files can't be taken: {error}")));
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        zip.start_file(name.as_str(), SimpleFileOptions::default()).map_err(|error| wrong(&error))?;
        zip.write_all(text.as_bytes()).map_err(|error| wrong(&error))?;
    }
    zip.finish().map(Cursor::into_inner).map_err(|error| wrong(&error))
}

/// Reads and checks the feed in a zip.
///
/// # Errors
/// Every fault found.
pub fn check(zip: Vec<u8>, office: &str, name: Option<String>, now: i64) -> Result<Sound, Box<Problem>> {
    let feed = read(&zip)?;
    let row = FeedRow {
        id: new_id(),
        office: office.to_owned(),
        sha256: feed.sha256.clone(),
        name: name.unwrap_or_else(|| feed.policy.name.to_string()),
        created_at: now,
        cases: feed.cases.len() as i64,
        persons: feed.persons.len() as i64,
        sectors: feed.flights.len() as i64,
        first_day: feed.policy.start.to_string(),
        last_day: feed.policy.end.to_string(),
        bytes: zip.len() as i64,
    };
    Ok(Sound { row, zip })
}

/// Reads a zip.
///
/// # Errors
/// Every fault found.
pub fn read(zip: &[u8]) -> Result<Feed, Box<Problem>> {
    let (feed, _warnings) = Feed::from_zip(zip, "feed.zip").map_err(|faults| Box::new(Problem::from(&faults)))?;
    Ok(feed)
}
