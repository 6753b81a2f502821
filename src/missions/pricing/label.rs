//! Labels: how an escort may have come to a sector, and which of two ways is never worse.

use smallvec::SmallVec;

use crate::ids::{AirportIdx, EscortTypeIdx, FareIdx, SectorIdx};
use crate::itineraries::prices::Scaled;
use crate::time::UtcMinute;

/// The fare component an escort is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Open {
    /// The last sector in it, as sold in it.
    pub(super) ride: u32,
    /// How many sectors it has.
    pub(super) sectors: u32,
}

/// A way from the base to the end of a sector.
#[derive(Debug, Clone)]
pub(super) struct Label {
    /// Reduced cost so far, without the time away and the fare of the open component.
    pub(super) cost: Scaled,
    /// What it has at least to cost below.
    pub(super) bound: Scaled,
    /// The first departure.
    pub(super) set_out: UtcMinute,
    /// The last day on which it may return, as the calendar counts.
    pub(super) due: i64,
    /// The sector just flown.
    pub(super) sector: SectorIdx,
    /// Sectors flown.
    pub(super) sectors: u32,
    /// What the escort is on duty for there.
    pub(super) duty: Option<EscortTypeIdx>,
    /// What a first duty would cost: nothing once there is one.
    pub(super) unserved: Scaled,
    /// The open component; none after a charter's leg.
    pub(super) open: Option<Open>,
    /// Airports of the open component, from its start to the end of the sector.
    pub(super) seen: SmallVec<[AirportIdx; 5]>,
    /// The fare of the component that ended where the sector set out.
    pub(super) closed: Option<FareIdx>,
    /// The label it came from.
    pub(super) before: Option<u32>,
}

/// What dominance has to know about the component that two labels are in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rules {
    /// Price of a started day.
    pub(super) day: Scaled,
    /// Whether some fare from its start has a via.
    pub(super) has_via: bool,
    /// Most sectors of the component.
    pub(super) max_sectors: u32,
}

impl Label {
    /// Whether every way home from `other` is one from this label at no more cost, both having flown the same sector in a
    /// component with the same start.
    pub(super) fn dominates(&self, other: &Self, rules: Rules) -> bool {
        let earlier = other.set_out - self.set_out;
        // ⌈a + b⌉ is at most ⌈a⌉ + ⌈b⌉, and at least ⌈a⌉ + ⌊b⌋: minus ⌈−b⌉ is the floor.
        let extra = rules.day.saturating_mul(earlier.started_days());
        self.sectors <= other.sectors
            // The latest return is as many hours after setting out for both.
            && earlier.0 <= 0
            && self.due >= other.due
            && self.cost.saturating_add(extra).saturating_add((self.unserved - other.unserved).max(0)) <= other.cost
            && self.is_as_open(other, rules)
    }

    /// Every way on for the component of `other` is one for this label's.
    fn is_as_open(&self, other: &Self, rules: Rules) -> bool {
        let (Some(one), Some(two)) = (self.open, other.open) else { return true };
        one.sectors <= two.sectors
            && (two.sectors >= rules.max_sectors || self.seen.iter().all(|airport| other.seen.contains(airport)))
            && (!rules.has_via || other.seen.iter().all(|airport| self.seen.contains(airport)))
    }
}
