//! The linear programme, kept warm in HiGHS: columns, rows and bounds change, and each solve starts from the last basis.
//!
//! Everything is also kept on our side, so that a run that ends badly (HiGHS issue 1785: primal simplex may cycle after
//! many re-solves) is repeated on a fresh instance.

use std::time::Instant;

use highs::{Col, HighsModelStatus, Model, Row, RowProblem, Sense};

/// A column of the programme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LpColumn(pub usize);

/// A row of the programme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LpRow(pub usize);

/// A minimisation over columns `lower ≤ x ≤ upper` and rows `lower ≤ a·x ≤ upper`.
pub struct Lp {
    /// None before the first run: HiGHS takes everything at once in much less time than row by row.
    model: Option<Model>,
    columns: Vec<ColumnData>,
    handles: Vec<Col>,
    rows: Vec<(f64, f64)>,
    row_handles: Vec<Row>,
    /// When HiGHS has to give up, if ever.
    until: Option<Instant>,
    /// When the instance first ran: its clock goes on from then.
    born: Option<Instant>,
}

struct ColumnData {
    cost: f64,
    lower: f64,
    upper: f64,
    entries: Vec<(LpRow, f64)>,
}

/// An optimal solution.
#[derive(Debug, Clone, Default)]
pub struct Optimum {
    /// Its value.
    pub value: f64,
    /// Values of the columns.
    pub columns: Vec<f64>,
    /// Duals of the rows: the change of the value per unit of a row's bound.
    pub duals: Vec<f64>,
}

/// HiGHS ended without an optimum: twice, or once where time is up.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no optimum: {0:?}")]
pub struct LpFailure(pub HighsModelStatus);

impl LpFailure {
    /// Whether it is only that time is up.
    pub fn is_late(&self) -> bool {
        self.0 == HighsModelStatus::ReachedTimeLimit
    }
}

impl Lp {
    /// The empty programme.
    pub fn new() -> Self {
        let (columns, rows, handles, row_handles) = Default::default();
        Self { model: None, columns, handles, rows, row_handles, until: None, born: None }
    }

    /// Adds a column.
    pub fn add_column(&mut self, cost: f64, (lower, upper): (f64, f64), entries: Vec<(LpRow, f64)>) -> LpColumn {
        if let Some(model) = &mut self.model {
            let factors: Vec<(Row, f64)> = entries.iter().map(|&(row, a)| (self.row_handles[row.0], a)).collect();
            self.handles.push(model.add_col(cost, lower..=upper, factors));
        }
        self.columns.push(ColumnData { cost, lower, upper, entries });
        LpColumn(self.columns.len() - 1)
    }

    /// Adds a row over existing columns.
    pub fn add_row(&mut self, (lower, upper): (f64, f64), entries: &[(LpColumn, f64)]) -> LpRow {
        let row = LpRow(self.rows.len());
        self.rows.push((lower, upper));
        if let Some(model) = &mut self.model {
            let factors: Vec<(Col, f64)> = entries.iter().map(|&(column, a)| (self.handles[column.0], a)).collect();
            self.row_handles.push(model.add_row(lower..=upper, factors));
        }
        for &(column, a) in entries {
            self.columns[column.0].entries.push((row, a));
        }
        row
    }

    /// Changes the cost of a column.
    pub fn set_cost(&mut self, column: LpColumn, cost: f64) {
        self.columns[column.0].cost = cost;
        if let Some(model) = &mut self.model {
            model.change_column_cost(self.handles[column.0], cost);
        }
    }

    /// Changes the bounds of a column.
    pub fn set_bounds(&mut self, column: LpColumn, lower: f64, upper: f64) {
        let data = &mut self.columns[column.0];
        if (data.lower, data.upper) != (lower, upper) {
            (data.lower, data.upper) = (lower, upper);
            if let Some(model) = &mut self.model {
                model.change_column_bounds(self.handles[column.0], lower..=upper);
            }
        }
    }

    /// Has HiGHS give up at `until`.
    pub fn give_up_at(&mut self, until: Option<Instant>) {
        self.until = until;
    }

    /// Solves to optimality from the last basis.
    ///
    /// # Errors
    /// [`LpFailure`] where a fresh instance ends without an optimum too, or time is up.
    pub fn solve(&mut self) -> Result<Optimum, LpFailure> {
        match self.run() {
            Ok(optimum) => Ok(optimum),
            Err(failure) if failure.is_late() => Err(failure),
            Err(_) => {
                self.model = None;
                self.run()
            }
        }
    }

    fn run(&mut self) -> Result<Optimum, LpFailure> {
        let mut model = self.model.take().unwrap_or_else(|| self.handed_over());
        let born = *self.born.get_or_insert_with(Instant::now);
        if let Some(until) = self.until {
            model.set_option("time_limit", until.saturating_duration_since(born).as_secs_f64());
        }
        let solved = model.try_solve().map_err(|_| LpFailure(HighsModelStatus::SolveError))?;
        let status = solved.status();
        let solution = solved.get_solution();
        let value = solved.objective_value();
        self.model = Some(Model::from(solved));
        match status {
            HighsModelStatus::Optimal => {
                Ok(Optimum { value, columns: solution.columns().to_vec(), duals: solution.dual_rows().to_vec() })
            }
            status => Err(LpFailure(status)),
        }
    }

    /// A fresh instance with everything handed to it.
    fn handed_over(&mut self) -> Model {
        let mut model = fresh();
        self.row_handles = self.rows.iter().map(|&(lower, upper)| model.add_row(lower..=upper, [])).collect();
        let add = |column: &ColumnData| {
            let factors: Vec<(Row, f64)> =
                column.entries.iter().map(|&(row, a)| (self.row_handles[row.0], a)).collect();
            model.add_col(column.cost, column.lower..=column.upper, factors)
        };
        self.handles = self.columns.iter().map(add).collect();
        self.born = None;
        model
    }
}

fn fresh() -> Model {
    let mut model = RowProblem::default().optimise(Sense::Minimise);
    model.make_quiet();
    // One thread, one seed: the same programme gives the same basis on any machine.
    model.set_option("threads", 1);
    model.set_option("random_seed", 0);
    model.set_option("solver", "simplex");
    model
}
