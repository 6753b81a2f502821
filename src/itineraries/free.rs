//! What is free: capacities less what is taken. Pricing offers only what fits.

use rustc_hash::FxHashMap;

use super::sites::{Aboard, Site};
use crate::feed::Capacity;
use crate::ids::{SectorIdx, TiVec};
use crate::network::Network;

/// The room left at every site.
#[derive(Debug, Clone)]
pub struct Free {
    aboard: TiVec<SectorIdx, Capacity>,
    taken: FxHashMap<Site, u32>,
}

impl Free {
    /// Everything is free.
    pub fn all(network: &Network) -> Self {
        Self { aboard: network.sectors.iter().map(|sector| sector.capacity).collect(), taken: FxHashMap::default() }
    }

    /// The places left aboard `sector`.
    pub fn aboard(&self, sector: SectorIdx) -> &Capacity {
        &self.aboard[sector]
    }

    /// Whether `demand` more fits at `site`.
    pub fn fits(&self, network: &Network, site: Site, demand: u32) -> bool {
        if let Site::Sector(sector, aboard) = site {
            return demand <= *place(&mut self.aboard[sector].clone(), aboard);
        }
        let taken = if self.taken.is_empty() { 0 } else { self.taken.get(&site).copied().unwrap_or_default() };
        site.capacity(network).is_none_or(|capacity| taken.saturating_add(demand) <= capacity)
    }

    /// Whether all of `uses` fit together.
    pub fn fits_all(&self, network: &Network, uses: &[(Site, u32)]) -> bool {
        uses.iter().enumerate().all(|(position, &(site, _))| {
            let first = uses[..position].iter().all(|&(other, _)| other != site);
            let demand = uses[position..].iter().filter(|&&(other, _)| other == site).map(|&(_, demand)| demand).sum();
            !first || self.fits(network, site, demand)
        })
    }

    /// Takes `uses`, which must fit.
    pub fn take(&mut self, uses: &[(Site, u32)]) {
        for &(site, demand) in uses {
            match site {
                Site::Sector(sector, aboard) => *place(&mut self.aboard[sector], aboard) -= demand,
                site => *self.taken.entry(site).or_default() += demand,
            }
        }
    }

    /// Gives back what [`Self::take`] took.
    pub fn give_back(&mut self, uses: &[(Site, u32)]) {
        for &(site, demand) in uses {
            match site {
                Site::Sector(sector, aboard) => *place(&mut self.aboard[sector], aboard) += demand,
                site => {
                    if let Some(taken) = self.taken.get_mut(&site) {
                        *taken -= demand;
                    }
                }
            }
        }
    }
}

fn place(capacity: &mut Capacity, aboard: Aboard) -> &mut u32 {
    match aboard {
        Aboard::Seats => &mut capacity.seats,
        Aboard::Wheelchairs => &mut capacity.wheelchairs,
        Aboard::Stretchers => &mut capacity.stretchers,
        Aboard::Oxygen => &mut capacity.oxygen,
        Aboard::Minors => &mut capacity.minors,
    }
}
