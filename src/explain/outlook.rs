//! What still lies ahead of a sector: what the ways on from it break at least, and how early they can arrive.
//!
//! Fares and airports seen before are left aside, and a connection is judged by its length alone, so that a sweep back over
//! the timetable knows of every sector at once where it can lead. Most sectors lead nowhere, or nowhere better.

use std::collections::VecDeque;

use super::company::Outset;
use super::ground::Ground;
use super::judge::Toll;
use super::rule::Rules;
use super::rulebook::{self, Stay};
use crate::ids::{AirportIdx, SectorIdx, TiVec};
use crate::network::sectors::Sector;
use crate::time::UtcMinute;

/// A bound on the ways on after travelling on a sector.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Prospect {
    /// What each breaks at least ([`Toll`]).
    pub cost: i64,
    /// The earliest arrival of those that break no more.
    pub arrival: UtcMinute,
}

/// There is no way on.
const NOWHERE: Prospect = Prospect { cost: i64::MAX, arrival: UtcMinute(i64::MAX) };

/// Prospects by how many sectors may follow and by sector.
type Prospects = Vec<TiVec<SectorIdx, Prospect>>;

/// The outlook from every sector.
#[derive(Debug)]
pub struct Outlook {
    closest: Prospects,
    /// The same, whatever is broken of the rules set aside; where a journey may only take so long.
    earliest: Option<Prospects>,
}

impl Outlook {
    /// The outlook of everyone who sets out as `outset` does or earlier, on ways of up to `most` sectors that break no rule
    /// but those set `aside`.
    pub fn new(ground: &Ground, outset: &Outset, aside: Rules, most: u32) -> Self {
        let limited = outset.company.traits.max_duration.is_some();
        let sweep = |at_cost| prospects(ground, outset, aside, most, at_cost);
        Self { closest: sweep(true), earliest: limited.then(|| sweep(false)) }
    }

    /// What those break at least, and when, who travel on `sector` and on at most `left` more; `None` where they get nowhere.
    pub fn closest(&self, sector: SectorIdx, left: u32) -> Option<Prospect> {
        ahead(&self.closest, sector, left)
    }

    /// Their earliest arrival; `None` where nobody asks.
    pub fn earliest(&self, sector: SectorIdx, left: u32) -> Option<UtcMinute> {
        Some(ahead(self.earliest.as_ref()?, sector, left)?.arrival)
    }
}

fn ahead(prospects: &Prospects, sector: SectorIdx, left: u32) -> Option<Prospect> {
    let left = (left as usize).min(prospects.len() - 1);
    Some(prospects[left][sector]).filter(|&prospect| prospect < NOWHERE)
}

/// The prospects, breaches being free of charge unless `at_cost`.
fn prospects(ground: &Ground, outset: &Outset, aside: Rules, most: u32, at_cost: bool) -> Prospects {
    let charge = |toll: Toll| toll.sum().map(|cost| if at_cost { cost } else { 0 });
    let boarding = |sector| {
        let mut toll = Toll::new(aside);
        rulebook::board(outset, sector, &mut toll);
        charge(toll).filter(|_| sector.to != outset.company.traits.origin)
    };
    let boarding: TiVec<SectorIdx, Option<i64>> = ground.sectors.iter().map(boarding).collect();
    let last = |(index, sector): (SectorIdx, &Sector)| {
        let mut toll = Toll::new(aside);
        rulebook::arrive(outset, sector, &mut toll);
        let ends = boarding[index].is_some() && outset.destinations.contains(&sector.to);
        charge(toll).filter(|_| ends).map_or(NOWHERE, |cost| Prospect { cost, arrival: sector.arr })
    };
    let mut here: TiVec<SectorIdx, Prospect> = ground.sectors.iter_enumerated().map(last).collect();
    let stays: Vec<(AirportIdx, Stay)> = ground
        .feed
        .airports
        .keys()
        .filter(|&airport| !outset.ends_at(airport))
        .filter_map(|airport| Some((airport, rulebook::stays(outset, airport, aside)?)))
        .collect();
    let mut by_sectors_left = Vec::new();
    for _ in 1..most {
        let mut next = here.clone();
        let from = |(&aboard, &ahead): (&Option<i64>, &Prospect)| match aboard {
            Some(aboard) if ahead < NOWHERE => Prospect { cost: ahead.cost + aboard, ..ahead },
            _ => NOWHERE,
        };
        let from: TiVec<SectorIdx, Prospect> = boarding.iter().zip(&here).map(from).collect();
        for &(airport, stay) in &stays {
            back(ground, airport, stay, &from, |index, onward| {
                if boarding[index].is_some() {
                    next[index] = next[index].min(onward);
                }
            });
        }
        let settled = next == here;
        by_sectors_left.push(std::mem::replace(&mut here, next));
        if settled {
            break;
        }
    }
    by_sectors_left.push(here);
    by_sectors_left
}

/// Tells of each sector arriving at `airport` the best prospect `from` the sectors it connects to.
///
/// Whoever arrives later departs within later bounds: the sectors between the bounds that nothing later beats are kept in a
/// queue, the best first.
fn back(
    ground: &Ground,
    airport: AirportIdx,
    stay: Stay,
    from: &TiVec<SectorIdx, Prospect>,
    mut tell: impl FnMut(SectorIdx, Prospect),
) {
    let mut leaving = ground.leaving(airport).iter().copied().filter(|&next| from[next] < NOWHERE).peekable();
    let mut queue: VecDeque<SectorIdx> = VecDeque::new();
    for &index in ground.arriving(airport) {
        let (first, last) = stay.departures(ground.sectors[index].arr, ground.midnight(index));
        while let Some(next) = leaving.next_if(|&next| ground.sectors[next].dep <= last) {
            while queue.back().is_some_and(|&other| from[other] >= from[next]) {
                queue.pop_back();
            }
            queue.push_back(next);
        }
        while queue.front().is_some_and(|&next| ground.sectors[next].dep < first) {
            queue.pop_front();
        }
        if let Some(&next) = queue.front() {
            tell(index, from[next]);
        }
    }
}
