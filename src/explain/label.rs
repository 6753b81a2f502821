//! Labels of the search for the closest way: how a party may have come to a sector, and which of two ways is never worse.

use smallvec::SmallVec;

use super::company::Outset;
use super::ground::Ground;
use crate::ids::{AgreementIdx, AirportIdx, SectorIdx};
use crate::time::UtcMinute;

/// The fare component a label is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Open {
    /// Agreement it is sold under.
    pub agreement: AgreementIdx,
    /// Where it started.
    pub from: AirportIdx,
    /// How many sectors it has.
    pub sectors: u8,
}

/// A way from the origin to the end of a sector.
#[derive(Debug, Clone)]
pub struct Label {
    /// What it breaks so far ([`Toll`](super::judge::Toll)).
    pub cost: i64,
    /// The first departure.
    pub set_out: UtcMinute,
    /// The sector just travelled.
    pub sector: SectorIdx,
    /// The label it came from.
    pub before: Option<u32>,
    /// The fare component it is in; none after a charter's leg or a sector without fare.
    pub open: Option<Open>,
    /// Airports seen, from the origin to the end of the sector.
    pub seen: SmallVec<[AirportIdx; 6]>,
    /// Whether another label is never worse.
    pub dead: bool,
}

impl Label {
    /// Sectors travelled.
    pub fn sectors(&self) -> u32 {
        self.seen.len() as u32 - 1
    }

    /// Where the component connected so far.
    pub fn passed(&self, open: Open) -> &[AirportIdx] {
        let last = self.seen.len() - 1;
        &self.seen[last + 1 - usize::from(open.sectors)..last]
    }
}

/// Whether every way on from `other` is one on from `label` that breaks no more.
pub fn dominates(ground: &Ground, outset: &Outset, label: &Label, other: &Label) -> bool {
    let as_open = match (label.open, other.open) {
        (None, None) => true,
        (Some(one), Some(two)) => {
            one.agreement == two.agreement && one.from == two.from && one.sectors <= two.sectors && {
                let passed = label.passed(one);
                let vias = ground.fares(one.agreement, one.from).iter().filter_map(|&fare| ground.feed.fares[fare].via);
                vias.into_iter().all(|via| passed.contains(&via) || !other.passed(two).contains(&via))
            }
        }
        _ => false,
    };
    as_open
        && label.cost <= other.cost
        && label.sectors() <= other.sectors()
        && (outset.company.traits.max_duration.is_none() || label.set_out >= other.set_out)
        && label.seen.iter().all(|airport| outset.reach[*airport] == u32::MAX || other.seen.contains(airport))
}
