//! Transit rules in the way of a party: whom they refuse, charge, hurry or hold up along a way.

use super::local::{Local, Way};
use crate::feed::{Country, Feed};
use crate::ids::{AirportIdx, CaseIdx, DocumentIdx};
use crate::itineraries::classes::Traits;
use crate::itineraries::column;
use crate::network::connections;
use crate::network::transit::{Clearing, Passage, deciding_rule};

/// Papers that a transit rule lets through at a place not at all, not in time, not for long enough, or for a fee.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Barred {
    /// Where.
    pub airport: AirportIdx,
    /// Whose nationals.
    pub nationality: Country,
    /// On which document.
    pub document: DocumentIdx,
}

impl Local<'_> {
    /// Where the transit rules of `feed`, which differs from this one in those rules alone, are in the way of `party` on
    /// `way`; ascending, each once.
    pub fn barred(&self, feed: &Feed, party: &[CaseIdx], way: &Way) -> Vec<Barred> {
        let network = &self.network;
        let traits = Traits::within(network, party);
        let route = &way.column.route;
        let sectors: Vec<_> = route.sectors.iter().map(|&sector| &network.sectors[sector]).collect();
        let (Some(first), Some(last)) = (sectors.first(), sectors.last()) else { return Vec::new() };
        let destination = feed.airports[last.to].country;
        let ahead = (first.dep_local.date() - feed.policy.as_of).num_days();
        let mut barred = Vec::new();
        for (arriving, next) in sectors.iter().zip(sectors.iter().skip(1)) {
            let zone = connections::zone(feed, arriving, next);
            for (passage, persons) in column::passages(feed, &traits, arriving.to, zone, destination) {
                let free = match Clearing::FREE.and(feed, deciding_rule(feed, &passage), persons) {
                    Clearing::Denied => false,
                    Clearing::Allowed { max_gap, fee, lead_days } => {
                        max_gap.is_none_or(|most| next.dep - arriving.arr <= most)
                            && fee == 0
                            && lead_days.is_none_or(|lead| i64::from(lead) <= ahead)
                    }
                };
                if !free {
                    let Passage { airport, nationality, document, .. } = passage;
                    barred.push(Barred { airport, nationality, document });
                }
            }
        }
        barred.sort_unstable();
        barred.dedup();
        barred
    }
}
