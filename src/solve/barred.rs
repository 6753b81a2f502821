//! Transit rules in the way of a party: whom they refuse, charge, hurry or hold up along a way.

use super::local::{Local, Way};
use crate::feed::{Country, Decision, Feed};
use crate::ids::{AirportIdx, CaseIdx, DocumentIdx};
use crate::itineraries::classes::Traits;
use crate::network::connections;
use crate::network::transit::{Passage, deciding_rule};

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
        let (origin, destination) = (feed.airports[traits.origin].country, feed.airports[last.to].country);
        let ahead = (first.dep_local.date() - feed.policy.as_of).num_days();
        let mut barred = Vec::new();
        for (arriving, next) in sectors.iter().zip(sectors.iter().skip(1)) {
            let airport = arriving.to;
            let here = feed.airports[airport].country;
            if here == origin || here == destination {
                continue;
            }
            let zone = connections::zone(feed, arriving, next);
            for &(nationality, document, _) in &traits.papers {
                let passage = Passage { airport, zone, nationality, document, destination };
                let free = match deciding_rule(feed, &passage).map(|rule| &feed.transit[rule]) {
                    None => feed.policy.transit_default_allow,
                    Some(rule) => {
                        let short_enough = rule.max_gap.is_none_or(|most| next.dep - arriving.arr <= most);
                        let asked = match rule.decision {
                            Decision::Deny => false,
                            Decision::Allow => true,
                            Decision::Waiver => rule.fee.0 == 0 && i64::from(rule.lead_days) <= ahead,
                        };
                        short_enough && asked
                    }
                };
                if !free {
                    barred.push(Barred { airport, nationality, document });
                }
            }
        }
        barred.sort_unstable();
        barred.dedup();
        barred
    }
}
