//! A feed as text that can be changed, and back to a feed.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use super::change::Change;
use super::faults::{ChangeFaults, changes_nothing};
use super::policy::Policy;
use super::table::{Row, Table};
use crate::feed::content::{Content, POLICY, Part, TABLES};
use crate::feed::{Fault, Faults, Feed};

/// A feed's content as text: `policy.json` and its tables, known columns and keys only.
///
/// A clone shares all tables with its original until one of them is changed, so that a thousand variants of one feed
/// take little more room than it.
#[derive(Debug, Clone, PartialEq)]
pub struct Tables {
    /// The policy.
    pub(crate) policy: Policy,
    tables: BTreeMap<&'static str, Table>,
}

impl Tables {
    /// Reads the content of a feed from a folder or a .zip of one.
    ///
    /// # Errors
    /// Every fault of the feed, as [`Feed::read`] has them.
    pub fn read(path: &Path) -> Result<Self, Faults> {
        Feed::content(path).map(Self::of)
    }

    /// Reads the content of a feed from the bytes of a .zip, called `shown` in faults.
    ///
    /// # Errors
    /// Every fault of the feed, as [`Feed::from_zip`] has them.
    pub fn from_zip(bytes: &[u8], shown: &str) -> Result<Self, Faults> {
        Feed::content_of_zip(bytes, shown).map(Self::of)
    }

    fn of(content: Content) -> Self {
        let mut tables: BTreeMap<_, _> =
            TABLES.iter().map(|schema| (schema.file, Table::new(schema, Vec::new()))).collect();
        for (schema, rows) in content.tables {
            let rows = rows.into_iter().map(|cells| Row::new(schema, cells)).collect();
            tables.insert(schema.file, Table::new(schema, rows));
        }
        Self { policy: Policy::new(content.policy), tables }
    }

    /// Reads the content as a feed, with the warnings that it gives; row numbers are those of [`Tables::write`]'s files.
    ///
    /// # Errors
    /// Every fault found, in the order of file, row and column.
    pub fn feed(&self) -> Result<(Feed, Vec<Fault>), Faults> {
        let policy = Part::File(POLICY, self.policy.json().into_bytes());
        Feed::from_parts(std::iter::once(policy).chain(self.kept().map(Table::part)))
    }

    /// Makes a change, wholly or not at all.
    ///
    /// That the content is still a sound feed is said by [`Tables::feed`].
    ///
    /// # Errors
    /// What the change names and the feed hasn't, what can't be changed so, and a change that would change nothing;
    /// nothing is changed then.
    pub fn apply(&mut self, change: &Change) -> Result<(), ChangeFaults> {
        let mut next = self.clone();
        let named = |mut faults: ChangeFaults| {
            faults.0.iter_mut().for_each(|fault| fault.kind = Some(change.kind().to_owned()));
            faults
        };
        change.make(&mut next).map_err(named)?;
        if next == *self {
            return Err(named(changes_nothing().into()));
        }
        *self = next;
        Ok(())
    }

    /// The content with no cases but those called `ids`; whole links stay links.
    pub(crate) fn only(&self, ids: &[String]) -> Self {
        let mut lone = self.clone();
        for file in ["cases.csv", "persons.csv", "clearances.csv", "locks.csv", "links.csv"] {
            lone.rows_mut(file).retain(|row| ids.iter().any(|id| id == row.get("case")));
        }
        lone
    }

    /// Writes the content to a folder, which is made where it is missing, as a feed that every command takes.
    ///
    /// # Errors
    /// [`io::ErrorKind::DirectoryNotEmpty`] where anything is in the folder; what the system says otherwise.
    pub fn write(&self, folder: &Path) -> io::Result<()> {
        fs::create_dir_all(folder)?;
        if fs::read_dir(folder)?.next().is_some() {
            let told = format!("{} isn't empty; choose another folder", folder.display());
            return Err(io::Error::new(io::ErrorKind::DirectoryNotEmpty, told));
        }
        for (name, bytes) in self.files() {
            // A file appears whole or not at all.
            let (path, part) = (folder.join(name), folder.join(format!(".{name}.part")));
            fs::write(&part, bytes).and_then(|()| fs::rename(&part, &path))?;
        }
        Ok(())
    }

    /// Its files.
    fn files(&self) -> Vec<(&'static str, Vec<u8>)> {
        let tables = self.kept().map(|table| (table.schema.file, table.csv()));
        std::iter::once((POLICY, self.policy.json().into_bytes())).chain(tables).collect()
    }

    /// The tables that every feed has and those that have rows.
    fn kept(&self) -> impl Iterator<Item = &Table> {
        self.tables.values().filter(|table| table.schema.required || !table.rows().is_empty())
    }

    fn table(&self, file: &str) -> &Table {
        &self.tables[file]
    }

    /// Rows of a table.
    pub(crate) fn rows(&self, file: &str) -> &[Row] {
        self.table(file).rows()
    }

    /// Rows of a table, to be changed.
    pub(crate) fn rows_mut(&mut self, file: &str) -> &mut Vec<Row> {
        match self.tables.get_mut(file) {
            Some(table) => table.rows_mut(),
            // Only a slip in this crate's own code.
            None => unreachable!("no feed has {file}"),
        }
    }

    /// Whether a row has those texts.
    pub(crate) fn has(&self, file: &str, key: &[(&str, &str)]) -> bool {
        self.rows(file).iter().any(|row| row.is(key))
    }

    /// The first row that has those texts, to be changed.
    pub(crate) fn row_mut(&mut self, file: &str, key: &[(&str, &str)]) -> Option<&mut Row> {
        let position = self.rows(file).iter().position(|row| row.is(key))?;
        self.rows_mut(file).get_mut(position)
    }

    /// Adds a row at the end: those texts, the other cells empty.
    pub(crate) fn add(&mut self, file: &str, cells: &[(&str, Option<String>)]) {
        let mut row = self.table(file).blank();
        for (column, text) in cells {
            row.put_some(column, text);
        }
        self.rows_mut(file).push(row);
    }

    /// Drops the rows that have those texts; how many there were.
    pub(crate) fn drop(&mut self, file: &str, key: &[(&str, &str)]) -> usize {
        if !self.has(file, key) {
            return 0;
        }
        let rows = self.rows_mut(file);
        let before = rows.len();
        rows.retain(|row| !row.is(key));
        before - rows.len()
    }
}
