//! Seats under agreements: allotments and groups by sector, rebates and shortfalls by volume (MODEL: *Fares*,
//! *Agreement volume*).

use std::collections::BTreeMap;

use super::fares::Sold;
use super::report::Findings;
use super::rule::Rule;
use super::sectors::Sectors;
use crate::feed::Feed;
use crate::ids::{AgreementIdx, SectorIdx, TiVec};

/// Seats sold under each agreement.
#[derive(Debug)]
pub(super) struct Volume {
    /// Seats on a dated sector.
    by_sector: BTreeMap<(AgreementIdx, SectorIdx), u64>,
    /// Seated travellers, one a component.
    travellers: TiVec<AgreementIdx, u64>,
}

impl Volume {
    pub(super) fn new(feed: &Feed) -> Self {
        Self { by_sector: BTreeMap::new(), travellers: feed.agreements.iter().map(|_| 0).collect() }
    }

    /// Counts components sold to `travellers` with seats, who take `seats` of them.
    pub(super) fn add(&mut self, sold: &[Sold], travellers: u64, seats: u64) {
        for component in sold {
            self.travellers[component.agreement] += travellers;
            for &sector in &component.sectors {
                *self.by_sector.entry((component.agreement, sector)).or_default() += seats;
            }
        }
    }

    /// Checks allotments and least groups.
    pub(super) fn check(&self, feed: &Feed, sectors: &Sectors<'_>, findings: &mut Findings) {
        for (&(agreement, sector), &seats) in &self.by_sector {
            let agreement = &feed.agreements[agreement];
            let place = || format!("agreement {}, sector {}", agreement.id, sectors.get(sector).key);
            if let Some(most) = agreement.seats_per_flight.filter(|&most| seats > u64::from(most)) {
                findings.add(Rule::Allotment, place(), format!("{seats} seats, at most {most} are allotted"));
            }
            if (1..u64::from(agreement.min_group)).contains(&seats) {
                let message = format!("{seats} seats, none or at least {} are sold", agreement.min_group);
                findings.add(Rule::MinGroup, place(), message);
            }
        }
    }

    /// Rebates and shortfalls of all agreements, in minor units.
    pub(super) fn amounts(&self, feed: &Feed) -> (i128, i128) {
        let (mut rebates, mut shortfalls) = (0, 0);
        for (idx, agreement) in feed.agreements.iter_enumerated() {
            let sold = i128::from(self.travellers[idx]);
            let volume = sold + i128::from(agreement.seats_before);
            let reached = agreement.tiers.iter().filter(|tier| i128::from(tier.from_seats) <= volume);
            if let Some(tier) = reached.max_by_key(|tier| tier.from_seats) {
                rebates += i128::from(tier.rebate.0) * sold;
            }
            let short = i128::from(agreement.commit_seats) - volume;
            shortfalls += i128::from(agreement.shortfall_fee.0) * short.max(0);
        }
        (rebates, shortfalls)
    }
}
