//! The walk from the base: the most promising label first.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::{SmallVec, smallvec};

use super::Offer;
use super::charges::Charges;
use super::fines::Fines;
use super::label::{Label, Open, Rules};
use super::togo::{Clock, ToGo};
use crate::feed::Pool;
use crate::ids::{FareIdx, PoolIdx, SectorIdx};
use crate::itineraries::prices::{FORBIDDEN, Scaled};
use crate::itineraries::pricing::{Search, TooMany};
use crate::itineraries::sites::Site;
use crate::missions::grid::{Grid, LONGEST_IN_COMPONENT, NONE};
use crate::network::fares::Start;
use crate::network::roundtrips::most_sectors;
use crate::time::UtcMinute;

/// Labels that a search for all missions may have, however few are wanted.
const MANY: usize = 100_000;

/// Where a label's successors begin.
struct From {
    /// Its cost, a fare that ends there included.
    cost: Scaled,
    set_out: UtcMinute,
    due: i64,
    sectors: u32,
    unserved: Scaled,
    closed: Option<FareIdx>,
    before: Option<u32>,
}

/// A search in progress.
pub(super) struct Walk<'a> {
    pub(super) charges: &'a Charges<'a>,
    pub(super) grid: &'a Grid,
    pub(super) pool: PoolIdx,
    pub(super) row: &'a Pool,
    pub(super) search: Search,
    pub(super) day: Scaled,
    pub(super) clock: Clock,
    pub(super) fines: Fines,
    /// What the fines on all the time that a mission may take come to.
    pub(super) time_fined: Scaled,
    pub(super) to_go: ToGo,
    pub(super) most_sectors: u32,
    pub(super) labels: Vec<Label>,
    dead: Vec<bool>,
    /// Labels by the sector flown and the start of the open component.
    at: FxHashMap<(SectorIdx, Option<Start>), SmallVec<[u32; 4]>>,
    queue: BinaryHeap<Reverse<(Scaled, Reverse<u32>, u32)>>,
    /// While diving, labels are neither queued nor compared but left here.
    pub(super) diving: bool,
    children: Vec<Label>,
    pub(super) offers: Vec<Offer>,
    /// Sectors that missions offered serve on or, where they serve nowhere that it is wanted, set out on.
    pub(super) served: FxHashSet<SectorIdx>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(charges: &'a Charges<'a>, pool: PoolIdx, search: Search) -> Self {
        let feed = charges.market.network.feed;
        let row = &feed.pools[pool];
        let day = charges.market.scale.up(row.day_cost.0);
        let clock = Clock::new(charges, day);
        Self {
            to_go: ToGo::new(charges, &clock, 0),
            charges,
            grid: &charges.corps.grid,
            pool,
            row,
            search,
            day,
            clock,
            fines: Fines::default(),
            time_fined: 0,
            most_sectors: most_sectors(feed),
            labels: Vec::new(),
            dead: Vec::new(),
            at: FxHashMap::default(),
            queue: BinaryHeap::new(),
            diving: false,
            children: Vec::new(),
            offers: Vec::new(),
            served: FxHashSet::default(),
        }
    }

    /// Labels the sectors that a mission may leave on.
    pub(super) fn set_out(&mut self) {
        for (sector, cost, set_out) in self.departures() {
            if !self.is_wanted(self.spent(cost, set_out, 0), self.to_go.boarding(sector)) {
                continue;
            }
            let charges = self.charges;
            let day = charges.calendar.day(charges.market.network.sectors[sector].dep_local.date());
            let due = charges.calendar.latest_return(day);
            let from = From { cost, set_out, due, sectors: 0, unserved: FORBIDDEN, closed: None, before: None };
            self.board(&from, sector, 0);
        }
    }

    /// Goes on until every label is looked at.
    pub(super) fn find_all(&mut self) -> Result<(), TooMany> {
        while let Some(Reverse((_, _, index))) = self.queue.pop() {
            if self.ends(index) {
                self.offers.push(Offer { reduced: self.labels[index as usize].bound, way: self.way(index) });
            } else {
                self.extend(index);
            }
            let most = self.search.most;
            if self.offers.len() > most || self.labels.len() > most.saturating_mul(16).max(MANY) {
                return Err(TooMany);
            }
        }
        Ok(())
    }

    /// Goes on until the cheapest mission is met, or none below is left, or `effort` labels are looked at, `without` times
    /// as many where there is no mission yet. Tells what no mission costs less than.
    pub(super) fn find_cheapest(&mut self, mut effort: usize, without: usize) -> Scaled {
        if self.offers.is_empty() {
            effort *= without;
        }
        while let Some(Reverse((bound, _, index))) = self.queue.pop() {
            if self.dead[index as usize] || bound >= self.search.below {
                continue;
            }
            if self.ends(index) {
                self.offers.push(Offer { reduced: bound, way: self.way(index) });
                return bound;
            }
            if effort == 0 {
                return bound;
            }
            effort -= 1;
            self.extend(index);
        }
        self.search.below
    }

    /// Follows the most promising labels home and offers the missions met that serve where none before does.
    pub(super) fn dive(&mut self) {
        self.diving = true;
        self.set_out();
        let mut first = std::mem::take(&mut self.children);
        for _ in 0..self.search.most {
            let Some(label) = self.most_promising(&first) else { break };
            if let Some(end) = self.follow(first.swap_remove(label)) {
                self.offer(end);
            }
        }
        self.diving = false;
        // From now on only what is cheaper is of interest.
        self.search.below = self.offers.iter().map(|offer| offer.reduced).min().unwrap_or(self.search.below);
    }

    /// Follows `label` home, if the most promising way leads there.
    fn follow(&mut self, label: Label) -> Option<u32> {
        let mut label = label;
        loop {
            let index = self.labels.len() as u32;
            self.labels.push(label);
            self.dead.push(true);
            if self.ends(index) {
                return Some(index);
            }
            self.extend(index);
            let mut children = std::mem::take(&mut self.children);
            label = children.swap_remove(self.most_promising(&children)?);
        }
    }

    /// The label with the least bound, what it earns where others serve already left aside.
    fn most_promising(&self, labels: &[Label]) -> Option<usize> {
        let again = |label: &Label| {
            let served = label.duty.is_some() && self.served.contains(&label.sector);
            if served { self.charges.duty(label.sector).min(0) } else { 0 }
        };
        (0..labels.len()).min_by_key(|&position| labels[position].bound.saturating_sub(again(&labels[position])))
    }

    /// Whether label `index` is home.
    fn ends(&self, index: u32) -> bool {
        self.grid.hops[self.labels[index as usize].sector].to == self.charges.base()
    }

    fn is_wanted(&self, cost: Scaled, to_go: Scaled) -> bool {
        to_go < FORBIDDEN && cost + to_go < self.search.below
    }

    fn extend(&mut self, index: u32) {
        let label = self.labels[index as usize].clone();
        if label.sectors >= self.most_sectors {
            return;
        }
        // Where the next sector is favoured, chains' running minima say nothing about it.
        let by_chain = self.charges.favoured(label.sector).next().is_none();
        if let Some(open) = label.open {
            self.go_on(index, &label, open, by_chain);
        }
        let (fare, closed) = match label.open {
            None => (0, None),
            Some(_) => match self.closing(&label) {
                Some((fare, row)) => (fare, Some(row)),
                None => return,
            },
        };
        let from = From { cost: label.cost + fare, closed, ..from(index, &label) };
        let spent = self.spent(from.cost, label.set_out, label.sectors);
        for mut next in self.grid.hops[label.sector].after {
            while next != NONE && (!by_chain || self.is_wanted(spent, self.to_go.boarding_chain(next))) {
                let sector = SectorIdx(next);
                let follow = self.charges.following(label.sector, sector);
                if follow < FORBIDDEN && self.is_wanted(spent + follow, self.to_go.boarding(sector)) {
                    self.board(&from, sector, follow);
                }
                next = self.grid.hops[sector].next;
            }
        }
    }

    /// Flies on in the open component.
    fn go_on(&mut self, index: u32, label: &Label, open: Open, by_chain: bool) {
        if open.sectors >= self.grid.desks[self.grid.sale_of(open.ride).agreement].max_sectors {
            return;
        }
        let until = self.grid.hops[label.sector].arr + LONGEST_IN_COMPONENT;
        let from = from(index, label);
        let spent = self.spent(label.cost, label.set_out, label.sectors);
        for mut next in self.grid.rides[open.ride as usize].after {
            while next != NONE && (!by_chain || self.is_wanted(spent, self.to_go.within_chain(next))) {
                let sale = self.grid.sale_of(next);
                let hop = &self.grid.hops[sale.sector];
                if hop.dep > until {
                    break;
                }
                let follow = self.charges.following(label.sector, sale.sector);
                if follow < FORBIDDEN && !label.seen.contains(&hop.to) {
                    let mut seen = label.seen.clone();
                    seen.push(hop.to);
                    self.sell(&from, follow, Open { ride: next, sectors: open.sectors + 1 }, seen);
                }
                next = self.grid.rides[next as usize].next;
            }
        }
    }

    /// Boards `sector` with no component open.
    fn board(&mut self, from: &From, sector: SectorIdx, follow: Scaled) {
        let hop = &self.grid.hops[sector];
        if hop.charter.is_some() {
            self.serve(from, sector, follow, None, SmallVec::new());
            return;
        }
        for index in hop.sales.0..hop.sales.1 {
            let sale = &self.grid.sales[index as usize];
            let volume = self.charges.volume[sale.agreement];
            if sale.opens == NONE || volume >= FORBIDDEN {
                continue;
            }
            let open = Open { ride: sale.opens, sectors: 1 };
            self.sell(from, follow + volume, open, smallvec![hop.from, hop.to]);
        }
    }

    /// Boards a sector in component `open`, which it is part of.
    fn sell(&mut self, from: &From, price: Scaled, open: Open, seen: SmallVec<[crate::ids::AirportIdx; 5]>) {
        let sale = self.grid.sale_of(open.ride);
        let sold = self.charges.sold(self.grid.rides[open.ride as usize].sale);
        if sold >= FORBIDDEN || self.charges.aboard(sale.sector) >= FORBIDDEN {
            return;
        }
        let least = self.charges.aboard(sale.sector) + sold + price + self.charges.duty(sale.sector).min(0);
        let spent = self.spent(from.cost + least, from.set_out, from.sectors + 1);
        if !self.is_wanted(spent, self.to_go.after_ride(open.ride)) {
            return;
        }
        let market = self.charges.market;
        if market.free.fits(market.network, Site::Allotment(sale.agreement, sale.sector), 1) {
            self.serve(from, sale.sector, price + sold, Some(open), seen);
        }
    }

    /// Flies `sector` on each duty that may be of use.
    fn serve(
        &mut self,
        from: &From,
        sector: SectorIdx,
        price: Scaled,
        open: Option<Open>,
        seen: SmallVec<[crate::ids::AirportIdx; 5]>,
    ) {
        let aboard = self.charges.aboard(sector);
        let Some(home) = self.charges.squad.home[sector] else { return };
        let late = home.earliest - from.set_out > self.row.max_away;
        if aboard >= FORBIDDEN || late || from.sectors + home.sectors > self.most_sectors {
            return;
        }
        if self.grid.instant && self.has_flown(from.before, sector) {
            return;
        }
        let cheapest = self.charges.duty(sector);
        for service in self.charges.services(sector, self.search.all) {
            let label = Label {
                cost: from.cost + price + aboard + service.price,
                bound: 0,
                set_out: from.set_out,
                due: from.due,
                sector,
                sectors: from.sectors + 1,
                duty: service.duty,
                unserved: if service.duty.is_some() { 0 } else { from.unserved.min(cheapest.max(0)) },
                open,
                seen: seen.clone(),
                closed: from.closed,
                before: from.before,
            };
            self.keep(label);
        }
    }

    /// Keeps `label` unless it can't lead to a mission that is wanted.
    fn keep(&mut self, mut label: Label) {
        let hop = &self.grid.hops[label.sector];
        let ends = hop.to == self.charges.base();
        if ends {
            match self.total(&label) {
                Some(total) if total < self.search.below => label.bound = total,
                _ => return,
            }
        } else {
            let to_go = match label.open {
                Some(open) => self.to_go.after_ride(open.ride),
                None => hop.after.iter().map(|&next| self.to_go.boarding_chain(next)).min().unwrap_or(FORBIDDEN),
            };
            let favoured = label.open.is_none() && self.charges.favoured(label.sector).next().is_some();
            let spent = self.spent(label.cost, label.set_out, label.sectors);
            if !favoured && !self.is_wanted(spent, to_go) {
                return;
            }
            label.bound = if favoured { Scaled::MIN } else { spent + to_go };
        }
        if self.diving {
            self.children.push(label);
            return;
        }
        if !self.search.all && self.is_dominated(&label) {
            return;
        }
        // Of equal bounds the longest way is nearest home.
        self.queue.push(Reverse((label.bound, Reverse(label.sectors), self.labels.len() as u32)));
        self.labels.push(label);
        self.dead.push(false);
    }

    /// Whether a label kept is never worse than `label`; otherwise those that are never better die.
    fn is_dominated(&mut self, label: &Label) -> bool {
        let network = self.charges.market.network;
        let start = |open: Open| self.grid.start(open.ride);
        let rules = Rules {
            day: self.day,
            has_via: label.open.is_some_and(|open| network.fares.has_via(start(open))),
            max_sectors: label
                .open
                .map_or(0, |open| self.grid.desks[self.grid.sale_of(open.ride).agreement].max_sectors),
        };
        let here = self.at.entry((label.sector, label.open.map(start))).or_default();
        if here.iter().any(|&other| self.labels[other as usize].dominates(label, rules)) {
            return true;
        }
        let (labels, dead) = (&self.labels, &mut self.dead);
        here.retain(|other| {
            let beaten = label.dominates(&labels[*other as usize], rules);
            dead[*other as usize] |= beaten;
            !beaten
        });
        here.push(self.labels.len() as u32);
        false
    }

    /// Whether `sector` was flown on the way to label `last`.
    fn has_flown(&self, last: Option<u32>, sector: SectorIdx) -> bool {
        let before = |label: &&Label| label.before.map(|index| &self.labels[index as usize]);
        let last = last.map(|index| &self.labels[index as usize]);
        std::iter::successors(last, before).any(|label| label.sector == sector)
    }
}

/// Where the successors of label `index` begin, its component open or none.
fn from(index: u32, label: &Label) -> From {
    From {
        cost: label.cost,
        set_out: label.set_out,
        due: label.due,
        sectors: label.sectors,
        unserved: label.unserved,
        closed: None,
        before: Some(index),
    }
}
