//! A table as rows of text that can be changed.

use std::sync::{Arc, OnceLock};

use super::cells;
use crate::feed::content::{Part, Sound, TableSchema};

/// A row: a text for each column, empty where not given.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    schema: &'static TableSchema,
    cells: Vec<String>,
}

impl PartialEq for Row {
    /// Rows are compared within a table only.
    fn eq(&self, other: &Self) -> bool {
        self.cells == other.cells
    }
}

impl Row {
    /// A row of those cells, in the order of the columns.
    pub(crate) fn new(schema: &'static TableSchema, cells: Vec<String>) -> Self {
        debug_assert_eq!(schema.columns.len(), cells.len());
        Self { schema, cells }
    }

    fn position(&self, column: &str) -> usize {
        match self.schema.position(column) {
            Some(position) => position,
            // Only a slip in this crate's own code; the tests of each kind of change would meet it at once.
            None => unreachable!("{} has no column {column}", self.schema.file),
        }
    }

    /// A cell's text.
    pub(crate) fn get(&self, column: &str) -> &str {
        &self.cells[self.position(column)]
    }

    /// A cell's text, or what an empty one means.
    pub(crate) fn meant(&self, column: &str) -> &str {
        match self.get(column) {
            "" => cells::default(self.schema.file, column),
            text => text,
        }
    }

    /// Whether each of the cells has that text.
    pub(crate) fn is(&self, key: &[(&str, &str)]) -> bool {
        key.iter().all(|(column, text)| self.get(column) == *text)
    }

    /// Puts a text into a cell, which stays as it is written where it means the same already.
    pub(crate) fn put(&mut self, column: &str, text: impl ToString) {
        let text = text.to_string();
        let position = self.position(column);
        if !cells::same(self.schema.file, column, &self.cells[position], &text) {
            self.cells[position] = text;
        }
    }

    /// Puts a text into a cell if there is one.
    pub(crate) fn put_some(&mut self, column: &str, text: &Option<impl ToString>) {
        if let Some(text) = text {
            self.put(column, text.to_string());
        }
    }
}

/// A table's rows, in order. A clone shares them until either is changed, and what was read of them.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    /// Its columns.
    pub schema: &'static TableSchema,
    written: Arc<Written>,
}

/// Rows, and the table that they were last read as.
#[derive(Debug, Clone, Default)]
struct Written {
    rows: Vec<Row>,
    sound: OnceLock<Option<Sound>>,
}

impl PartialEq for Table {
    fn eq(&self, other: &Self) -> bool {
        let same = || Arc::ptr_eq(&self.written, &other.written) || self.rows() == other.rows();
        self.schema.file == other.schema.file && same()
    }
}

impl Table {
    /// A table of those rows.
    pub(crate) fn new(schema: &'static TableSchema, rows: Vec<Row>) -> Self {
        Self { schema, written: Arc::new(Written { rows, ..Written::default() }) }
    }

    /// Its rows.
    pub(crate) fn rows(&self) -> &[Row] {
        &self.written.rows
    }

    /// Its rows, to be changed.
    pub(crate) fn rows_mut(&mut self) -> &mut Vec<Row> {
        let written = Arc::make_mut(&mut self.written);
        written.sound.take();
        &mut written.rows
    }

    /// An empty row.
    pub(crate) fn blank(&self) -> Row {
        Row::new(self.schema, vec![String::new(); self.schema.columns.len()])
    }

    /// As a part of a feed.
    pub(crate) fn part(&self) -> Part {
        match self.written.sound.get_or_init(|| Sound::read(self.schema, &self.csv())) {
            Some(sound) => Part::Read(sound.clone()),
            None => Part::File(self.schema.file, self.csv()),
        }
    }

    /// As CSV, without the columns that no row needs.
    pub(crate) fn csv(&self) -> Vec<u8> {
        let used: Vec<usize> = (0..self.schema.columns.len())
            .filter(|&n| self.schema.columns[n].required || self.rows().iter().any(|row| !row.cells[n].is_empty()))
            .collect();
        let write = || -> Result<Vec<u8>, csv::Error> {
            let mut writer = csv::Writer::from_writer(Vec::new());
            writer.write_record(used.iter().map(|&n| self.schema.columns[n].name))?;
            for row in self.rows() {
                writer.write_record(used.iter().map(|&n| &row.cells[n]))?;
            }
            writer.into_inner().map_err(|error| error.into_error().into())
        };
        // Writing into memory doesn't fail, nor are rows of one table of different length.
        write().unwrap_or_default()
    }
}
