//! Local search over neighbourhoods: parties that pay more than their cheapest itinerary would cost them, with those in
//! whose way they are, choose anew together while everyone else stands (Shaw 1998; Pisinger, Ropke 2010).
//!
//! What a party's itinerary costs above its class's cheapest, both reduced by the root's prices, is its *regret*. Regrets add
//! up to the gap but for unused places, so they are where a plan can still get better.

use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use rustc_hash::FxHashSet;

use super::escorting::Duty;
use super::integer::{self, Effort, Question};
use super::master::Master;
use super::pool::Pool;
use super::run::Run;
use super::solution::Solution;
use crate::ids::ClassIdx;
use crate::itineraries::column::Column;
use crate::itineraries::prices::{Prices, Scaled};
use crate::itineraries::sites::Site;
use crate::missions::way::Mission;

/// Parties that choose anew at once.
const PARTIES: usize = 45;
/// Columns that each may choose from.
const CHOICES: usize = 40;
/// Missions that may be sent anew at once.
const MISSIONS: usize = 300;
/// Tries without a better plan after which the search ends.
const IDLE: usize = 12;

/// Improves the best plan of `run` by columns of `pool` until nothing more is found for a while.
pub fn search(run: &Run, master: &Master, pool: &Pool, prices: &Prices, random: &mut ChaCha8Rng) {
    let mut idle = 0;
    while idle < IDLE && !run.stopped() && !run.done() {
        let Some(best) = run.best() else { return };
        let free = neighbourhood(run, master, pool, prices, &best, random);
        let better = resolve(run, master, pool, prices, &best, &free).is_some_and(|solution| run.found(solution));
        idle = if better { 0 } else { idle + 1 };
    }
}

/// The parties and classes to choose anew: positions in the solution's columns, and classes that have parties behind.
fn neighbourhood(
    run: &Run,
    master: &Master,
    pool: &Pool,
    prices: &Prices,
    best: &Solution,
    random: &mut ChaCha8Rng,
) -> FxHashSet<ClassIdx> {
    let mut regrets: Vec<(Scaled, ClassIdx)> = Vec::new();
    for (class, row) in master.classes.iter_enumerated() {
        let own: Vec<&Column> = best.columns.iter().filter(|column| column.route.class == class).collect();
        let stay = run.scale.up(row.traits.staying());
        let cheapest = pool.of(class).first().map_or(stay, |(reduced, _)| stay.min(*reduced));
        let mut regret = own.iter().map(|column| prices.reduced_cost(run.scale, column) - cheapest).max().unwrap_or(0);
        if own.len() < row.parties.len() {
            regret = regret.max(stay - cheapest);
        }
        if regret > 0 {
            regrets.push((regret, class));
        }
    }
    regrets.sort_unstable();
    regrets.reverse();
    // Mostly great regrets first, but not always the same ones.
    let urgent = regrets.len().min(PARTIES);
    regrets[..urgent].shuffle(random);
    let mut free: FxHashSet<ClassIdx> = FxHashSet::default();
    for (_, class) in regrets {
        if free.len() >= PARTIES {
            break;
        }
        free.insert(class);
        let wanted: FxHashSet<Site> =
            pool.of(class).iter().take(4).flat_map(|(_, column)| column.uses.iter().map(|&(site, _)| site)).collect();
        let mut in_the_way: Vec<ClassIdx> = best
            .columns
            .iter()
            .filter(|column| column.uses.iter().any(|(site, _)| wanted.contains(site)))
            .map(|column| column.route.class)
            .collect();
        in_the_way.dedup();
        in_the_way.shuffle(random);
        free.extend(in_the_way.into_iter().take(PARTIES / 3));
    }
    free
}

/// The best plan in which only the classes of `free` change, and the missions that any of them may need.
fn resolve(
    run: &Run,
    master: &Master,
    pool: &Pool,
    prices: &Prices,
    best: &Solution,
    free: &FxHashSet<ClassIdx>,
) -> Option<Solution> {
    let (now, kept): (Vec<&Column>, Vec<&Column>) =
        best.columns.iter().partition(|column| free.contains(&column.route.class));
    let mut columns: Vec<&Column> = Vec::new();
    for &class in free {
        columns.extend(pool.of(class).iter().take(CHOICES).map(|(_, column)| column));
    }
    columns.extend(&now);
    columns.sort_unstable_by(|one, other| one.route.cmp(&other.route));
    columns.dedup_by(|one, other| one.route == other.route);
    let needed: FxHashSet<Duty> = columns.iter().flat_map(|column| needs(column)).collect();
    let wanted = |mission: &Mission| mission.way.duties().any(|duty| needed.contains(&duty));
    let (away, sent): (Vec<&Mission>, Vec<&Mission>) = best.missions.iter().partition(|mission| wanted(mission));
    let mut missions = offered(run, master, prices, wanted);
    missions.extend(&away);
    missions.sort_unstable_by(|one, other| one.way.cmp(&other.way));
    missions.dedup_by(|one, other| one.way == other.way);
    let effort = Effort { nodes: 50, gap: 0.0, time: run.time_left() };
    integer::best(master, &Question { kept, sent, columns, missions, now, away }, effort)
}

/// The duties that a party on `column` needs somebody on.
fn needs(column: &Column) -> impl Iterator<Item = Duty> + '_ {
    column.uses.iter().filter_map(|&(site, _)| match site {
        Site::Need(kind, sector) => Some((kind, sector)),
        _ => None,
    })
}

/// The master's missions that are `wanted`, those of least reduced cost first.
fn offered<'m>(run: &Run, master: &'m Master, prices: &Prices, wanted: impl Fn(&Mission) -> bool) -> Vec<&'m Mission> {
    let wanted = master.missions.iter().filter(|mission| wanted(mission));
    let mut ranked: Vec<(Scaled, &Mission)> =
        wanted.map(|mission| (mission.reduced_cost(run.scale, prices), mission)).collect();
    ranked.sort_by(|one, other| (one.0, &one.1.way).cmp(&(other.0, &other.1.way)));
    ranked.into_iter().take(MISSIONS).map(|(_, mission)| mission).collect()
}
