//! The compact model given whole to HiGHS.

use std::path::Path;
use std::time::{Duration, Instant};

use highs::{HighsModelStatus, HighsSolutionStatus, RowProblem, Sense, SolvedModel};

use super::build::Model;
use super::menu::Menu;
use super::programme::{Col, Programme};
use super::sky::Sky;

/// Itineraries and missions whose reduced cost in the relaxation is more than this, in units of the plan currency, are left
/// out of a thinned menu.
const DEAR: f64 = 300.0;

/// Minor units in a unit of HiGHS's objective: its tolerances are made for numbers of that size.
const UNIT: f64 = 100.0;

/// What HiGHS came to. Amounts are in minor units.
pub struct Ending {
    /// The columns' values in its best solution; none where it found none.
    pub values: Option<Vec<f64>>,
    /// What that costs by its own account.
    pub objective: f64,
    /// Its dual bound, where it has one.
    pub bound: Option<f64>,
    /// Its own relative gap, where it has one.
    pub gap: Option<f64>,
    /// Whether it reached the gap asked for.
    pub reached: bool,
}

/// Solves `programme` on one thread until `gap` or `limit`; its log goes to the file `log`, if one is named.
pub fn solve(programme: &Programme, gap: f64, limit: Duration, log: Option<&Path>) -> Ending {
    let solved = run(problem(programme, false).0, gap, limit, log);
    let feasible = solved.primal_solution_status() == HighsSolutionStatus::Feasible;
    let finite = |value: f64| value.is_finite().then_some(value);
    Ending {
        values: feasible.then(|| solved.get_solution().columns().to_vec()),
        objective: solved.objective_value() * UNIT,
        bound: solved.double_info_value(c"mip_dual_bound").ok().and_then(finite).map(|bound| bound * UNIT),
        gap: finite(solved.mip_gap()),
        reached: solved.status() == HighsModelStatus::Optimal,
    }
}

/// Leaves out of `menu` what is dear in the linear relaxation of its model, which a modeller short of time would do; what
/// a solver proves then holds for the rest alone. Returns whether the relaxation was solved in time.
pub fn thin(sky: &Sky, menu: &mut Menu, limit: Duration) -> bool {
    let Model { programme, itineraries, missions, .. } = Model::new(sky, menu);
    let (problem, columns) = problem(&programme, true);
    let solved = run(problem, 0.0, limit, None);
    if solved.status() != HighsModelStatus::Optimal {
        return false;
    }
    let solution = solved.get_solution();
    let reduced = solution.dual_columns();
    let cheap = |&column: &Col| reduced[columns[column.0].index()] <= DEAR;
    let mut keep = itineraries.iter().map(cheap);
    // What is fixed stays, whatever it costs.
    let classes = &menu.classes;
    menu.columns.retain(|column| keep.next() == Some(true) || classes[column.route.class].traits.fixed.is_some());
    let mut keep = missions.iter().map(cheap);
    menu.missions.retain(|_| keep.next() == Some(true));
    menu.cut_short = menu.classes.len();
    menu.all_missions = false;
    true
}

/// As [`solve`], thinned first; the limit holds for both steps. The model solved comes back too.
pub fn solve_thinned(
    sky: &Sky,
    menu: &mut Menu,
    gap: f64,
    limit: Duration,
    log: Option<&Path>,
) -> Option<(Model, Ending)> {
    let started = Instant::now();
    let thinned = thin(sky, menu, limit);
    thinned.then(|| {
        let model = Model::new(sky, menu);
        let ending = solve(&model.programme, gap, limit.saturating_sub(started.elapsed()), log);
        (model, ending)
    })
}

/// `programme` as HiGHS takes it, or with `relaxed` its linear relaxation, and its columns there.
fn problem(programme: &Programme, relaxed: bool) -> (RowProblem, Vec<highs::Col>) {
    let mut problem = RowProblem::default();
    let mut columns = Vec::with_capacity(programme.columns.len());
    for column in &programme.columns {
        let (cost, bounds) = (column.cost as f64 / UNIT, column.lower as f64..=column.upper as f64);
        columns.push(problem.add_column_with_integrality(cost, bounds, column.whole && !relaxed));
    }
    for row in &programme.rows {
        let lower = row.lower.map_or(f64::NEG_INFINITY, |lower| lower as f64);
        let upper = row.upper.map_or(f64::INFINITY, |upper| upper as f64);
        let entries: Vec<_> = row.entries.iter().map(|&(column, a)| (columns[column.0], a as f64)).collect();
        problem.add_row(lower..=upper, entries);
    }
    (problem, columns)
}

fn run(problem: RowProblem, gap: f64, limit: Duration, log: Option<&Path>) -> SolvedModel {
    let mut model = problem.optimise(Sense::Minimise);
    model.make_quiet();
    if let Some(log) = log {
        model.set_option("output_flag", true);
        model.set_option("log_to_console", false);
        model.set_option("log_file", log.to_string_lossy().as_bytes());
        model.set_option("mip_min_logging_interval", 0.0);
    }
    model.set_option("parallel", "off");
    model.set_option("threads", 1);
    model.set_option("mip_rel_gap", gap);
    if gap == 0.0 {
        model.set_option("mip_abs_gap", 0.0);
    }
    model.set_option("time_limit", limit.as_secs_f64());
    model.solve()
}
