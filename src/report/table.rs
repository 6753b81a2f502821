//! Tables as text: ruled on a terminal, plain columns anywhere else.

use comfy_table::{Attribute, Cell, CellAlignment, ColumnConstraint, ContentArrangement, Width, presets};

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

/// How a column is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Text, flush left.
    Left,
    /// Numbers, flush right.
    Right,
    /// Words, flush left, over several lines where a terminal is too narrow.
    Words,
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
        if self.rows.is_empty() {
            return self;
        }
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

    /// The table as CSV (RFC 4180), its headings first. Numbers are written plainly, and no cell is taken for a formula by a
    /// spreadsheet.
    pub fn csv(&self) -> String {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let cell = |(text, &(_, align)): (&String, &(&str, Align))| match align {
            Align::Right => text.replace(',', ""),
            _ if text.starts_with(['=', '+', '-', '@']) => format!("'{text}"),
            _ => text.clone(),
        };
        // Writing into memory doesn't fail, nor are rows of different length.
        let _ = writer.write_record(self.columns.iter().map(|&(title, _)| title));
        for row in &self.rows {
            let _ = writer.write_record(row.iter().zip(&self.columns).map(cell));
        }
        writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
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
        for (position, &(title, align)) in self.columns.iter().enumerate() {
            let cells = self.rows.iter().map(|row| row[position].as_str());
            // Half a flight key is no flight key: a table too wide for its terminal runs over rather than breaking words.
            let longest = cells.chain([title]).flat_map(str::split_whitespace).map(|word| word.chars().count()).max();
            let Some(column) = table.column_mut(position) else { continue };
            if align == Align::Right {
                column.set_cell_alignment(CellAlignment::Right);
            }
            column.set_constraint(match align {
                Align::Words => {
                    let width = u16::try_from(longest.unwrap_or(0) + 2).unwrap_or(u16::MAX);
                    ColumnConstraint::LowerBoundary(Width::Fixed(width))
                }
                Align::Left | Align::Right => ColumnConstraint::ContentWidth,
            });
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
        let mut table = Table::new(&[("case", Align::Left), ("flights", Align::Words)]);
        table.push(vec!["C1".into(), "QR1370/NBO/2017-05-16 QR701/DOH/2017-05-17".into()]);
        let text = table.render(Look::Ruled { width: 40, bold: false });
        assert!(text.lines().all(|line| line.chars().count() <= 40), "{text}");
        assert!(text.contains("QR1370/NBO/2017-05-16 ") && text.contains("QR701/DOH/2017-05-17 "), "{text}");
        assert!(!text.contains('\u{1b}'), "{text}");
        let narrow = table.render(Look::Ruled { width: 10, bold: true });
        assert!(narrow.contains("QR1370/NBO/2017-05-16 ") && narrow.contains("\u{1b}[1m"), "{narrow}");
    }

    #[test]
    fn a_table_as_csv_has_plain_numbers_and_no_formulas() {
        let mut table = Table::new(&[("case", Align::Left), ("cost", Align::Right)]);
        table.push(vec!["=1+1".into(), "-1,234.50".into()]);
        table.push(vec!["C, \"2\"".into(), String::new()]);
        assert_eq!(table.csv(), "case,cost\n'=1+1,-1234.50\n\"C, \"\"2\"\"\",\n");
    }

    #[test]
    fn an_empty_table_says_so() {
        assert_eq!(Table::new(&[("case", Align::Left)]).render(Look::Plain), "none\n");
    }
}
