//! What can be wrong with a feed: one function a code, a catalogue of them all, and where in the feed it was found.
//!
//! A code never changes its meaning. `F` is a fault (the feed is refused), `W` a warning (the feed is used).

mod cells;
mod rules;
mod sources;
mod tables;
mod warnings;

use std::fmt;

use serde::Serialize;

pub(crate) use cells::*;
pub(crate) use rules::*;
pub(crate) use sources::*;
pub(crate) use tables::*;
pub(crate) use warnings::*;

/// Most characters of a bad value that a fault shows.
const SHOWN: usize = 60;

/// Something wrong at one place of a feed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// Stable code, e.g. `F301`; every one is in [`catalogue`] and in docs/faults.md.
    pub code: &'static str,
    /// The code's name, e.g. `unknown-airport`.
    pub name: String,
    /// File of the feed, or the feed's own path.
    pub file: String,
    /// Row as an editor counts lines: the header is 1, and a record with line breaks in it starts at its first. In
    /// `policy.json` the line; in tables given as JSON the row that the object would have as CSV.
    pub row: Option<u64>,
    /// Column, or the path of keys in `policy.json`.
    pub column: Option<String>,
    /// What stands there, shortened.
    pub value: Option<String>,
    /// What is wrong.
    pub meaning: String,
    /// What to do about it.
    pub remedy: String,
}

impl Fault {
    /// Order in which faults are reported: by file, row, column, then code.
    fn position(&self) -> impl Ord + '_ {
        (&self.file, self.row, &self.column, self.code, &self.value)
    }
}

impl fmt::Display for Fault {
    /// `F301 unknown-airport: cases.csv:17 destination "XXX": no airport has this code; correct it, or …`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.code, self.name, self.file)?;
        if let Some(row) = self.row {
            write!(f, ":{row}")?;
        }
        if let Some(column) = &self.column {
            write!(f, " {column}")?;
        }
        if let Some(value) = &self.value {
            write!(f, " {value:?}")?;
        }
        write!(f, ": {}; {}", self.meaning, self.remedy)
    }
}

/// Every fault found in a feed, in the order of file, row and column; at least one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Faults(pub Vec<Fault>);

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, fault) in self.0.iter().enumerate() {
            if n > 0 {
                writeln!(f)?;
            }
            write!(f, "{fault}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Faults {}

/// Puts faults in their order and drops exact repetitions.
pub(crate) fn sort(faults: &mut Vec<Fault>) {
    faults.sort_by(|a, b| a.position().cmp(&b.position()));
    faults.dedup();
}

/// A kind of fault or warning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// Stable code.
    pub code: &'static str,
    /// Name with underscores; [`Kind::name`] has it with hyphens.
    pub(crate) ident: &'static str,
    /// What is wrong.
    pub meaning: &'static str,
}

impl Kind {
    /// Its name, e.g. `unknown-airport`.
    pub fn name(&self) -> String {
        self.ident.replace('_', "-")
    }
}

/// Every kind there is, ascending by code, warnings last.
pub fn catalogue() -> impl Iterator<Item = &'static Kind> {
    [SOURCES, TABLES, CELLS, RULES, WARNINGS].into_iter().flatten()
}

/// A place in a feed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct At<'a> {
    file: &'a str,
    row: Option<u64>,
    column: Option<&'a str>,
    value: Option<&'a str>,
}

impl<'a> At<'a> {
    /// A whole file.
    pub(crate) const fn file(file: &'a str) -> Self {
        Self { file, row: None, column: None, value: None }
    }

    /// A row of it.
    pub(crate) const fn row(self, row: u64) -> Self {
        Self { row: Some(row), ..self }
    }

    /// A column of it.
    pub(crate) const fn column(self, column: &'a str) -> Self {
        Self { column: Some(column), ..self }
    }

    /// What stands there.
    pub(crate) const fn value(self, value: &'a str) -> Self {
        Self { value: Some(value), ..self }
    }
}

/// As much of `value` as is shown.
pub(crate) fn shorten(value: &str) -> String {
    let mut short: String = value.chars().take(SHOWN).collect();
    if short.len() < value.len() {
        short.push('…');
    }
    short
}

fn make(kind: &'static Kind, at: At<'_>, remedy: String) -> Fault {
    Fault {
        code: kind.code,
        name: kind.name(),
        file: shorten(at.file),
        row: at.row,
        column: at.column.map(shorten),
        value: at.value.map(shorten),
        meaning: kind.meaning.to_owned(),
        remedy,
    }
}

/// Declares kinds of faults: for each a function that makes one and an entry in a part of the catalogue. The remedy is a
/// format string over the function's arguments.
macro_rules! faults {
    ($list:ident: $($code:ident $name:ident($($arg:ident: $type:ty),*) $meaning:literal => $remedy:literal;)+) => {
        pub(super) const $list: &[super::Kind] = &[$(
            super::Kind { code: stringify!($code), ident: stringify!($name), meaning: $meaning },
        )+];
        $(
            #[doc = concat!(stringify!($code), ": ", $meaning, ".")]
            pub(crate) fn $name(at: super::At<'_>$(, $arg: $type)*) -> super::Fault {
                const KIND: super::Kind =
                    super::Kind { code: stringify!($code), ident: stringify!($name), meaning: $meaning };
                super::make(&KIND, at, format!($remedy))
            }
        )+
    };
}
use faults;
