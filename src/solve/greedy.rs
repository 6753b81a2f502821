//! A first plan: party by party, the cheapest itinerary that still fits.

use super::master::Master;
use super::run::Run;
use crate::ids::CharterIdx;
use crate::itineraries::column::Column;
use crate::itineraries::free::Free;
use crate::itineraries::prices::{Prices, Scaled};

/// Takes, in the order of `classes`, the column of least reduced cost under `prices` that fits for each party, columns
/// at hand first; none of a charter outside `charters`.
pub fn fill(master: &Master, run: &Run, prices: &Prices, charters: &[CharterIdx]) -> Vec<Column> {
    let mut free = Free::all(master.network);
    let mut taken = Vec::new();
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
        for _ in &row.parties {
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
