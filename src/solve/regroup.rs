//! Regrouping: some of those in need and their escorts are planned anew together, by diving with column generation in a
//! master of their own, while everyone else stands (Shaw 1998; Sadykov, Vanderbeck, Pessoa, Tahiri, Uchoa 2019).
//!
//! What the large master knows was found under prices at which each party is escorted by parts of many escorts. Where only
//! a few are to choose, and whole escorts are on their way already, prices say what whole escorts cost, and itineraries and
//! missions come out that fit each other.

use std::collections::{BTreeMap, BTreeSet};

use rand_chacha::ChaCha8Rng;
use rustc_hash::FxHashSet;

use super::band;
use super::bound::Duals;
use super::choices::Choices;
use super::colgen::{Among, Supply};
use super::dive::{self, Taken};
use super::escorting::{self, Duty};
use super::integer::{self, Effort, Question};
use super::lp::LpFailure;
use super::master::{Master, Relaxed};
use super::rows::{ColumnIdx, MissionIdx};
use super::run::Run;
use super::separation;
use super::solution::Solution;
use crate::ids::ClassIdx;
use crate::itineraries::column::Column;
use crate::itineraries::free::Free;
use crate::itineraries::trips::Trips;
use crate::missions::way::Mission;

/// Columns that each class knows from the start, and missions that all do.
const COLUMNS: usize = 30;
const MISSIONS: usize = 400;
/// Rounds of pricing before the dive.
const ROUNDS: usize = 10;
/// Columns of each class in the programme at the end, and nodes of its tree.
const CHOICES: usize = 60;
const NODES: i32 = 20;

/// Regroups so many times, each time around someone else.
pub fn search(run: &Run, master: &Master, trips: &Trips, choices: &Choices, random: &mut ChaCha8Rng, tries: usize) {
    for _ in 0..tries {
        let Some(best) = run.best().filter(|_| !run.stopped() && !run.done()) else { break };
        let Some(classes) = band::draw(master, choices, &best, random) else { break };
        let group = Group::new(&best, classes);
        // What fails here costs a try and nothing else.
        if let Ok(Some(solution)) = group.plan_anew(run, master, trips, choices) {
            run.found(solution);
        }
    }
}

/// Those who choose anew, in a plan where everyone else stands.
struct Group<'g> {
    best: &'g Solution,
    classes: BTreeSet<ClassIdx>,
    /// The duties that those who stand need somebody on.
    needed: FxHashSet<Duty>,
}

impl<'g> Group<'g> {
    fn new(best: &'g Solution, classes: BTreeSet<ClassIdx>) -> Self {
        let standing = best.columns.iter().filter(|column| !classes.contains(&column.route.class));
        let needed = standing.flat_map(escorting::needs).map(|(duty, _)| duty).collect();
        Self { best, classes, needed }
    }

    fn chooses(&self, column: &Column) -> bool {
        self.classes.contains(&column.route.class)
    }

    /// Whether somebody who stands needs `mission`.
    fn stands(&self, mission: &Mission) -> bool {
        mission.way.duties().any(|duty| self.needed.contains(&duty))
    }

    /// The best plan with the group planned anew, if one is found.
    fn plan_anew(
        &self,
        run: &Run,
        master: &Master,
        trips: &Trips,
        choices: &Choices,
    ) -> Result<Option<Solution>, LpFailure> {
        let mut small = Master::new(master.network, master.classes);
        small.give_up_at(run.watch().until());
        // No prices are to be kept within reason where only missions met at a glance are asked for.
        small.dear = small.dearest();
        let mut taken = self.set_up(&mut small);
        self.teach(&mut small, choices);
        let among = Among { classes: self.classes.clone(), free: taken.free.clone() };
        let supply = Supply { among: Some(&among), ..Supply::of(trips) };
        let mut relaxed = dive::resolve(run, &mut small, supply, ROUNDS, learn)?;
        dive::descend(run, &mut small, supply, &mut relaxed, &mut taken)?;
        Ok(if run.stopped() { None } else { self.choose(run, &small, &relaxed) })
    }

    /// Has everyone else stand in `small`, with their escorts and charters.
    fn set_up(&self, small: &mut Master) -> Taken {
        let mut free = Free::all(small.network);
        let standing: Vec<&Column> = self.best.columns.iter().filter(|column| !self.chooses(column)).collect();
        standing.iter().for_each(|column| free.take(&column.uses));
        stand(small, &standing);
        let mut missions: BTreeMap<MissionIdx, i64> = BTreeMap::new();
        for mission in &self.best.missions {
            let known = small.missions.iter().position(|other| other.way == mission.way).map(MissionIdx);
            let Some(index) = known.or_else(|| small.add_mission(mission.clone())) else { continue };
            if self.stands(mission) {
                free.take(&mission.uses);
                let times = missions.entry(index).or_default();
                *times += 1;
                small.send_at_least(index, *times);
            }
        }
        for charter in small.network.feed.charters.keys() {
            let used = i64::from(self.best.charters.contains(&charter));
            small.set_bounds(small.charters[charter], used, used);
        }
        Taken::new(free, missions)
    }

    /// Makes `small` know what the group has now, its `choices` and missions for these.
    fn teach(&self, small: &mut Master, choices: &Choices) {
        let mut wanted: FxHashSet<Duty> = FxHashSet::default();
        let own = self.best.columns.iter().filter(|column| self.chooses(column));
        let others = self.classes.iter().flat_map(|&class| choices.of(class).iter().take(COLUMNS));
        for column in others.map(|&(_, column)| column).chain(own) {
            wanted.extend(escorting::needs(column).map(|(duty, _)| duty));
            learn(small, column.clone());
        }
        let serves = |mission: &Mission| mission.way.duties().any(|duty| wanted.contains(&duty));
        choices.missions(serves, MISSIONS).for_each(|mission| _ = small.add_mission(mission.clone()));
    }

    /// The best plan from what `small` knows of the group and the missions that `relaxed` takes.
    fn choose(&self, run: &Run, small: &Master, relaxed: &Relaxed) -> Option<Solution> {
        let prices = Duals::safe(small, run.scale, &relaxed.duals).prices(small);
        let known = Choices::known(run, small, &prices, relaxed);
        let columns = self.classes.iter().flat_map(|&class| known.of(class).iter().take(CHOICES));
        let mut missions = dive::sent(small, relaxed);
        missions.retain(|mission| !self.stands(mission) || !self.sent(mission));
        let question = Question::anew(
            self.best,
            |column| self.chooses(column),
            |mission| !self.stands(mission),
            columns.map(|&(_, column)| column).collect(),
            missions,
        );
        let effort = Effort { nodes: NODES, gap: run.options.gap / 4.0, time: run.time_left() };
        integer::best(run, small, &[question], effort).into_iter().flatten().next()
    }

    /// Whether `mission` is sent in the best plan.
    fn sent(&self, mission: &Mission) -> bool {
        self.best.missions.iter().any(|other| other.way == mission.way)
    }
}

/// Has `columns`, one entry per party, taken.
fn stand(small: &mut Master, columns: &[&Column]) {
    let mut times: BTreeMap<usize, i64> = BTreeMap::new();
    for column in columns {
        let known =
            small.columns_of(column.route.class).iter().find(|index| small.columns[index.0].route == column.route);
        let index = known.copied().or_else(|| small.add((*column).clone()));
        let Some(index) = index else { continue };
        let times = times.entry(index.0).or_default();
        *times += 1;
        small.take_at_least(index, *times);
    }
}

/// Adds a column, and with it the rows that keep it covered: without them the relaxation flies where no escort does.
fn learn(small: &mut Master, column: Column) -> Option<ColumnIdx> {
    let index = small.add(column)?;
    separation::cover_by_itself(small, index);
    Some(index)
}

#[cfg(test)]
mod tests {
    use super::super::handmade;
    use super::*;
    use crate::itineraries::prices::Prices;

    #[test]
    fn regrouping_everyone_finds_escorts_and_itineraries_that_fit_each_other() {
        for name in ["escort", "escort-gathered", "escort-handover", "escort-out-and-back", "escort-shared-partway"] {
            let (anew, least) = handmade::totals(name, |run, master, trips| {
                let nobody = Solution::of(&master, Vec::new(), Vec::new()).expect("a plan in which nobody travels");
                let choices = Choices::known(run, &master, &Prices::default(), &Relaxed::default());
                let group = Group::new(&nobody, master.classes.keys().collect());
                let anew = group.plan_anew(run, &master, trips, &choices).expect("a relaxation");
                anew.expect("a plan").total
            });
            assert_eq!(anew, least, "{name}");
        }
    }
}
