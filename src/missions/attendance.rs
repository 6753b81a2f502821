//! Where parties that need escorts can travel at all: on sectors that an escort of each type needed can serve, with seats
//! for everyone and the escorts (MODEL: *Escorts*).
//!
//! A relaxation takes a part of a party with a part of an escort, where together they don't fit; leaving such sectors out
//! of the party's itineraries is what makes it tight.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::corps::Corps;
use crate::ids::{AgreementIdx, ClassIdx, EscortTypeIdx, SectorIdx, TiVec};
use crate::itineraries::classes::Class;
use crate::itineraries::trips::{Open, Trips};
use crate::network::Network;

/// The sectors that escorts can serve, and the seats there.
pub struct Attendance {
    /// By type: the sectors that lie on a mission of some pool.
    served: TiVec<EscortTypeIdx, TiVec<SectorIdx, bool>>,
    /// By sector: seats that can be had, aboard and under all agreements together.
    seats: TiVec<SectorIdx, u32>,
}

impl Attendance {
    /// The sectors that the pools of `corps` can serve.
    pub fn new(network: &Network, corps: &Corps) -> Self {
        let served = |kind: EscortTypeIdx| {
            let mut served: TiVec<SectorIdx, bool> = network.sectors.iter().map(|_| false).collect();
            corps.serving(kind).for_each(|sector| served[sector] = true);
            served
        };
        let served = network.feed.escort_types.keys().map(served).collect();
        Self { served, seats: network.sectors.keys().map(|sector| seats(network, sector)).collect() }
    }

    /// Leaves out of `trips` every sector that a party of `classes` can't be escorted on.
    pub fn keep(&self, network: &Network, classes: &TiVec<ClassIdx, Class>, trips: &mut Trips) {
        let mut known: FxHashMap<(Vec<(EscortTypeIdx, u32)>, u32), Open> = FxHashMap::default();
        trips.restrict(network, classes, |class, day| {
            let needs = &class.traits.needs;
            let escorts = |&(kind, persons): &(EscortTypeIdx, u32)| {
                // Nobody is on duty for two types at once.
                persons.div_ceil(network.feed.escort_types[kind].ratio)
            };
            let seats = day.load.seats.saturating_add(needs.iter().map(escorts).sum());
            let open = known.entry((needs.clone(), seats)).or_insert_with(|| {
                let served = |sector| needs.iter().all(|(kind, _)| self.served[*kind][sector]);
                let open = |(sector, &room): (SectorIdx, &u32)| room >= seats && served(sector);
                Arc::new(self.seats.iter_enumerated().map(open).collect())
            });
            open.clone()
        });
    }
}

/// Seats on `sector` that can be had at once: as many as there are aboard and as its agreements sell together.
fn seats(network: &Network, sector: SectorIdx) -> u32 {
    let row = &network.sectors[sector];
    let aboard = row.capacity.seats;
    let Some(carrier) = row.carrier() else { return aboard };
    let allotted = |&agreement: &AgreementIdx| network.feed.agreements[agreement].seats_per_flight.unwrap_or(aboard);
    let sold = network.fares.selling(carrier).iter().map(allotted).fold(0, u32::saturating_add);
    aboard.min(sold)
}
