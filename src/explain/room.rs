//! Why a party that has itineraries takes none: what they cost, and who holds their places.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::desk::Desk;
use super::escorts::Escorts;
use super::reason::Reason;
use super::words;
use crate::ids::CharterIdx;
use crate::itineraries::column::Column;
use crate::itineraries::free::Free;
use crate::itineraries::sites::{Aboard, Site};
use crate::missions::pricing::Corps;
use crate::money::Money;
use crate::network::Network;

/// A plan's places: what is taken, what is left.
pub struct Room<'n> {
    network: &'n Network<'n>,
    corps: &'n Corps,
    /// Everything.
    pub all: Free,
    /// Everything but the charters that the plan doesn't use.
    in_use: Free,
    /// What the plan leaves.
    left: Free,
    /// What it leaves, unused charters aside.
    left_in_use: Free,
    taken: FxHashMap<Site, u32>,
    charters: Vec<CharterIdx>,
    escorts: OnceLock<Escorts<'n>>,
}

impl<'n> Room<'n> {
    /// The room that `taken` leaves.
    pub fn new(network: &'n Network<'n>, corps: &'n Corps, taken: &[Column]) -> Self {
        let mut charters: Vec<CharterIdx> = taken
            .iter()
            .flat_map(|column| &column.route.sectors)
            .filter_map(|&sector| network.sectors[sector].charter())
            .collect();
        charters.sort_unstable();
        charters.dedup();
        let unused: Vec<(Site, u32)> = network
            .sectors
            .iter_enumerated()
            .filter(|(_, sector)| sector.charter().is_some_and(|charter| !charters.contains(&charter)))
            .map(|(index, sector)| (Site::Sector(index, Aboard::Seats), sector.capacity.seats))
            .collect();
        let all = Free::all(network);
        let mut left = all.clone();
        let mut sites: FxHashMap<Site, u32> = FxHashMap::default();
        for column in taken {
            left.take(&column.uses);
            for &(site, demand) in &column.uses {
                *sites.entry(site).or_default() += demand;
            }
        }
        let without = |free: &Free| {
            let mut free = free.clone();
            free.take(&unused);
            free
        };
        Self {
            network,
            corps,
            in_use: without(&all),
            left_in_use: without(&left),
            all,
            left,
            taken: sites,
            charters,
            escorts: OnceLock::new(),
        }
    }

    /// Why the party at `desk` stays though it has an itinerary; `None` where it has none.
    pub fn reason(&self, desk: &Desk) -> Option<(Reason, String)> {
        let Some(best) = desk.cheapest(&self.all) else {
            // Each linked case fits by itself, together they don't, even into an empty plan.
            let apart = desk.cheapest_apart(&self.all)?;
            let all_taken = FxHashMap::default();
            return Some((
                Reason::NoPlaceAboard,
                format!("on {}, {}", self.keys(&apart), self.full(&apart, &all_taken)),
            ));
        };
        if let Some(unescorted) = self.unescorted(desk) {
            return Some((Reason::NoEscort, unescorted));
        }
        let staying = desk.staying();
        let stays = self.money(staying);
        if best.cost >= staying {
            let words = format!(
                "the cheapest itinerary, {}, costs {}; staying is charged {stays}",
                self.keys(&best),
                self.money(best.cost)
            );
            return Some((Reason::CostsMoreThanStaying, words));
        }
        let left = desk.cheapest(&self.left_in_use);
        if let Some(left) = left.as_ref().filter(|left| left.cost < staying) {
            return Some(self.not_taken(desk, left, left.cost, &stays));
        }
        if let Some(chartered) = desk.cheapest(&self.left).filter(|column| column.cost < staying) {
            return Some(self.chartered(desk, &chartered, &stays));
        }
        // The charter has no more room than its first sectors: better to name what is full without it.
        let wanted = desk.cheapest(&self.in_use).filter(|column| column.cost < staying).unwrap_or(best);
        let mut words = format!(
            "{} would cost {}, staying is charged {stays}; {}",
            self.keys(&wanted),
            self.money(wanted.cost),
            self.full(&wanted, &self.taken)
        );
        if let Some(left) = left {
            words += &format!(". {} has room and costs {}", self.keys(&left), self.money(left.cost));
        }
        Some((Reason::NoRoom, words))
    }

    /// Why no escort could serve the party on any of its cheapest itineraries, were nobody else in need; `None` where one
    /// could.
    fn unescorted(&self, desk: &Desk) -> Option<String> {
        if !desk.needs_escorts() {
            return None;
        }
        let escorts = self.escorts.get_or_init(|| Escorts::new(self.network, self.corps));
        let mut first = None;
        for column in desk.cheap(&self.all) {
            let unserved = escorts.unserved(&column)?;
            first.get_or_insert((column, unserved));
        }
        let (column, (kind, sector)) = first?;
        let feed = self.network.feed;
        Some(format!(
            "{} is the cheapest itinerary; no pool can have an escort for {} on {}, nor on the other cheap ones",
            self.keys(&column),
            feed.escort_types[kind].id,
            self.network.sectors[sector].key(feed)
        ))
    }

    /// Why an itinerary with room that costs less than staying isn't taken.
    fn not_taken(&self, desk: &Desk, left: &Column, cost: i64, stays: &str) -> (Reason, String) {
        if !desk.needs_escorts() {
            return (Reason::PlanningStopped, self.stopped(left, cost, stays));
        }
        let words = format!(
            "{} has room and costs {} besides its escorts, staying is charged {stays}",
            self.keys(left),
            self.money(cost)
        );
        (Reason::EscortNotSent, words)
    }

    fn stopped(&self, left: &Column, cost: i64, stays: &str) -> String {
        format!(
            "{} has room and costs {}, less than the {stays} charged for staying; planning ended before it was taken",
            self.keys(left),
            self.money(cost)
        )
    }

    /// The reason where only charters that the plan doesn't use have room.
    fn chartered(&self, desk: &Desk, column: &Column, stays: &str) -> (Reason, String) {
        let feed = self.network.feed;
        let mut flown: Vec<CharterIdx> =
            column.route.sectors.iter().filter_map(|&sector| self.network.sectors[sector].charter()).collect();
        flown.sort_unstable();
        flown.dedup();
        let seats = desk.seats(column);
        let mut together = self.charters.clone();
        let (mut fixed, mut usable, mut said) = (0, true, Vec::new());
        for &charter in flown.iter().filter(|charter| !self.charters.contains(charter)) {
            let row = &feed.charters[charter];
            let mut words =
                format!("{} has room and isn't used: its fixed cost is {}", row.id, self.money(row.fixed_cost.0));
            fixed += row.fixed_cost.0;
            let from_start = column.route.sectors.iter().any(|&sector| {
                let sector = &self.network.sectors[sector];
                sector.charter() == Some(charter) && sector.is_first_leg()
            });
            let boarding = if from_start { seats } else { 0 };
            if row.min_seats > boarding {
                words += &format!(", min_seats {}, {boarding} of them by this party", row.min_seats);
                usable = false;
            }
            let rival = together.iter().find(|&&other| row.group.is_some() && feed.charters[other].group == row.group);
            if let Some(&rival) = rival {
                words += &format!(", and {} of its group is used", feed.charters[rival].id);
                usable = false;
            }
            together.push(charter);
            said.push(words);
        }
        if usable && column.cost + fixed < desk.staying() {
            return self.not_taken(desk, column, column.cost + fixed, stays);
        }
        let words = format!(
            "{}. {} would cost {} besides, staying is charged {stays}",
            said.join("; "),
            self.keys(column),
            self.money(column.cost)
        );
        (Reason::CharterNotUsed, words)
    }

    /// The places of `column` that are too few, given what others took.
    fn full(&self, column: &Column, taken: &FxHashMap<Site, u32>) -> String {
        let mut said = Vec::new();
        for (position, &(site, _)) in column.uses.iter().enumerate() {
            if position > 0 && column.uses[position - 1].0 == site {
                continue;
            }
            let demand: u32 = column.uses.iter().filter(|(other, _)| *other == site).map(|&(_, demand)| demand).sum();
            let Some(most) = site.capacity(self.network) else { continue };
            let held = taken.get(&site).copied().unwrap_or_default();
            let left = most.saturating_sub(held);
            if demand > left {
                said.push(format!("{}: {demand} needed, {left} of {most} left", words::site(self.network, site)));
            }
        }
        let unused = column.route.sectors.iter().filter_map(|&sector| self.network.sectors[sector].charter());
        let mut unused: Vec<_> = unused.filter(|charter| !self.charters.contains(charter)).collect();
        unused.dedup();
        said.extend(unused.iter().map(|&charter| format!("{} isn't used", self.network.feed.charters[charter].id)));
        words::list(&said)
    }

    fn keys(&self, column: &Column) -> String {
        words::keys(self.network.feed, column.route.sectors.iter().map(|&sector| &self.network.sectors[sector]))
    }

    fn money(&self, minor: i64) -> String {
        format!("{} {}", self.network.feed.policy.currency, Money(minor))
    }
}
