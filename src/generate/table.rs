//! Reading the embedded tables and writing feed files.

use std::fmt::{Display, Write};

/// The rows of an embedded table: `#` lines and the header are left out, fields are separated by commas and never quoted.
///
/// # Panics
/// Where a row hasn't `N` fields: the table is part of the program, and every preset is generated in the tests.
pub(super) fn rows<const N: usize>(text: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).skip(1).map(|line| {
        let fields: Vec<&'static str> = line.split(',').collect();
        let count = fields.len();
        fields.try_into().unwrap_or_else(|_| panic!("embedded table: {count} fields instead of {N} in: {line}"))
    })
}

/// A number in an embedded table.
///
/// # Panics
/// Where it is none, see [`rows`].
pub(super) fn number<T: std::str::FromStr>(text: &str) -> T {
    text.parse().unwrap_or_else(|_| panic!("embedded table: not a number: {text:?}"))
}

/// Minutes after midnight of `HH:MM` in an embedded table.
pub(super) fn clock(text: &str) -> i64 {
    let (hours, minutes) = text.split_once(':').unwrap_or_else(|| panic!("embedded table: not a time: {text:?}"));
    number::<i64>(hours) * 60 + number::<i64>(minutes)
}

/// `name:weight|name:weight`, a weight of 1 left out.
pub(super) fn weighted(text: &'static str) -> Vec<(&'static str, u64)> {
    text.split('|').map(|part| part.split_once(':').map_or((part, 1), |(name, w)| (name, number(w)))).collect()
}

/// A file of the feed being written. No cell needs quoting.
pub(super) struct Sheet {
    text: String,
    columns: usize,
}

impl Sheet {
    /// An empty file with its header.
    pub(super) fn new(header: &str) -> Self {
        Self { text: format!("{header}\n"), columns: header.split(',').count() }
    }

    /// Adds a row.
    pub(super) fn row(&mut self, cells: &[&dyn Display]) {
        debug_assert_eq!(cells.len(), self.columns);
        for (position, cell) in cells.iter().enumerate() {
            let comma = if position == 0 { "" } else { "," };
            // Writing to a String can't fail.
            let _ = write!(self.text, "{comma}{cell}");
        }
        self.text.push('\n');
    }

    /// The file's text.
    pub(super) fn finish(self) -> String {
        self.text
    }
}

/// A cell that may be empty.
pub(super) fn cell<T: Display>(value: Option<T>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}
