//! The peer: the planning model written out ([`super::model`]) and given whole to HiGHS.

use std::time::{Duration, Instant};

use highs::{HighsModelStatus, HighsSolutionStatus, RowProblem, Sense, SolvedModel};
use onward::ids::CharterIdx;
use onward::itineraries::column::Column;

use super::menu::Menu;
use super::missions::Mission;
use super::model::{self, Duty, Model};
use super::sky::Sky;

/// Itineraries and missions whose reduced cost in the relaxation is more than this, in units of the plan currency, are left
/// out of a thinned menu.
const DEAR: f64 = 300.0;

/// What HiGHS decided.
pub struct Decision {
    /// The itineraries of its plan, one entry per party that travels.
    pub taken: Vec<Column>,
    /// Its missions, one entry per escort.
    pub missions: Vec<Mission>,
    /// Its charters.
    pub charters: Vec<CharterIdx>,
}

/// What HiGHS came to.
pub struct Ending {
    /// Its plan; none where it found none.
    pub decision: Option<Decision>,
    /// What its plan costs by its own account, in units of the plan currency; to compare.
    pub objective: f64,
    /// Its dual bound in units of the plan currency, where it has one.
    pub bound: Option<f64>,
    /// Its own relative gap, where it has one.
    pub gap: Option<f64>,
    /// Whether it reached the gap asked for.
    pub reached: bool,
}

/// Solves the model of `menu` on one thread until `gap` or `limit`.
pub fn solve(sky: &Sky, menu: &Menu, gap: f64, limit: Duration) -> Ending {
    let Model { problem, itineraries, missions, duties, charters } = model::build(sky, menu, false);
    let solved = run(problem, gap, limit);
    let feasible = solved.primal_solution_status() == HighsSolutionStatus::Feasible;
    let decision = feasible.then(|| {
        let solution = solved.get_solution();
        let times = menu.columns.iter().zip(&itineraries).map(|(column, &count)| (column, whole(solution[count])));
        let sent = menu.missions.iter().zip(&missions).zip(&duties);
        let served = |duty: &Duty| duty.count.map(|count| whole(solution[count]));
        Decision {
            taken: times.flat_map(|(column, times)| std::iter::repeat_n(column.clone(), times)).collect(),
            missions: sent
                .flat_map(|((mission, &count), duties)| on_duty(mission, whole(solution[count]), duties, served))
                .collect(),
            charters: charters
                .iter_enumerated()
                .filter(|&(_, &used)| whole(solution[used]) > 0)
                .map(|(c, _)| c)
                .collect(),
        }
    });
    let finite = |value: f64| value.is_finite().then_some(value);
    Ending {
        decision,
        objective: solved.objective_value(),
        bound: solved.double_info_value(c"mip_dual_bound").ok().and_then(finite),
        gap: finite(solved.mip_gap()),
        reached: solved.status() == HighsModelStatus::Optimal,
    }
}

/// Leaves out of `menu` what is dear in the linear relaxation of its model, which a modeller short of time would do; what
/// HiGHS proves then holds for the rest alone. Returns whether the relaxation was solved in time.
pub fn thin(sky: &Sky, menu: &mut Menu, limit: Duration) -> bool {
    let Model { problem, itineraries, missions, .. } = model::build(sky, menu, true);
    let solved = run(problem, 0.0, limit);
    if solved.status() != HighsModelStatus::Optimal {
        return false;
    }
    let solution = solved.get_solution();
    let reduced = solution.dual_columns();
    let mut cheap = itineraries.iter().map(|count| reduced[count.index()] <= DEAR);
    // What is fixed stays, whatever it costs.
    let classes = &menu.classes;
    menu.columns.retain(|column| cheap.next() == Some(true) || classes[column.route.class].traits.fixed.is_some());
    let mut cheap = missions.iter().map(|count| reduced[count.index()] <= DEAR);
    menu.missions.retain(|_| cheap.next() == Some(true));
    true
}

/// Solves `menu` thinned; the limit holds for both steps.
pub fn solve_thinned(sky: &Sky, menu: &mut Menu, gap: f64, limit: Duration) -> Option<Ending> {
    let started = Instant::now();
    let thinned = thin(sky, menu, limit);
    thinned.then(|| solve(sky, menu, gap, limit.saturating_sub(started.elapsed())))
}

fn run(problem: RowProblem, gap: f64, limit: Duration) -> SolvedModel {
    let mut model = problem.optimise(Sense::Minimise);
    model.make_quiet();
    model.set_option("parallel", "off");
    model.set_option("threads", 1);
    model.set_option("mip_rel_gap", gap);
    model.set_option("time_limit", limit.as_secs_f64());
    model.solve()
}

/// HiGHS's value of an integer column.
fn whole(value: f64) -> usize {
    value.round() as usize
}

/// `escorts` on `mission`, each on duty as the solution says; who serves no one somewhere stays on duty as written.
fn on_duty(
    mission: &Mission,
    escorts: usize,
    duties: &[Duty],
    served: impl Fn(&Duty) -> Option<usize>,
) -> Vec<Mission> {
    let mut sent = vec![mission.clone(); escorts];
    let mut legs: Vec<usize> = duties.iter().map(|duty| duty.leg).collect();
    legs.dedup();
    for leg in legs {
        let here = duties.iter().filter(|duty| duty.leg == leg);
        let mut kinds = here.flat_map(|duty| std::iter::repeat_n(duty.kind, served(duty).unwrap_or(escorts)));
        for escort in &mut sent {
            if let Some(kind) = kinds.next() {
                escort.duties[leg] = Some(kind);
            }
        }
    }
    sent
}
