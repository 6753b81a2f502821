//! The ground that reasons are looked for on: every dated sector, whoever it is of use to, and what fares go where.
//!
//! The planner's network leaves out what no itinerary can use. A reason has to look at just that.

use rustc_hash::FxHashMap;

use crate::feed::{Agreement, Feed};
use crate::ids::{AgreementIdx, AirportIdx, SectorIdx, TiVec};
use crate::network::sectors::{self, Sector};
use crate::time::{self, Minutes, UtcMinute};

/// Every dated sector of a feed, with the fares.
#[derive(Debug)]
pub struct Ground<'f> {
    /// The feed.
    pub feed: &'f Feed,
    /// All sectors by departure; numbered apart from the planner's network.
    pub sectors: TiVec<SectorIdx, Sector>,
    leaving: TiVec<AirportIdx, Vec<SectorIdx>>,
    arriving: TiVec<AirportIdx, Vec<SectorIdx>>,
    midnights: TiVec<SectorIdx, UtcMinute>,
    openings: TiVec<SectorIdx, Vec<AgreementIdx>>,
    sales: FxHashMap<(AgreementIdx, AirportIdx), Sales>,
    hops: Vec<(AirportIdx, AirportIdx)>,
}

/// What an agreement sells from an airport.
#[derive(Debug, Default)]
pub struct Sales {
    /// Where its fares end, and the airport they pass via.
    ends: Vec<(AirportIdx, Option<AirportIdx>)>,
    /// The airports that any of them passes via.
    pub vias: Vec<AirportIdx>,
}

impl Sales {
    /// Whether a fare ends at `here` for those who `passed` these airports.
    pub fn end_at(&self, here: AirportIdx, passed: &[AirportIdx]) -> bool {
        self.ends.iter().any(|&(end, via)| end == here && via.is_none_or(|via| passed.contains(&via)))
    }
}

impl<'f> Ground<'f> {
    /// The ground of `feed`.
    pub fn new(feed: &'f Feed) -> Self {
        let sectors: TiVec<SectorIdx, Sector> = sectors::expand(feed).into();
        let nothing = || -> TiVec<AirportIdx, Vec<SectorIdx>> { feed.airports.iter().map(|_| Vec::new()).collect() };
        let (mut leaving, mut arriving) = (nothing(), nothing());
        for (index, sector) in sectors.iter_enumerated() {
            leaving[sector.from].push(index);
            arriving[sector.to].push(index);
        }
        arriving.iter_mut().for_each(|here| here.sort_by_key(|&index| sectors[index].arr));
        let mut sales: FxHashMap<(AgreementIdx, AirportIdx), Sales> = FxHashMap::default();
        for fare in &feed.fares {
            let sold = sales.entry((fare.agreement, fare.from)).or_default();
            sold.ends.push((fare.to, fare.via));
            sold.vias.extend(fare.via);
        }
        for sold in sales.values_mut() {
            sold.vias.sort_unstable();
            sold.vias.dedup();
        }
        let opened = |sector: &Sector| {
            let opens = |index| sales.contains_key(&(index, sector.from));
            let rows = feed.agreements.iter_enumerated();
            rows.filter(|&(index, row)| opens(index) && sold(feed, row, sector)).map(|(index, _)| index).collect()
        };
        let openings = sectors.iter().map(opened).collect();
        let midnights = sectors.iter().map(|sector| midnight(feed, sector)).collect();
        let mut hops: Vec<_> = sectors.iter().map(|sector| (sector.from, sector.to)).collect();
        hops.sort_unstable();
        hops.dedup();
        Self { feed, sectors, leaving, arriving, midnights, openings, sales, hops }
    }

    /// The sectors leaving `airport`, by departure.
    pub fn leaving(&self, airport: AirportIdx) -> &[SectorIdx] {
        &self.leaving[airport]
    }

    /// The sectors arriving at `airport`, by arrival.
    pub fn arriving(&self, airport: AirportIdx) -> &[SectorIdx] {
        &self.arriving[airport]
    }

    /// The first local midnight after the arrival of `sector`.
    pub fn midnight(&self, sector: SectorIdx) -> UtcMinute {
        self.midnights[sector]
    }

    /// What `agreement` sells from `from`, if anything.
    pub fn sales(&self, agreement: AgreementIdx, from: AirportIdx) -> Option<&Sales> {
        self.sales.get(&(agreement, from))
    }

    /// The agreements under which a fare component may start with `sector` (MODEL: *Fares*).
    pub fn openings(&self, sector: SectorIdx) -> &[AgreementIdx] {
        &self.openings[sector]
    }

    /// Least sectors from each airport to one of `destinations`, dates aside; `u32::MAX` where there is no way.
    pub fn reach(&self, destinations: &[AirportIdx]) -> TiVec<AirportIdx, u32> {
        let mut reach: TiVec<AirportIdx, u32> = self.feed.airports.iter().map(|_| u32::MAX).collect();
        for &airport in destinations {
            reach[airport] = 0;
        }
        loop {
            let mut changed = false;
            for &(from, to) in &self.hops {
                let through = reach[to].saturating_add(1);
                if through < reach[from] {
                    reach[from] = through;
                    changed = true;
                }
            }
            if !changed {
                return reach;
            }
        }
    }

    /// Whether any sector leaves `airport`.
    pub fn departs(&self, airport: AirportIdx) -> bool {
        !self.leaving[airport].is_empty()
    }

    /// Whether any sector arrives at `airport`.
    pub fn arrives(&self, airport: AirportIdx) -> bool {
        !self.arriving[airport].is_empty()
    }
}

/// The first local midnight after the arrival of `sector`; none is further than two days away.
fn midnight(feed: &Feed, sector: &Sector) -> UtcMinute {
    let zone = feed.airports[sector.to].zone;
    let until = sector.arr + Minutes::hours(48);
    time::timed_midnights(zone, sector.arr, until).next().map_or(until, |(_, at)| at)
}

/// Whether a component under `row` may start with `sector`, where it has a fare from there.
fn sold(feed: &Feed, row: &Agreement, sector: &Sector) -> bool {
    let date = sector.dep_local.date();
    let ahead = (date - feed.policy.as_of).num_days();
    sector.carrier().is_some_and(|carrier| row.carriers.contains(&carrier))
        && row.valid_from <= date
        && date <= row.valid_to
        && ahead >= i64::from(row.lead_days)
        && row.max_sectors > 0
}
