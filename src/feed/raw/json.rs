//! JSON with the exact text of every number, its lines, and repeated keys told.
//!
//! Built on `serde_json`'s raw values: one level is taken apart at a time, so numbers never pass through a float.

use std::fmt;
use std::sync::Arc;

use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::Raw;
use super::log::Log;
use super::schema::{POLICY, Schema};
use super::table::Table;
use crate::feed::faults::{self, At};
use crate::feed::limits;

/// A value of `policy.json` that isn't an object.
#[derive(Debug)]
pub(crate) struct Entry {
    /// The keys that lead to it.
    pub path: Vec<String>,
    /// Line that it starts on.
    pub line: u64,
    /// What it is.
    pub leaf: Leaf,
}

/// What a JSON value is.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Leaf {
    /// A string.
    Text(String),
    /// A number as written.
    Number(String),
    /// `true` or `false`.
    Flag(bool),
    /// `null`: not given.
    Null,
    /// An array, whatever is in it, or an object where none is known.
    Other,
}

/// The members of an object in order, repeated keys included.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Take;
        impl<'de> Visitor<'de> for Take {
            type Value = Members<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    if members.len() == limits::JSON_KEYS {
                        return Err(A::Error::custom("an object has too many keys"));
                    }
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Take)
    }
}

/// The elements of an array in order, one more at most than a table may have.
struct Elements<'a>(Vec<&'a RawValue>);

impl<'de> Deserialize<'de> for Elements<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Take;
        impl<'de> Visitor<'de> for Take {
            type Value = Elements<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an array")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Self::Value, A::Error> {
                let mut elements = Vec::new();
                while elements.len() <= limits::ROWS
                    && let Some(element) = sequence.next_element()?
                {
                    elements.push(element);
                }
                while sequence.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Elements(elements))
            }
        }
        deserializer.deserialize_seq(Take)
    }
}

/// Tells the line of parts of a text, fastest when asked in order.
struct Lines<'a> {
    text: &'a str,
    last: (usize, u64),
}

impl<'a> Lines<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, last: (0, 1) }
    }

    fn of(&mut self, part: &RawValue) -> u64 {
        let offset = (part.get().as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize).min(self.text.len());
        let (mut from, mut line) = self.last;
        if offset < from {
            (from, line) = (0, 1);
        }
        line += self.text.as_bytes()[from..offset].iter().filter(|&&byte| byte == b'\n').count() as u64;
        self.last = (offset, line);
        line
    }
}

/// Reads the text of `policy.json`.
pub(crate) fn policy(text: &str, log: &Log) -> Option<Vec<Entry>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let root = whole(text, At::file(POLICY), log)?;
    policy_of(root, &mut Lines::new(text), log)
}

/// Reads a whole feed: an object of `policy.json`, an object, and tables, each an array of objects.
pub(crate) fn feed(text: &str, log: &Log) -> Raw {
    let mut raw = Raw::default();
    let at = At::file("feed");
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.len() as u64 > limits::FEED_BYTES {
        log.fault::<()>(faults::feed_too_large(at, limits::FEED_BYTES));
        return raw;
    }
    let Some(files) = whole(text, at, log).and_then(|root| members(root, &[], at, log)) else {
        return raw;
    };
    let mut lines = Lines::new(text);
    for (name, value) in files {
        if name == POLICY {
            raw.policy = policy_of(value, &mut lines, log);
            raw.seen.insert(POLICY);
        } else if let Some(schema) = Schema::of(&name) {
            raw.seen.insert(schema.file);
            raw.tables.extend(table(schema, value, log).map(|table| (schema.file, Arc::new(table))));
        } else {
            log.warn(faults::unknown_file(At::file(&name)));
        }
    }
    raw
}

/// The one value that `text` is.
fn whole<'a>(text: &'a str, at: At<'_>, log: &Log) -> Option<&'a RawValue> {
    match serde_json::from_str(text) {
        Ok(root) => Some(root),
        Err(error) => log.fault(faults::bad_json(at.row(error.line() as u64), &error.to_string())),
    }
}

/// The members of the object at `path`; a repeated key is noted and its first value kept.
fn members<'a>(value: &'a RawValue, path: &[String], at: At<'_>, log: &Log) -> Option<Vec<(String, &'a RawValue)>> {
    if !value.get().starts_with('{') {
        return log.fault(faults::json_type(at, "an object"));
    }
    let Members(all) = match serde_json::from_str(value.get()) {
        Ok(members) => members,
        Err(error) => return log.fault(faults::bad_json(at, &error.to_string())),
    };
    let mut seen = std::collections::HashSet::with_capacity(all.len());
    let mut kept = Vec::with_capacity(all.len());
    for (key, value) in all {
        if seen.insert(key.clone()) {
            kept.push((key, value));
        } else {
            let name = [path, &[key]].concat().join(".");
            log.fault::<()>(faults::repeated_key(at.column(&name)));
        }
    }
    Some(kept)
}

/// What a value is that isn't an object of interest.
fn leaf(value: &RawValue, at: At<'_>, log: &Log) -> Option<Leaf> {
    let text = value.get();
    Some(match text.as_bytes().first() {
        Some(b'"') => match serde_json::from_str(text) {
            Ok(text) => Leaf::Text(text),
            Err(error) => return log.fault(faults::bad_json(at, &error.to_string())),
        },
        Some(b't') => Leaf::Flag(true),
        Some(b'f') => Leaf::Flag(false),
        Some(b'n') => Leaf::Null,
        Some(b'{' | b'[') => Leaf::Other,
        _ => Leaf::Number(text.to_owned()),
    })
}

fn policy_of(root: &RawValue, lines: &mut Lines<'_>, log: &Log) -> Option<Vec<Entry>> {
    let at = At::file(POLICY);
    if !root.get().starts_with('{') {
        return log.fault(faults::json_type(at.row(lines.of(root)), "an object"));
    }
    if root.get().len() as u64 > limits::POLICY_BYTES {
        return log.fault(faults::file_too_large(at, limits::POLICY_BYTES));
    }
    let mut entries = Vec::new();
    walk(root, &mut Vec::new(), &mut entries, lines, log)?;
    Some(entries)
}

/// Takes a value of the policy apart, level by level; arrays too, for the repeated keys they may hide.
fn walk(
    value: &RawValue,
    path: &mut Vec<String>,
    entries: &mut Vec<Entry>,
    lines: &mut Lines<'_>,
    log: &Log,
) -> Option<()> {
    let line = lines.of(value);
    let name = path.join(".");
    let at = At::file(POLICY).row(line);
    let at = if path.is_empty() { at } else { at.column(&name) };
    if path.len() > limits::JSON_DEPTH {
        return log.fault(faults::json_depth(at, limits::JSON_DEPTH));
    }
    if value.get().starts_with('{') {
        let all = members(value, path, at, log)?;
        if all.is_empty() && !path.is_empty() {
            entries.push(Entry { path: path.clone(), line, leaf: Leaf::Null });
        }
        for (key, value) in all {
            path.push(key);
            walk(value, path, entries, lines, log)?;
            path.pop();
        }
        return Some(());
    }
    entries.push(Entry { path: path.clone(), line, leaf: leaf(value, at, log)? });
    if value.get().starts_with('[') {
        // The whole text was found to be JSON before.
        let Elements(elements) = serde_json::from_str(value.get()).unwrap_or(Elements(Vec::new()));
        for (n, element) in elements.into_iter().enumerate() {
            path.push(n.to_string());
            walk(element, path, &mut Vec::new(), lines, log)?;
            path.pop();
        }
    }
    Some(())
}

/// A table: an array of objects, column to string, number, flag or null.
fn table(schema: &'static Schema, value: &RawValue, log: &Log) -> Option<Table> {
    let at = At::file(schema.file);
    if !value.get().starts_with('[') {
        return log.fault(faults::json_type(at, "an array of objects"));
    }
    let Elements(elements) = match serde_json::from_str(value.get()) {
        Ok(elements) => elements,
        Err(error) => return log.fault(faults::bad_json(at, &error.to_string())),
    };
    let mut table = Table::new(schema, vec![true; schema.columns.len()]);
    let mut unknown = std::collections::BTreeSet::new();
    for (n, element) in elements.into_iter().enumerate() {
        let number = n as u64 + 2;
        let at = at.row(number);
        if n == schema.rows {
            log.fault::<()>(faults::too_many_rows(at, schema.rows));
            table.complete = false;
            break;
        }
        match members(element, &[], at, log).and_then(|members| cells(schema, members, at, &mut unknown, log)) {
            Some(cells) => table.push(number, cells.iter().map(String::as_str)),
            None => table.complete = false,
        }
        if log.is_full(schema.file) {
            table.complete = false;
            break;
        }
    }
    Some(table)
}

/// The cells of a row in the order of the schema.
fn cells(
    schema: &'static Schema,
    members: Vec<(String, &RawValue)>,
    at: At<'_>,
    unknown: &mut std::collections::BTreeSet<String>,
    log: &Log,
) -> Option<Vec<String>> {
    let mut cells = vec![String::new(); schema.columns.len()];
    let mut sound = true;
    for (column, value) in members {
        let at = at.column(&column);
        let Some(position) = schema.position(&column) else {
            if unknown.len() < limits::COLUMNS && !unknown.contains(&column) {
                log.warn(faults::unknown_column(at));
                unknown.insert(column);
            }
            continue;
        };
        let text = match leaf(value, at, log) {
            Some(Leaf::Text(text) | Leaf::Number(text)) => text,
            Some(Leaf::Flag(flag)) => u8::from(flag).to_string(),
            Some(Leaf::Null) => String::new(),
            Some(Leaf::Other) => {
                log.fault::<()>(faults::json_type(at, "a string, a number, true, false or null"));
                sound = false;
                continue;
            }
            None => {
                sound = false;
                continue;
            }
        };
        if text.len() > limits::CELL_BYTES {
            log.fault::<()>(faults::cell_too_long(at, limits::CELL_BYTES));
            sound = false;
        } else {
            cells[position] = text;
        }
    }
    sound.then_some(cells)
}
