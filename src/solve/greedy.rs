//! First plans: what the relaxation takes most of, then party by party the cheapest itinerary that still fits.

use std::cmp::Reverse;

use ordered_float::OrderedFloat;

use super::colgen::TripsByClass;
use super::master::{Master, Relaxed};
use super::run::Run;
use super::solution::Solution;
use crate::ids::{CharterIdx, ClassIdx, TiVec};
use crate::itineraries::column::Column;
use crate::itineraries::free::Free;
use crate::itineraries::prices::{Prices, Scaled};
use crate::itineraries::pricing::{self, Market, Search};

/// Takes the columns that the relaxation takes most of, as far as they fit, then for each party left the column of least
/// reduced cost under `prices` that still fits; none of a charter outside `charters`.
pub fn fill(master: &Master, run: &Run, prices: &Prices, relaxed: &Relaxed, charters: &[CharterIdx]) -> Vec<Column> {
    let mut free = Free::all(master.network);
    let mut left: TiVec<ClassIdx, usize> = master.classes.iter().map(|class| class.parties.len()).collect();
    let mut taken: Vec<Column> = Vec::new();
    let mut take = |column: &Column| {
        let fits = left[column.route.class] > 0 && free.fits_all(master.network, &column.uses);
        if fits {
            left[column.route.class] -= 1;
            free.take(&column.uses);
            taken.push(column.clone());
        }
        fits
    };
    let mut wanted: Vec<(f64, &Column)> = relaxed
        .columns
        .iter()
        .zip(&master.columns)
        .filter(|(value, column)| **value > 0.1 && flies_only(master, column, charters))
        .map(|(&value, column)| (value, column))
        .collect();
    wanted.sort_by_key(|&(value, column)| (Reverse(OrderedFloat(value)), &column.route));
    for (value, column) in wanted {
        for _ in 0..value.ceil() as usize {
            take(column);
        }
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
        // The first that fits is taken until it fits no more, then the next.
        for (_, column) in ranked {
            while take(column) {}
        }
    }
    taken
}

/// Fills with all charters and with none, and keeps what is valid: a charter may end up with too few seats taken.
pub fn first_plans(master: &Master, run: &Run, trips: &TripsByClass, prices: &Prices, relaxed: &Relaxed) {
    let all: Vec<CharterIdx> = master.charters.keys().collect();
    for charters in [all.as_slice(), &[]] {
        if let Some(solution) = Solution::of(master, fill(master, run, prices, relaxed, charters)) {
            run.found(insert(master, run, trips, &solution).unwrap_or(solution));
        }
    }
}

/// `solution` with parties that it leaves behind on the cheapest itineraries that are free, priced exactly; `None` where
/// nobody can be added.
pub fn insert(master: &Master, run: &Run, trips: &TripsByClass, solution: &Solution) -> Option<Solution> {
    let mut free = Free::all(master.network);
    let mut left: TiVec<ClassIdx, usize> = master.classes.iter().map(|class| class.parties.len()).collect();
    for column in &solution.columns {
        free.take(&column.uses);
        left[column.route.class] -= 1;
    }
    let mut columns = solution.columns.clone();
    let prices = Prices::default();
    for (class, row) in master.classes.iter_enumerated() {
        while left[class] > 0 && !run.stopped() {
            let market = Market { network: master.network, prices: &prices, scale: run.scale, free: &free };
            let search = Search { below: run.scale.up(row.traits.unserved), most: 1, all: false };
            let offers =
                trips[class].iter().filter_map(|trip| pricing::search(&market, row, trip, search).ok()).flatten();
            let best = offers
                .map(|offer| (offer.reduced, Column::new(master.network, row, offer.route)))
                .filter(|(_, column)| {
                    flies_only(master, column, &solution.charters) && free.fits_all(master.network, &column.uses)
                })
                .min_by(|one, other| (one.0, &one.1.route).cmp(&(other.0, &other.1.route)));
            let Some((_, column)) = best else { break };
            free.take(&column.uses);
            left[class] -= 1;
            columns.push(column);
        }
    }
    let more = columns.len() > solution.columns.len();
    more.then(|| Solution::of(master, columns)).flatten().filter(|better| better.total < solution.total)
}

fn flies_only(master: &Master, column: &Column, charters: &[CharterIdx]) -> bool {
    let mut flown = column.route.sectors.iter().filter_map(|&sector| master.charter_flying(sector));
    flown.all(|charter| charters.contains(&charter))
}
