//! What each thing on an escort's way costs under the prices in force.

use chrono::NaiveDate;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::calendar::Calendar;
use super::stretch::Stretch;
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
        self.positions().len()
    }

    /// Those of `sectors`, latest departure first, that are among these.
    pub(super) fn part(self, sectors: &[SectorIdx]) -> &[SectorIdx] {
        let first = sectors.partition_point(|&sector| sector >= self.end);
        &sectors[first..first + sectors[first..].partition_point(|&sector| sector >= self.first)]
    }

    /// Their positions.
    pub(super) fn positions(self) -> std::ops::Range<usize> {
        usize::from(self.first)..usize::from(self.end)
    }

    /// The sectors, the last first.
    pub(super) fn backwards(self) -> impl Iterator<Item = SectorIdx> {
        self.positions().rev().map(SectorIdx::from)
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
    aboard: Stretch<Scaled>,
    /// By sector: the least price of any duty there, [`FORBIDDEN`] where there is none.
    duty: Stretch<Scaled>,
    /// By sale: the price of a seat under the agreement.
    sold: Stretch<Scaled>,
    pub(super) volume: TiVec<AgreementIdx, Scaled>,
    /// Prices of flying a sector right after another.
    pub(super) follows: FxHashMap<SectorIdx, SmallVec<[(SectorIdx, Scaled); 2]>>,
}

impl<'a> Charges<'a> {
    /// The prices for `pool` in `market` of the sectors of `span`; `None` where it has no mission at all.
    pub(super) fn new(corps: &'a Corps, pool: PoolIdx, market: &'a Market<'a>, span: Span) -> Option<Self> {
        let squad = corps.squad(pool);
        let (first, last) = squad.period?;
        let grid = &corps.grid;
        let mut charges = Self {
            market,
            corps,
            squad,
            span,
            base: market.network.feed.pools[pool].base,
            calendar: Calendar::new(market, pool, first, last),
            aboard: Stretch::new(span.positions(), FORBIDDEN, FORBIDDEN),
            duty: Stretch::new(span.positions(), 0, 0),
            sold: Stretch::new(grid.sales_from(span.first, span.end), 0, FORBIDDEN),
            volume: market.network.feed.agreements.keys().map(|agreement| market.prices.volume(agreement)).collect(),
            follows: FxHashMap::default(),
        };
        charges.price_seats();
        if market.free.is_joined() {
            charges.leave_groups();
        }
        charges.price_branches(pool);
        for (_, sector, _) in market.prices.duties() {
            let Some(duty) = charges.duty.get_mut(sector.into()) else { continue };
            let least = squad.covers.iter().map(|&kind| market.prices.duty(kind, sector)).min();
            *duty = least.unwrap_or(FORBIDDEN).min(FORBIDDEN);
        }
        Some(charges)
    }

    fn price_seats(&mut self) {
        let (market, grid) = (self.market, &self.corps.grid);
        for &sector in self.span.part(&self.squad.sectors) {
            if market.free.fits(market.network, Site::Sector(sector, Aboard::Seats), 1)
                && let Some(aboard) = self.aboard.get_mut(sector.into())
            {
                *aboard = market.scale.up(grid.hops[sector].charter.unwrap_or(0));
            }
        }
        for site in market.prices.sites() {
            match site {
                Site::Sector(sector, Aboard::Seats) => {
                    add(self.aboard.get_mut(sector.into()), market.prices.of(site, 1));
                }
                Site::Allotment(agreement, sector) if site.matters(market.network) => {
                    let sale = grid.sale(agreement, sector);
                    if let Some(sold) = sale.and_then(|sale| self.sold.get_mut(sale as usize)) {
                        *sold = market.prices.escort_sold(agreement, sector).min(FORBIDDEN);
                    }
                }
                _ => {}
            }
        }
    }

    /// Leaves seats of least groups aside that an escort can't have, as is asked for where nobody sets out alone: by far the
    /// cheapest, they would show the way to nowhere.
    fn leave_groups(&mut self) {
        let (market, grid) = (self.market, &self.corps.grid);
        for index in grid.sales_from(self.span.first, self.span.end) {
            let sale = &grid.sales[index];
            if market.network.feed.agreements[sale.agreement].min_group > 1
                && !market.free.fits(market.network, Site::Allotment(sale.agreement, sale.sector), 1)
                && let Some(sold) = self.sold.get_mut(index)
            {
                *sold = FORBIDDEN;
            }
        }
    }

    fn price_branches(&mut self, pool: PoolIdx) {
        let prices = self.market.prices;
        for (_, sector, price) in prices.flown().filter(|&(other, ..)| other == pool) {
            add(self.aboard.get_mut(sector.into()), price);
        }
        let grid = &self.corps.grid;
        for ((_, agreement, sector), price) in prices.all_seated().filter(|&((other, ..), _)| other == pool) {
            if let Some(sale) = grid.sale(agreement, sector) {
                add(self.sold.get_mut(sale as usize), price);
            }
        }
        for ((_, one, next), price) in prices.followed().filter(|&((other, ..), _)| other == pool) {
            self.follows.entry(one).or_default().push((next, price));
        }
    }

    /// Whether no mission can cost less than nothing.
    pub(super) fn ask_nothing(&self) -> bool {
        self.calendar.least >= 0
            && self.sectors().iter().all(|&sector| self.aboard(sector) >= 0 && self.duty(sector) >= 0)
            && self.sold.values().iter().all(|&price| price >= 0)
            && self.volume.iter().all(|&price| price >= 0)
            && self.follows.values().flatten().all(|&(_, price)| price >= 0)
    }

    /// The sectors that are looked at of those that the pool's missions may use, latest departure first.
    pub(super) fn sectors(&self) -> &'a [SectorIdx] {
        self.span.part(&self.squad.sectors)
    }

    /// Of these the ones that leave from the base.
    pub(super) fn leaving(&self) -> &'a [SectorIdx] {
        self.span.part(&self.squad.leaving)
    }

    /// A seat on `sector` and everything else but duty and fare; [`FORBIDDEN`] where none can be had.
    pub(super) fn aboard(&self, sector: SectorIdx) -> Scaled {
        self.aboard.get(sector.into())
    }

    /// The least price of any duty on `sector`, [`FORBIDDEN`] where there is none.
    pub(super) fn duty(&self, sector: SectorIdx) -> Scaled {
        self.duty.get(sector.into())
    }

    /// The price of a seat under the agreement of `sale`.
    pub(super) fn sold(&self, sale: u32) -> Scaled {
        self.sold.get(sale as usize)
    }

    /// The prices of all such seats.
    pub(super) fn all_sold(&self) -> &[Scaled] {
        self.sold.values()
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
        let serves = |sector: SectorIdx| self.duty(sector) < 0 && self.aboard(sector) < FORBIDDEN;
        self.sectors().iter().any(|&sector| serves(sector) && open(sector))
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
        let (aboard, sold) = (self.aboard(sector), self.sold(sale));
        (aboard < FORBIDDEN && sold < FORBIDDEN).then(|| aboard + sold + self.duty(sector).min(0))
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

/// Adds `price` to `charge`, if it is looked at; what is forbidden stays so.
fn add(charge: Option<&mut Scaled>, price: Scaled) {
    if let Some(charge) = charge.filter(|charge| **charge < FORBIDDEN) {
        *charge = charge.saturating_add(price).min(FORBIDDEN);
    }
}
