//! A table as text, with the place of every cell.

use super::log::Log;
use super::schema::Schema;
use crate::feed::faults::{self, At};

/// The known columns of a CSV file. All text is kept in one buffer, so memory stays near the size of the file.
#[derive(Debug)]
pub(crate) struct Table {
    /// What it should hold.
    pub schema: &'static Schema,
    /// Whether the header has each known column.
    present: Vec<bool>,
    text: String,
    /// End of each cell in `text`, row by row, known columns in the order of the schema.
    ends: Vec<u32>,
    /// Row number of each row.
    numbers: Vec<u64>,
    /// Whether nothing of the file was lost, so that what it doesn't name doesn't exist.
    pub complete: bool,
}

impl Table {
    /// No rows yet, of those columns.
    pub(crate) fn new(schema: &'static Schema, present: Vec<bool>) -> Self {
        let complete = schema.columns.iter().zip(&present).all(|(column, &present)| present || !column.required);
        Self { schema, present, text: String::new(), ends: Vec::new(), numbers: Vec::new(), complete }
    }

    /// Adds a row: the cells of the known columns in the order of the schema, empty where not given.
    pub(crate) fn push<'a>(&mut self, number: u64, cells: impl Iterator<Item = &'a str>) {
        for cell in cells {
            self.text.push_str(cell);
            // Files end at limits::FILE_BYTES and JSON at limits::FEED_BYTES, both far below 2^32.
            self.ends.push(self.text.len() as u32);
        }
        self.numbers.push(number);
        debug_assert_eq!(self.ends.len(), self.numbers.len() * self.schema.columns.len());
    }

    /// How many rows it has.
    pub(crate) fn len(&self) -> usize {
        self.numbers.len()
    }

    /// Whether the header has the column at `position` of the schema.
    pub(crate) fn has(&self, position: usize) -> bool {
        self.present[position]
    }

    /// Text of a cell by row and position of its column in the schema.
    pub(crate) fn text(&self, row: usize, position: usize) -> &str {
        let n = row * self.schema.columns.len() + position;
        let start = if n == 0 { 0 } else { self.ends[n - 1] };
        &self.text[start as usize..self.ends[n] as usize]
    }

    /// A row of it.
    pub(crate) fn row<'a>(&'a self, index: usize, log: &'a Log) -> Option<Row<'a>> {
        (index < self.len()).then_some(Row { table: self, index, log })
    }

    /// Its rows, in order.
    pub(crate) fn rows<'a>(&'a self, log: &'a Log) -> impl Iterator<Item = Row<'a>> {
        (0..self.len()).map(move |index| Row { table: self, index, log })
    }
}

/// A row of a table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row<'a> {
    table: &'a Table,
    /// Position in the table.
    pub index: usize,
    log: &'a Log,
}

impl<'a> Row<'a> {
    /// Row number as an editor shows it.
    pub(crate) fn number(self) -> u64 {
        self.table.numbers[self.index]
    }

    /// Its place.
    pub(crate) fn at(self) -> At<'a> {
        At::file(self.table.schema.file).row(self.number())
    }

    /// A cell that may be empty, and whether the header has its column.
    fn look(self, column: &'static str) -> (Cell<'a>, bool) {
        match self.table.schema.position(column) {
            Some(position) => {
                let text = self.table.text(self.index, position);
                let at = self.at().column(column);
                (Cell { text, at: at.value(text), log: self.log }, self.table.has(position))
            }
            // Only a slip in this crate's own code; the tests of each loader would meet it at once.
            None => unreachable!("{} has no column {column}", self.table.schema.file),
        }
    }

    /// A cell.
    pub(crate) fn cell(self, column: &'static str) -> Cell<'a> {
        self.look(column).0
    }

    /// Its text.
    pub(crate) fn text(self, column: &'static str) -> &'a str {
        self.cell(column).text
    }

    /// A value that must be given; `None` after noting a fault.
    pub(crate) fn need<T>(self, column: &'static str, parse: impl FnOnce(Cell<'a>) -> Option<T>) -> Option<T> {
        match self.look(column) {
            (_, false) => None, // said once, for the header
            (cell, true) if cell.text.is_empty() => self.log.fault(faults::missing_value(self.at().column(column))),
            (cell, true) => parse(cell),
        }
    }

    /// A value that may be left out: `Some(None)` then; `None` after noting a fault.
    pub(crate) fn maybe<T>(self, column: &'static str, parse: impl FnOnce(Cell<'a>) -> Option<T>) -> Option<Option<T>> {
        let cell = self.cell(column);
        if cell.text.is_empty() { Some(None) } else { parse(cell).map(Some) }
    }

    /// A value that is `default` where left out; `None` after noting a fault.
    pub(crate) fn or<T>(
        self,
        column: &'static str,
        default: T,
        parse: impl FnOnce(Cell<'a>) -> Option<T>,
    ) -> Option<T> {
        self.maybe(column, parse).map(|value| value.unwrap_or(default))
    }

    /// Notes a fault.
    pub(crate) fn fault<T>(self, fault: faults::Fault) -> Option<T> {
        self.log.fault(fault)
    }
}

/// A value as text with its place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cell<'a> {
    /// The text, not empty when a parser sees it.
    pub text: &'a str,
    /// Its place, with `text` as value.
    pub at: At<'a>,
    log: &'a Log,
}

impl<'a> Cell<'a> {
    /// A value from elsewhere than a table.
    pub(crate) fn new(text: &'a str, at: At<'a>, log: &'a Log) -> Self {
        Self { text, at: at.value(text), log }
    }

    /// The same place with a part of the text.
    pub(crate) fn part(self, text: &'a str) -> Self {
        Self { text, at: self.at.value(text), log: self.log }
    }

    /// Notes a fault.
    pub(crate) fn fault<T>(self, fault: faults::Fault) -> Option<T> {
        self.log.fault(fault)
    }
}
