//! Ways to cut a journey into fares: which of them a best plan may need.

use std::collections::BTreeMap;

use crate::feed::{Agreement, Feed};
use crate::ids::AgreementIdx;
use crate::itineraries::column::Cut;
use crate::itineraries::sites::Site;

/// What a way to buy a journey means to others, besides its price.
#[derive(Debug, PartialEq, Eq)]
pub struct Footprint {
    /// Components under agreements that count seats, case by case: agreement, first sector, sectors.
    counted: Vec<Vec<(AgreementIdx, u16, u16)>>,
    /// Seats taken of limited allotments.
    allotments: BTreeMap<Site, u32>,
}

impl Footprint {
    /// That of `cuts`, one a case, which use `uses`.
    pub fn new(feed: &Feed, cuts: &[Cut], uses: &[(Site, u32)]) -> Self {
        let mut allotments = BTreeMap::new();
        for &(site, demand) in uses.iter().filter(|(site, _)| matches!(site, Site::Allotment(..))) {
            *allotments.entry(site).or_default() += demand;
        }
        let counted = |cut: &Cut| {
            let pieces = cut.iter().map(|piece| (feed.fares[piece.fare].agreement, piece.start, piece.sectors));
            pieces.filter(|&(agreement, ..)| counts_seats(&feed.agreements[agreement])).collect()
        };
        Self { counted: cuts.iter().map(counted).collect(), allotments }
    }

    /// Whether nobody ever needs `other` where this costs no more: both count alike, and this takes no seat that `other`
    /// doesn't take too.
    pub fn spares(&self, other: &Self) -> bool {
        self.counted == other.counted
            && self
                .allotments
                .iter()
                .all(|(site, seats)| other.allotments.get(site).is_some_and(|taken| seats <= taken))
    }
}

/// Whether more seats under `agreement` may be better: it has groups, rebates or a commitment.
pub fn counts_seats(agreement: &Agreement) -> bool {
    agreement.min_group > 1 || !agreement.tiers.is_empty() || agreement.commit_seats > agreement.seats_before
}
