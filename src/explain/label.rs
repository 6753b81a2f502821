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
    pub seen: Seen,
    /// Whether another label is never worse.
    pub dead: bool,
}

/// Where labels meet that can be compared: at the end of a sector, in one fare component.
pub type Meeting = (SectorIdx, Option<(AgreementIdx, AirportIdx)>);

impl Label {
    /// Sectors travelled.
    pub fn sectors(&self) -> u32 {
        self.seen.airports.len() as u32 - 1
    }

    /// Where it is compared with others.
    pub fn meeting(&self) -> Meeting {
        (self.sector, self.open.map(|open| (open.agreement, open.from)))
    }

    /// Where the component connected so far.
    pub fn passed(&self, open: Open) -> &[AirportIdx] {
        let last = self.seen.airports.len() - 1;
        &self.seen.airports[last + 1 - usize::from(open.sectors)..last]
    }
}

/// Airports in the order seen.
#[derive(Debug, Clone)]
pub struct Seen {
    airports: SmallVec<[AirportIdx; 10]>,
    marks: Marks,
}

impl Seen {
    /// The airport set out from, and nowhere else.
    pub fn from(origin: AirportIdx) -> Self {
        Self { airports: SmallVec::from_slice(&[origin]), marks: Marks::default().with(origin) }
    }

    /// These and `airport`.
    #[must_use]
    pub fn and(&self, airport: AirportIdx) -> Self {
        let mut next = Self { airports: self.airports.clone(), marks: self.marks.with(airport) };
        next.airports.push(airport);
        next
    }

    /// Whether `airport` is among them.
    pub fn contains(&self, airport: AirportIdx) -> bool {
        self.marks.may_hold(airport) && self.airports.contains(&airport)
    }
}

/// A set of airports at a glance: each has a mark, which some may share.
#[derive(Debug, Clone, Copy, Default)]
pub struct Marks(u128);

impl Marks {
    const fn mark(airport: AirportIdx) -> u128 {
        1 << (airport.0 % u128::BITS)
    }

    /// These and `airport`.
    #[must_use]
    pub const fn with(self, airport: AirportIdx) -> Self {
        Self(self.0 | Self::mark(airport))
    }

    /// False where `airport` is surely not among them.
    const fn may_hold(self, airport: AirportIdx) -> bool {
        self.0 & Self::mark(airport) != 0
    }
}

/// Whether every way on from `other` is one on from `label` that breaks no more, `matter` being the airports that the ways
/// on from `other` can come to. Both are at one [`Meeting`].
pub fn dominates(ground: &Ground, outset: &Outset, matter: Marks, label: &Label, other: &Label) -> bool {
    let as_open = || match (label.open, other.open) {
        (Some(one), Some(two)) => {
            one.sectors <= two.sectors && {
                let vias = ground.sales(one.agreement, one.from).map_or(&[][..], |sales| &sales.vias);
                vias.iter().all(|via| label.passed(one).contains(via) || !other.passed(two).contains(via))
            }
        }
        _ => true,
    };
    label.cost <= other.cost
        && label.sectors() <= other.sectors()
        && (outset.company.traits.max_duration.is_none() || label.set_out >= other.set_out)
        // Where marks are shared this may miss that one is never worse, never the other way round.
        && label.seen.marks.0 & matter.0 & !other.seen.marks.0 == 0
        && label.seen.airports.iter().all(|&airport| !matter.may_hold(airport) || other.seen.contains(airport))
        && as_open()
}
