//! The restricted master as an integer programme: the best plan from columns at hand. It gives plans, never bounds.

use std::time::Duration;

use good_lp::solvers::WithInitialSolution;
use good_lp::solvers::highs::{HighsParallelType, highs};
use good_lp::{Expression, ProblemVariables, Solution as _, SolverModel, Variable, constraint, variable};
use rustc_hash::FxHashMap;

use super::master::Master;
use super::solution::Solution;
use crate::ids::{CharterIdx, ClassIdx, TiVec};
use crate::itineraries::column::Column;
use crate::itineraries::prices::{Term, Weight};
use crate::itineraries::sites::Site;

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

/// What the programme is about: parties in `kept` keep their columns, the others choose among `columns` or stay.
#[derive(Debug)]
pub struct Question<'a> {
    /// Columns that stand.
    pub kept: Vec<&'a Column>,
    /// Columns to choose from, without repetition.
    pub columns: Vec<&'a Column>,
    /// Columns that the other parties have now, one entry per party.
    pub now: Vec<&'a Column>,
}

/// The best plan that HiGHS finds.
pub fn best(master: &Master, question: &Question, effort: Effort) -> Option<Solution> {
    let Question { kept, columns, now } = question;
    let feed = master.network.feed;
    let mut vars = ProblemVariables::new();
    let mut cost = Expression::from(0.0);
    let mut initial: Vec<(Variable, f64)> = Vec::new();
    let mut left: TiVec<ClassIdx, usize> = master.classes.iter().map(|class| class.parties.len()).collect();
    for column in kept {
        left[column.route.class] -= 1;
    }
    let mut parties: TiVec<ClassIdx, Expression> = master.classes.iter().map(|_| Expression::from(0.0)).collect();
    let mut taken: Vec<(&Column, Variable)> = Vec::new();
    for &column in columns {
        let class = column.route.class;
        let var = vars.add(variable().integer().min(0.0).max(left[class] as f64));
        cost.add_mul(column.cost as f64 / 100.0, var);
        parties[class].add_mul(1.0, var);
        initial.push((var, now.iter().filter(|other| other.route == column.route).count() as f64));
        taken.push((column, var));
    }
    for (class, row) in master.classes.iter_enumerated().filter(|&(class, _)| left[class] > 0) {
        let var = vars.add(variable().integer().min(0.0).max(left[class] as f64));
        cost.add_mul(row.traits.unserved as f64 / 100.0, var);
        parties[class].add_mul(1.0, var);
        let going = now.iter().filter(|column| column.route.class == class).count();
        initial.push((var, left[class] as f64 - going as f64));
    }
    let flown = |columns: &[&Column], charter| columns.iter().any(|column| flies(master, column, charter));
    let charters: TiVec<CharterIdx, Variable> = feed
        .charters
        .iter_enumerated()
        .map(|(index, charter)| {
            let stands = flown(kept, index);
            let var = vars.add(variable().integer().min(f64::from(u8::from(stands))).max(1.0));
            cost.add_mul(charter.fixed_cost.0 as f64 / 100.0, var);
            initial.push((var, f64::from(u8::from(stands || flown(now, index)))));
            var
        })
        .collect();
    // HiGHS takes no solution of a programme without variables to start from.
    if initial.is_empty() {
        return Solution::of(master, kept.iter().map(|&column| column.clone()).collect());
    }
    let mut problem = vars
        .minimise(cost)
        .using(highs)
        .set_parallel(HighsParallelType::Off)
        .set_threads(1)
        .set_mip_rel_gap(effort.gap as f32)
        .ok()?;
    problem = problem.set_option("mip_max_nodes", effort.nodes).set_option("random_seed", 0);
    if let Some(time) = effort.time {
        problem = problem.set_time_limit(time.as_secs_f64());
    }
    let mut problem = problem.with_initial_solution(initial);
    for (class, expression) in parties.into_iter_enumerated().filter(|&(class, _)| left[class] > 0) {
        problem.add_constraint(constraint!(expression == left[class] as f64));
    }
    for (site, sum, stands) in used(master, kept, &taken, &left) {
        let capacity = f64::from(site.capacity(master.network)?);
        match master.charter_of(site) {
            Some(charter) => problem.add_constraint(constraint!(sum + stands <= capacity * charters[charter])),
            None => problem.add_constraint(constraint!(sum <= capacity - stands)),
        };
    }
    for (sum, stands, limit, charter) in cuts(master, kept, &taken) {
        let limit = limit as f64;
        match charter {
            Some(charter) => problem.add_constraint(constraint!(sum + stands <= limit * charters[charter])),
            None => problem.add_constraint(constraint!(sum <= limit - stands)),
        };
    }
    for group in feed.groups.keys() {
        let members = feed.charters.iter_enumerated().filter(|(_, charter)| charter.group == Some(group));
        let sum: Expression = members.map(|(index, _)| Expression::from(charters[index])).sum();
        problem.add_constraint(constraint!(sum <= 1.0));
    }
    for (index, charter) in feed.charters.iter_enumerated().filter(|(_, charter)| charter.min_seats > 0) {
        let mut sum = Expression::from(0.0);
        for &(column, var) in &taken {
            sum.add_mul(f64::from(column.seats_on_first_leg(master.network, index)), var);
        }
        let stands: u32 = kept.iter().map(|column| column.seats_on_first_leg(master.network, index)).sum();
        problem.add_constraint(constraint!(sum + f64::from(stands) >= f64::from(charter.min_seats) * charters[index]));
    }
    let solved = problem.solve().ok()?;
    let mut all: Vec<Column> = kept.iter().map(|&column| column.clone()).collect();
    for (column, var) in taken {
        all.extend(std::iter::repeat_n(column.clone(), solved.value(var).round().max(0.0) as usize));
    }
    Solution::of(master, all)
}

fn flies(master: &Master, column: &Column, charter: CharterIdx) -> bool {
    column.route.sectors.iter().any(|&sector| master.charter_flying(sector) == Some(charter))
}

/// The master's inequalities beyond plain capacities: what separation found holds here too, and tightens the relaxation that
/// HiGHS starts from.
fn cuts(
    master: &Master,
    kept: &[&Column],
    taken: &[(&Column, Variable)],
) -> Vec<(Expression, f64, i64, Option<CharterIdx>)> {
    let mut cuts = Vec::new();
    for row in &master.rows {
        let (Some(term), Some((limit, charter))) = (&row.term, row.limit) else { continue };
        if matches!(term, Term::Site(_, Weight::Demand)) {
            continue;
        }
        let mut sum = Expression::from(0.0);
        let mut any = false;
        for &(column, var) in taken {
            let coefficient = term.coefficient(column);
            if coefficient != 0 {
                sum.add_mul(coefficient as f64, var);
                any = true;
            }
        }
        if any {
            let stands: i64 = kept.iter().map(|column| term.coefficient(column)).sum();
            cuts.push((sum, stands as f64, limit, charter));
        }
    }
    cuts
}

/// The use of each limited site that could run out, by columns to choose and by those kept.
fn used(
    master: &Master,
    kept: &[&Column],
    taken: &[(&Column, Variable)],
    left: &TiVec<ClassIdx, usize>,
) -> Vec<(Site, Expression, f64)> {
    let mut of: FxHashMap<Site, (Expression, f64, i64)> = FxHashMap::default();
    for &(column, var) in taken {
        for &(site, demand) in &column.uses {
            let entry = of.entry(site).or_insert_with(|| (Expression::from(0.0), 0.0, 0));
            entry.0.add_mul(f64::from(demand), var);
            entry.2 += i64::from(demand) * left[column.route.class] as i64;
        }
    }
    for &(site, demand) in kept.iter().flat_map(|column| &column.uses) {
        if let Some(entry) = of.get_mut(&site) {
            entry.1 += f64::from(demand);
            entry.2 += i64::from(demand);
        }
    }
    let scarce = |site: &Site, most: i64| {
        master.charter_of(*site).is_some() || site.capacity(master.network).is_some_and(|c| i64::from(c) < most)
    };
    let mut used: Vec<_> = of
        .into_iter()
        .filter(|(site, (.., most))| scarce(site, *most))
        .map(|(site, (sum, stands, _))| (site, sum, stands))
        .collect();
    used.sort_unstable_by_key(|&(site, ..)| site);
    used
}
