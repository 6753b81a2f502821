//! Whether fixed locks can be kept at all (MODEL: *Locks*): each by itself, and all of them within the limits they share.

use std::collections::BTreeMap;

use super::conflict::LockConflict;
use crate::feed::LockMode;
use crate::ids::{CaseIdx, ClassIdx, LockIdx, SectorIdx, TiVec};
use crate::itineraries::classes::Class;
use crate::itineraries::column::{Column, Route};
use crate::itineraries::pricing::fixed;
use crate::itineraries::sites::Site;
use crate::network::Network;

/// Every conflict among the fixed locks of `classes` that can be told without planning.
pub fn conflicts(network: &Network, classes: &TiVec<ClassIdx, Class>) -> Vec<LockConflict> {
    let mut conflicts = Vec::new();
    let mut kept: Vec<(CaseIdx, Column)> = Vec::new();
    for (index, class) in classes.iter_enumerated() {
        let Some(lock) = class.traits.fixed else { continue };
        match keep(network, index, class, lock) {
            Ok(column) => kept.extend(class.parties.iter().map(|party| (party[0], column.clone()))),
            Err(conflict) => conflicts.push(conflict),
        }
    }
    conflicts.extend(over_limits(network, &kept));
    conflicts
}

/// That the fixed cases of `classes` can't all be kept: what planning found.
pub fn hopeless(network: &Network, classes: &TiVec<ClassIdx, Class>) -> Option<LockConflict> {
    let fixed = classes.iter().filter(|class| class.traits.fixed.is_some());
    let cases: Vec<CaseIdx> = fixed.flat_map(|class| class.parties.iter().flatten().copied()).collect();
    let message = "no plan keeps them together with least groups, allotments, charters and escorts".to_owned();
    (!cases.is_empty()).then(|| conflict(network, "L106", cases, message))
}

/// A column of a fixed party, or why it has none.
fn keep(network: &Network, index: ClassIdx, class: &Class, lock: LockIdx) -> Result<Column, LockConflict> {
    let feed = network.feed;
    let fixed = |lock: &&LockIdx| feed.locks[**lock].mode == LockMode::Fixed;
    let owners = || class.traits.locks.iter().filter(fixed).map(|&lock| feed.locks[lock].case);
    let row = &feed.locks[lock];
    if class.traits.locks.iter().filter(fixed).any(|&other| feed.locks[other].itinerary != row.itinerary) {
        let message = "they are linked, and fixed to different itineraries".to_owned();
        return Err(conflict(network, "L105", owners().collect(), message));
    }
    let wrong = |code, message| Err(conflict(network, code, owners().collect(), message));
    let mut sectors: Vec<SectorIdx> = Vec::new();
    for (key, sector) in row.itinerary.iter().zip(network.locked(lock)) {
        match sector {
            Some(sector) => sectors.push(*sector),
            None => return wrong("L101", format!("the feed has no sector {key}")),
        }
    }
    for (pair, keys) in sectors.windows(2).zip(row.itinerary.windows(2)) {
        let (arriving, next) = (&network.sectors[pair[0]], &network.sectors[pair[1]]);
        if arriving.to != next.from || next.dep < arriving.arr {
            return wrong("L102", format!("{} doesn't join {}", keys[0], keys[1]));
        }
    }
    let cuts = fixed::cuts(network, &sectors);
    let Some(cut) = cuts.into_iter().next() else {
        return wrong("L103", format!("no fares price {}", row.itinerary.join(" ")));
    };
    let cuts = class.traits.days[0].members.iter().map(|_| cut.clone()).collect();
    Ok(Column::new(network, class, Route { class: index, day: 0, sectors: sectors.into_iter().collect(), cuts }))
}

/// Limits that the columns `kept` exceed together, whatever fares they are sold at.
fn over_limits(network: &Network, kept: &[(CaseIdx, Column)]) -> Vec<LockConflict> {
    let feed = network.feed;
    let mut used: BTreeMap<Site, (u64, Vec<CaseIdx>)> = BTreeMap::new();
    let mut groups: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (case, column) in kept {
        let places = column.uses.iter().filter(|(site, _)| !matches!(site, Site::Allotment(..)));
        for &(site, demand) in places {
            let entry = used.entry(site).or_default();
            entry.0 += u64::from(demand);
            entry.1.push(*case);
        }
        let charters = column.route.sectors.iter().filter_map(|&sector| network.sectors[sector].charter());
        for charter in charters {
            if let Some(group) = feed.charters[charter].group {
                groups.entry(group).or_default().push((charter, *case));
            }
        }
    }
    let mut conflicts = Vec::new();
    for (site, (demand, cases)) in used {
        if let Some(capacity) = site.capacity(network).filter(|&capacity| demand > u64::from(capacity)) {
            let message = format!("{demand} {}, of which there are {capacity}", crate::explain::site(network, site));
            conflicts.push(conflict(network, "L104", cases, message));
        }
    }
    for (group, flown) in groups {
        if flown.iter().any(|(charter, _)| *charter != flown[0].0) {
            let message = format!("more than one charter of group {}", feed.groups[group]);
            conflicts.push(conflict(network, "L104", flown.into_iter().map(|(_, case)| case).collect(), message));
        }
    }
    conflicts
}

fn conflict(network: &Network, code: &'static str, mut cases: Vec<CaseIdx>, message: String) -> LockConflict {
    cases.sort_unstable();
    cases.dedup();
    let cases = cases.into_iter().map(|case| network.feed.cases[case].id.to_string()).collect();
    LockConflict { code, cases, message }
}
