//! A mission as a column: its way with duties and fares, what it costs and what it uses.

use chrono::NaiveDate;

use smallvec::SmallVec;

use crate::ids::{AgreementIdx, EscortTypeIdx, PoolIdx, SectorIdx};
use crate::itineraries::column::Cut;
use crate::itineraries::prices::{FORBIDDEN, Prices, Scale, Scaled, Term};
use crate::itineraries::sites::{Aboard, Site};
use crate::network::Network;
use crate::time::Minutes;

/// A sector of a mission, and the type that its escort is on duty for there, if any.
pub type Leg = (SectorIdx, Option<EscortTypeIdx>);

/// The way of one escort from the base until the first return there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Way {
    /// The pool.
    pub pool: PoolIdx,
    /// Its sectors, at least two, on duty on one at least.
    pub legs: SmallVec<[Leg; 4]>,
    /// Its fare components, in order; none over a charter's legs.
    pub cut: Cut,
}

/// What a mission costs, minor units, by kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Expense {
    /// Fares.
    pub fares: i64,
    /// Seats on charters.
    pub charters: i64,
    /// Started 24 hours away.
    pub days: i64,
}

/// A way with its cost and its uses.
#[derive(Debug, Clone)]
pub struct Mission {
    /// The way.
    pub way: Way,
    /// Its cost in minor units.
    pub cost: i64,
    /// What it uses of every limited site, ascending: seats, allotments, escorts away.
    pub uses: Vec<(Site, u32)>,
    /// The agreement of each component.
    pub volume: Vec<AgreementIdx>,
}

impl Way {
    /// The sectors.
    pub fn sectors(&self) -> impl DoubleEndedIterator<Item = SectorIdx> + ExactSizeIterator + '_ {
        self.legs.iter().map(|&(sector, _)| sector)
    }

    /// The sectors on duty, with the type served.
    pub fn duties(&self) -> impl Iterator<Item = (EscortTypeIdx, SectorIdx)> + '_ {
        self.legs.iter().filter_map(|&(sector, duty)| Some((duty?, sector)))
    }

    /// What it costs, item by item.
    pub fn expense(&self, network: &Network) -> Expense {
        let feed = network.feed;
        let pool = &feed.pools[self.pool];
        let fares = self.cut.iter().map(|piece| network.fares.escort(piece.fare)).sum();
        let charters = self.sectors().filter_map(|sector| network.sectors[sector].charter());
        let charters = charters.map(|charter| feed.charters[charter].per_seat.0).sum();
        Expense { fares, charters, days: pool.day_cost.0 * self.away(network).started_days() }
    }

    /// From first departure to last arrival.
    fn away(&self, network: &Network) -> Minutes {
        match (self.sectors().next(), self.sectors().next_back()) {
            (Some(first), Some(last)) => network.sectors[last].arr - network.sectors[first].dep,
            _ => Minutes(0),
        }
    }
}

impl Mission {
    /// Works out the cost and uses of `way`.
    pub fn new(network: &Network, way: Way) -> Self {
        let Expense { fares, charters, days } = way.expense(network);
        let uses = uses(network, &way);
        let volume = way.cut.iter().map(|piece| network.feed.fares[piece.fare].agreement).collect();
        Self { cost: fares + charters + days, uses, volume, way }
    }

    /// How much of a row's term the mission takes.
    pub fn coefficient(&self, term: &Term) -> i64 {
        match term {
            Term::Site(site, weight) => {
                let start = self.uses.partition_point(|(other, _)| other < site);
                let uses = self.uses[start..].iter().take_while(|(other, _)| other == site);
                uses.map(|&(_, demand)| weight.of(demand)).sum()
            }
            Term::Volume(agreement) => self.volume.iter().filter(|&other| other == agreement).count() as i64,
            Term::Duty(kind, sector) => self.way.duties().filter(|duty| *duty == (*kind, *sector)).count() as i64,
            Term::Seated(pool, agreement, sector) => {
                let seat = Site::Allotment(*agreement, *sector);
                i64::from(self.way.pool == *pool && self.uses.iter().any(|&(site, _)| site == seat))
            }
            Term::Flies(pool, sector) => {
                i64::from(self.way.pool == *pool && self.way.sectors().any(|own| own == *sector))
            }
            Term::Follows(pool, one, next) => {
                let legs = &self.way.legs;
                let follows = || legs.windows(2).any(|pair| (pair[0].0, pair[1].0) == (*one, *next));
                i64::from(self.way.pool == *pool && follows())
            }
            Term::Travels(..) | Term::Sold(..) => 0,
        }
    }

    /// The reduced cost under `prices`; [`FORBIDDEN`] at most.
    pub fn reduced_cost(&self, scale: Scale, prices: &Prices) -> Scaled {
        let pool = self.way.pool;
        let sites = self.uses.iter().map(|&(site, demand)| prices.of(site, demand));
        let duties = self.way.duties().map(|(kind, sector)| prices.duty(kind, sector));
        let volume = self.volume.iter().map(|&agreement| prices.volume(agreement));
        let flies = self.way.sectors().map(|sector| prices.flies(pool, sector));
        let follows = self.way.legs.windows(2).map(|pair| prices.follows(pool, pair[0].0, pair[1].0));
        let seated = self.uses.iter().map(|&(site, _)| match site {
            Site::Allotment(agreement, sector) => prices.seated(pool, agreement, sector),
            _ => 0,
        });
        let all = sites.chain(seated).chain(duties).chain(volume).chain(flies).chain(follows);
        all.fold(scale.up(self.cost), |sum, price| sum.saturating_add(price).min(FORBIDDEN))
    }

    /// Seats taken on the first leg of `charter`.
    pub fn seats_on_first_leg(&self, network: &Network, charter: crate::ids::CharterIdx) -> u32 {
        let first = |sector: &SectorIdx| {
            let sector = &network.sectors[*sector];
            sector.charter() == Some(charter) && sector.is_first_leg()
        };
        self.way.sectors().filter(first).count() as u32
    }
}

/// The dates on which an escort is away who leaves on one and returns on another, and those on which one rests then.
pub(super) fn dates_away(network: &Network, leaves: NaiveDate, returns: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    let away = (returns - leaves).num_days() + 1 + i64::from(network.feed.policy.escort_rest_days);
    leaves.iter_days().take(away.max(0) as usize)
}

/// What `way` uses of limited sites: a seat on each sector and under each agreement, and an escort on each date away.
fn uses(network: &Network, way: &Way) -> Vec<(Site, u32)> {
    let feed = network.feed;
    let mut uses: Vec<(Site, u32)> = way.sectors().map(|sector| (Site::Sector(sector, Aboard::Seats), 1)).collect();
    for piece in &way.cut {
        let agreement = feed.fares[piece.fare].agreement;
        let sectors = way.sectors().skip(usize::from(piece.start)).take(usize::from(piece.sectors));
        uses.extend(sectors.map(|sector| (Site::Allotment(agreement, sector), 1)));
    }
    if let (Some(first), Some(last)) = (way.sectors().next(), way.sectors().next_back()) {
        let (leaves, returns) = (network.sectors[first].dep_local.date(), network.sectors[last].arr_local.date());
        uses.extend(dates_away(network, leaves, returns).map(|date| (Site::Away(way.pool, date), 1)));
    }
    uses.retain(|(site, _)| site.matters(network));
    uses.sort_unstable();
    uses
}
