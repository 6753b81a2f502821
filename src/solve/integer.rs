//! The restricted master as an integer programme: the best plan from columns at hand. It gives plans, never bounds.

use std::time::Duration;

use good_lp::solvers::WithInitialSolution;
use good_lp::solvers::highs::highs;
use good_lp::{Expression, ProblemVariables, Solution as _, SolverModel, Variable, constraint, variable};
use rustc_hash::{FxHashMap, FxHashSet};

use super::master::{ColumnIdx, Kind, Master};
use super::solution::Solution;
use crate::ids::{CharterIdx, ClassIdx, TiVec};
use crate::itineraries::prices::{Term, Weight};
use crate::itineraries::sites::{Aboard, Site};

/// What the programme may do.
#[derive(Debug, Clone, Copy)]
pub struct Effort {
    /// Nodes of HiGHS's tree; a count, not a time, so that a run can be repeated.
    pub nodes: i32,
    /// Relative gap at which to stop.
    pub gap: f64,
    /// Time left of the run, if it is limited.
    pub time: Option<Duration>,
}

/// The best plan that HiGHS finds with `columns` and, for classes in `fixed`, exactly the columns of `from`.
pub fn best(master: &Master, columns: &[ColumnIdx], from: &Solution, effort: Effort) -> Option<Solution> {
    let mut vars = ProblemVariables::new();
    let feed = master.network.feed;
    let mut cost = Expression::from(0.0);
    let mut started: FxHashMap<&crate::itineraries::column::Route, f64> = FxHashMap::default();
    for column in &from.columns {
        *started.entry(&column.route).or_default() += 1.0;
    }
    let mut initial: Vec<(Variable, f64)> = Vec::new();
    let mut parties: TiVec<ClassIdx, Expression> = master.classes.iter().map(|_| Expression::from(0.0)).collect();
    let mut taken: Vec<(ColumnIdx, Variable)> = Vec::new();
    for &index in columns {
        let column = &master.columns[index.0];
        let most = master.classes[column.route.class].parties.len() as f64;
        let var = vars.add(variable().integer().min(0.0).max(most));
        cost.add_mul(column.cost as f64 / 100.0, var);
        parties[column.route.class].add_mul(1.0, var);
        initial.push((var, started.get(&column.route).copied().unwrap_or_default()));
        taken.push((index, var));
    }
    for structural in &master.structurals {
        if let Kind::Unserved(class) = structural.kind {
            let most = master.classes[class].parties.len();
            let var = vars.add(variable().integer().min(0.0).max(most as f64));
            cost.add_mul(structural.cost as f64 / 100.0, var);
            parties[class].add_mul(1.0, var);
            let going = from.columns.iter().filter(|column| column.route.class == class).count();
            initial.push((var, (most - going) as f64));
        }
    }
    let charters: TiVec<CharterIdx, Variable> = feed
        .charters
        .iter_enumerated()
        .map(|(index, charter)| {
            let var = vars.add(variable().binary());
            cost.add_mul(charter.fixed_cost.0 as f64 / 100.0, var);
            initial.push((var, f64::from(u8::from(from.charters.contains(&index)))));
            var
        })
        .collect();
    let mut problem = vars
        .minimise(cost)
        .using(highs)
        .set_parallel(good_lp::solvers::highs::HighsParallelType::Off)
        .set_threads(1)
        .set_mip_rel_gap(effort.gap as f32)
        .ok()?
        .set_option("mip_max_nodes", effort.nodes)
        .set_option("output_flag", false);
    if let Some(time) = effort.time {
        problem = problem.set_time_limit(time.as_secs_f64());
    }
    problem = problem.with_initial_solution(initial);
    for (class, expression) in parties.into_iter_enumerated() {
        problem.add_constraint(constraint!(expression == master.classes[class].parties.len() as f64));
    }
    for (site, sum) in used(master, &taken) {
        let capacity = f64::from(site.capacity(master.network)?);
        match master.charter_of(site) {
            Some(charter) => problem.add_constraint(constraint!(sum <= capacity * charters[charter])),
            None => problem.add_constraint(constraint!(sum <= capacity)),
        };
    }
    for group in feed.groups.keys() {
        let members = feed.charters.iter_enumerated().filter(|(_, charter)| charter.group == Some(group));
        let sum: Expression = members.map(|(index, _)| Expression::from(charters[index])).sum();
        problem.add_constraint(constraint!(sum <= 1.0));
    }
    for (index, charter) in feed.charters.iter_enumerated().filter(|(_, charter)| charter.min_seats > 0) {
        let mut sum = Expression::from(0.0);
        let first = master.network.sectors.iter_enumerated();
        for (sector, _) in first.filter(|(_, s)| s.charter() == Some(index) && s.is_first_leg()) {
            let term = Term::Site(Site::Sector(sector, Aboard::Seats), Weight::Demand);
            for &(column, var) in &taken {
                sum.add_mul(term.coefficient(&master.columns[column.0]) as f64, var);
            }
        }
        problem.add_constraint(constraint!(sum >= f64::from(charter.min_seats) * charters[index]));
    }
    let solved = problem.solve().ok()?;
    let times = |&(column, var): &(ColumnIdx, Variable)| (column, solved.value(var).round().max(0.0) as usize);
    let taken: Vec<_> = taken.iter().map(times).filter(|&(_, times)| times > 0).collect();
    Solution::of_taken(master, &taken)
}

/// The use of each limited site that could run out.
fn used(master: &Master, taken: &[(ColumnIdx, Variable)]) -> Vec<(Site, Expression)> {
    let offered: FxHashSet<ColumnIdx> = taken.iter().map(|&(column, _)| column).collect();
    let mut of: FxHashMap<Site, (Expression, i64)> = FxHashMap::default();
    for &(index, var) in taken {
        let column = &master.columns[index.0];
        let most = master.classes[column.route.class].parties.len() as i64;
        for &(site, demand) in &column.uses {
            let entry = of.entry(site).or_insert_with(|| (Expression::from(0.0), 0));
            entry.0.add_mul(f64::from(demand), var);
            entry.1 += i64::from(demand) * most;
        }
    }
    debug_assert!(offered.len() == taken.len(), "a column is offered twice");
    let scarce = |site: &Site, most: i64| {
        master.charter_of(*site).is_some() || site.capacity(master.network).is_some_and(|c| i64::from(c) < most)
    };
    let mut used: Vec<_> =
        of.into_iter().filter(|(site, (_, most))| scarce(site, *most)).map(|(site, (sum, _))| (site, sum)).collect();
    used.sort_unstable_by_key(|&(site, _)| site);
    used
}
