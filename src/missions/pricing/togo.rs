//! What is at least to come: a bound on every way home from every sector, by one sweep from the last departure back.
//!
//! The sweep solves the problem without its rarer limits: how many sectors and hours a mission and a component may have,
//! airports twice, vias. Time away is charged as a potential, pro rata and rounded down, so that it adds up along a way.
//! Values are whole multiples of a grain that is coarse enough for 32 bits, always rounded down: they bound, and exact
//! costs are added up by the walk alone.

use super::charges::Charges;
use super::stretch::Stretch;
use crate::ids::SectorIdx;
use crate::itineraries::prices::{FORBIDDEN, Scaled};
use crate::missions::grid::{Grid, NONE, UNSOLD};
use crate::network::roundtrips::most_sectors;
use crate::time::{Minutes, UtcMinute};

/// A value in grains.
type Grains = i32;

/// No way. No sum of values that do have a way comes near it, nor does it come near them by what a way takes off.
const NEVER: Grains = 1 << 29;
/// Sums of values stay below this, either side of 0.
const MOST: Scaled = 1 << 27;
/// From here on there is no way.
const LIMIT: Grains = 1 << 28;

/// The bounds.
pub(super) struct ToGo {
    /// What each sector costs more than it does.
    fine: Scaled,
    grain: u32,
    /// By sector: the least cost from boarding it with no component open.
    opening: Stretch<Grains>,
    /// By sector: the least of those from it on in its chain.
    onward: Stretch<Grains>,
    /// By ride: the least cost after flying it.
    after: Stretch<Grains>,
    /// By ride: the least cost from boarding it or one later in its chain.
    within: Stretch<Grains>,
}

/// Linear cost of time, a potential.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clock {
    since: UtcMinute,
    day: Scaled,
}

impl Clock {
    /// The clock of missions whose days cost `day`.
    pub(super) fn new(charges: &Charges, day: Scaled) -> Self {
        let hops = &charges.corps.grid.hops;
        let since = charges.sectors().last().map_or(UtcMinute(0), |&sector| hops[sector].dep);
        Self { since, day }
    }

    fn price(&self, length: Minutes) -> i128 {
        i128::from(self.day) * i128::from(length.0)
    }

    /// The price of all time up to a return, rounded down.
    pub(super) fn returning(&self, at: UtcMinute) -> Scaled {
        self.price(at - self.since).div_euclid(24 * 60) as Scaled
    }

    /// The price of all time up to a departure, rounded up.
    pub(super) fn leaving(&self, at: UtcMinute) -> Scaled {
        self.lasting(at - self.since)
    }

    /// The price of so much time, rounded up.
    pub(super) fn lasting(&self, length: Minutes) -> Scaled {
        -((-self.price(length)).div_euclid(24 * 60)) as Scaled
    }
}

impl ToGo {
    /// The bounds where time costs what `clock` says and each sector `fine` more than it does.
    pub(super) fn new(charges: &Charges, clock: &Clock, fine: Scaled) -> Self {
        let (grid, span) = (&charges.corps.grid, charges.span);
        let rides = grid.rides_from(span.first, span.end);
        let mut to_go = Self {
            fine,
            grain: grain(charges, clock, fine),
            opening: Stretch::new(span.positions(), NEVER, NEVER),
            onward: Stretch::new(span.positions(), NEVER, NEVER),
            after: Stretch::new(rides.clone(), NEVER, NEVER),
            within: Stretch::new(rides, NEVER, NEVER),
        };
        let up = |fare: i64| if fare < UNSOLD { to_go.grains(charges.market.scale.up(fare)) } else { NEVER };
        let fares: Vec<Grains> = grid.lanes.all().iter().map(|lane| up(lane.fare)).collect();
        // Sectors that take no time are flown in any order: then only so many sweeps make a bound.
        for _ in 0..if grid.instant { most_sectors(charges.market.network.feed) } else { 1 } {
            let before = grid.instant.then(|| to_go.onward.clone());
            for sector in span.backwards() {
                to_go.settle(charges, clock, &fares, sector);
            }
            if before.is_some_and(|before| to_go.onward == before) {
                break;
            }
        }
        to_go
    }

    fn grains(&self, price: Scaled) -> Grains {
        if price >= FORBIDDEN { NEVER } else { (price >> self.grain) as Grains }
    }

    fn scaled(&self, value: Grains) -> Scaled {
        if value >= LIMIT { FORBIDDEN } else { Scaled::from(value) << self.grain }
    }

    /// Settles the values of `sector`, those of later departures being settled.
    fn settle(&mut self, charges: &Charges, clock: &Clock, fares: &[Grains], sector: SectorIdx) {
        let grid = &charges.corps.grid;
        let hop = &grid.hops[sector];
        let position = usize::from(sector);
        let aboard = charges.aboard(sector);
        let mut opening = NEVER;
        if aboard < FORBIDDEN {
            let ends = hop.to == charges.base();
            let closed = match ends {
                true => self.grains(charges.home(sector).saturating_add(clock.returning(hop.arr))),
                false => self.onward(hop.after[0]).min(self.onward(hop.after[1])),
            };
            let favoured = charges.favoured(sector).map(|(next, price)| (next, self.grains(price)));
            let favoured: Vec<(SectorIdx, Grains)> = if ends { Vec::new() } else { favoured.collect() };
            let reach = |next: SectorIdx| self.opening.get(next.into());
            let closed = favoured.iter().map(|&(next, price)| reach(next).wrapping_add(price)).fold(closed, i32::min);
            let price = self.grains(aboard.saturating_add(charges.duty(sector).min(0)).saturating_add(self.fine));
            if hop.charter.is_some() {
                opening = price.wrapping_add(closed);
            }
            for sale in hop.sales.0..hop.sales.1 {
                self.sum_up(grid, fares, sale, closed, ends);
                for &(next, favour) in &favoured {
                    self.favour(charges, sale, next, favour);
                }
                opening = opening.min(self.sell(charges, sale, price));
            }
        } else {
            for sale in hop.sales.0..hop.sales.1 {
                self.pass(grid, sale);
            }
        }
        let onward = self.onward(hop.next).min(opening);
        for (values, value) in [(&mut self.opening, opening), (&mut self.onward, onward)] {
            values.get_mut(position).into_iter().for_each(|own| *own = value);
        }
    }

    /// The least cost after flying `sale`, by ride: the component ends there, or goes on.
    fn sum_up(&mut self, grid: &Grid, fares: &[Grains], sale: u32, closed: Grains, ends: bool) {
        let sale = &grid.sales[sale as usize];
        let goes_on = !ends && grid.desks[sale.agreement].max_sectors > 1;
        let own = self.after.part_mut(grid.rides_of(sale));
        for ((own, fare), ride) in own.iter_mut().zip(&fares[grid.lanes_of(sale)]).zip(&grid.rides[grid.rides_of(sale)])
        {
            let ended = fare.wrapping_add(closed).min(NEVER);
            let [one, other] = ride.after.map(|next| self.within.get(next as usize));
            *own = if goes_on { ended.min(one).min(other) } else { ended };
        }
    }

    /// Takes into account that `next` is cheaper right after `sale`.
    fn favour(&mut self, charges: &Charges, sale: u32, next: SectorIdx, favour: Grains) {
        let grid = &charges.corps.grid;
        let sale = &grid.sales[sale as usize];
        let Some(next) = grid.sale(sale.agreement, next) else { return };
        let Some(price) = charges.selling(next) else { return };
        let price = self.grains(price.saturating_add(self.fine)).wrapping_add(favour);
        let onward = &grid.sales[next as usize];
        for ride in grid.rides_of(sale) {
            if let Some(next) = grid.ride(onward, grid.lane(ride as u32)) {
                let value = self.after.get(next as usize).wrapping_add(price);
                self.after.get_mut(ride).into_iter().for_each(|own| *own = value.min(*own));
            }
        }
    }

    /// Passes `sale` over: it can't be had.
    fn pass(&mut self, grid: &Grid, sale: u32) {
        for ride in grid.rides_of(&grid.sales[sale as usize]) {
            let later = self.within.get(grid.rides[ride].next as usize);
            self.within.get_mut(ride).into_iter().for_each(|own| *own = later);
        }
    }

    /// Offers `sale`, whose sector has `price`, to those who arrive before, and tells what opening a component with it
    /// costs at least.
    fn sell(&mut self, charges: &Charges, index: u32, price: Grains) -> Grains {
        let grid = &charges.corps.grid;
        let sale = &grid.sales[index as usize];
        let sold = charges.sold(index);
        if sold >= FORBIDDEN {
            self.pass(grid, index);
            return NEVER;
        }
        let price = price.wrapping_add(self.grains(sold));
        for ride in grid.rides_of(sale) {
            let later = self.within.get(grid.rides[ride].next as usize);
            let value = self.after.get(ride).wrapping_add(price).min(later);
            self.within.get_mut(ride).into_iter().for_each(|own| *own = value);
        }
        match sale.opens {
            NONE => NEVER,
            ride => {
                let volume = self.grains(charges.volume[sale.agreement]);
                self.after.get(ride as usize).wrapping_add(price).wrapping_add(volume)
            }
        }
    }

    fn onward(&self, sector: u32) -> Grains {
        self.onward.get(sector as usize)
    }

    /// The least cost from boarding `sector` with no component open.
    pub(super) fn boarding(&self, sector: SectorIdx) -> Scaled {
        self.scaled(self.opening.get(sector.into()))
    }

    /// The least cost from boarding `sector`, or one after it in its chain, with no component open.
    pub(super) fn boarding_chain(&self, sector: u32) -> Scaled {
        self.scaled(self.onward(sector))
    }

    /// The least cost after `ride`.
    pub(super) fn after_ride(&self, ride: u32) -> Scaled {
        self.scaled(self.after.get(ride as usize))
    }

    /// The least cost from boarding `ride`, or one after it in its chain.
    pub(super) fn within_chain(&self, ride: u32) -> Scaled {
        self.scaled(self.within.get(ride as usize))
    }
}

/// The finest grain at which no way is as long as to leave 32 bits.
fn grain(charges: &Charges, clock: &Clock, fine: Scaled) -> u32 {
    let grid = &charges.corps.grid;
    let scale = charges.market.scale;
    let most = |prices: &mut dyn Iterator<Item = Scaled>| {
        prices.filter(|&price| price < FORBIDDEN).map(Scaled::abs).max().unwrap_or(0)
    };
    let sectors = || charges.sectors().iter().copied();
    let homes = sectors().filter(|&sector| grid.hops[sector].to == charges.base());
    let home = |sector: SectorIdx| charges.home(sector).saturating_add(clock.returning(grid.hops[sector].arr));
    let sector = fine
        + most(&mut sectors().map(|sector| charges.aboard(sector)))
        + most(&mut sectors().map(|sector| charges.duty(sector).min(0)))
        + most(&mut charges.all_sold().iter().copied())
        + most(&mut charges.volume.iter().copied())
        + most(&mut charges.follows.values().flatten().map(|&(_, price)| price))
        + most(&mut grid.lanes.all().iter().filter(|lane| lane.fare < UNSOLD).map(|lane| scale.up(lane.fare)));
    let sweeps = if grid.instant { i64::from(most_sectors(charges.market.network.feed)) } else { 1 };
    let longest = i128::from(grid.longest * sweeps + 1);
    let sum = i128::from(sector) * longest + i128::from(most(&mut homes.map(home)));
    let mut grain = 0;
    // Rounding down takes a grain off each of the six parts of a sector's price.
    while (sum >> grain) + 6 * longest > i128::from(MOST) && grain < 62 {
        grain += 1;
    }
    grain
}
