//! A mixed-integer programme as plain data: what any solver can be given.

/// A column of a [`Programme`], by position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Col(pub usize);

/// What a column stands for, and what a unit of it costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnData {
    /// Its name: words and ids of the feed joined by slashes; no two are alike.
    pub name: String,
    /// Minor units of the plan currency that a unit of it costs.
    pub cost: i64,
    /// Its least value.
    pub lower: i64,
    /// Its greatest value: every column has one.
    pub upper: i64,
    /// Whether it must be whole. A column that needn't is whole by itself wherever the others are and nothing is wasted.
    pub whole: bool,
}

/// `lower ≤ Σ factor × column ≤ upper`; one of the bounds stands at least.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowData {
    /// Its name, made like a column's.
    pub name: String,
    /// Least value, if there is one.
    pub lower: Option<i64>,
    /// Greatest value, if there is one.
    pub upper: Option<i64>,
    /// Factors other than 0, ascending by column, each column once.
    pub entries: Vec<(Col, i64)>,
}

/// A minimisation over columns and rows in whole numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Programme {
    /// Its name.
    pub name: String,
    /// What a reader should know of it, a line each.
    pub notes: Vec<String>,
    /// Its columns.
    pub columns: Vec<ColumnData>,
    /// Its rows.
    pub rows: Vec<RowData>,
}

impl Programme {
    /// Adds a column.
    pub fn column(&mut self, column: ColumnData) -> Col {
        self.columns.push(column);
        Col(self.columns.len() - 1)
    }

    /// Adds a row; factors of the same column are summed. One that holds whatever its columns are is left out.
    pub fn row(&mut self, name: String, (lower, upper): (Option<i64>, Option<i64>), mut entries: Vec<(Col, i64)>) {
        entries.sort_unstable_by_key(|&(column, _)| column);
        entries.dedup_by(|next, sum| {
            let same = next.0 == sum.0;
            if same {
                sum.1 += next.1;
            }
            same
        });
        entries.retain(|&(_, factor)| factor != 0);
        let holds = lower.is_none_or(|lower| lower <= 0) && upper.is_none_or(|upper| upper >= 0);
        if !(entries.is_empty() && holds) {
            self.rows.push(RowData { name, lower, upper, entries });
        }
    }

    /// Factors in all rows together.
    pub fn entries(&self) -> usize {
        self.rows.iter().map(|row| row.entries.len()).sum()
    }
}
