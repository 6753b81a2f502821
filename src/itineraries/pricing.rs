//! Pricing: the itineraries of a trip with the least reduced cost, by exact label setting over the time-expanded graph.
//!
//! Labels go sector by sector, fewest sectors first, so that a label is only ever dominated by one of no more sectors
//! (Desrochers 1988; Irnich and Desaulniers 2005, *Shortest path problems with resource constraints*). The component open is
//! part of a label's state, because under duals the cheapest cut into fare components depends on the way on.

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::classes::{Class, Day};
use super::column::{self, Cut, Piece, Route, Sold};
use super::free::Free;
use super::label::{Dominance, Label, Open, States};
use super::last_hops::{LastHop, LastHops};
use super::prices::{FORBIDDEN, Prices, Scale, Scaled};
use super::sites::Site;
use super::togo::NEVER;
use super::trips::Trip;
use crate::ids::{AgreementIdx, AirportIdx, FareIdx, SectorIdx};
use crate::network::Network;
use crate::network::connections::Connection;
use crate::network::sectors::Sector;
use crate::time::{Minutes, UtcMinute};

/// What pricing is done against.
#[derive(Debug, Clone, Copy)]
pub struct Market<'a> {
    /// The network.
    pub network: &'a Network<'a>,
    /// Prices of scarce places.
    pub prices: &'a Prices,
    /// Their scale.
    pub scale: Scale,
    /// What is free.
    pub free: &'a Free,
}

/// How to search.
#[derive(Debug, Clone, Copy)]
pub struct Search {
    /// Only itineraries of a reduced cost below this are wanted.
    pub below: Scaled,
    /// At most so many, the cheapest.
    pub most: usize,
    /// Every itinerary below, not only those that nothing dominates.
    pub all: bool,
}

/// An itinerary found.
#[derive(Debug, Clone)]
pub struct Offer {
    /// Its reduced cost, without the class's own dual.
    pub reduced: Scaled,
    /// The itinerary.
    pub route: Route,
}

/// More itineraries exist than were asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooMany;

/// The cheapest itineraries of `trip` below `search.below`, ascending by reduced cost.
///
/// Without `search.all` the first one is the cheapest there is, and the others are cheap ones that differ. With it, all of
/// them are returned, or [`TooMany`] if they are more than `search.most`.
pub fn search(market: &Market, class: &Class, trip: &Trip, search: Search) -> Result<Vec<Offer>, TooMany> {
    let mut walk = Walk::new(market, class, trip, search);
    walk.set_out();
    let mut layer = 0..walk.labels.len();
    while !layer.is_empty() && !walk.overflow {
        let end = layer.end;
        for label in layer {
            if !walk.dead[label] {
                walk.extend(label as u32);
            }
        }
        layer = end..walk.labels.len();
    }
    if walk.overflow { Err(TooMany) } else { Ok(walk.offers()) }
}

/// Fares of components that end where a step begins, case by case.
type Closed = SmallVec<[Option<FareIdx>; 1]>;

/// A sector to be boarded, fares aside.
struct Step<'s> {
    /// Reduced cost with it, but for fares and allotments.
    cost: Scaled,
    set_out: UtcMinute,
    index: SectorIdx,
    sector: &'s Sector,
    from: Option<From<'s>>,
    /// What is at least to come after it, fares aside.
    rest: Scaled,
}

/// Where a step begins.
struct From<'s> {
    index: u32,
    label: &'s Label,
    /// Least prices that end the cases' components there.
    closing: &'s [Option<(Scaled, FareIdx)>],
    /// Whether components may go on over the connection.
    may_continue: bool,
}

/// A finished way: reduced cost, last label, and the fares that close the cases' components.
type Finish = (Scaled, u32, Closed);

struct Walk<'a> {
    market: &'a Market<'a>,
    class: &'a Class,
    trip: &'a Trip,
    day: &'a Day,
    search: Search,
    dominance: Dominance<'a>,
    /// Price of travelling on a sector, where it isn't 0.
    sector_price: FxHashMap<SectorIdx, Scaled>,
    /// Everything that may still come cheaper than nothing: no way on costs less than this.
    discount: Scaled,
    last_hops: LastHops,
    labels: Vec<Label>,
    dead: Vec<bool>,
    at: FxHashMap<SectorIdx, Vec<u32>>,
    finishes: Vec<Finish>,
    /// Reduced costs of the cheapest finishes, ascending, as many as are wanted.
    cheapest: SmallVec<[Scaled; 4]>,
    overflow: bool,
}

impl<'a> Walk<'a> {
    fn new(market: &'a Market<'a>, class: &'a Class, trip: &'a Trip, search: Search) -> Self {
        let day = trip.day(class);
        let policy = &market.network.feed.policy;
        let persons = i64::from(day.load.persons);
        let mut sector_price: FxHashMap<SectorIdx, Scaled> = FxHashMap::default();
        for &site in market.prices.sectors() {
            if let Site::Sector(sector, _) = site {
                let demand =
                    column::aboard(sector, day).iter().find(|(other, _)| *other == site).map_or(0, |use_| use_.1);
                if demand > 0 {
                    *sector_price.entry(sector).or_default() += market.prices.of(site, demand);
                }
            }
        }
        for &(sector, price) in market.prices.travels(trip.class) {
            let sum = sector_price.entry(sector).or_default();
            *sum = sum.saturating_add(price).min(FORBIDDEN);
        }
        let cheapest = sector_price.values().copied().min().unwrap_or_default().min(0);
        let mut walk = Self {
            market,
            class,
            trip,
            day,
            search,
            dominance: Dominance {
                fares: &market.network.fares,
                reach: &trip.reach,
                max_sectors: class.traits.max_sectors,
                timed: class.traits.max_duration.is_some(),
                hour: market.scale.up(policy.hour_penalty.0 * persons),
            },
            sector_price,
            discount: cheapest,
            last_hops: LastHops::new(&[], 0),
            labels: Vec::new(),
            dead: Vec::new(),
            at: FxHashMap::default(),
            finishes: Vec::new(),
            cheapest: SmallVec::new(),
            overflow: false,
        };
        walk.last_hops = walk.find_last_hops();
        walk
    }

    /// The sectors into the trip's destinations that the party can board and is received from.
    fn find_last_hops(&self) -> LastHops {
        let network = self.market.network;
        let into = self.trip.destinations.iter().flat_map(|&airport| network.arriving(airport));
        let hop = |&index: &SectorIdx| {
            let sector = &network.sectors[index];
            if !self.class.traits.arrival.contain(sector.arr_local.date()) {
                return None;
            }
            let price = self.aboard(index, sector)? + self.least_sold(index, sector)? + self.receive(index, sector)?;
            Some(LastHop { from: sector.from, dep: sector.dep, arr: sector.arr, price })
        };
        let hops: Vec<LastHop> = into.filter_map(hop).collect();
        LastHops::new(&hops, self.dominance.hour)
    }

    fn set_out(&mut self) {
        let market = self.market;
        let departures = Site::Departures(self.class.traits.origin, self.day.date);
        let persons = self.day.load.persons;
        if !market.free.fits(market.network, departures, persons) {
            return;
        }
        let base = market.scale.up(self.day.delay) + market.prices.of(departures, persons);
        let trip = self.trip;
        for &index in &trip.departures {
            let sector = &market.network.sectors[index];
            let Some(price) = self.aboard(index, sector) else { continue };
            let left = self.class.traits.max_sectors - 1;
            let Some(rest) = self.rest(sector.dep, sector.to, sector.arr, left) else { continue };
            let rest = rest + self.discount * i64::from(left);
            self.fly(&Step { cost: base + price, set_out: sector.dep, index, sector, from: None, rest });
        }
    }

    /// What boarding `index` costs besides the fare; `None` where it can't be boarded.
    fn aboard(&self, index: SectorIdx, sector: &Sector) -> Option<Scaled> {
        let price = self.sector_price.get(&index).copied().unwrap_or_default();
        if price >= FORBIDDEN || !self.day.load.fits(self.market.free.aboard(index)) {
            return None;
        }
        let seat = sector.charter().map_or(0, |charter| self.market.network.feed.charters[charter].per_seat.0);
        Some(price + self.market.scale.up(seat * i64::from(self.day.load.seats)))
    }

    /// Adds the labels of taking `step` in every fare state that is possible.
    fn fly(&mut self, step: &Step) {
        let members = self.day.members.len();
        self.fly_member(0, step, step.cost, States::from_elem(None, members), SmallVec::from_elem(None, members));
    }

    /// Goes through the fare states of the cases from `member` on; those before are chosen, at `cost`.
    fn fly_member(&mut self, member: usize, step: &Step, cost: Scaled, mut states: States, mut closed: Closed) {
        if member == states.len() {
            self.offer(step, cost, states, closed);
            return;
        }
        let fares = &self.market.network.fares;
        let before = step.from.as_ref().and_then(|from| from.label.states[member]);
        if let (Some(open), Some(from), Some(carrier)) = (before, &step.from, step.sector.carrier()) {
            let agreement = fares.agreement(open.start);
            if from.may_continue
                && fares.sells(agreement, carrier)
                && u32::from(open.sectors) < self.market.network.feed.agreements[agreement].max_sectors
                && let Some(price) = self.sold(member, agreement, step.index, &states)
            {
                states[member] = Some(Open { sectors: open.sectors + 1, ..open });
                self.fly_member(member + 1, step, cost + price, states.clone(), closed.clone());
            }
        }
        let mut cost = cost;
        if let (Some(_), Some(from)) = (before, &step.from) {
            let Some((price, fare)) = from.closing[member] else { return };
            cost += price;
            closed[member] = Some(fare);
        }
        if step.sector.carrier().is_none() {
            states[member] = None;
            self.fly_member(member + 1, step, cost, states, closed);
            return;
        }
        for &start in fares.openings(step.index) {
            let to_go = self.trip.to_pay[member].within(start);
            if to_go >= NEVER || cost + self.market.scale.up(to_go) + step.rest >= self.search.below {
                continue;
            }
            let Some(price) = self.sold(member, fares.agreement(start), step.index, &states) else { continue };
            states[member] = Some(Open { start, sectors: 1 });
            self.fly_member(member + 1, step, cost + price, states.clone(), closed.clone());
        }
    }

    /// The price of the seats of a case on `sector` under `agreement`; `None` where the allotment hasn't so many besides
    /// what the cases before it take, whose states are chosen.
    fn sold(&self, member: usize, agreement: AgreementIdx, sector: SectorIdx, states: &States) -> Option<Scaled> {
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

    /// What the seats of all cases on `index` cost at least, under whichever agreements; `None` where none has them.
    fn least_sold(&self, index: SectorIdx, sector: &Sector) -> Option<Scaled> {
        let Some(carrier) = sector.carrier() else { return Some(0) };
        let nobody = States::from_elem(None, self.day.members.len());
        let least = |member: usize| {
            let agreements = self.market.network.fares.selling(carrier).iter();
            agreements.filter_map(|&agreement| self.sold(member, agreement, index, &nobody)).min()
        };
        (0..self.day.members.len()).map(least).sum()
    }

    /// Keeps the label of `step` unless it can't lead to a wanted itinerary.
    fn offer(&mut self, step: &Step, cost: Scaled, states: States, closed: Closed) {
        let index = step.index;
        if self.least(step, cost, &states) >= self.search.below {
            return;
        }
        let mut seen =
            step.from.as_ref().map_or_else(|| SmallVec::from_slice(&[step.sector.from]), |f| f.label.seen.clone());
        seen.push(step.sector.to);
        let before = step.from.as_ref().map(|from| from.index);
        let label = Label { cost, set_out: step.set_out, sector: index, before, closed, states, seen };
        if !self.search.all {
            let here = self.at.entry(index).or_default();
            if here.iter().any(|&other| self.dominance.dominates(&self.labels[other as usize], &label)) {
                return;
            }
            let (labels, dead, dominance) = (&self.labels, &mut self.dead, &self.dominance);
            here.retain(|&other| {
                let beaten = dominance.dominates(&label, &labels[other as usize]);
                dead[other as usize] |= beaten;
                !beaten
            });
            here.push(self.labels.len() as u32);
        }
        self.labels.push(label);
        self.dead.push(false);
        self.finish(self.labels.len() as u32 - 1);
        self.overflow |= self.search.all && self.labels.len() > self.search.most * 8;
    }

    /// No itinerary that begins with `step` at `cost` has a lower reduced cost.
    fn least(&self, step: &Step, cost: Scaled, states: &States) -> Scaled {
        let sector = step.sector;
        let mut minor = 0;
        for (state, to_pay) in states.iter().zip(&self.trip.to_pay) {
            let to_go = match state {
                Some(open) => to_pay.within(open.start),
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

    /// What is at least to come besides fares on the way on from `airport` at `at`: all hours of the journey, and the last
    /// hop's price. `None` where there is no way on.
    fn rest(&self, set_out: UtcMinute, airport: AirportIdx, at: UtcMinute, left: u32) -> Option<Scaled> {
        let length = (at - set_out).0 + self.trip.reach.minutes(airport);
        let hours = self.dominance.hour * Minutes(length).started_hours();
        if self.trip.reach.sectors(airport) == 0 {
            return Some(hours);
        }
        self.last_hops.least(set_out, airport, at, left).map(|least| least.max(hours))
    }

    fn extend(&mut self, index: u32) {
        let label = self.labels[index as usize].clone();
        if label.sectors() >= self.class.traits.max_sectors {
            return;
        }
        let network = self.market.network;
        let closing: SmallVec<[_; 1]> = (0..label.states.len()).map(|member| self.closing(&label, member)).collect();
        let left = self.class.traits.max_sectors - label.sectors() - 1;
        let Some(fares) = self.fares_to_go(&label, &closing) else { return };
        let least = label.cost + fares + self.discount * i64::from(left + 1);
        for connection in network.connections.after(label.sector) {
            // Most connections fall here, before anything else about them is looked at.
            if self.trip.reach.sectors(connection.to) > left {
                continue;
            }
            let Some(rest) = self.rest(label.set_out, connection.to, connection.arr, left) else { continue };
            if least + rest >= self.search.below || label.seen.contains(&connection.to) {
                continue;
            }
            let rest = rest + self.discount * i64::from(left);
            let next = &network.sectors[connection.next];
            let Some(price) = self.connect(label.sector, connection, next) else { continue };
            let Some(aboard) = self.aboard(connection.next, next) else { continue };
            let from = From { index, label: &label, closing: &closing, may_continue: !connection.breaks_fare };
            self.fly(&Step {
                cost: label.cost + price + aboard,
                set_out: label.set_out,
                index: connection.next,
                sector: next,
                from: Some(from),
                rest,
            });
        }
    }

    /// What the cases have at least to pay in fares from the end of `label` on, whether their components end there or not.
    fn fares_to_go(&self, label: &Label, closing: &[Option<(Scaled, FareIdx)>]) -> Option<Scaled> {
        let here = self.market.network.sectors[label.sector].to;
        let mut sum = 0;
        for ((state, closing), to_pay) in label.states.iter().zip(closing).zip(&self.trip.to_pay) {
            let scale = |minor: i64| if minor < NEVER { self.market.scale.up(minor) } else { FORBIDDEN };
            let anew = scale(to_pay.from(here));
            let least = match (state, closing) {
                (None, _) => anew,
                (Some(open), None) => scale(to_pay.within(open.start)),
                (Some(open), Some((price, _))) => scale(to_pay.within(open.start)).min(price + anew),
            };
            if least >= FORBIDDEN {
                return None;
            }
            sum += least;
        }
        Some(sum)
    }

    /// What connecting to `next` costs; `None` where the party can't.
    fn connect(&self, arriving: SectorIdx, connection: &Connection, next: &Sector) -> Option<Scaled> {
        let Market { network, prices, scale, free } = *self.market;
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
    fn closing(&self, label: &Label, member: usize) -> Option<(Scaled, FareIdx)> {
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

    /// Notes the itinerary that ends with label `index`, if one may end there.
    fn finish(&mut self, index: u32) {
        let label = &self.labels[index as usize];
        let network = self.market.network;
        let last = &network.sectors[label.sector];
        if self.trip.destinations.binary_search(&last.to).is_err()
            || !self.class.traits.arrival.contain(last.arr_local.date())
        {
            return;
        }
        let Some(mut cost) = self.receive(label.sector, last) else { return };
        let length = last.arr - label.set_out;
        if self.class.traits.max_duration.is_some_and(|most| length > most) {
            return;
        }
        cost += label.cost + self.dominance.hour * length.started_hours();
        let mut closing = SmallVec::new();
        for (member, state) in label.states.iter().enumerate() {
            if state.is_none() {
                closing.push(None);
                continue;
            }
            let Some((price, fare)) = self.closing(label, member) else { return };
            cost += price;
            closing.push(Some(fare));
        }
        if cost < self.search.below {
            self.finishes.push((cost, index, closing));
            self.tighten(cost);
            self.overflow |= self.search.all && self.finishes.len() > self.search.most;
        }
    }

    /// Once as many itineraries are found as are wanted, only cheaper ones are. Ways of few sectors come first, so this is
    /// what keeps the long ones few.
    fn tighten(&mut self, cost: Scaled) {
        if self.search.all {
            return;
        }
        let position = self.cheapest.partition_point(|&other| other <= cost);
        self.cheapest.insert(position, cost);
        self.cheapest.truncate(self.search.most);
        if let (true, Some(&last)) = (self.cheapest.len() == self.search.most, self.cheapest.last()) {
            self.search.below = self.search.below.min(last);
        }
    }

    /// What arriving for good on `sector` costs; `None` where the party isn't received.
    fn receive(&self, sector: SectorIdx, last: &Sector) -> Option<Scaled> {
        let Market { network, prices, free, .. } = *self.market;
        let date = last.arr_local.date();
        let mut cost = 0;
        for (index, row) in network.feed.reception.iter_enumerated().filter(|(_, row)| row.airport == last.to) {
            let members = self.class.traits.members.iter();
            let persons: u32 =
                members.filter(|member| row.applies(member.programme, member.priority)).map(|m| m.persons).sum();
            if persons == 0 {
                continue;
            }
            let open = row.days.contains(chrono::Datelike::weekday(&date)) && !row.closed.contains(&date);
            if !open || !row.hours.contain(last.arr_local.time()) {
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

    /// The cheapest finishes as offers.
    fn offers(mut self) -> Vec<Offer> {
        self.finishes.sort_by(|one, other| (one.0, one.1, &one.2).cmp(&(other.0, other.1, &other.2)));
        self.finishes.truncate(self.search.most);
        let finishes = std::mem::take(&mut self.finishes);
        finishes.into_iter().map(|finish| Offer { reduced: finish.0, route: self.route(finish) }).collect()
    }

    /// The itinerary of a finish, read back along its labels.
    fn route(&self, (_, last, closing): Finish) -> Route {
        let mut way = vec![last];
        while let Some(before) = self.labels[way[way.len() - 1] as usize].before {
            way.push(before);
        }
        way.reverse();
        let labels = || way.iter().map(|&label| &self.labels[label as usize]);
        let cut = |member: usize| {
            let mut cut = Cut::new();
            let mut end = |position: usize, fare: Option<FareIdx>| {
                let open = labels().nth(position).and_then(|label| label.states[member]);
                if let (Some(fare), Some(open)) = (fare, open) {
                    cut.push(Piece { start: position as u8 + 1 - open.sectors, sectors: open.sectors, fare });
                }
            };
            for (position, label) in labels().enumerate().skip(1) {
                end(position - 1, label.closed[member]);
            }
            end(way.len() - 1, closing[member]);
            cut
        };
        Route {
            class: self.trip.class,
            day: self.trip.day,
            sectors: labels().map(|label| label.sector).collect(),
            cuts: (0..self.day.members.len()).map(cut).collect(),
        }
    }
}
