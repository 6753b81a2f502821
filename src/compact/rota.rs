//! The rota: missions written out beforehand for the itineraries on a menu.
//!
//! For each itinerary that needs cover: the cheapest missions on all of it and of each pool, cheap ones on each part of it
//! (an escort may hand over), and tours that serve two itineraries one after the other.

use std::collections::{BTreeMap, BTreeSet};

use crate::ids::{ClassIdx, EscortTypeIdx, PoolIdx, SectorIdx, TiVec};
use crate::itineraries::classes::Class;
use crate::itineraries::column::Column;
use crate::time::Minutes;
use rayon::prelude::*;

use super::mission::Mission;
use super::shuttles::{Run, Shuttles};

/// Missions on all of an itinerary, besides the cheapest of each pool.
const WHOLE: usize = 3;
/// Missions on a part of one.
const PART: usize = 2;
/// Tours that begin with an itinerary.
const TOURS: usize = 2;
/// Second itineraries tried after a first, the earliest.
const SECONDS: usize = 12;
/// Between the two of a tour pass no more hours.
const BETWEEN: Minutes = Minutes::hours(48);

/// Missions for those of `columns` whose parties need escorts.
pub fn write_out(shuttles: &Shuttles, classes: &TiVec<ClassIdx, Class>, columns: &[Column]) -> Vec<Mission> {
    let mut runs: BTreeSet<Run> = BTreeSet::new();
    for column in columns {
        for &(kind, _) in &classes[column.route.class].traits.needs {
            runs.insert((column.route.sectors.to_vec(), kind));
        }
    }
    let runs: Vec<Run> = runs.into_iter().collect();
    let whole = runs.par_iter().flat_map_iter(|(run, kind)| {
        let missions = shuttles.missions(run, *kind);
        let mut pools = BTreeSet::new();
        let kept = missions.iter().enumerate().filter(|(rank, mission)| pools.insert(mission.pool) || *rank < WHOLE);
        kept.map(|(_, mission)| mission.clone()).collect::<Vec<_>>()
    });
    let mut missions: Vec<Mission> = whole.collect();
    let mut parts: BTreeSet<(&[SectorIdx], EscortTypeIdx)> = BTreeSet::new();
    for (run, kind) in &runs {
        for start in 0..run.len() {
            for end in start + 1..=run.len() {
                parts.insert((&run[start..end], *kind));
            }
        }
    }
    let parts: Vec<_> = parts.into_iter().collect();
    let of_part = |&(run, kind): &(&[SectorIdx], EscortTypeIdx)| {
        shuttles.missions(run, kind).iter().take(PART).cloned().collect::<Vec<_>>()
    };
    missions.par_extend(parts.par_iter().flat_map_iter(of_part));
    missions.par_extend(tours(shuttles, &runs));
    let mut distinct: BTreeMap<(PoolIdx, Vec<SectorIdx>), Mission> = BTreeMap::new();
    for mission in missions {
        // On duty elsewhere too wherever the model wants it.
        distinct.entry((mission.pool, mission.chain.clone())).or_insert(mission);
    }
    distinct.into_values().flat_map(|mission| with_other_fares(shuttles, mission)).collect()
}

/// `mission`, and at other fares if its own may run out or want a group.
fn with_other_fares(shuttles: &Shuttles, mission: Mission) -> Vec<Mission> {
    let agreements = &shuttles.tariff.sky.network.feed.agreements;
    let mut all = vec![mission.clone()];
    for spared in [1, 2] {
        let sold = |agreement, _| {
            let row: &crate::feed::Agreement = &agreements[agreement];
            row.min_group <= 1 && (spared < 2 || row.seats_per_flight.is_none())
        };
        if let Some(mut other) = Mission::new(shuttles.tariff, mission.pool, mission.chain.clone(), sold) {
            other.duties.clone_from(&mission.duties);
            if !all.contains(&other) {
                all.push(other);
            }
        }
    }
    all
}

/// Missions that serve one itinerary and then another that begins where the first ends.
fn tours<'a>(shuttles: &'a Shuttles<'a>, runs: &'a [Run]) -> impl ParallelIterator<Item = Mission> + use<'a> {
    let sky = shuttles.tariff.sky;
    let begins = |run: &[SectorIdx]| run.first().map(|&first| sky.sector(first).from);
    let least = |run: &[SectorIdx], kind| shuttles.missions(run, kind).first().map_or(i64::MAX / 4, |best| best.cost);
    runs.par_iter().flat_map_iter(move |(run, kind)| {
        let Some(&last) = run.last() else { return Vec::new() };
        let (at, arrival) = (sky.sector(last).to, sky.sector(last).arr);
        let mut seconds: Vec<&Run> = runs
            .iter()
            .filter(|(second, _)| {
                begins(second) == Some(at)
                    && sky.slack(last, second[0]).0 >= 0
                    && sky.sector(second[0]).dep - arrival <= BETWEEN
            })
            .collect();
        seconds.sort_by_key(|(second, _)| sky.sector(second[0]).dep);
        seconds.truncate(SECONDS);
        let mut tours = Vec::new();
        for (second, other) in seconds {
            let apart = least(run, *kind) + least(second, *other);
            let both = [run.as_slice(), second.as_slice()].concat();
            let pools = &sky.network.feed.pools;
            let serving = |tour: &&Mission| pools[tour.pool].covers.contains(other) && tour.cost < apart;
            for tour in shuttles.missions(&both, *kind).iter().filter(serving).take(1) {
                let mut tour = tour.clone();
                tour.serve(second, *other);
                tours.push(tour);
            }
        }
        tours.sort_by_key(|tour| tour.cost);
        tours.truncate(TOURS);
        tours
    })
}
