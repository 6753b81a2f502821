//! Charters: which are used, by how many, at what cost (MODEL: *Charters*).

use std::collections::{BTreeMap, BTreeSet};

use super::capacity::Aboard;
use super::report::{Findings, shown};
use super::rule::Rule;
use super::sectors::{Sectors, Seller};
use crate::feed::Feed;
use crate::ids::{CharterIdx, GroupIdx};
use crate::plan::Plan;

/// Checks the charters listed or flown; returns their cost in minor units, escorts' seats excluded.
pub(super) fn check(feed: &Feed, plan: &Plan, sectors: &Sectors<'_>, aboard: &Aboard, findings: &mut Findings) -> i128 {
    let mut used = BTreeSet::new();
    for id in &plan.charters {
        let place = || format!("charter {}", shown(id));
        match sectors.charter(id) {
            None => findings.add(Rule::UnknownCharter, place(), "the feed has no such charter"),
            Some(charter) if !used.insert(charter) => {
                findings.add(Rule::CharterTwice, place(), "listed more than once")
            }
            Some(_) => {}
        }
    }
    let mut cost = 0;
    let mut first_leg: BTreeMap<CharterIdx, u64> = BTreeMap::new();
    for &idx in aboard.cases.keys().chain(aboard.escorts.keys()).collect::<BTreeSet<_>>() {
        let sector = sectors.get(idx);
        let Seller::Charter { charter, leg } = sector.seller else { continue };
        if leg == 0 {
            first_leg.insert(charter, aboard.seats(idx));
        }
        let seats = aboard.cases.get(&idx).map_or(0, |load| load.seats);
        cost += i128::from(feed.charters[charter].per_seat.0) * i128::from(seats);
        if used.insert(charter) {
            let message = format!("{} is flown, the charter isn't listed", sector.key);
            findings.add(Rule::CharterUnlisted, format!("charter {}", feed.charters[charter].id), message);
        }
    }
    let mut groups: BTreeMap<GroupIdx, Vec<&str>> = BTreeMap::new();
    for &idx in &used {
        let charter = &feed.charters[idx];
        cost += i128::from(charter.fixed_cost.0);
        let seats = first_leg.get(&idx).copied().unwrap_or_default();
        if seats < u64::from(charter.min_seats) {
            let message = format!("{seats} seats taken on its first leg, at least {} are needed", charter.min_seats);
            findings.add(Rule::CharterMinSeats, format!("charter {}", charter.id), message);
        }
        if let Some(group) = charter.group {
            groups.entry(group).or_default().push(&charter.id);
        }
    }
    for (group, charters) in groups.into_iter().filter(|(_, charters)| charters.len() > 1) {
        let message = format!("{} are used, at most one may", charters.join(", "));
        findings.add(Rule::CharterGroup, format!("charter group {}", feed.groups[group]), message);
    }
    cost
}
