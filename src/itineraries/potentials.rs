//! Potentials: what prices, hours and nights are at least to come after every sector. They are the part of the bound on labels
//! that knows the timetable, as tolls are the one that knows fares.
//!
//! A sweep back over all connections for each number of sectors left (completion bounds; Desaulniers, Lessard, Hadjar 2008)
//! serves everyone with the same ends, so it counts what each person costs alike and nothing else: what only some of a
//! class may earn is what [`super::discounts`] are for.

use std::ops::Range;

use rayon::prelude::*;

use super::prices::{FORBIDDEN, Prices, Scale, Scaled};
use super::sites::Site;
use crate::ids::{AirportIdx, CarrierIdx, HeadingIdx, ReceptionIdx, SectorIdx, TiVec};
use crate::network::Network;
use crate::network::connections::Connection;
use crate::network::sectors::Sector;
use crate::time::UtcMinute;

/// Where a party is heading.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Heading {
    /// The airports at which it may arrive.
    pub destinations: Vec<AirportIdx>,
    /// The rows of reception that count all of it.
    pub receivers: Vec<ReceptionIdx>,
}

/// The potentials of some headings under some prices, per person.
#[derive(Debug)]
pub struct Potentials {
    /// The first departure of all, from which time is counted.
    base: UtcMinute,
    /// Price of an hour.
    hour: Scaled,
    /// By sector: what a seat aboard and one under an agreement cost at least.
    boarding: TiVec<SectorIdx, Scaled>,
    /// By heading and most sectors left: what is to come after each sector, hours since [`Self::base`] included.
    after: TiVec<HeadingIdx, Vec<Layer>>,
}

/// By sector: what is at least to come after it.
type Layer = TiVec<SectorIdx, Scaled>;

/// Connections as the sweep sees them.
struct Arcs {
    /// By sector: its connections, a range of all.
    of: TiVec<SectorIdx, Range<usize>>,
    /// Where each leads, and what connecting and boarding there cost.
    all: Vec<(SectorIdx, Scaled)>,
}

impl Potentials {
    /// The potentials of `headings` under `prices`.
    pub fn new(network: &Network, headings: &TiVec<HeadingIdx, Heading>, prices: &Prices, scale: Scale) -> Self {
        let boarding = |(index, sector): (SectorIdx, &Sector)| {
            let seat = prices.seat(index);
            match sector.carrier() {
                Some(carrier) => seat + least_sold(network, prices, index, carrier),
                // What a charter's seats cost is known to tolls.
                None => seat.min(0),
            }
        };
        let mut potentials = Self {
            base: network.sectors.first().map_or(UtcMinute(0), |sector| sector.dep),
            hour: scale.up(network.feed.policy.hour_penalty.0),
            boarding: network.sectors.iter_enumerated().map(boarding).collect(),
            after: TiVec::new(),
        };
        let arcs = potentials.arcs(network, prices, scale);
        let layers = |heading: &Heading| potentials.layers(network, &arcs, heading, prices);
        let after: Vec<Vec<Layer>> = headings.raw.par_iter().map(layers).collect();
        potentials.after = after.into();
        potentials
    }

    fn arcs(&self, network: &Network, prices: &Prices, scale: Scale) -> Arcs {
        let mut arcs = Arcs { of: TiVec::with_capacity(network.sectors.len()), all: Vec::new() };
        for (index, sector) in network.sectors.iter_enumerated() {
            let first = arcs.all.len();
            let cost = |connection: &Connection| {
                let cost = self.boarding[connection.next] + connecting(network, prices, scale, sector, connection);
                (connection.next, cost)
            };
            arcs.all.extend(network.connections.after(index).iter().map(cost));
            arcs.of.push(first..arcs.all.len());
        }
        arcs
    }

    /// What is to come after each sector with none, one, two ... sectors left.
    fn layers(&self, network: &Network, arcs: &Arcs, heading: &Heading, prices: &Prices) -> Vec<Layer> {
        let arriving = |(index, sector)| self.arriving(network, heading, prices, index, sector);
        let mut layers: Vec<Layer> = vec![network.sectors.iter_enumerated().map(arriving).collect()];
        for left in 1..network.feed.policy.max_sectors as usize {
            let (ends, before) = (&layers[0], &layers[left - 1]);
            let least = |(&end, arcs_of): (&Scaled, &Range<usize>)| {
                let onward = arcs.all[arcs_of.clone()].iter().map(|&(next, cost)| cost + before[next]);
                onward.fold(end, Scaled::min)
            };
            let layer = ends.iter().zip(&arcs.of).map(least).collect();
            layers.push(layer);
        }
        layers
    }

    /// What arriving for good on a sector costs; [`FORBIDDEN`] where that can't be.
    fn arriving(
        &self,
        network: &Network,
        heading: &Heading,
        prices: &Prices,
        index: SectorIdx,
        sector: &Sector,
    ) -> Scaled {
        if !heading.destinations.contains(&sector.to) {
            return FORBIDDEN;
        }
        let date = sector.arr_local.date();
        let mut price = (self.hour * (sector.arr - self.base).0).div_euclid(60);
        for &row in &heading.receivers {
            let reception = &network.feed.reception[row];
            if reception.airport != sector.to {
                continue;
            }
            if !reception.is_open(sector.arr_local) {
                return FORBIDDEN;
            }
            price += prices.each(Site::ReceptionDay(row, date)).clamp(0, FORBIDDEN);
            price += prices.each(Site::ReceptionFlight(row, index)).clamp(0, FORBIDDEN);
        }
        price.min(FORBIDDEN)
    }

    /// What a person who set out at `set_out` at least has to pay in prices, hours and nights after `sector`, with `left`
    /// sectors to go at most, for the hours before as well; [`FORBIDDEN`] where there is no way on.
    pub fn after(&self, heading: HeadingIdx, set_out: UtcMinute, sector: SectorIdx, left: u32) -> Scaled {
        let layers = &self.after[heading];
        match layers[(left as usize).min(layers.len() - 1)][sector] {
            after if after >= FORBIDDEN => FORBIDDEN,
            // Rounded up to be taken off.
            after => after + (-self.hour * (set_out - self.base).0).div_euclid(60),
        }
    }

    /// What boarding `sector` at least costs a person who takes a seat, besides the fare.
    pub fn boarding(&self, sector: SectorIdx) -> Scaled {
        self.boarding[sector]
    }
}

/// What a seat on `sector` at least costs besides the fare to be sold under an agreement.
fn least_sold(network: &Network, prices: &Prices, index: SectorIdx, carrier: CarrierIdx) -> Scaled {
    let agreements = network.fares.selling(carrier).iter();
    let each = agreements.map(|&agreement| prices.each(Site::Allotment(agreement, index)));
    each.min().unwrap_or_default().clamp(-FORBIDDEN, FORBIDDEN)
}

/// What `connection` costs a person besides what tolls know: nights, beds and assistance.
fn connecting(network: &Network, prices: &Prices, scale: Scale, arriving: &Sector, connection: &Connection) -> Scaled {
    let station = arriving.to;
    let row = &network.feed.stations[station];
    let nights = scale.up(i64::from(connection.nights) * row.bed_cost.0);
    let each = |site| prices.each(site).clamp(0, FORBIDDEN);
    let beds: Scaled = connection.night_dates().map(|date| each(Site::Beds(station, date))).sum();
    let assisted = row.assist_per_day.map_or(0, |_| each(Site::Assistance(station, arriving.arr_local.date())));
    (nights + beds + assisted).min(FORBIDDEN)
}
