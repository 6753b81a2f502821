//! Labels: how a party may have come to a sector, and which of two ways is never worse.

use smallvec::SmallVec;

use super::prices::Scaled;
use super::togo::Reach;
use crate::ids::{AirportIdx, FareIdx, SectorIdx};
use crate::network::fares::{FareBook, Start};
use crate::time::UtcMinute;

/// The fare component a case is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Open {
    /// Where it started and under which agreement.
    pub start: Start,
    /// How many sectors it has.
    pub sectors: u32,
}

/// The state of each case's fare: a component open, or none after a charter's leg.
pub type States = SmallVec<[Option<Open>; 1]>;

/// A way from the origin to the end of a sector. The fares of open components are not in its cost yet.
#[derive(Debug, Clone)]
pub struct Label {
    /// Reduced cost so far, without started hours.
    pub cost: Scaled,
    /// The first departure.
    pub set_out: UtcMinute,
    /// The sector just travelled.
    pub sector: SectorIdx,
    /// The label it came from.
    pub before: Option<u32>,
    /// Fares of the cases' components that ended where the sector set out.
    pub closed: SmallVec<[Option<FareIdx>; 1]>,
    /// The cases' fare states.
    pub states: States,
    /// Airports seen, from the origin to the end of the sector.
    pub seen: SmallVec<[AirportIdx; 5]>,
}

impl Label {
    /// Sectors travelled.
    pub fn sectors(&self) -> u32 {
        self.seen.len() as u32 - 1
    }

    /// The airports inside the component of `open`: where it connected so far.
    pub fn passed(&self, open: Open) -> &[AirportIdx] {
        let last = self.seen.len() - 1;
        &self.seen[last + 1 - open.sectors as usize..last]
    }
}

/// When a label at a sector is never worse than another there.
#[derive(Debug)]
pub struct Dominance<'a> {
    /// The fares.
    pub fares: &'a FareBook,
    /// Least sectors to go.
    pub reach: &'a Reach,
    /// Most sectors.
    pub max_sectors: u32,
    /// Whether the length of the journey is limited.
    pub timed: bool,
    /// Price of a started hour for the party.
    pub hour: Scaled,
}

impl Dominance<'_> {
    /// Whether every way on from `other` is one on from `label` at no more cost.
    pub fn dominates(&self, label: &Label, other: &Label) -> bool {
        let earlier = other.set_out - label.set_out;
        let hours = earlier.0.max(0).min(i64::from(i32::MAX));
        let extra = self.hour.saturating_mul(crate::time::Minutes(hours).started_hours());
        label.sectors() <= other.sectors()
            && label.cost.saturating_add(extra) <= other.cost
            && (!self.timed || earlier.0 <= 0)
            && self.sees_no_more(label, other)
            && label.states.iter().zip(&other.states).all(|(one, two)| self.is_as_open(label, *one, other, *two))
    }

    /// No way on that `other` has comes through an airport which only `label` has seen.
    fn sees_no_more(&self, label: &Label, other: &Label) -> bool {
        let left = self.max_sectors - other.sectors();
        label
            .seen
            .iter()
            .all(|airport| self.reach.sectors(*airport).saturating_add(1) > left || other.seen.contains(airport))
    }

    /// Every way on for the component of `other` is one for that of `label`.
    fn is_as_open(&self, label: &Label, one: Option<Open>, other: &Label, two: Option<Open>) -> bool {
        match (one, two) {
            (None, None) => true,
            (Some(one), Some(two)) => {
                one.start == two.start
                    && one.sectors <= two.sectors
                    && (!self.fares.has_via(one.start) || {
                        let passed = label.passed(one);
                        other.passed(two).iter().all(|airport| passed.contains(airport))
                    })
            }
            _ => false,
        }
    }
}
