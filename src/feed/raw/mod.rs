//! From bytes to tables of text: sources, CSV, JSON, with the place of every cell.

pub(crate) mod csv;
pub(crate) mod folder;
pub(crate) mod hash;
pub(crate) mod json;
pub(crate) mod log;
pub(crate) mod meter;
pub(crate) mod schema;
pub(crate) mod table;
pub(crate) mod zipped;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Read};
use std::sync::Arc;

use crate::feed::faults::{self, At};
use crate::feed::limits;
use json::Entry;
use log::Log;
use meter::{Budget, Meter};
use schema::{POLICY, SCHEMAS, Schema};
use table::Table;

/// A feed's content, not typed yet.
#[derive(Debug, Default)]
pub(crate) struct Raw {
    /// `policy.json`; `None` where it is missing or not an object.
    pub policy: Option<Vec<Entry>>,
    /// Its tables by file name; after [`Raw::complete`] every one of the schema.
    pub tables: BTreeMap<&'static str, Arc<Table>>,
    /// Files that were there, readable or not.
    pub seen: BTreeSet<&'static str>,
}

impl Raw {
    /// Reads one file of a feed from `input`; a file that isn't part of one is warned of and not read.
    pub(crate) fn take(&mut self, name: &str, input: Meter<'_, impl Read>, log: &Log) {
        let mut input = BufReader::with_capacity(1 << 16, input);
        if name == POLICY {
            self.seen.insert(POLICY);
            self.policy = text(name, &mut input, log).and_then(|text| json::policy(&text, log));
        } else if let Some(schema) = Schema::of(name) {
            self.seen.insert(schema.file);
            self.tables.extend(csv::read(schema, &mut input, log).map(|table| (schema.file, Arc::new(table))));
        } else {
            log.warn(faults::unknown_file(At::file(name)));
        }
    }

    /// Takes a table that was read before, from so many bytes.
    pub(crate) fn take_read(&mut self, table: &Arc<Table>, bytes: u64, budget: &Budget, log: &Log) {
        self.seen.insert(table.schema.file);
        match budget.spend(bytes) {
            Some(()) => _ = self.tables.insert(table.schema.file, Arc::clone(table)),
            None => _ = log.fault::<()>(faults::feed_too_large(At::file(table.schema.file), limits::FEED_BYTES)),
        }
    }

    /// Notes that a file is there, though it can't be read.
    pub(crate) fn note(&mut self, name: &str) {
        self.seen.extend((name == POLICY).then_some(POLICY));
        self.seen.extend(Schema::of(name).map(|schema| schema.file));
    }

    /// Notes the files that are missing and puts empty tables in their place.
    pub(crate) fn complete(mut self, log: &Log) -> Self {
        if !self.seen.contains(POLICY) {
            log.fault::<()>(faults::missing_file(At::file(POLICY)));
        }
        for schema in SCHEMAS {
            let seen = self.seen.contains(schema.file);
            if schema.required && !seen {
                log.fault::<()>(faults::missing_file(At::file(schema.file)));
            }
            self.tables.entry(schema.file).or_insert_with(|| {
                let mut table = Table::new(schema, vec![true; schema.columns.len()]);
                table.complete = !schema.required && !seen;
                Arc::new(table)
            });
        }
        self
    }

    /// A table.
    pub(crate) fn table(&self, file: &str) -> &Table {
        &self.tables[file]
    }
}

/// The whole text of `policy.json`.
fn text(name: &str, input: &mut dyn BufRead, log: &Log) -> Option<String> {
    let mut bytes = Vec::new();
    if let Err(error) = input.take(limits::POLICY_BYTES + 1).read_to_end(&mut bytes) {
        return log.fault(meter::fault(At::file(name), &error));
    }
    if bytes.len() as u64 > limits::POLICY_BYTES {
        return log.fault(faults::file_too_large(At::file(name), limits::POLICY_BYTES));
    }
    String::from_utf8(bytes).map_or_else(
        |error| {
            let valid = error.utf8_error().valid_up_to();
            let line = 1 + error.as_bytes()[..valid].iter().filter(|&&byte| byte == b'\n').count() as u64;
            log.fault(faults::bad_utf8(At::file(name).row(line), valid as u64 + 1))
        },
        Some,
    )
}
