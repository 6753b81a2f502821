//! A feed's content as text, for those who change a feed before it is read: cells and values as they were written.

use std::io::BufReader;
use std::path::Path;
use std::sync::Arc;

use super::faults::{Fault, Faults};
use super::raw::json::Leaf;
use super::raw::log::Log;
use super::raw::meter::{Budget, Meter};
use super::raw::schema::{SCHEMAS, Schema};
use super::raw::{Raw, csv, table};
use super::{Feed, finish, open, unzip};

/// A file of a feed that is a table.
pub(crate) use super::raw::schema::Schema as TableSchema;

/// Every table a feed may have, in the order of the documentation.
pub(crate) const TABLES: &[Schema] = SCHEMAS;

/// Name of the policy's file.
pub(crate) const POLICY: &str = super::raw::schema::POLICY;

/// A value of `policy.json`, as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Scalar {
    /// A string.
    Text(String),
    /// A number.
    Number(String),
}

/// What is read of a feed's files: known columns and keys only.
#[derive(Debug, Default)]
pub(crate) struct Content {
    /// The policy's values with the keys that lead to each.
    pub policy: Vec<(Vec<String>, Scalar)>,
    /// Rows of each table that has any, cells in the order of its columns, empty where not given.
    pub tables: Vec<(&'static Schema, Vec<Vec<String>>)>,
}

/// A table without a fault, read from its file once for all the feeds that it is part of.
#[derive(Debug, Clone)]
pub(crate) struct Sound {
    table: Arc<table::Table>,
    bytes: u64,
}

impl Sound {
    /// Reads the file of a table; `None` where there is anything to be told of it.
    pub(crate) fn read(schema: &'static Schema, file: &[u8]) -> Option<Self> {
        let (log, budget) = (Log::default(), Budget::default());
        let table = csv::read(schema, &mut BufReader::new(Meter::new(file, None, &budget)), &log)?;
        let (faults, warnings) = log.into_parts();
        let sound = table.complete && faults.is_empty() && warnings.is_empty();
        sound.then(|| Self { table: Arc::new(table), bytes: file.len() as u64 })
    }
}

/// A part of a feed to be read.
#[derive(Debug)]
pub(crate) enum Part {
    /// A table that was read before.
    Read(Sound),
    /// A file by its name.
    File(&'static str, Vec<u8>),
}

impl Feed {
    /// Reads a feed from its parts, as [`Feed::from_files`] does from files.
    ///
    /// # Errors
    /// Every fault found, in the order of file, row and column.
    pub(crate) fn from_parts(parts: impl Iterator<Item = Part>) -> Result<(Self, Vec<Fault>), Faults> {
        let (log, budget) = (Log::default(), Budget::default());
        let mut raw = Raw::default();
        for part in parts {
            match part {
                Part::Read(Sound { table, bytes }) => raw.take_read(&table, bytes, &budget, &log),
                Part::File(name, file) => raw.take(name, Meter::new(&file[..], None, &budget), &log),
            }
        }
        finish(raw, log)
    }

    /// Reads a feed's content from a folder or a .zip of one, which must be a sound feed.
    ///
    /// # Errors
    /// Every fault found, as [`Feed::read`] has them.
    pub(crate) fn content(path: &Path) -> Result<Content, Faults> {
        let log = Log::default();
        let raw = open(path, &log);
        content(raw, log)
    }

    /// Reads a feed's content from the bytes of a .zip, called `shown` in faults.
    ///
    /// # Errors
    /// Every fault found, as [`Feed::from_zip`] has them.
    pub(crate) fn content_of_zip(bytes: &[u8], shown: &str) -> Result<Content, Faults> {
        let log = Log::default();
        let raw = unzip(bytes, shown, &log);
        content(raw, log)
    }
}

/// What is read of a feed, which must be sound.
fn content(raw: Option<Raw>, log: Log) -> Result<Content, Faults> {
    let Some(raw) = raw else {
        return Err(Faults(log.into_parts().0));
    };
    let known = |path: &[String]| path.first().is_some_and(|key| super::raw::schema::POLICY_KEYS.contains(&&**key));
    let policy = raw.policy.iter().flatten().filter(|entry| known(&entry.path)).filter_map(|entry| {
        let value = match &entry.leaf {
            Leaf::Text(text) => Scalar::Text(text.clone()),
            Leaf::Number(text) => Scalar::Number(text.clone()),
            Leaf::Flag(_) | Leaf::Null | Leaf::Other => return None,
        };
        Some((entry.path.clone(), value))
    });
    let tables = SCHEMAS.iter().filter_map(|schema| {
        let table = raw.tables.get(schema.file)?;
        let cells = |row| (0..schema.columns.len()).map(|column| table.text(row, column).to_owned()).collect();
        (table.len() > 0).then(|| (schema, (0..table.len()).map(cells).collect()))
    });
    let content = Content { policy: policy.collect(), tables: tables.collect() };
    finish(raw, log).map(|_| content)
}
