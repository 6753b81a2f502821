//! The sky: the network's sectors as escorts see them, who also fly where no case does.

use crate::ids::{AirportIdx, SectorIdx, TiVec};
use crate::network::Network;
use crate::network::sectors::Sector;
use crate::time::Minutes;

/// All sectors by where they leave and arrive.
pub struct Sky<'n> {
    /// The network.
    pub network: &'n Network<'n>,
    leaving: TiVec<AirportIdx, Vec<SectorIdx>>,
    arriving: TiVec<AirportIdx, Vec<SectorIdx>>,
}

impl<'n> Sky<'n> {
    /// Sorts the sectors of `network`.
    pub fn new(network: &'n Network<'n>) -> Self {
        let sectors = &network.sectors;
        let mut leaving: TiVec<AirportIdx, Vec<SectorIdx>> = network.feed.airports.iter().map(|_| Vec::new()).collect();
        let mut arriving = leaving.clone();
        for (index, sector) in sectors.iter_enumerated() {
            leaving[sector.from].push(index);
            arriving[sector.to].push(index);
        }
        leaving.iter_mut().for_each(|here| here.sort_by_key(|&index| sectors[index].dep));
        arriving.iter_mut().for_each(|here| here.sort_by_key(|&index| sectors[index].arr));
        Self { network, leaving, arriving }
    }

    /// A sector.
    pub fn sector(&self, index: SectorIdx) -> &'n Sector {
        &self.network.sectors[index]
    }

    /// The sectors leaving an airport, by departure.
    pub fn leaving(&self, airport: AirportIdx) -> &[SectorIdx] {
        &self.leaving[airport]
    }

    /// The sectors arriving at an airport, by arrival.
    pub fn arriving(&self, airport: AirportIdx) -> &[SectorIdx] {
        &self.arriving[airport]
    }

    /// How much longer than needed an escort has to change from one sector to the next (MODEL: *Escorts*).
    pub fn slack(&self, into: SectorIdx, out: SectorIdx) -> Minutes {
        let (arriving, next) = (self.sector(into), self.sector(out));
        let mct = self.network.feed.stations[arriving.to].mct;
        next.dep - arriving.arr - mct[usize::from(!arriving.domestic)][usize::from(!next.domestic)]
    }
}
