//! The linear programme, kept warm in HiGHS: columns, rows and bounds change, and each solve starts from the last basis.
//!
//! Everything is also kept on our side, so that a run that ends badly (HiGHS issue 1785: primal simplex may cycle after
//! many re-solves) is repeated on a fresh instance. And so that HiGHS needn't hold rows that have long held nothing:
//! they sleep, and wake where a solution breaks one. Their slacks are basic, so the basis is none the worse for lacking
//! them.

use std::time::{Duration, Instant};

use highs::{Col, HighsModelStatus, Model, Row, RowProblem, Sense};

use super::basis;

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
    rows: Vec<RowData>,
    /// HiGHS numbers its rows from 0, whichever are gone: its names of them, and which rows have these.
    names: Vec<Row>,
    awake: Vec<LpRow>,
    /// When HiGHS has to give up, if ever.
    until: Option<Instant>,
    /// How long the instance has run: its clock stands still between runs.
    ran: Duration,
}

struct ColumnData {
    cost: f64,
    lower: f64,
    upper: f64,
}

struct RowData {
    lower: f64,
    upper: f64,
    entries: Vec<(LpColumn, f64)>,
    /// Where it stands in HiGHS, unless it sleeps.
    place: Option<usize>,
    /// Solutions in a row in which its slack was basic: it held nothing.
    idle: u32,
}

/// Solutions in a row in which a row must have held nothing to fall asleep.
const TIRED: u32 = 3;

/// The part of the rows that fall asleep together, and the rows from which on that is worth HiGHS's while.
const DROWSY: usize = 8;
const LARGE: usize = 500;

/// Less than this is no breach.
const TOLERANCE: f64 = 1e-6;

/// An optimal solution.
#[derive(Debug, Clone, Default)]
pub struct Optimum {
    /// Its value.
    pub value: f64,
    /// Values of the columns.
    pub columns: Vec<f64>,
    /// Duals of the rows: the change of the value per unit of a row's bound.
    pub duals: Vec<f64>,
    /// Rows that slept, and that it breaks.
    pub woken: usize,
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
        let (columns, rows, handles, names, awake) = Default::default();
        Self { model: None, columns, handles, rows, names, awake, until: None, ran: Duration::ZERO }
    }

    /// Adds a column.
    pub fn add_column(&mut self, cost: f64, (lower, upper): (f64, f64), entries: Vec<(LpRow, f64)>) -> LpColumn {
        let column = LpColumn(self.columns.len());
        if let Some(model) = &mut self.model {
            let named = |&(row, a): &(LpRow, f64)| Some((self.names[self.rows[row.0].place?], a));
            let factors: Vec<(Row, f64)> = entries.iter().filter_map(named).collect();
            self.handles.push(model.add_col(cost, lower..=upper, factors));
        }
        for (row, a) in entries {
            self.rows[row.0].entries.push((column, a));
        }
        self.columns.push(ColumnData { cost, lower, upper });
        column
    }

    /// Adds a row over existing columns.
    pub fn add_row(&mut self, (lower, upper): (f64, f64), entries: &[(LpColumn, f64)]) -> LpRow {
        let row = LpRow(self.rows.len());
        self.rows.push(RowData { lower, upper, entries: entries.to_vec(), place: None, idle: 0 });
        if self.model.is_some() {
            self.wake(row);
        }
        row
    }

    /// Hands a row to HiGHS.
    fn wake(&mut self, row: LpRow) {
        let Some(model) = &mut self.model else { return };
        let data = &mut self.rows[row.0];
        let factors = data.entries.iter().map(|&(column, a)| (self.handles[column.0], a));
        let name = model.add_row(data.lower..=data.upper, factors);
        (data.place, data.idle) = (Some(self.awake.len()), 0);
        if self.names.len() == self.awake.len() {
            self.names.push(name);
        }
        self.awake.push(row);
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
        loop {
            let optimum = self.solve_awake()?;
            if optimum.woken == 0 {
                return Ok(optimum);
            }
        }
    }

    /// Solves from the last basis over the rows that are awake, and wakes those that are broken: where more rows and
    /// columns come anyway, there is no need to wait for them.
    ///
    /// # Errors
    /// As [`Lp::solve`].
    pub fn solve_awake(&mut self) -> Result<Optimum, LpFailure> {
        let optimum = match self.run() {
            Err(failure) if !failure.is_late() => {
                self.model = None;
                self.run()
            }
            ended => ended,
        };
        let mut optimum = optimum?;
        let asleep = (0..self.rows.len()).map(LpRow).filter(|row| self.rows[row.0].place.is_none());
        let broken: Vec<LpRow> = asleep.filter(|row| self.rows[row.0].breach(&optimum.columns) > TOLERANCE).collect();
        optimum.woken = broken.len();
        broken.into_iter().for_each(|row| self.wake(row));
        Ok(optimum)
    }

    fn run(&mut self) -> Result<Optimum, LpFailure> {
        // HiGHS only looks at its clock now and then.
        if self.until.is_some_and(|until| Instant::now() >= until) {
            return Err(LpFailure(HighsModelStatus::ReachedTimeLimit));
        }
        self.doze_off();
        let mut model = self.model.take().unwrap_or_else(|| self.handed_over());
        let started = Instant::now();
        if let Some(until) = self.until {
            let left = until.saturating_duration_since(started);
            model.set_option("time_limit", (self.ran + left).as_secs_f64());
        }
        let solved = model.try_solve().map_err(|_| LpFailure(HighsModelStatus::SolveError))?;
        self.ran += started.elapsed();
        let status = solved.status();
        let solution = solved.get_solution();
        let value = solved.objective_value();
        let mut model = Model::from(solved);
        let basic = basis::rows(&mut model);
        self.model = Some(model);
        if status != HighsModelStatus::Optimal {
            return Err(LpFailure(status));
        }
        let mut duals = vec![0.0; self.rows.len()];
        for ((&row, &dual), basic) in self.awake.iter().zip(solution.dual_rows()).zip(basic) {
            duals[row.0] = dual;
            let idle = &mut self.rows[row.0].idle;
            *idle = if basic { *idle + 1 } else { 0 };
        }
        Ok(Optimum { value, columns: solution.columns().to_vec(), duals, woken: 0 })
    }

    /// Puts rows to sleep that have held nothing for long, where they are many.
    fn doze_off(&mut self) {
        let Some(model) = &mut self.model else { return };
        let rows = &self.rows;
        let tired = |row: &LpRow| rows[row.0].idle >= TIRED;
        let count = self.awake.iter().filter(|row| tired(row)).count();
        if self.awake.len() < LARGE || count * DROWSY < self.awake.len() {
            return;
        }
        let gone: Vec<bool> = self.awake.iter().map(tired).collect();
        if !basis::delete_rows(model, &gone) {
            return;
        }
        let awake = std::mem::take(&mut self.awake);
        for (row, gone) in awake.into_iter().zip(gone) {
            self.rows[row.0].place = (!gone).then_some(self.awake.len());
            if !gone {
                self.awake.push(row);
            }
        }
    }

    /// A fresh instance with everything handed to it.
    fn handed_over(&mut self) -> Model {
        let mut model = fresh();
        let mut factors: Vec<Vec<(Row, f64)>> = self.columns.iter().map(|_| Vec::new()).collect();
        self.names.clear();
        for (place, data) in self.rows.iter_mut().enumerate() {
            let name = model.add_row(data.lower..=data.upper, []);
            (data.place, data.idle) = (Some(place), 0);
            data.entries.iter().for_each(|&(column, a)| factors[column.0].push((name, a)));
            self.names.push(name);
        }
        self.awake = (0..self.rows.len()).map(LpRow).collect();
        let columns = self.columns.iter().zip(factors);
        let add = |(column, factors): (&ColumnData, Vec<(Row, f64)>)| {
            model.add_col(column.cost, column.lower..=column.upper, factors)
        };
        self.handles = columns.map(add).collect();
        self.ran = Duration::ZERO;
        model
    }
}

impl RowData {
    /// By how much `columns` break it.
    fn breach(&self, columns: &[f64]) -> f64 {
        let activity: f64 = self.entries.iter().map(|&(column, a)| a * columns[column.0]).sum();
        (self.lower - activity).max(activity - self.upper)
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

#[cfg(test)]
mod tests {
    use rand::{RngExt, SeedableRng};
    use rand_chacha::ChaCha8Rng;

    use super::{DROWSY, Duration, Instant, LARGE, Lp, LpColumn};

    /// A programme of many rows `x ≥ a·y`, few of which hold anything at a time, and those that must.
    fn programme(random: &mut ChaCha8Rng) -> (Lp, Vec<LpColumn>) {
        let mut lp = Lp::new();
        let columns: Vec<LpColumn> =
            (0..60).map(|_| lp.add_column(random.random_range(1.0..9.0), (0.0, 5.0), Vec::new())).collect();
        for _ in 0..LARGE + 100 {
            let [one, other] = [0, 1].map(|_| columns[random.random_range(0..columns.len())]);
            if one != other {
                lp.add_row((0.0, f64::INFINITY), &[(one, 1.0), (other, -random.random_range(0.1..0.5))]);
            }
        }
        for pair in columns.chunks(2) {
            let entries: Vec<(LpColumn, f64)> = pair.iter().map(|&column| (column, 1.0)).collect();
            lp.add_row((2.0, f64::INFINITY), &entries);
        }
        (lp, columns)
    }

    /// HiGHS's clock stands still between runs, which take the least of the time there is.
    #[test]
    fn time_between_runs_counts() {
        let (mut lp, _) = programme(&mut ChaCha8Rng::seed_from_u64(0));
        lp.solve().expect("there is an optimum");
        let soon = Duration::from_millis(20);
        lp.give_up_at(Some(Instant::now() + soon));
        std::thread::sleep(2 * soon);
        assert!(lp.solve().is_err_and(|failure| failure.is_late()));
    }

    #[test]
    fn rows_that_sleep_change_no_optimum() {
        for seed in 0..4 {
            let mut random = ChaCha8Rng::seed_from_u64(seed);
            let (mut twin, columns) = programme(&mut random.clone());
            let (mut lp, _) = programme(&mut random);
            let (mut slept, mut woke) = (0, 0);
            for _ in 0..40 {
                // Costs stay as they are for a while, so that rows fall asleep, and then others hold.
                for _ in 0..5 {
                    let awake = lp.awake.len();
                    let optimum = lp.solve().expect("there is an optimum");
                    slept += awake.saturating_sub(lp.awake.len());
                    woke += lp.awake.len().saturating_sub(awake);
                    twin.model = None;
                    let afresh = twin.solve().expect("there is an optimum");
                    assert!((optimum.value - afresh.value).abs() < 1e-6, "{} is {}", optimum.value, afresh.value);
                    assert!(lp.rows.iter().all(|row| row.breach(&optimum.columns) < 1e-5), "every row is kept");
                }
                let (column, cost) = (columns[random.random_range(0..columns.len())], random.random_range(1.0..9.0));
                lp.set_cost(column, cost);
                twin.set_cost(column, cost);
            }
            assert!(slept > LARGE / DROWSY && woke > 0, "{slept} slept, {woke} woke");
        }
    }
}
