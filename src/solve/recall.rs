//! Experience put to use: the old plan flown again as far as it goes, old prices charged from the start.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::bound::Duals;
use super::escorting;
use super::experience::{Remembered, RowName, Worth};
use super::greedy;
use super::master::Master;
use super::rebates;
use super::rows::Role;
use super::run::Run;
use super::separation;
use crate::ids::{AgreementIdx, CaseIdx, ClassIdx, PoolIdx, SectorIdx, TiVec};
use crate::itineraries::classes::Party;
use crate::itineraries::column::Column;
use crate::itineraries::prices::{Prices, Scaled, Term};
use crate::itineraries::pricing::{self, Market, Search};
use crate::itineraries::togo::Tolls;
use crate::itineraries::trips::Trips;
use crate::missions::pricing as pricing_missions;
use crate::missions::way::{Leg, Mission};
use crate::plan;

/// Times the usual effort for a mission that is to be flown again: it's found at once or not at all.
const EFFORT: usize = 4;

/// Flies `old` again in `master`'s feed as far as it can be, each journey as near to the old one as there is one, and makes
/// a plan of that.
pub fn fly_again(run: &Run, master: &mut Master, trips: &Trips, old: &plan::Plan) {
    let (columns, missions) = (columns(run, master, trips, old), missions(run, master, old));
    columns.iter().for_each(|column| _ = master.add(column.clone()));
    missions.iter().for_each(|mission| _ = master.add_mission(mission.clone()));
    let charters = master.network.feed.charters.iter_enumerated();
    let used = |id: &str| old.charters.iter().any(|other| other == id);
    let charters: Vec<_> = charters.filter(|(_, row)| used(&row.id)).map(|(index, _)| index).collect();
    greedy::revive(master, run, trips, columns, missions, &charters);
    greedy::complete(master, run, trips, &Prices::default());
}

/// The rows of `worth` in `master`, with their duals.
pub fn duals(run: &Run, master: &mut Master, worth: &Worth) -> Duals {
    let wanted = worth.rows_for(master);
    // Their names as this feed states them: an inequality on rebates may count otherwise here.
    let restated: Vec<(RowName, f64)> =
        wanted.into_iter().filter_map(|row| Some((restate(master, &row)?, row.dual))).collect();
    let rows: FxHashMap<RowName, usize> =
        master.rows.iter().enumerate().map(|(index, row)| (RowName::of(master, row), index)).collect();
    let mut duals = vec![0.0; master.rows.len()];
    for (name, dual) in restated {
        if let Some(&row) = rows.get(&name) {
            duals[row] = dual;
        }
    }
    Duals::safe(master, run.scale, &duals)
}

/// Adds the row that another feed's master had, as this feed states it; its name here.
fn restate(master: &mut Master, row: &Remembered) -> Option<RowName> {
    let Remembered { name, packed, .. } = row;
    match name.role {
        Role::Share => {
            let row = rebates::restate(master, &name.terms, &name.kinds)?;
            Some(RowName::of(master, &master.rows[row.0]))
        }
        role => {
            separation::restate(master, &name.terms, role, *packed);
            Some(name.clone())
        }
    }
}

/// More than any difference between two itineraries, scaled.
fn weighty(run: &Run, master: &Master) -> Scaled {
    run.scale.up(escorting::dearest_mission(master).max(master.dear.saturating_mul(64)))
}

/// How a party is to travel: its sectors, and under which agreement each of its cases is sold which of them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Wish {
    legs: Vec<SectorIdx>,
    sold: Vec<(usize, AgreementIdx, SectorIdx)>,
}

/// The itineraries of `old`, one entry a party, each as near to the old one as the feed has one.
fn columns(run: &Run, master: &Master, trips: &Trips, old: &plan::Plan) -> Vec<Column> {
    let network = master.network;
    let mut wishes = wishes(master, old);
    let mut columns = Vec::new();
    // One wish of each class at a time: a class's prices are its own.
    while wishes.iter().any(|wishes| !wishes.is_empty()) {
        let next: Vec<(ClassIdx, Wish, usize)> = wishes.iter_mut_enumerated().filter_map(next).collect();
        let worth = weighty(run, master);
        let mut prices = Prices::default();
        for (class, wish, _) in &next {
            wish.legs.iter().for_each(|&leg| prices.charge(&Term::Travels(*class, leg), -worth));
            for &(member, agreement, sector) in &wish.sold {
                prices.charge(&Term::Sold(*class, member, agreement, sector), -worth / 64);
            }
        }
        let (scale, free, rows) = (run.scale, &run.free, master.classes);
        let nearest = |tolls: &Tolls, class: ClassIdx, times: usize| {
            let row = &rows[class];
            let market = Market { network, prices: &prices, scale, free, tolls, potentials: None };
            let search = Search { below: scale.up(row.traits.staying()), most: 1, all: false };
            let found = pricing::offers(&market, class, row, trips.of(class), search).unwrap_or_default();
            let column = found.into_iter().next().map(|offer| Column::new(network, row, offer.route));
            std::iter::repeat_n(column, times).flatten().collect::<Vec<_>>()
        };
        let found: Vec<Vec<Column>> = run.pool.install(|| {
            let tolls = trips.tolls_under(network, &prices, scale);
            let tolls = tolls.as_ref().unwrap_or_else(|| trips.tolls());
            next.into_par_iter().map(|(class, _, times)| nearest(tolls, class, times)).collect()
        });
        columns.extend(found.into_iter().flatten());
    }
    columns
}

/// The next wish of a class and how many of its parties have it.
fn next((class, wishes): (ClassIdx, &mut Vec<Wish>)) -> Option<(ClassIdx, Wish, usize)> {
    let wish = wishes.pop()?;
    let before = wishes.len();
    wishes.retain(|other| *other != wish);
    Some((class, wish, 1 + before - wishes.len()))
}

/// How the parties of each class travel in `old`.
fn wishes(master: &Master, old: &plan::Plan) -> TiVec<ClassIdx, Vec<Wish>> {
    let feed = master.network.feed;
    let sectors = sectors(master);
    let agreements = feed.agreements.iter_enumerated().map(|(index, row)| (&*row.id, index));
    let agreements: FxHashMap<&str, AgreementIdx> = agreements.collect();
    let itineraries = old.itineraries.iter().map(|itinerary| (itinerary.case.as_str(), itinerary));
    let itineraries: FxHashMap<&str, &plan::Itinerary> = itineraries.collect();
    let wish = |party: &Party| {
        let of = |case: &CaseIdx| itineraries.get(&*feed.cases[*case].id).copied();
        // Linked cases travel as their first one does.
        let legs = of(party.first()?)?.legs.iter().filter_map(|leg| sectors.get(leg)).copied().collect();
        let mut sold = Vec::new();
        for (member, itinerary) in party.iter().enumerate().filter_map(|(member, case)| Some((member, of(case)?))) {
            for component in &itinerary.fares {
                let legs = component.legs.iter().filter_map(|&leg| sectors.get(itinerary.legs.get(leg)?));
                let agreement = agreements.get(component.agreement.as_str());
                sold.extend(legs.filter_map(|&sector| Some((member, *agreement?, sector))));
            }
        }
        Some(Wish { legs, sold })
    };
    master.classes.iter().map(|class| class.parties.iter().filter_map(wish).collect()).collect()
}

/// The missions of `old`, each as near to the old one as the feed has one.
fn missions(run: &Run, master: &Master, old: &plan::Plan) -> Vec<Mission> {
    let network = master.network;
    let pools = network.feed.pools.iter_enumerated().map(|(index, pool)| (&*pool.id, index));
    let pools: FxHashMap<&str, PoolIdx> = pools.collect();
    let kinds: FxHashMap<&str, _> =
        network.feed.escort_types.iter_enumerated().map(|(index, kind)| (&*kind.id, index)).collect();
    let agreements: FxHashMap<&str, _> =
        network.feed.agreements.iter_enumerated().map(|(index, row)| (&*row.id, index)).collect();
    let sectors = sectors(master);
    let worth = weighty(run, master);
    let (scale, free, corps) = (run.scale, &run.free, run.corps(network));
    let nearest = |mission: &plan::Mission| {
        let pool = *pools.get(mission.pool.as_str())?;
        let leg = |leg: &plan::MissionLeg| -> Option<Leg> {
            let duty = leg.duty.as_ref().and_then(|duty| kinds.get(duty.as_str()).copied());
            Some((*sectors.get(&leg.sector)?, duty))
        };
        let legs: Vec<Leg> = mission.legs.iter().filter_map(leg).collect();
        let mut prices = Prices::default();
        let mut seen = FxHashSet::default();
        for &(sector, duty) in &legs {
            prices.charge(&Term::Flies(pool, sector), -worth);
            // On duty twice on one sector is once too often to be paid for.
            if let Some(kind) = duty.filter(|_| seen.insert(sector)) {
                prices.charge(&Term::Duty(kind, sector), -worth);
            }
        }
        for component in &mission.fares {
            let legs = component.legs.iter().filter_map(|&leg| sectors.get(&mission.legs.get(leg)?.sector));
            if let Some(&agreement) = agreements.get(component.agreement.as_str()) {
                legs.for_each(|&sector| prices.charge(&Term::Seated(pool, agreement, sector), -worth / 64));
            }
        }
        let tolls = Tolls::new();
        let market = Market { network, prices: &prices, scale, free, tolls: &tolls, potentials: None };
        let offer = pricing_missions::cheapest(corps, pool, &market, 0, 1, EFFORT).offers.into_iter().next()?;
        Some(Mission::new(network, offer.way))
    };
    run.pool.install(|| old.missions.par_iter().filter_map(nearest).collect())
}

fn sectors(master: &Master) -> FxHashMap<String, SectorIdx> {
    let feed = master.network.feed;
    master.network.sectors.iter_enumerated().map(|(index, sector)| (sector.key(feed), index)).collect()
}
