//! What each thing on the way costs under the prices in force, and whether the party can have it at all.

use super::Market;
use super::walk::Walk;
use crate::ids::{AgreementIdx, FareIdx, SectorIdx};
use crate::itineraries::column::{self, Sold};
use crate::itineraries::label::{Label, Open, States};
use crate::itineraries::prices::{FORBIDDEN, Scaled};
use crate::itineraries::sites::Site;
use crate::network::connections::Connection;
use crate::network::sectors::Sector;

impl Walk<'_> {
    /// The price of places aboard `index`, of escorts there, and of travelling on it at all; [`FORBIDDEN`] at most.
    pub(super) fn travel(&self, index: SectorIdx) -> Scaled {
        let prices = self.market.prices;
        let mut price = if self.travels.is_empty() { 0 } else { self.travels.get(&index).copied().unwrap_or_default() };
        for (site, demand) in column::aboard(index, self.day) {
            if demand > 0 {
                price = price.saturating_add(prices.of(site, demand));
            }
        }
        for &(kind, persons) in &self.class.traits.needs {
            price = price.saturating_add(prices.of(Site::Need(kind, index), persons));
        }
        price.min(FORBIDDEN)
    }

    /// What boarding `index` costs besides the fare; `None` where it can't be boarded.
    pub(super) fn aboard(&self, index: SectorIdx, sector: &Sector) -> Option<Scaled> {
        let price = self.travel(index);
        let fits = self.day.load.fits(self.market.free.aboard(index));
        if price >= FORBIDDEN || !fits || !self.trip.may_board(index) {
            return None;
        }
        let Market { network, free, .. } = *self.market;
        let needs = &self.class.traits.needs;
        if !needs.iter().all(|&(kind, persons)| free.fits(network, Site::Need(kind, index), persons)) {
            return None;
        }
        Some(price + self.per_seat(sector))
    }

    /// What the party's seats cost that a charter sells one by one.
    pub(super) fn per_seat(&self, sector: &Sector) -> Scaled {
        let seat = sector.charter().map_or(0, |charter| self.market.network.feed.charters[charter].per_seat.0);
        self.market.scale.up(seat * i64::from(self.day.load.seats))
    }

    /// The price of the seats of a case on `sector` under `agreement`; `None` where the allotment hasn't so many besides
    /// what the cases before it take, whose states are chosen.
    pub(super) fn sold(
        &self,
        member: usize,
        agreement: AgreementIdx,
        sector: SectorIdx,
        states: &States,
    ) -> Option<Scaled> {
        let market = self.market;
        let fares = &market.network.fares;
        let members = &self.day.members;
        let seats = members[member].seats;
        let price = market.prices.sold(self.trip.class, &Sold { member, agreement, sector, seats });
        let alike = |state: &Option<Open>| state.is_some_and(|open| fares.agreement(open.start) == agreement);
        let before = states[..member].iter().zip(members).filter(|(state, _)| alike(state));
        let together = seats + before.map(|(_, load)| load.seats).sum::<u32>();
        let fits = market.free.fits(market.network, Site::Allotment(agreement, sector), together);
        (fits && price < FORBIDDEN).then_some(price)
    }

    /// What connecting to `next` costs; `None` where the party can't.
    pub(super) fn connect(&self, arriving: SectorIdx, connection: &Connection, next: &Sector) -> Option<Scaled> {
        let Market { network, prices, scale, free, .. } = *self.market;
        let traits = &self.class.traits;
        if connection.slack < traits.mct_extra || (connection.nights > 0 && !traits.overnight) {
            return None;
        }
        let transit = self.trip.transit(next.from, connection.zone)?;
        if connection.gap > transit.max_gap {
            return None;
        }
        let (station, count) = (next.from, self.day.load.persons);
        let arriving = &network.sectors[arriving];
        let row = &network.feed.stations[station];
        let mut minor = network.feed.policy.connection_penalty.0 + row.assist_cost.0;
        minor += i64::from(connection.nights) * row.bed_cost.0;
        let mut cost = scale.up(minor * i64::from(count) + transit.fee);
        let mut take = |site| {
            cost += prices.of(site, count);
            free.fits(network, site, count)
        };
        if row.assist_per_day.is_some() && !take(Site::Assistance(station, arriving.arr_local.date())) {
            return None;
        }
        if connection.nights > 0 && !connection.night_dates().all(|date| take(Site::Beds(station, date))) {
            return None;
        }
        Some(cost)
    }

    /// The cheapest fare that ends the component of a case where `label` is.
    pub(super) fn closing(&self, label: &Label, member: usize) -> Option<(Scaled, FareIdx)> {
        let network = self.market.network;
        let open = label.states[member]?;
        let here = network.sectors[label.sector].to;
        let load = &self.day.members[member];
        let passed = label.passed(open);
        let fares = network.fares.endings(open.start).iter();
        fares
            .filter(|ending| ending.to == here && ending.via.is_none_or(|via| passed.contains(&via)))
            .map(|ending| (self.market.scale.up(load.pays(network.fares.price(ending.fare))), ending.fare))
            .min()
    }

    /// What arriving for good on `sector` costs; `None` where the party isn't received.
    pub(super) fn receive(&self, sector: SectorIdx, last: &Sector) -> Option<Scaled> {
        let Market { network, prices, free, .. } = *self.market;
        let date = last.arr_local.date();
        let mut cost = 0;
        for (index, row) in network.feed.reception.iter_enumerated().filter(|(_, row)| row.airport == last.to) {
            let persons = self.class.traits.received_by(row);
            if persons == 0 {
                continue;
            }
            if !row.is_open(last.arr_local) {
                return None;
            }
            for site in [Site::ReceptionDay(index, date), Site::ReceptionFlight(index, sector)] {
                if !free.fits(network, site, persons) {
                    return None;
                }
                cost += prices.of(site, persons);
            }
        }
        Some(cost)
    }
}
