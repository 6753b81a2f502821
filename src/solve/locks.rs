//! Whether fixed locks can be kept at all (MODEL: *Locks*): each by itself, and all of them within the limits they share.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::conflict::LockConflict;
use crate::feed::LockMode;
use crate::ids::{ClassIdx, LockIdx, SectorIdx, TiVec};
use crate::itineraries::classes::Class;
use crate::itineraries::column::{Column, Route};
use crate::itineraries::pricing::fixed;
use crate::itineraries::sites::Site;
use crate::network::Network;
use crate::network::sectors::Service;

/// Every conflict among the fixed locks of `classes` that can be told without planning.
pub fn conflicts(network: &Network, classes: &TiVec<ClassIdx, Class>) -> Vec<LockConflict> {
    let mut conflicts = Vec::new();
    let mut kept: Vec<(LockIdx, Column)> = Vec::new();
    for (index, class) in classes.iter_enumerated() {
        let Some(lock) = class.traits.fixed else { continue };
        match keep(network, index, class, lock) {
            // Who is fixed is a class of its own: no two cases share a lock.
            Ok(column) => kept.push((lock, column)),
            Err(conflict) => conflicts.push(conflict),
        }
    }
    conflicts.extend(over_limits(network, &kept));
    conflicts
}

/// A column of a fixed party, or why it has none.
fn keep(network: &Network, index: ClassIdx, class: &Class, lock: LockIdx) -> Result<Column, LockConflict> {
    let feed = network.feed;
    let row = &feed.locks[lock];
    let others = class.traits.locks.iter().copied().filter(|&other| feed.locks[other].mode == LockMode::Fixed);
    if let Some(other) = others.into_iter().find(|&other| feed.locks[other].itinerary != row.itinerary) {
        let message = "they are linked, and fixed to different itineraries".to_owned();
        return Err(conflict(network, "L105", vec![lock, other], message, vec!["links.csv".to_owned()]));
    }
    let wrong = |code, message, file: &str| Err(conflict(network, code, vec![lock], message, vec![file.to_owned()]));
    let mut sectors: Vec<SectorIdx> = Vec::new();
    for (key, sector) in row.itinerary.iter().zip(network.locked(lock)) {
        match sector {
            Some(sector) => sectors.push(*sector),
            None => return wrong("L101", format!("the feed has no sector {key}"), "flights.csv"),
        }
    }
    for (pair, keys) in sectors.windows(2).zip(row.itinerary.windows(2)) {
        let (arriving, next) = (&network.sectors[pair[0]], &network.sectors[pair[1]]);
        if arriving.to != next.from || next.dep < arriving.arr {
            return wrong("L102", format!("{} doesn't join {}", keys[0], keys[1]), "flights.csv");
        }
    }
    let cuts = fixed::cuts(network, &sectors);
    let Some(cut) = cuts.into_iter().next() else {
        return wrong("L103", format!("no fares price {}", row.itinerary.join(" ")), "fares.csv");
    };
    let cuts = class.traits.days[0].members.iter().map(|_| cut.clone()).collect();
    Ok(Column::new(network, class, Route { class: index, day: 0, sectors: sectors.into_iter().collect(), cuts }))
}

/// Limits that the columns `kept` exceed together, whatever fares they are sold at; each with as few of them as do.
fn over_limits(network: &Network, kept: &[(LockIdx, Column)]) -> Vec<LockConflict> {
    let feed = network.feed;
    let mut used: BTreeMap<Site, Vec<(u64, LockIdx)>> = BTreeMap::new();
    let mut groups: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (lock, column) in kept {
        let mut own: BTreeMap<Site, u64> = BTreeMap::new();
        for &(site, demand) in column.uses.iter().filter(|(site, _)| !matches!(site, Site::Allotment(..))) {
            *own.entry(site).or_default() += u64::from(demand);
        }
        own.into_iter().for_each(|(site, demand)| used.entry(site).or_default().push((demand, *lock)));
        let charters = column.route.sectors.iter().filter_map(|&sector| network.sectors[sector].charter());
        for charter in charters {
            if let Some(group) = feed.charters[charter].group {
                groups.entry(group).or_default().push((charter, *lock));
            }
        }
    }
    let mut conflicts = Vec::new();
    for (site, mut users) in used {
        let Some(capacity) = site.capacity(network).map(u64::from) else { continue };
        // Those who take most exceed it with the fewest.
        users.sort_by_key(|&(demand, lock)| (Reverse(demand), lock));
        let mut demand = 0;
        let enough = users.iter().position(|&(own, _)| {
            demand += own;
            demand > capacity
        });
        if let Some(last) = enough {
            let locks = users[..=last].iter().map(|&(_, lock)| lock).collect();
            let message = format!("{demand} {}, of which there are {capacity}", crate::explain::site(network, site));
            conflicts.push(conflict(network, "L104", locks, message, rows_of(network, site)));
        }
    }
    for (group, flown) in groups {
        if let Some(other) = flown.iter().find(|(charter, _)| *charter != flown[0].0) {
            let message = format!("more than one charter of group {}", feed.groups[group]);
            let rows = [flown[0].0, other.0].map(|charter| row_of("charters.csv", usize::from(charter)));
            conflicts.push(conflict(network, "L104", vec![flown[0].1, other.1], message, rows.to_vec()));
        }
    }
    conflicts
}

/// A row of a file as a spreadsheet numbers it.
pub(super) fn row_of(file: &str, index: usize) -> String {
    format!("{file}:{}", index + 2)
}

/// The rows that limit `site`, as far as they are known.
fn rows_of(network: &Network, site: Site) -> Vec<String> {
    let row = match site {
        Site::Sector(sector, _) => match network.sectors[sector].service {
            Service::Scheduled { flight, .. } => row_of("flights.csv", usize::from(flight)),
            Service::Chartered { .. } => "charter_legs.csv".to_owned(),
        },
        Site::Allotment(agreement, _) => row_of("agreements.csv", usize::from(agreement)),
        Site::Beds(..) | Site::Assistance(..) | Site::Departures(..) => "stations.csv".to_owned(),
        Site::ReceptionDay(row, _) | Site::ReceptionFlight(row, _) => {
            format!("reception.csv:{}", network.feed.reception[row].row)
        }
        Site::Need(..) | Site::Away(..) => return Vec::new(),
    };
    vec![row]
}

/// A conflict of `locks` on the rows `on`.
pub(super) fn conflict(
    network: &Network,
    code: &'static str,
    mut locks: Vec<LockIdx>,
    message: String,
    on: Vec<String>,
) -> LockConflict {
    let feed = network.feed;
    locks.sort_unstable_by_key(|&lock| (feed.locks[lock].case, lock));
    let cases = locks.iter().map(|&lock| feed.cases[feed.locks[lock].case].id.to_string()).collect();
    let mut rows: Vec<usize> = locks.iter().map(|&lock| usize::from(lock)).collect();
    rows.sort_unstable();
    let locks = rows.into_iter().map(|lock| row_of("locks.csv", lock)).collect();
    LockConflict { code, cases, locks, on, message }
}
