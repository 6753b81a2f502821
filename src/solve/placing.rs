//! Parties that need escorts, placed one by one into a draft: each takes the known itinerary that is cheapest together with
//! the known missions that it needs besides those sent already.

use std::cmp::Reverse;

use super::escorting::{self, Duty, Search};
use super::greedy::Draft;
use super::master::Master;
use super::run::Run;
use super::solution::{self, Cover};
use crate::ids::{CharterIdx, ClassIdx};
use crate::itineraries::column::Column;
use crate::itineraries::free::Free;
use crate::itineraries::prices::{Prices, Scaled};
use crate::missions::way::Mission;

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
    let mut cover = solution::cover(draft.columns.iter(), draft.missions.iter());
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
            let beyond = matches!(search, Search::All(most) if best.is_none() && asked < most).then_some(run);
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

/// Missions that `column` needs besides those that `cover` counts, if they can be had: known ones, or any where a run is
/// given to look `beyond` with; `free` is as it was.
pub fn escorts(
    master: &Master,
    beyond: Option<&Run>,
    free: &mut Free,
    cover: &Cover,
    column: &Column,
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
        let mission = escorting::known(master, free, &missing)
            .or_else(|| escorting::best(master, beyond?, free, &missing, &mut Vec::new()));
        let Some(mission) = mission else { break false };
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
