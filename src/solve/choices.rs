//! Columns that parties may choose from, by class, those of least reduced cost first, and missions for them.

use super::master::{Master, Relaxed};
use super::pool::Pool;
use super::run::Run;
use super::support::TAKEN;
use crate::ids::{ClassIdx, TiVec};
use crate::itineraries::column::Column;
use crate::itineraries::prices::{Prices, Scaled};
use crate::missions::way::Mission;

/// The choices of all classes, each with its reduced cost.
#[derive(Debug)]
pub struct Choices<'c> {
    by_class: TiVec<ClassIdx, Vec<(Scaled, &'c Column)>>,
    missions: Vec<&'c Mission>,
}

impl<'c> Choices<'c> {
    /// The columns that `master` knows, as `prices` rank them, and the missions, those first that `relaxed` takes.
    pub fn known(run: &Run, master: &'c Master, prices: &Prices, relaxed: &Relaxed) -> Self {
        let mut by_class: TiVec<ClassIdx, Vec<(Scaled, &Column)>> = master.classes.iter().map(|_| Vec::new()).collect();
        for column in &master.columns {
            by_class[column.route.class].push((prices.reduced_cost(run.scale, column), column));
        }
        for choices in &mut by_class {
            choices.sort_unstable_by(|one, other| (one.0, &one.1.route).cmp(&(other.0, &other.1.route)));
        }
        Self { by_class, missions: missions(run, master, prices, relaxed) }
    }

    /// The columns of `pool`, as they were ranked when it was filled, and the missions of `master`.
    pub fn pooled(run: &Run, master: &'c Master, pool: &'c Pool, prices: &Prices, relaxed: &Relaxed) -> Self {
        let of = |class| pool.of(class).iter().map(|(reduced, column)| (*reduced, column)).collect();
        let by_class = master.classes.keys().map(of).collect();
        Self { by_class, missions: missions(run, master, prices, relaxed) }
    }

    /// The choices of `class`.
    pub fn of(&self, class: ClassIdx) -> &[(Scaled, &'c Column)] {
        &self.by_class[class]
    }

    /// So many of the missions that are `wanted`.
    pub fn missions(&self, wanted: impl Fn(&Mission) -> bool, most: usize) -> impl Iterator<Item = &'c Mission> {
        self.missions.iter().copied().filter(move |mission| wanted(mission)).take(most)
    }
}

/// The missions of `master`: those that the relaxation takes, then those of least reduced cost. What it takes fits together
/// with what else it takes, which prices alone don't tell while they are far from any balance.
fn missions<'c>(run: &Run, master: &'c Master, prices: &Prices, relaxed: &Relaxed) -> Vec<&'c Mission> {
    let taken = |index: usize| relaxed.missions.get(index).is_some_and(|&value| value > TAKEN);
    let missions = master.missions.iter().enumerate();
    let mut ranked: Vec<(bool, Scaled, &Mission)> =
        missions.map(|(index, mission)| (!taken(index), mission.reduced_cost(run.scale, prices), mission)).collect();
    ranked.sort_unstable_by(|one, other| (one.0, one.1, &one.2.way).cmp(&(other.0, other.1, &other.2.way)));
    ranked.into_iter().map(|(.., mission)| mission).collect()
}
