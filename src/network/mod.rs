//! The network: dated sectors, the connections between them, transit rules and fares, frozen for pricing.

pub mod connections;
mod errands;
pub mod fares;
pub mod graph;
mod likeness;
mod locks;
pub mod roundtrips;
pub mod sectors;
pub mod transit;

use std::ops::Deref;
use std::sync::Arc;

use crate::feed::Feed;
use crate::ids::{AirportIdx, CharterIdx, LockIdx, SectorIdx, TiVec};
use crate::time::Minutes;
use fares::FareBook;
use graph::Connections;
use sectors::Sector;

/// Everything about a feed that is the same for all who travel.
#[derive(Debug)]
pub struct Network<'f> {
    /// The feed it was built from.
    pub feed: &'f Feed,
    /// The dated sectors that a plan may hold, by departure.
    pub sectors: Arc<TiVec<SectorIdx, Sector>>,
    frozen: Arc<Frozen>,
}

/// What networks share whose feeds fly and sell the same, however much sectors carry.
#[derive(Debug)]
pub struct Frozen {
    /// The connections between those that cases may choose.
    pub connections: Connections,
    /// The fares.
    pub fares: FareBook,
    /// How long the longest sector takes.
    pub longest: Minutes,
    chosen: TiVec<SectorIdx, bool>,
    locks: TiVec<LockIdx, Vec<Option<SectorIdx>>>,
    leaving: TiVec<AirportIdx, Vec<SectorIdx>>,
    arriving: TiVec<AirportIdx, Vec<SectorIdx>>,
    legs: TiVec<CharterIdx, Vec<SectorIdx>>,
}

impl<'f> Network<'f> {
    /// Builds the network of `feed`.
    pub fn new(feed: &'f Feed) -> Self {
        let (sectors, frozen) = Frozen::new(feed);
        Self { feed, sectors: Arc::new(sectors), frozen: Arc::new(frozen) }
    }

    /// The network of `feed`, which shares with this one what it can: where only who travels was changed, their papers, or how
    /// many seats and escorts there are, building takes no time.
    pub fn like<'g>(&self, feed: &'g Feed) -> Network<'g> {
        match likeness::taken_over(self.feed, &self.sectors, feed) {
            Some(sectors) => Network { feed, sectors, frozen: Arc::clone(&self.frozen) },
            None => Network::new(feed),
        }
    }

    /// Whether it shares all with `other` but the feed and how much sectors carry.
    pub fn shares(&self, other: &Network) -> bool {
        Arc::ptr_eq(&self.frozen, &other.frozen)
    }
}

impl Deref for Network<'_> {
    type Target = Frozen;

    fn deref(&self) -> &Frozen {
        &self.frozen
    }
}

impl Frozen {
    fn new(feed: &Feed) -> (TiVec<SectorIdx, Sector>, Self) {
        let (useful, connections) = graph::build(feed, sectors::expand(feed));
        let errands = errands::errands(feed, &useful);
        let (sectors, chosen, connections) = together(feed, useful, errands, connections);
        let mut leaving: TiVec<AirportIdx, Vec<SectorIdx>> = feed.airports.iter().map(|_| Vec::new()).collect();
        let mut arriving = leaving.clone();
        for (index, sector) in sectors.iter_enumerated().filter(|&(index, _)| chosen[index]) {
            leaving[sector.from].push(index);
            arriving[sector.to].push(index);
        }
        let mut legs: TiVec<CharterIdx, Vec<SectorIdx>> = feed.charters.iter().map(|_| Vec::new()).collect();
        for (index, sector) in sectors.iter_enumerated() {
            sector.charter().into_iter().for_each(|charter| legs[charter].push(index));
        }
        let fares = FareBook::new(feed, &sectors);
        let locks = locks::resolve(feed, &sectors);
        let longest = sectors.iter().map(|sector| sector.arr - sector.dep).max().unwrap_or(Minutes(0));
        (sectors, Self { connections, fares, longest, chosen, locks, leaving, arriving, legs })
    }

    /// The sectors of a lock's itinerary by its keys; `None` for one that no longer exists.
    pub fn locked(&self, lock: LockIdx) -> &[Option<SectorIdx>] {
        &self.locks[lock]
    }

    /// Whether `sectors` are the itinerary of `lock`.
    pub fn keeps(&self, lock: LockIdx, sectors: &[SectorIdx]) -> bool {
        let locked = &self.locks[lock];
        locked.len() == sectors.len() && locked.iter().zip(sectors).all(|(locked, own)| *locked == Some(*own))
    }

    /// Whether cases may choose to travel on `sector`; on others only missions and fixed locks do, or nobody.
    pub fn useful_to_cases(&self, sector: SectorIdx) -> bool {
        self.chosen[sector]
    }

    /// The sectors of use to cases that leave `airport`, by departure.
    pub fn leaving(&self, airport: AirportIdx) -> &[SectorIdx] {
        &self.leaving[airport]
    }

    /// The sectors of use to cases that arrive at `airport`, by departure.
    pub fn arriving(&self, airport: AirportIdx) -> &[SectorIdx] {
        &self.arriving[airport]
    }

    /// The legs of `charter` that a plan may hold, by departure.
    pub fn legs(&self, charter: CharterIdx) -> &[SectorIdx] {
        &self.legs[charter]
    }
}

/// The sectors that cases may choose and the others in one order, which is the first, and `connections` between them.
fn together(
    feed: &Feed,
    useful: TiVec<SectorIdx, Sector>,
    others: Vec<Sector>,
    connections: Connections,
) -> (TiVec<SectorIdx, Sector>, TiVec<SectorIdx, bool>, Connections) {
    if others.is_empty() {
        let chosen = useful.iter().map(|_| true).collect();
        return (useful, chosen, connections);
    }
    let mut sectors: Vec<(Sector, Option<SectorIdx>)> = others.into_iter().map(|sector| (sector, None)).collect();
    sectors.extend(useful.into_iter_enumerated().map(|(index, sector)| (sector, Some(index))));
    sectors.sort_by_cached_key(|(sector, _)| sector.place(feed));
    let mut numbers = TiVec::new();
    for (position, (_, old)) in sectors.iter().enumerate() {
        if old.is_some() {
            debug_assert_eq!(*old, Some(numbers.next_key()));
            numbers.push(SectorIdx::from(position));
        }
    }
    let connections = connections.renumbered(&numbers, sectors.len());
    let (sectors, chosen) = sectors.into_iter().map(|(sector, old)| (sector, old.is_some())).unzip();
    (sectors, chosen, connections)
}
