//! The relaxation's support: for parties in need, the best plan among what the relaxation takes of them and of missions,
//! everyone else as they are (relaxation enforced neighbourhood search; Berthold 2014).
//!
//! Escorts and those they serve have to be chosen together, all of them: whom a mission is shared with decides what it is
//! worth. The relaxation has done that but for fractions, and takes so little of all there is that a programme can tell which.

use super::integer::{self, Effort, Question};
use super::master::{Master, Relaxed};
use super::run::Run;
use crate::ids::ClassIdx;
use crate::itineraries::column::Column;

/// From here on a relaxation takes something.
pub const TAKEN: f64 = 1e-6;

/// Classes up to which everyone chooses anew, in need or not.
const FEW: usize = 60;

/// Columns that may be chosen from; more is not a support but a relaxation far from its end.
const MOST: usize = 1_500;

/// The part of its value by which a relaxation may lie above the bound: what one takes that is further from its end has little
/// to do with what it will take.
const RIPE: f64 = 1.0 / 16.0;

/// Nodes of the programme's tree.
const NODES: i32 = 20;

/// The gap at which the programme of those without needs ends: the rest of its tree brings less than other searches.
const LOOSE: f64 = 0.01;

/// Improves the best plan by what `relaxed` takes.
pub fn search(run: &Run, master: &Master, relaxed: &Relaxed) {
    if relaxed.value - run.bound() as f64 > RIPE * relaxed.value {
        return;
    }
    let Some(best) = run.best().filter(|_| !run.stopped() && !run.done()) else { return };
    let everyone = master.classes.len() <= FEW;
    let chooses = |class: ClassIdx| everyone || !master.classes[class].traits.needs.is_empty();
    let columns = taken(master, relaxed).filter(|column| chooses(column.route.class)).collect();
    let taken = master.missions.iter().zip(&relaxed.missions).filter(|(_, value)| **value > TAKEN);
    let missions = taken.map(|(mission, _)| mission).collect();
    let question = Question::anew(&best, |column| chooses(column.route.class), |_| true, columns, missions);
    if question.missions.is_empty() || question.columns.is_empty() || question.columns.len() > MOST {
        return;
    }
    let effort = Effort { nodes: NODES, gap: run.options.gap / 4.0, time: run.time_left() };
    integer::improve(run, master, question, effort);
}

/// Improves the best plan by what `relaxed` takes of those who need nobody; everyone else and all escorts stand. So the
/// relaxation may be one that knows of no escorts.
pub fn without_needs(run: &Run, master: &Master, relaxed: &Relaxed) {
    let Some(best) = run.best().filter(|_| !run.stopped() && !run.done()) else { return };
    let chooses = |class: ClassIdx| master.classes[class].traits.needs.is_empty();
    let columns = taken(master, relaxed).filter(|column| chooses(column.route.class)).collect();
    let question = Question::anew(&best, |column| chooses(column.route.class), |_| false, columns, Vec::new());
    // What it has by then may be nothing, and there is more to do.
    let effort = Effort { nodes: NODES, gap: LOOSE, time: run.time_left().map(|left| left / 2) };
    integer::improve(run, master, question, effort);
}

/// The columns that `relaxed` takes something of.
fn taken<'m>(master: &'m Master, relaxed: &Relaxed) -> impl Iterator<Item = &'m Column> {
    let taken = master.columns.iter().zip(&relaxed.columns).filter(|(_, value)| **value > TAKEN);
    taken.map(|(column, _)| column)
}

#[cfg(test)]
mod tests {
    use super::super::handmade;
    use super::super::solution::Solution;
    use super::super::unescorted;
    use super::*;

    /// Of who competes for places the relaxation knows, and where nobody needs an escort there is nothing else to know.
    #[test]
    fn those_without_needs_travel_as_the_relaxation_has_them() {
        for name in ["rebooked", "allotment", "charter-for-the-rest", "reception-per-day"] {
            let (total, least) = handmade::totals(name, |run, mut master, trips| {
                run.found(Solution::of(&master, Vec::new(), Vec::new()).expect("a plan in which nobody travels"));
                let node = unescorted::price(run, &mut master, trips).expect("an optimum");
                without_needs(run, &master, &node.relaxed);
                run.incumbent().expect("a plan")
            });
            assert_eq!(total, least, "{name}");
        }
    }
}
