//! The network: dated sectors, the connections between them, transit rules and fares, frozen for pricing.

pub mod connections;
pub mod fares;
pub mod graph;
pub mod sectors;
pub mod transit;

use crate::feed::Feed;
use crate::ids::{AirportIdx, SectorIdx, TiVec};
use fares::FareBook;
use graph::Connections;
use sectors::Sector;

/// Everything about a feed that is the same for all who travel.
#[derive(Debug)]
pub struct Network<'f> {
    /// The feed it was built from.
    pub feed: &'f Feed,
    /// The dated sectors of use to someone, by departure.
    pub sectors: TiVec<SectorIdx, Sector>,
    /// The connections between them.
    pub connections: Connections,
    /// The fares.
    pub fares: FareBook,
    leaving: TiVec<AirportIdx, Vec<SectorIdx>>,
    arriving: TiVec<AirportIdx, Vec<SectorIdx>>,
}

impl<'f> Network<'f> {
    /// Builds the network of `feed`.
    pub fn new(feed: &'f Feed) -> Self {
        let (sectors, connections) = graph::build(feed, sectors::expand(feed));
        let mut leaving: TiVec<AirportIdx, Vec<SectorIdx>> = feed.airports.iter().map(|_| Vec::new()).collect();
        let mut arriving = leaving.clone();
        for (index, sector) in sectors.iter_enumerated() {
            leaving[sector.from].push(index);
            arriving[sector.to].push(index);
        }
        let fares = FareBook::new(feed, &sectors);
        Self { feed, sectors, connections, fares, leaving, arriving }
    }

    /// The sectors leaving `airport`, by departure.
    pub fn leaving(&self, airport: AirportIdx) -> &[SectorIdx] {
        &self.leaving[airport]
    }

    /// The sectors arriving at `airport`, by departure.
    pub fn arriving(&self, airport: AirportIdx) -> &[SectorIdx] {
        &self.arriving[airport]
    }
}
