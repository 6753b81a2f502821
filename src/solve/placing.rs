//! Parties that need escorts, placed one by one into a draft: each takes the known itinerary that is cheapest together with
//! the known missions that it needs besides those sent already.

use std::cmp::Reverse;

use rustc_hash::FxHashSet;

use super::escorting::{self, Duty, Search};
use super::greedy::Draft;
use super::master::Master;
use super::run::Run;
use super::solution::{self, Cover};
use crate::ids::{CharterIdx, ClassIdx, PoolIdx};
use crate::itineraries::column::Column;
use crate::itineraries::free::Free;
use crate::itineraries::prices::{Prices, Scaled};
use crate::itineraries::sites::{Aboard, Site};
use crate::missions::way::Mission;

/// A search for missions beyond those that are known, while less and less is free.
pub struct Beyond<'b, 'r> {
    run: &'b Run<'r>,
    /// Duties that no pool had anyone left for.
    hopeless: FxHashSet<Duty>,
}

impl<'b, 'r> Beyond<'b, 'r> {
    /// A search for `run`.
    pub fn new(run: &'b Run<'r>) -> Self {
        Self { run, hopeless: FxHashSet::default() }
    }
}

/// Itineraries looked at for a party.
const LOOKED_AT: usize = 40;

/// Places every party that needs escorts and that `draft` leaves behind, if it's cheaper than staying: those whom staying
/// costs most first. None flies a charter outside `charters`.
pub fn place(master: &Master, run: &Run, prices: &Prices, draft: &mut Draft, charters: &[CharterIdx], search: Search) {
    let left = draft.left(master);
    let mut classes: Vec<ClassIdx> = master
        .classes
        .keys()
        .filter(|&class| left[class] > 0 && !master.classes[class].traits.needs.is_empty())
        .collect();
    classes.sort_by_key(|&class| (Reverse(master.classes[class].traits.staying()), class));
    let mut free = draft.free(master);
    free.join_groups();
    let mut cover = solution::cover(draft.columns.iter(), draft.missions.iter());
    let mut search_beyond = Beyond::new(run);
    for class in classes {
        if run.stopped() {
            return;
        }
        let staying = master.classes[class].traits.staying();
        let mut ranked: Vec<(Scaled, &Column)> = master
            .columns_of(class)
            .iter()
            .map(|index| &master.columns[index.0])
            .filter(|column| super::greedy::flies_only(master, column, charters))
            .map(|column| (prices.reduced_cost(run.scale, column), column))
            .collect();
        ranked.sort_by(|one, other| (one.0, &one.1.route).cmp(&(other.0, &other.1.route)));
        let mut best: Option<(i64, &Column, Vec<Mission>)> = None;
        let fitting = ranked.into_iter().map(|(_, column)| column).take(LOOKED_AT);
        let mut asked = 0;
        for column in fitting {
            if !free.joins(master.network, &column.uses) || !free.fits_all(master.network, &column.uses) {
                continue;
            }
            // Looking beyond what is known takes long.
            let beyond = matches!(search, Search::All(most) if best.is_none() && asked < most);
            let beyond = beyond.then_some(&mut search_beyond);
            asked += 1;
            let Some(missions) = escorts(master, beyond, &mut free, &cover, column) else { continue };
            let cost = column.cost + missions.iter().map(|mission| mission.cost).sum::<i64>();
            if cost < staying && best.as_ref().is_none_or(|(least, ..)| cost < *least) {
                best = Some((cost, column, missions));
            }
        }
        let Some((_, column, missions)) = best else { continue };
        free.take(&column.uses);
        missions.iter().for_each(|mission| free.take(&mission.uses));
        solution::join(&mut cover, column, &missions);
        draft.columns.push(column.clone());
        draft.missions.extend(missions);
    }
}

/// Missions that `column` needs besides those that `cover` counts, if they can be had: known ones, or any where there is a
/// search `beyond`; `free` is as it was.
pub fn escorts(
    master: &Master,
    mut beyond: Option<&mut Beyond>,
    free: &mut Free,
    cover: &Cover,
    column: &Column,
) -> Option<Vec<Mission>> {
    let mut idle: Vec<PoolIdx> = Vec::new();
    staff(master, free, cover, column, |free, missing, first| {
        // Without a seat there none of the pools need be asked.
        if !missing.iter().all(|&(_, sector)| free.fits(master.network, Site::Sector(sector, Aboard::Seats), 1)) {
            return None;
        }
        escorting::known(master, free, missing).or_else(|| {
            let beyond = beyond.as_mut().filter(|beyond| missing.iter().all(|duty| !beyond.hopeless.contains(duty)))?;
            let best = escorting::best(master, beyond.run, free, missing, &mut idle);
            // Before any is sent for this column, what is free is free to everyone.
            if best.is_none() && first {
                beyond.hopeless.extend(missing);
            }
            best
        })
    })
}

/// Missions that `column` needs besides those that `cover` counts, one after the other as `find` finds them for what is free
/// and the duties still missing, told whether it's the first; none where one can't be had. `free` is as it was.
pub fn staff(
    master: &Master,
    free: &mut Free,
    cover: &Cover,
    column: &Column,
    mut find: impl FnMut(&Free, &[Duty], bool) -> Option<Mission>,
) -> Option<Vec<Mission>> {
    let mut own: Cover = solution::cover(std::iter::once(column), std::iter::empty());
    for (duty, counts) in &mut own {
        let (need, sent) = cover.get(duty).copied().unwrap_or_default();
        *counts = (counts.0 + need, sent);
    }
    free.take(&column.uses);
    let mut missions: Vec<Mission> = Vec::new();
    let found = loop {
        let short = own.iter().filter(|(duty, counts)| solution::missing(master.network, duty.0, **counts) > 0);
        let missing: Vec<Duty> = short.map(|(&duty, _)| duty).collect();
        if missing.is_empty() {
            break true;
        }
        let Some(mission) = find(free, &missing, missions.is_empty()) else { break false };
        for duty in mission.way.duties() {
            if let Some(counts) = own.get_mut(&duty) {
                counts.1 += 1;
            }
        }
        free.take(&mission.uses);
        missions.push(mission);
    };
    missions.iter().for_each(|mission| free.give_back(&mission.uses));
    free.give_back(&column.uses);
    found.then_some(missions)
}
