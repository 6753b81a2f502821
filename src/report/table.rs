//! Tables as text: ruled on a terminal, plain columns anywhere else.

use comfy_table::{Attribute, Cell, CellAlignment, ContentArrangement, presets};

use super::text::clean;

/// How a table is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// Columns set apart by blanks, no rules, no wrapping: for pipes and files.
    Plain,
    /// Ruled and fitted to a terminal.
    Ruled {
        /// Columns of the terminal.
        width: u16,
        /// Whether headings may be set bold.
        bold: bool,
    },
}

/// On which side a column is flush.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Text.
    Left,
    /// Numbers.
    Right,
}

/// Headings and rows of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    columns: Vec<(&'static str, Align)>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table without rows.
    pub fn new(columns: &[(&'static str, Align)]) -> Self {
        Self { columns: columns.to_vec(), rows: Vec::new() }
    }

    /// Adds a row, one cell a column.
    pub fn push(&mut self, cells: Vec<String>) {
        debug_assert_eq!(cells.len(), self.columns.len());
        self.rows.push(cells.iter().map(|cell| clean(cell)).collect());
    }

    /// Drops the columns that are empty in every row: a plan read without its feed knows no persons.
    pub fn without_empty_columns(mut self) -> Self {
        let kept: Vec<bool> =
            (0..self.columns.len()).map(|column| self.rows.iter().any(|row| !row[column].is_empty())).collect();
        let mut at = kept.iter();
        self.columns.retain(|_| at.next().is_some_and(|&keep| keep));
        for row in &mut self.rows {
            let mut at = kept.iter();
            row.retain(|_| at.next().is_some_and(|&keep| keep));
        }
        self
    }

    /// The table as lines of text, the last one ended; an empty table says `none`.
    pub fn render(&self, look: Look) -> String {
        if self.rows.is_empty() {
            return "none\n".to_owned();
        }
        let mut table = comfy_table::Table::new();
        let bold = matches!(look, Look::Ruled { bold: true, .. });
        table.set_header(self.columns.iter().map(|&(title, _)| {
            let cell = Cell::new(title);
            if bold { cell.add_attribute(Attribute::Bold) } else { cell }
        }));
        table.add_rows(&self.rows);
        match look {
            Look::Plain => {
                table.load_style(presets::NOTHING).force_no_tty();
                table.set_content_arrangement(ContentArrangement::Disabled);
                table.column_iter_mut().for_each(|column| {
                    column.set_padding((0, 2));
                });
            }
            Look::Ruled { width, bold } => {
                table.load_style(presets::UTF8_FULL_CONDENSED).set_width(width);
                table.set_content_arrangement(ContentArrangement::Dynamic);
                if bold {
                    table.enforce_styling()
                } else {
                    table.force_no_tty()
                };
            }
        }
        for (column, &(_, align)) in self.columns.iter().enumerate() {
            if let (Align::Right, Some(column)) = (align, table.column_mut(column)) {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        table.lines().map(|line| line.trim_end().to_owned() + "\n").collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Table {
        let mut table = Table::new(&[("case", Align::Left), ("gone", Align::Left), ("persons", Align::Right)]);
        table.push(vec!["C1".into(), String::new(), "12".into()]);
        table.push(vec!["C2\u{1b}[31m".into(), String::new(), "3".into()]);
        table.without_empty_columns()
    }

    #[test]
    fn a_plain_table_is_columns_of_text() {
        assert_eq!(sample().render(Look::Plain), "case     persons\nC1            12\nC2\u{fffd}[31m        3\n");
    }

    #[test]
    fn a_ruled_table_fits_the_terminal() {
        let text = sample().render(Look::Ruled { width: 20, bold: false });
        assert!(text.lines().all(|line| line.chars().count() <= 20), "{text}");
        assert!(!text.contains('\u{1b}'), "{text}");
        assert!(sample().render(Look::Ruled { width: 40, bold: true }).contains("\u{1b}[1m"));
    }

    #[test]
    fn an_empty_table_says_so() {
        assert_eq!(Table::new(&[("case", Align::Left)]).render(Look::Plain), "none\n");
    }
}
