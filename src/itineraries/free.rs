//! What is free: capacities less what is taken. Pricing offers only what fits.

use rustc_hash::{FxHashMap, FxHashSet};

use super::sites::{Aboard, Site};
use crate::feed::Capacity;
use crate::ids::{SectorIdx, TiVec};
use crate::network::Network;

/// The room left at every site.
#[derive(Debug, Clone)]
pub struct Free {
    aboard: TiVec<SectorIdx, Capacity>,
    taken: FxHashMap<Site, u32>,
    /// Whether who takes seats of a least group has to join one, or be one.
    grouped: bool,
    /// Where joining escorts is asked for: persons whom those on duty can cover.
    covered: Option<FxHashMap<Site, u32>>,
    closed: FxHashSet<Site>,
}

impl Free {
    /// Everything is free.
    pub fn all(network: &Network) -> Self {
        Self {
            aboard: network.sectors.iter().map(|sector| sector.capacity).collect(),
            taken: FxHashMap::default(),
            grouped: false,
            covered: None,
            closed: FxHashSet::default(),
        }
    }

    /// From now on who takes seats of a least group joins, or is, one that is large enough.
    pub fn join_groups(&mut self) {
        self.grouped = true;
    }

    /// Whether who takes seats of a least group has to join one, or be one.
    pub fn is_joined(&self) -> bool {
        self.grouped
    }

    /// From now on nobody sets out alone: groups are joined, and who needs an escort joins one of those on duty, who cover
    /// so many persons in need by site.
    pub fn join_only(&mut self, covered: FxHashMap<Site, u32>) {
        self.join_groups();
        self.covered = Some(covered);
    }

    /// Persons whom escorts at `site` can look after, whoever else is there; anyone where no escorts are needed or asked for.
    pub fn looks_after(&self, site: Site) -> u32 {
        match (site, &self.covered) {
            (Site::Need(..), Some(covered)) => covered.get(&site).copied().unwrap_or_default(),
            _ => u32::MAX,
        }
    }

    /// From now on so many `more` persons at `site` can be looked after, or fewer.
    pub fn look_after(&mut self, site: Site, persons: u32, more: bool) {
        let covered = self.covered.get_or_insert_default().entry(site).or_default();
        *covered = if more { covered.saturating_add(persons) } else { covered.saturating_sub(persons) };
    }

    /// Whether the least groups that `uses` are part of are still large enough, or gone, without them.
    pub fn spares(&self, network: &Network, uses: &[(Site, u32)]) -> bool {
        uses.iter().all(|&(site, demand)| match site {
            Site::Allotment(agreement, _) => {
                let taken = self.taken.get(&site).copied().unwrap_or_default();
                let left = taken.saturating_sub(demand);
                left == 0 || left >= network.feed.agreements[agreement].min_group
            }
            _ => true,
        })
    }

    /// From now on nothing is free at `site`.
    pub fn close(&mut self, site: Site) {
        if let Site::Sector(sector, aboard) = site {
            *place(&mut self.aboard[sector], aboard) = 0;
        }
        self.closed.insert(site);
    }

    /// From now on `capacity` is free at `site`, which was closed.
    pub fn open(&mut self, site: Site, capacity: u32) {
        if let Site::Sector(sector, aboard) = site {
            *place(&mut self.aboard[sector], aboard) = capacity;
        }
        self.closed.remove(&site);
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
        if !self.closed.is_empty() && self.closed.contains(&site) {
            return false;
        }
        let taken = if self.taken.is_empty() { 0 } else { self.taken.get(&site).copied().unwrap_or_default() };
        let together = taken.saturating_add(demand);
        self.may_join(network, site, together) && site.capacity(network).is_none_or(|capacity| together <= capacity)
    }

    fn may_join(&self, network: &Network, site: Site, together: u32) -> bool {
        match (site, &self.covered) {
            (Site::Need(..), Some(covered)) => covered.get(&site).is_some_and(|&persons| together <= persons),
            (Site::Allotment(agreement, _), _) => {
                !self.grouped || together >= network.feed.agreements[agreement].min_group
            }
            _ => true,
        }
    }

    /// Whether all of `uses` fit together.
    pub fn fits_all(&self, network: &Network, uses: &[(Site, u32)]) -> bool {
        uses.iter().enumerate().all(|(position, &(site, _))| {
            let first = uses[..position].iter().all(|&(other, _)| other != site);
            let demand = uses[position..].iter().filter(|&&(other, _)| other == site).map(|&(_, demand)| demand).sum();
            !first || self.fits(network, site, demand)
        })
    }

    /// Whether what `uses` take under agreements with least groups makes, or joins, groups that are large enough.
    pub fn joins(&self, network: &Network, uses: &[(Site, u32)]) -> bool {
        uses.iter().all(|&(site, demand)| match site {
            Site::Allotment(agreement, _) => {
                let taken = self.taken.get(&site).copied().unwrap_or_default();
                taken.saturating_add(demand) >= network.feed.agreements[agreement].min_group
            }
            _ => true,
        })
    }

    /// Whether all of `uses` fit together, and join groups where that is asked for.
    pub fn takes(&self, network: &Network, uses: &[(Site, u32)]) -> bool {
        (!self.grouped || self.joins(network, uses)) && self.fits_all(network, uses)
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
