//! The ground that reasons are looked for on: every dated sector, whoever it is of use to, and what fares go where.
//!
//! The planner's network leaves out what no itinerary can use. A reason has to look at just that.

use rustc_hash::FxHashMap;

use crate::feed::{Agreement, Feed};
use crate::ids::{AgreementIdx, AirportIdx, FareIdx, SectorIdx, TiVec};
use crate::network::sectors::{self, Sector};

/// Every dated sector of a feed, with the fares.
#[derive(Debug)]
pub struct Ground<'f> {
    /// The feed.
    pub feed: &'f Feed,
    /// All sectors by departure; numbered apart from the planner's network.
    pub sectors: TiVec<SectorIdx, Sector>,
    leaving: TiVec<AirportIdx, Vec<SectorIdx>>,
    fares: FxHashMap<(AgreementIdx, AirportIdx), Vec<FareIdx>>,
    hops: Vec<(AirportIdx, AirportIdx)>,
}

impl<'f> Ground<'f> {
    /// The ground of `feed`.
    pub fn new(feed: &'f Feed) -> Self {
        let sectors: TiVec<SectorIdx, Sector> = sectors::expand(feed).into();
        let mut leaving: TiVec<AirportIdx, Vec<SectorIdx>> = feed.airports.iter().map(|_| Vec::new()).collect();
        for (index, sector) in sectors.iter_enumerated() {
            leaving[sector.from].push(index);
        }
        let mut fares: FxHashMap<_, Vec<FareIdx>> = FxHashMap::default();
        for (index, fare) in feed.fares.iter_enumerated() {
            fares.entry((fare.agreement, fare.from)).or_default().push(index);
        }
        let mut hops: Vec<_> = sectors.iter().map(|sector| (sector.from, sector.to)).collect();
        hops.sort_unstable();
        hops.dedup();
        Self { feed, sectors, leaving, fares, hops }
    }

    /// The sectors leaving `airport`, by departure.
    pub fn leaving(&self, airport: AirportIdx) -> &[SectorIdx] {
        &self.leaving[airport]
    }

    /// The fares under `agreement` from `from`.
    pub fn fares(&self, agreement: AgreementIdx, from: AirportIdx) -> &[FareIdx] {
        self.fares.get(&(agreement, from)).map(Vec::as_slice).unwrap_or_default()
    }

    /// The agreements under which a fare component may start with `sector` (MODEL: *Fares*).
    pub fn openings<'a>(&'a self, sector: &'a Sector) -> impl Iterator<Item = AgreementIdx> + 'a {
        let date = sector.dep_local.date();
        let ahead = (date - self.feed.policy.as_of).num_days();
        let sold = move |row: &Agreement| {
            sector.carrier().is_some_and(|carrier| row.carriers.contains(&carrier))
                && row.valid_from <= date
                && date <= row.valid_to
                && ahead >= i64::from(row.lead_days)
                && row.max_sectors > 0
        };
        self.feed
            .agreements
            .iter_enumerated()
            .filter(move |&(index, row)| sold(row) && !self.fares(index, sector.from).is_empty())
            .map(|(index, _)| index)
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
        self.hops.iter().any(|&(_, to)| to == airport)
    }
}
