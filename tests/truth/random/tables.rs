//! Files as text.

use std::collections::BTreeMap;

/// Files of a feed by name.
#[derive(Debug, Clone, Default)]
pub struct Folder(pub BTreeMap<String, String>);

impl Folder {
    pub fn put(&mut self, name: &str, text: String) {
        self.0.insert(name.to_owned(), text);
    }
}

/// A table being written.
pub struct Table(String);

impl Table {
    /// With these columns, separated by commas.
    pub fn new(columns: &str) -> Self {
        Self(format!("{columns}\n"))
    }

    /// Adds a row; no cell here holds a comma or a quotation mark.
    pub fn row(&mut self, cells: &[String]) {
        self.0 += &cells.join(",");
        self.0.push('\n');
    }

    pub fn put(self, folder: &mut Folder, name: &str) {
        folder.put(name, self.0);
    }
}

/// Cells of anything that prints.
macro_rules! cells {
    ($($cell:expr),* $(,)?) => { &[$($cell.to_string()),*] };
}
pub(super) use cells;
