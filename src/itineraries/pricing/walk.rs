//! The walk over the network: labels, the most promising first, and the fare states they branch into.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::{Market, Search};
use crate::ids::{FareIdx, SectorIdx};
use crate::itineraries::classes::{Class, Day};
use crate::itineraries::column;
use crate::itineraries::discounts::Discounts;
use crate::itineraries::label::{Dominance, Label, Open, States};
use crate::itineraries::last_hops::LastHops;
use crate::itineraries::prices::{FORBIDDEN, Scaled};
use crate::itineraries::sites::Site;
use crate::itineraries::togo::NEVER;
use crate::itineraries::trips::Trip;
use crate::network::sectors::Sector;
use crate::time::UtcMinute;

/// Fares of components that end where a step begins, case by case.
pub(super) type Closed = SmallVec<[Option<FareIdx>; 1]>;

/// A sector to be boarded, fares aside.
pub(super) struct Step<'s> {
    /// Reduced cost with it, but for fares and allotments.
    pub(super) cost: Scaled,
    pub(super) set_out: UtcMinute,
    pub(super) index: SectorIdx,
    pub(super) sector: &'s Sector,
    pub(super) from: Option<From<'s>>,
    /// What is at least to come after it, fares aside.
    pub(super) rest: Scaled,
}

/// Where a step begins.
pub(super) struct From<'s> {
    pub(super) index: u32,
    pub(super) label: &'s Label,
    /// Least prices that end the cases' components there.
    pub(super) closing: &'s [Option<(Scaled, FareIdx)>],
    /// Whether components may go on over the connection.
    pub(super) may_continue: bool,
}

/// A finished way: reduced cost, last label, and the fares that close the cases' components.
pub(super) type Finish = (Scaled, u32, Closed);

/// A search in progress.
pub(super) struct Walk<'a> {
    pub(super) market: &'a Market<'a>,
    pub(super) class: &'a Class,
    pub(super) trip: &'a Trip,
    pub(super) day: &'a Day,
    pub(super) search: Search,
    /// The only sectors it may take, one after the other, where it isn't free to choose.
    pub(super) along: Option<&'a [SectorIdx]>,
    pub(super) dominance: Dominance<'a>,
    /// Price for the class of travelling on a sector at all, where it isn't 0.
    pub(super) travels: FxHashMap<SectorIdx, Scaled>,
    /// What may still come cheaper than nothing.
    pub(super) discounts: Discounts,
    /// The same without what all pay alike, which potentials know.
    pub(super) own_discounts: Discounts,
    pub(super) last_hops: LastHops,
    pub(super) labels: Vec<Label>,
    pub(super) dead: Vec<bool>,
    /// Labels to be extended, by what the cheapest way on costs at least.
    pub(super) open: BinaryHeap<Reverse<(Scaled, u32)>>,
    pub(super) at: FxHashMap<SectorIdx, Vec<u32>>,
    pub(super) finishes: Vec<Finish>,
    /// Reduced costs of the cheapest finishes, ascending, as many as are wanted.
    pub(super) cheapest: SmallVec<[Scaled; 4]>,
    pub(super) overflow: bool,
    /// What the cheapest way that wasn't looked into costs at least.
    pub(super) refused: Scaled,
}

impl<'a> Walk<'a> {
    pub(super) fn new(
        market: &'a Market<'a>,
        class: &'a Class,
        trip: &'a Trip,
        search: Search,
        along: Option<&'a [SectorIdx]>,
    ) -> Self {
        let day = trip.day(class);
        let policy = &market.network.feed.policy;
        let persons = i64::from(day.load.persons);
        let mut travels: FxHashMap<SectorIdx, Scaled> = FxHashMap::default();
        for &(sector, price) in market.prices.travels(trip.class) {
            let sum = travels.entry(sector).or_default();
            *sum = sum.saturating_add(price).min(FORBIDDEN);
        }
        let mut walk = Self {
            market,
            class,
            trip,
            day,
            search,
            along,
            dominance: Dominance {
                fares: &market.network.fares,
                reach: &trip.reach,
                max_sectors: class.traits.max_sectors,
                timed: class.traits.max_duration.is_some(),
                hour: market.scale.up(policy.hour_penalty.0 * persons),
            },
            travels,
            discounts: Discounts::default(),
            own_discounts: Discounts::default(),
            last_hops: LastHops::new(&[], 0),
            labels: Vec::new(),
            dead: Vec::new(),
            open: BinaryHeap::new(),
            at: FxHashMap::default(),
            finishes: Vec::new(),
            cheapest: SmallVec::new(),
            overflow: false,
            refused: Scaled::MAX,
        };
        walk.discounts = walk.find_discounts(false);
        if market.potentials.is_some() {
            walk.own_discounts = walk.find_discounts(true);
        }
        walk.last_hops = walk.find_last_hops();
        walk
    }

    pub(super) fn set_out(&mut self) {
        let market = self.market;
        let departures = Site::Departures(self.class.traits.origin, self.day.date);
        let persons = self.day.load.persons;
        if !market.free.fits(market.network, departures, persons) {
            return;
        }
        let changes = match self.along {
            Some(sectors) => column::changes(market.network, self.class, sectors),
            None => self.class.traits.changes,
        };
        let base = market.scale.up(self.day.delay + changes) + market.prices.of(departures, persons);
        let trip = self.trip;
        for &index in &trip.departures {
            if !self.may_take(0, index) {
                continue;
            }
            let sector = &market.network.sectors[index];
            let Some(price) = self.aboard(index, sector) else { continue };
            let left = self.class.traits.max_sectors - 1;
            let Some(rest) = self.rest(sector.dep, sector.to, sector.arr, left) else { continue };
            let (_, to_come) = self.to_come(sector.dep, index, left);
            let rest = self.best(rest, to_come, sector.arr, left);
            self.fly(&Step { cost: base + price, set_out: sector.dep, index, sector, from: None, rest });
        }
    }

    /// The better of two bounds on what is to come after `at` with `left` sectors to go: `rest`, which knows of no price
    /// below nothing, and the potential `to_come`, which knows of those that are alike for all.
    fn best(&self, rest: Scaled, to_come: Scaled, at: UtcMinute, left: u32) -> Scaled {
        let left = i64::from(left);
        (rest + self.discounts.after(at) * left).max(to_come + self.own_discounts.after(at) * left)
    }

    /// Whether the sector at `position` of the way may be `index`.
    fn may_take(&self, position: usize, index: SectorIdx) -> bool {
        self.along.is_none_or(|sectors| sectors.get(position) == Some(&index))
    }

    /// Adds the labels of taking `step` in every fare state that is possible.
    pub(super) fn fly(&mut self, step: &Step) {
        let members = self.day.members.len();
        self.fly_member(0, step, step.cost, States::from_elem(None, members), SmallVec::from_elem(None, members));
    }

    /// Goes through the fare states of the cases from `member` on; those before are chosen, at `cost`.
    pub(super) fn fly_member(
        &mut self,
        member: usize,
        step: &Step,
        cost: Scaled,
        mut states: States,
        mut closed: Closed,
    ) {
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
                && open.sectors < self.market.network.feed.agreements[agreement].max_sectors
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
        let seated = i64::from(self.day.members[member].seated());
        // What is sold to the cases after this one may cost less than nothing too.
        let others = if member + 1 < states.len() { self.discounts.after(step.sector.dep) } else { 0 };
        for &start in fares.openings(step.index) {
            let agreement = fares.agreement(start);
            let to_go = self.market.tolls[self.trip.payers[member]].within_at(start, step.sector.to);
            let volume = self.market.prices.volume(agreement).saturating_mul(seated);
            if to_go >= NEVER {
                continue;
            }
            let Some(price) = self.sold(member, agreement, step.index, &states) else { continue };
            let least = cost + volume + price + others + self.market.scale.up(to_go) + step.rest;
            if least >= self.search.below {
                self.refused = self.refused.min(least);
                continue;
            }
            states[member] = Some(Open { start, sectors: 1 });
            self.fly_member(member + 1, step, cost + volume + price, states.clone(), closed.clone());
        }
    }

    /// Keeps the label of `step` unless it can't lead to a wanted itinerary.
    pub(super) fn offer(&mut self, step: &Step, cost: Scaled, states: States, closed: Closed) {
        let index = step.index;
        let least = self.least(step, cost, &states);
        if least >= self.search.below {
            self.refused = self.refused.min(least);
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
        self.open.push(Reverse((least, self.labels.len() as u32 - 1)));
        self.finish(self.labels.len() as u32 - 1);
        self.overflow |= self.search.all && self.labels.len() > self.search.most * 8;
    }

    /// The label to extend next: the one from which the cheapest way may come; none where no wanted one may come any more.
    pub(super) fn next(&mut self) -> Option<u32> {
        while let Some(Reverse((least, label))) = self.open.pop() {
            if least >= self.search.below || self.overflow {
                return None;
            }
            if !self.dead[label as usize] {
                return Some(label);
            }
        }
        None
    }

    pub(super) fn extend(&mut self, index: u32) {
        let label = self.labels[index as usize].clone();
        if label.sectors() >= self.class.traits.max_sectors {
            return;
        }
        let network = self.market.network;
        let closing: SmallVec<[_; 1]> = (0..label.states.len()).map(|member| self.closing(&label, member)).collect();
        let left = self.class.traits.max_sectors - label.sectors() - 1;
        let Some(fares) = self.fares_to_go(&label, &closing) else { return };
        let arrived = network.sectors[label.sector].arr;
        let least = label.cost + fares;
        for connection in network.connections.after(label.sector) {
            // Most connections fall here, before anything else about them is looked at.
            if self.trip.reach.sectors(connection.to) > left
                || !self.may_take(label.sectors() as usize, connection.next)
            {
                continue;
            }
            let Some(rest) = self.rest(label.set_out, connection.to, connection.arr, left) else { continue };
            let (boarding, to_come) = self.to_come(label.set_out, connection.next, left);
            if least + self.best(rest, boarding, arrived, left + 1) >= self.search.below
                || label.seen.contains(&connection.to)
            {
                continue;
            }
            let rest = self.best(rest, to_come, connection.arr, left);
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
}
