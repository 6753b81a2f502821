//! What every way on costs at least: why most labels are never made.

use rustc_hash::FxHashMap;

use super::Market;
use super::walk::{Step, Walk};
use crate::ids::{AirportIdx, FareIdx, SectorIdx};
use crate::itineraries::discounts::Discounts;
use crate::itineraries::label::{Label, States};
use crate::itineraries::last_hops::{LastHop, LastHops};
use crate::itineraries::prices::{FORBIDDEN, Scaled};
use crate::itineraries::togo::{NEVER, ToPay};
use crate::network::sectors::Sector;
use crate::time::{Minutes, UtcMinute};

impl Walk<'_> {
    /// What each case has to pay on the way.
    pub(super) fn to_pay(&self) -> impl Iterator<Item = &ToPay> {
        self.trip.payers.iter().map(|&payer| &self.market.tolls[payer])
    }

    /// The sectors on ways of the trip that cost less than nothing, counting what all pay alike, or only what `own` prices
    /// of the class take off.
    pub(super) fn find_discounts(&self, own: bool) -> Discounts {
        let Market { network, prices, .. } = *self.market;
        let mut earning: FxHashMap<SectorIdx, Scaled> = FxHashMap::default();
        let shared = prices.wanted_aboard().filter(|_| !own);
        for sector in shared.chain(self.travels.keys().copied()) {
            let alike = if own { self.seats(sector) } else { self.charter_seats(sector) };
            earning.entry(sector).or_insert_with(|| (self.travel(sector) - alike).min(0));
        }
        for (member, load) in self.day.members.iter().enumerate() {
            let shared = prices.wanted(load.seats).filter(|_| !own);
            let sold = shared.chain(prices.wanted_of(self.trip.class, member));
            for (sector, price) in sold.filter(|(_, price)| *price < 0) {
                *earning.entry(sector).or_default() += price;
            }
        }
        let on_the_way = |sector: &Sector| {
            let (before, after) = (self.trip.ahead.sectors(sector.from), self.trip.reach.sectors(sector.to));
            before.saturating_add(after).saturating_add(1) <= self.class.traits.max_sectors
        };
        let earning = earning.into_iter().filter(|(_, price)| *price < 0);
        let earning = earning.map(|(sector, price)| (&network.sectors[sector], price));
        Discounts::new(earning.filter(|(sector, _)| on_the_way(sector)).map(|(row, price)| (row.dep, price)).collect())
    }

    /// The sectors into the trip's destinations that the party can board, in time, and is received from.
    pub(super) fn find_last_hops(&self) -> LastHops {
        let network = self.market.network;
        let (first, last) = self.period();
        let in_time = |&airport: &AirportIdx| {
            let arriving = network.arriving(airport);
            let start = arriving.partition_point(|&sector| network.sectors[sector].dep < first);
            let end = arriving.partition_point(|&sector| network.sectors[sector].dep <= last);
            &arriving[start..end.max(start)]
        };
        let into = self.trip.destinations.iter().flat_map(in_time);
        let hop = |&index: &SectorIdx| {
            let sector = &network.sectors[index];
            if !self.class.traits.arrival.contain(sector.arr_local.date()) {
                return None;
            }
            // What a seat on a charter costs is among what is to pay.
            let aboard = self.aboard(index, sector)? - self.per_seat(sector) - self.charter_seats(index);
            let price = aboard + self.least_sold(index, sector)? + self.receive(index, sector)?;
            Some(LastHop { from: sector.from, dep: sector.dep, arr: sector.arr, price })
        };
        let hops: Vec<LastHop> = into.filter_map(hop).collect();
        LastHops::new(&hops, self.dominance.hour)
    }

    /// When the trip's first sector leaves at the earliest, and its last one at the latest.
    fn period(&self) -> (UtcMinute, UtcMinute) {
        let network = self.market.network;
        let leaves = |sector: Option<&SectorIdx>| sector.map_or(UtcMinute(0), |&sector| network.sectors[sector].dep);
        // Departures ascend, as all that leave an airport do.
        let (first, last) = (leaves(self.trip.departures.first()), leaves(self.trip.departures.last()));
        let connections = i64::from(self.class.traits.max_sectors.saturating_sub(1));
        let chain = Minutes(connections * (network.longest.0 + network.feed.policy.max_connection.0));
        (first, last + self.class.traits.max_duration.map_or(chain, |most| most.min(chain)))
    }

    /// What the seats of all cases on `index` cost at least, under whichever agreements; `None` where none has them.
    pub(super) fn least_sold(&self, index: SectorIdx, sector: &Sector) -> Option<Scaled> {
        let Some(carrier) = sector.carrier() else { return Some(0) };
        let nobody = States::from_elem(None, self.day.members.len());
        let least = |member: usize| {
            let agreements = self.market.network.fares.selling(carrier).iter();
            agreements.filter_map(|&agreement| self.sold(member, agreement, index, &nobody)).min()
        };
        (0..self.day.members.len()).map(least).sum()
    }

    /// No itinerary that begins with `step` at `cost` has a lower reduced cost.
    pub(super) fn least(&self, step: &Step, cost: Scaled, states: &States) -> Scaled {
        let sector = step.sector;
        let mut minor = 0;
        for (state, to_pay) in states.iter().zip(self.to_pay()) {
            let to_go = match state {
                Some(open) => to_pay.within_at(open.start, sector.to),
                None => to_pay.from(sector.to),
            };
            if to_go >= NEVER {
                return Scaled::MAX;
            }
            minor += to_go;
        }
        let travelled = step.from.as_ref().map_or(0, |from| from.label.sectors()) + 1;
        let left = self.class.traits.max_sectors - travelled;
        if self.trip.reach.sectors(sector.to) > left {
            return Scaled::MAX;
        }
        let length = (sector.arr - step.set_out).0 + self.trip.reach.minutes(sector.to);
        if self.class.traits.max_duration.is_some_and(|most| length > most.0) {
            return Scaled::MAX;
        }
        cost + self.market.scale.up(minor) + step.rest
    }

    /// The price of seats aboard, as far as all pay it alike.
    fn seats(&self, index: SectorIdx) -> Scaled {
        let seat = self.market.prices.seat(index);
        seat.saturating_mul(i64::from(self.day.load.seats)).clamp(-FORBIDDEN, FORBIDDEN)
    }

    /// The part of it that tolls know: a charter's where it isn't below nothing.
    fn charter_seats(&self, index: SectorIdx) -> Scaled {
        self.market.network.sectors[index].charter().map_or(0, |_| self.seats(index).max(0))
    }

    /// What is at least to come besides fares from boarding `sector` on and after it, by its potential, the whole journey's
    /// hours included.
    pub(super) fn to_come(&self, set_out: UtcMinute, sector: SectorIdx, left: u32) -> (Scaled, Scaled) {
        // Of a party with more seats than persons, what each person costs isn't known.
        let Some(potentials) = self.market.potentials.filter(|_| self.day.load.seats <= self.day.load.persons) else {
            return (-FORBIDDEN, -FORBIDDEN);
        };
        let after = potentials.after(self.trip.heading, set_out, sector, left);
        let all = |each: Scaled| each.saturating_mul(i64::from(self.day.load.seats)).min(FORBIDDEN);
        (all(after + potentials.boarding(sector)), all(after))
    }

    /// What is at least to come besides fares on the way on from `airport` at `at`: all hours of the journey, and the last
    /// hop's price. `None` where there is no way on.
    pub(super) fn rest(&self, set_out: UtcMinute, airport: AirportIdx, at: UtcMinute, left: u32) -> Option<Scaled> {
        if self.trip.reach.sectors(airport) > left {
            return None;
        }
        let length = (at - set_out).0 + self.trip.reach.minutes(airport);
        let hours = self.dominance.hour * Minutes(length).started_hours();
        if self.trip.reach.sectors(airport) == 0 {
            return Some(hours);
        }
        self.last_hops.least(set_out, airport, at, left).map(|least| least.max(hours))
    }

    /// What the cases have at least to pay in fares and for connecting from the end of `label` on, whether their components
    /// end there or not.
    pub(super) fn fares_to_go(&self, label: &Label, closing: &[Option<(Scaled, FareIdx)>]) -> Option<Scaled> {
        let here = self.market.network.sectors[label.sector].to;
        let mut sum = 0;
        for ((state, closing), to_pay) in label.states.iter().zip(closing).zip(self.to_pay()) {
            let scale = |minor: i64| if minor < NEVER { self.market.scale.up(minor) } else { FORBIDDEN };
            let anew = scale(to_pay.from(here));
            let connecting = scale(to_pay.connecting(here));
            let least = match (state, closing) {
                (None, _) => anew,
                (Some(open), None) => scale(to_pay.within(open.start)),
                (Some(open), Some((price, _))) => scale(to_pay.within(open.start)).min(price + anew),
            };
            if least >= FORBIDDEN || connecting >= FORBIDDEN {
                return None;
            }
            sum += connecting + least;
        }
        Some(sum)
    }
}
