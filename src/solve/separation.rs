//! Rows for what a relaxed solution breaks: capacities, charters' use, and knapsack inequalities.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::knapsack::{self, Item};
use super::master::{ColumnIdx, Master, Relaxed};
use crate::ids::ClassIdx;
use crate::itineraries::prices::{Term, Weight};
use crate::itineraries::sites::Site;

/// A breach smaller than this is none.
const TOLERANCE: f64 = 1e-6;

/// Adds the capacity rows that `relaxed` breaks; how many.
pub fn capacities(master: &mut Master, relaxed: &Relaxed) -> usize {
    let mut broken = Vec::new();
    for (site, columns) in master.sites() {
        let term = Term::Site(site, Weight::Demand);
        let Some(capacity) = site.capacity(master.network) else { continue };
        let used: f64 =
            columns.iter().map(|&c| relaxed.columns[c.0] * term.coefficient(&master.columns[c.0]) as f64).sum();
        let limit = f64::from(capacity) * use_of_charter(master, relaxed, site);
        if used > limit + TOLERANCE && !master.has_row(&term) {
            broken.push((term, i64::from(capacity), master.charter_of(site)));
        }
    }
    add(master, broken)
}

/// Adds the rows by which no class travels more on a charter than it is used; how many.
pub fn charters(master: &mut Master, relaxed: &Relaxed) -> usize {
    let mut travels: FxHashMap<(ClassIdx, crate::ids::SectorIdx), f64> = FxHashMap::default();
    for (column, &value) in master.columns.iter().zip(&relaxed.columns).filter(|(_, value)| **value > TOLERANCE) {
        for &sector in column.route.sectors.iter().filter(|sector| master.charter_flying(**sector).is_some()) {
            *travels.entry((column.route.class, sector)).or_default() += value;
        }
    }
    let mut travels: Vec<_> = travels.into_iter().collect();
    travels.sort_unstable_by_key(|&(key, _)| key);
    let mut broken = Vec::new();
    for ((class, sector), value) in travels {
        let term = Term::Travels(class, sector);
        let charter = master.charter_flying(sector);
        let used = charter.map_or(1.0, |charter| relaxed.structurals[master.charters[charter].0]);
        let parties = master.classes[class].parties.len();
        if value > used * parties as f64 + 1e-4 && !master.has_row(&term) {
            broken.push((term, parties as i64, charter));
        }
    }
    add(master, broken)
}

/// Adds knapsack inequalities that `relaxed` breaks, by site and size of group; how many.
pub fn knapsacks(master: &mut Master, relaxed: &Relaxed) -> usize {
    let mut broken = Vec::new();
    for (site, columns) in master.sites() {
        let Some(capacity) = site.capacity(master.network).filter(|&capacity| capacity <= knapsack::LARGEST) else {
            continue;
        };
        let part = use_of_charter(master, relaxed, site);
        if part < 1e-3 || !tight(master, relaxed, site, columns, f64::from(capacity) * part) {
            continue;
        }
        let items = items(master, relaxed, site, columns, part);
        if let Some(cut) = knapsack::separate(capacity, &items) {
            let term = Term::Site(site, Weight::Table(Arc::from(cut.weights)));
            if !master.has_row(&term) {
                broken.push((term, cut.limit, master.charter_of(site)));
            }
        }
    }
    add(master, broken)
}

fn add(master: &mut Master, broken: Vec<(Term, i64, Option<crate::ids::CharterIdx>)>) -> usize {
    let count = broken.len();
    for (term, limit, charter) in broken {
        master.limit(term, limit, charter);
    }
    count
}

/// 1 but for a charter's sites: how much the charter is used.
fn use_of_charter(master: &Master, relaxed: &Relaxed, site: Site) -> f64 {
    master.charter_of(site).map_or(1.0, |charter| relaxed.structurals[master.charters[charter].0])
}

/// Whether the site is used so far that groups may be cut in two there.
fn tight(master: &Master, relaxed: &Relaxed, site: Site, columns: &[ColumnIdx], limit: f64) -> bool {
    let term = Term::Site(site, Weight::Demand);
    let (mut used, mut fractional) = (0.0, 0.0);
    for column in columns {
        let value = relaxed.columns[column.0];
        let demand = term.coefficient(&master.columns[column.0]) as f64;
        used += value * demand;
        if (value - value.round()).abs() > 1e-5 {
            fractional += demand;
        }
    }
    // Were every fractional group taken whole and the site still not full, no inequality would be broken.
    fractional > 0.0 && used + fractional > limit
}

/// The groups at a site by size: how many the relaxation takes.
fn items(master: &Master, relaxed: &Relaxed, site: Site, columns: &[ColumnIdx], part: f64) -> Vec<Item> {
    let mut by_size: FxHashMap<u32, f64> = FxHashMap::default();
    for column in columns {
        for &(_, demand) in master.columns[column.0].uses.iter().filter(|(other, _)| *other == site) {
            *by_size.entry(demand).or_default() += relaxed.columns[column.0] / part;
        }
    }
    let mut items: Vec<Item> = by_size.into_iter().map(|(size, taken)| Item { size, taken }).collect();
    items.sort_unstable_by_key(|item| item.size);
    items
}
