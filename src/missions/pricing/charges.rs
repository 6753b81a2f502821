//! What each thing on an escort's way costs under the prices in force.

use chrono::NaiveDate;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::calendar::Calendar;
use crate::ids::{AgreementIdx, AirportIdx, EscortTypeIdx, PoolIdx, SectorIdx, TiVec};
use crate::itineraries::prices::{FORBIDDEN, Scaled};
use crate::itineraries::pricing::Market;
use crate::itineraries::sites::{Aboard, Site};
use crate::missions::corps::{Corps, Squad};
use crate::time::{Minutes, UtcMinute};

/// What serving as a type on a sector costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Service {
    /// The type; `None` for travelling free of duty.
    pub(super) duty: Option<EscortTypeIdx>,
    /// Its price.
    pub(super) price: Scaled,
}

/// Sectors one after the other, by departure.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    pub(super) first: SectorIdx,
    pub(super) end: SectorIdx,
}

impl Span {
    /// All sectors.
    pub(super) fn all(corps: &Corps) -> Self {
        Self { first: SectorIdx(0), end: corps.grid.hops.len().into() }
    }

    /// The sectors that depart no longer than `around` before the first duty that earns `pool` anything in `market` does,
    /// and no longer after the last one ends; all where none does.
    pub(super) fn around(corps: &Corps, pool: PoolIdx, market: &Market, around: Minutes) -> Self {
        let (hops, covers) = (&corps.grid.hops, &corps.squad(pool).covers);
        let earning = || market.prices.duties().filter(|(kind, _, price)| *price < 0 && covers.contains(kind));
        let first = earning().map(|(_, sector, _)| hops[sector].dep).min();
        let last = earning().map(|(_, sector, _)| hops[sector].arr).max();
        let Some((first, last)) = first.zip(last) else { return Self::all(corps) };
        let position = |at: UtcMinute| hops.raw.partition_point(|hop| hop.dep < at).into();
        Self { first: position(first - around), end: position(last + around) }
    }

    pub(super) fn len(self) -> usize {
        usize::from(self.end).saturating_sub(self.first.into())
    }

    pub(super) fn has(self, sector: SectorIdx) -> bool {
        self.first <= sector && sector < self.end
    }

    /// The sectors, the last first.
    pub(super) fn backwards(self) -> impl Iterator<Item = SectorIdx> {
        (usize::from(self.first)..usize::from(self.end)).rev().map(SectorIdx::from)
    }
}

/// The prices for escorts of one pool.
pub(super) struct Charges<'a> {
    pub(super) market: &'a Market<'a>,
    pub(super) corps: &'a Corps,
    pub(super) squad: &'a Squad,
    /// The sectors that are looked at.
    pub(super) span: Span,
    base: AirportIdx,
    pub(super) calendar: Calendar,
    /// By sector: a seat and everything else but duty and fare; [`FORBIDDEN`] where none can be had.
    pub(super) aboard: TiVec<SectorIdx, Scaled>,
    /// By sector: the least price of any duty there, [`FORBIDDEN`] where there is none.
    pub(super) duty: TiVec<SectorIdx, Scaled>,
    /// By sale: the price of a seat under the agreement.
    pub(super) sold: Vec<Scaled>,
    pub(super) volume: TiVec<AgreementIdx, Scaled>,
    /// Prices of flying a sector right after another.
    pub(super) follows: FxHashMap<SectorIdx, SmallVec<[(SectorIdx, Scaled); 2]>>,
}

impl<'a> Charges<'a> {
    /// The prices for `pool` in `market` of the sectors of `span`; `None` where it has no mission at all.
    pub(super) fn new(corps: &'a Corps, pool: PoolIdx, market: &'a Market<'a>, span: Span) -> Option<Self> {
        let squad = corps.squad(pool);
        let (first, last) = period(corps, pool, market)?;
        let grid = &corps.grid;
        let mut charges = Self {
            market,
            corps,
            squad,
            span,
            base: market.network.feed.pools[pool].base,
            calendar: Calendar::new(market, pool, first, last),
            aboard: grid.hops.iter().map(|_| FORBIDDEN).collect(),
            duty: grid.hops.iter().map(|_| 0).collect(),
            sold: vec![0; grid.sales.len()],
            volume: market.network.feed.agreements.keys().map(|agreement| market.prices.volume(agreement)).collect(),
            follows: FxHashMap::default(),
        };
        charges.price_seats();
        charges.price_branches(pool);
        for (_, sector, _) in market.prices.duties() {
            let least = squad.covers.iter().map(|&kind| market.prices.duty(kind, sector)).min();
            charges.duty[sector] = least.unwrap_or(FORBIDDEN).min(FORBIDDEN);
        }
        Some(charges)
    }

    fn price_seats(&mut self) {
        let (market, grid) = (self.market, &self.corps.grid);
        for &sector in self.squad.sectors.iter().filter(|&&sector| self.span.has(sector)) {
            if market.free.fits(market.network, Site::Sector(sector, Aboard::Seats), 1) {
                self.aboard[sector] = market.scale.up(grid.hops[sector].charter.unwrap_or(0));
            }
        }
        for site in market.prices.sites() {
            match site {
                Site::Sector(sector, Aboard::Seats) => {
                    add(&mut self.aboard[sector], market.prices.of(site, 1));
                }
                Site::Allotment(agreement, sector) if site.matters(market.network) => {
                    if let Some(sale) = grid.sale(agreement, sector) {
                        self.sold[sale as usize] = market.prices.escort_sold(agreement, sector).min(FORBIDDEN);
                    }
                }
                _ => {}
            }
        }
    }

    fn price_branches(&mut self, pool: PoolIdx) {
        let prices = self.market.prices;
        for (_, sector, price) in prices.flown().filter(|&(other, ..)| other == pool) {
            add(&mut self.aboard[sector], price);
        }
        let grid = &self.corps.grid;
        for ((_, agreement, sector), price) in prices.all_seated().filter(|&((other, ..), _)| other == pool) {
            if let Some(sale) = grid.sale(agreement, sector) {
                add(&mut self.sold[sale as usize], price);
            }
        }
        for ((_, one, next), price) in prices.followed().filter(|&((other, ..), _)| other == pool) {
            self.follows.entry(one).or_default().push((next, price));
        }
    }

    /// Whether no mission can cost less than nothing.
    pub(super) fn ask_nothing(&self) -> bool {
        let sectors = self.squad.sectors.iter();
        self.calendar.least >= 0
            && sectors.clone().all(|&sector| self.aboard[sector] >= 0 && self.duty[sector] >= 0)
            && self.sold.iter().all(|&price| price >= 0)
            && self.volume.iter().all(|&price| price >= 0)
            && self.follows.values().flatten().all(|&(_, price)| price >= 0)
    }

    /// Whether an escort may be away when some duty earns something. Dates are those of the base, which is a day off at
    /// most elsewhere.
    pub(super) fn could_earn(&self, pool: PoolIdx) -> bool {
        let network = self.market.network;
        let longest = network.feed.pools[pool].max_away.started_days() + 1;
        let open = |sector: SectorIdx| {
            let sector = &network.sectors[sector];
            let day = |date: NaiveDate| self.calendar.day(date);
            let dates = (day(sector.dep_local.date()) + 1, day(sector.arr_local.date()) - 1);
            self.calendar.is_open(dates, longest)
        };
        self.span.backwards().any(|sector| self.duty[sector] < 0 && open(sector))
    }

    /// The pool's base.
    pub(super) fn base(&self) -> AirportIdx {
        self.base
    }

    /// The day on which `sector` ends, where it leads home.
    pub(super) fn return_day(&self, sector: SectorIdx) -> i64 {
        self.calendar.day(self.market.network.sectors[sector].arr_local.date())
    }

    /// What being home with `sector` costs, days before leaving included.
    pub(super) fn home(&self, sector: SectorIdx) -> Scaled {
        self.calendar.returning(self.return_day(sector))
    }

    /// The least price of `sale` besides the fare; `None` where it can't be had.
    pub(super) fn selling(&self, sale: u32) -> Option<Scaled> {
        let sector = self.corps.grid.sales[sale as usize].sector;
        let (aboard, sold) = (self.aboard[sector], self.sold[sale as usize]);
        (aboard < FORBIDDEN && sold < FORBIDDEN).then(|| aboard + sold + self.duty[sector].min(0))
    }

    /// What flying `next` right after `one` costs, besides both.
    pub(super) fn following(&self, one: SectorIdx, next: SectorIdx) -> Scaled {
        if self.follows.is_empty() {
            return 0;
        }
        let after = self.follows.get(&one).map_or(&[][..], SmallVec::as_slice);
        after.iter().find(|(other, _)| *other == next).map_or(0, |&(_, price)| price)
    }

    /// The sectors that are cheaper to fly right after `one` than else, with what they cost less.
    pub(super) fn favoured(&self, one: SectorIdx) -> impl Iterator<Item = (SectorIdx, Scaled)> + '_ {
        let after = if self.follows.is_empty() { None } else { self.follows.get(&one) };
        after.into_iter().flatten().copied().filter(|&(_, price)| price < 0)
    }

    /// What an escort might do on `sector`: the cheapest service, or with `all` each that could be of use. A duty that
    /// costs nothing is always taken, as it can only help.
    pub(super) fn services(&self, sector: SectorIdx, all: bool) -> SmallVec<[Service; 3]> {
        let offers = self.squad.covers.iter().filter_map(|&kind| {
            let price = self.market.prices.duty(kind, sector);
            let useful = price != 0 || self.corps.may_need(kind, sector);
            (useful && price < FORBIDDEN).then_some(Service { duty: Some(kind), price })
        });
        let mut services: SmallVec<[Service; 3]> = offers.collect();
        if services.iter().all(|service| service.price > 0) {
            services.push(Service { duty: None, price: 0 });
        }
        if !all {
            services.sort_by_key(|service| service.price);
            services.truncate(1);
        }
        services
    }

    /// The cheapest duty on `sector`, whether or not it is of use.
    pub(super) fn cheapest_duty(&self, sector: SectorIdx) -> Option<(Scaled, EscortTypeIdx)> {
        let prices = self.squad.covers.iter().map(|&kind| (self.market.prices.duty(kind, sector), kind));
        prices.min().filter(|&(price, _)| price < FORBIDDEN)
    }
}

/// From the first date on which a mission may leave to the last on which one may return.
fn period(corps: &Corps, pool: PoolIdx, market: &Market) -> Option<(NaiveDate, NaiveDate)> {
    let network = market.network;
    let base = network.feed.pools[pool].base;
    let sectors = || corps.squad(pool).sectors.iter().map(|&sector| &network.sectors[sector]);
    let first = sectors().filter(|sector| sector.from == base).map(|sector| sector.dep_local.date()).min();
    let last = sectors().filter(|sector| sector.to == base).map(|sector| sector.arr_local.date()).max();
    first.zip(last)
}

/// Adds `price` to `charge`; what is forbidden stays so.
fn add(charge: &mut Scaled, price: Scaled) {
    if *charge < FORBIDDEN {
        *charge = charge.saturating_add(price).min(FORBIDDEN);
    }
}
