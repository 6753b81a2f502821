//! Who moves where.

use super::presets::Shape;
use super::table::{number, rows, weighted};
use super::world::World;

/// An origin, where it leads, and who takes it.
#[derive(Debug, Clone)]
pub(super) struct Corridor {
    pub(super) origin: &'static str,
    pub(super) destinations: Vec<&'static str>,
    /// Country of resettlement.
    pub(super) country: &'static str,
    pub(super) programme: &'static str,
    pub(super) weight: u64,
    pub(super) nationalities: Vec<(&'static str, u64)>,
    pub(super) documents: Vec<(&'static str, u64)>,
}

/// The corridors of `shape`.
pub(super) fn read(shape: &Shape, world: &World) -> Vec<Corridor> {
    rows::<6>(shape.corridors)
        .map(|[origin, destinations, programme, weight, nationalities, documents]| {
            let destinations: Vec<&'static str> = destinations.split('|').collect();
            Corridor {
                origin,
                country: world.country(destinations[0]),
                destinations,
                programme,
                weight: number(weight),
                nationalities: weighted(nationalities),
                documents: weighted(documents),
            }
        })
        .collect()
}
