//! A first plan: party by party, the cheapest itinerary that still fits.

use rayon::prelude::*;

use super::colgen::TripsByClass;
use super::master::Master;
use super::run::Run;
use super::solution::Solution;
use crate::ids::{CharterIdx, ClassIdx};
use crate::itineraries::column::Column;
use crate::itineraries::free::Free;
use crate::itineraries::prices::{Prices, Scaled};
use crate::itineraries::pricing::{self, Market, Search};

/// Takes, in the order of `classes`, the column of least reduced cost under `prices` that fits for each party, columns
/// at hand first; none of a charter outside `charters`.
pub fn fill(master: &Master, run: &Run, prices: &Prices, charters: &[CharterIdx], start: &[Column]) -> Vec<Column> {
    let mut free = Free::all(master.network);
    let mut taken = start.to_vec();
    for column in start {
        free.take(&column.uses);
    }
    for (class, row) in master.classes.iter_enumerated() {
        let mut ranked: Vec<(Scaled, &Column)> = master
            .columns_of(class)
            .iter()
            .map(|index| &master.columns[index.0])
            .filter(|column| flies_only(master, column, charters))
            .map(|column| (prices.reduced_cost(run.scale, column), column))
            .filter(|&(reduced, _)| reduced <= run.scale.up(row.traits.unserved))
            .collect();
        ranked.sort_by(|one, other| (one.0, &one.1.route).cmp(&(other.0, &other.1.route)));
        let going = start.iter().filter(|column| column.route.class == class).count();
        for _ in going..row.parties.len() {
            let Some((_, column)) = ranked.iter().find(|(_, column)| free.fits_all(master.network, &column.uses))
            else {
                break;
            };
            free.take(&column.uses);
            taken.push((*column).clone());
        }
    }
    taken
}

fn flies_only(master: &Master, column: &Column, charters: &[CharterIdx]) -> bool {
    let mut flown = column.route.sectors.iter().filter_map(|&sector| master.charter_flying(sector));
    flown.all(|charter| charters.contains(&charter))
}

/// Gives parties that `solution` leaves behind, or sends at more than they'd need to pay, the cheapest itinerary that is
/// free, priced exactly; `None` if nothing gets better.
pub fn repair(master: &Master, run: &Run, trips: &TripsByClass, solution: &Solution) -> Option<Solution> {
    let mut free = Free::all(master.network);
    for column in &solution.columns {
        free.take(&column.uses);
    }
    let mut columns = solution.columns.clone();
    let prices = Prices::default();
    let mut changed = false;
    for (class, row) in master.classes.iter_enumerated() {
        let mut own: Vec<usize> =
            (0..columns.len()).filter(|&position| columns[position].route.class == class).collect();
        for party in 0..row.parties.len() {
            let old = own.get(party).copied();
            if run.stopped() {
                break;
            }
            let now = old.map_or(row.traits.unserved, |position| columns[position].cost);
            if let Some(position) = old {
                free.give_back(&columns[position].uses);
            }
            let better = cheapest(master, run, trips, class, &free, &prices, run.scale.up(now))
                .filter(|column| column.cost < now && flies_only(master, column, &solution.charters))
                .filter(|column| free.fits_all(master.network, &column.uses));
            match (old, better) {
                (Some(position), Some(column)) => {
                    free.take(&column.uses);
                    columns[position] = column;
                    changed = true;
                }
                (Some(position), None) => free.take(&columns[position].uses),
                (None, Some(column)) => {
                    free.take(&column.uses);
                    own.push(columns.len());
                    columns.push(column);
                    changed = true;
                }
                (None, None) => break,
            }
        }
    }
    changed.then(|| Solution::of(master, columns)).flatten().filter(|new| new.total < solution.total)
}

/// The cheapest itinerary of `class` that is free, below `below`.
fn cheapest(
    master: &Master,
    run: &Run,
    trips: &TripsByClass,
    class: ClassIdx,
    free: &Free,
    prices: &Prices,
    below: Scaled,
) -> Option<Column> {
    let market = Market { network: master.network, prices, scale: run.scale, free };
    let (row, trips) = (&master.classes[class], &trips[class]);
    let search = Search { below, most: 1, all: false };
    let offers: Vec<_> = run.pool.install(|| {
        trips.par_iter().filter_map(|trip| pricing::search(&market, row, trip, search).ok()).flatten().collect()
    });
    let best = offers.into_iter().min_by(|one, other| (one.reduced, &one.route).cmp(&(other.reduced, &other.route)))?;
    Some(Column::new(master.network, row, best.route))
}
