//! Who may connect where: the matching row of `transit.csv` (MODEL: *Transit*).

use crate::feed::{Country, Decision, Feed, OneOf, Place, TransitRule, Zone};
use crate::ids::{AirportIdx, DocumentIdx, TransitIdx};
use crate::time::Minutes;

/// A person's connection, as far as transit rules ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Passage {
    /// Where.
    pub airport: AirportIdx,
    /// Side of the border.
    pub zone: Zone,
    /// Nationality.
    pub nationality: Country,
    /// Document.
    pub document: DocumentIdx,
    /// Country of the itinerary's last airport.
    pub destination: Country,
}

/// The row that decides on `passage`, if any matches: the most specific, compared on place, nationality, document and
/// destination in this order.
pub fn deciding_rule(feed: &Feed, passage: &Passage) -> Option<TransitIdx> {
    feed.transit
        .iter_enumerated()
        .filter_map(|(index, rule)| specificity(feed, rule, passage).map(|rank| (rank, index)))
        // Rows that tie say the same (a feed is refused otherwise); the first stands for them.
        .max_by_key(|&(rank, index)| (rank, std::cmp::Reverse(index)))
        .map(|(_, index)| index)
}

fn specificity(feed: &Feed, rule: &TransitRule, passage: &Passage) -> Option<[u8; 4]> {
    let place = match &rule.place {
        Place::Any => 0,
        Place::Named { airports, .. } if airports.contains(&passage.airport) => 2,
        Place::Named { countries, .. } if countries.contains(&feed.airports[passage.airport].country) => 1,
        Place::Named { .. } => return None,
    };
    let zone = rule.zones.contains(&passage.zone);
    let rank = [
        place,
        member(&rule.nationality, &passage.nationality)?,
        member(&rule.document, &passage.document)?,
        member(&rule.destination, &passage.destination)?,
    ];
    zone.then_some(rank)
}

fn member<T: Ord>(set: &OneOf<T>, value: &T) -> Option<u8> {
    set.contains(value).then_some(match set {
        OneOf::Any => 0,
        OneOf::Named(_) => 1,
    })
}

/// What a party's connection takes: all its persons' rows together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clearing {
    /// Someone is refused.
    Denied,
    /// Everyone may connect.
    Allowed {
        /// Longest connection for all of them.
        max_gap: Option<Minutes>,
        /// Waiver fees of all of them, minor units.
        fee: i64,
        /// Days before the first departure by which the last waiver is asked for; `None` without waivers.
        lead_days: Option<u32>,
    },
}

impl Clearing {
    /// Free passage.
    pub const FREE: Self = Self::Allowed { max_gap: None, fee: 0, lead_days: None };

    /// Both what `self` and what `persons` like travellers under `rule` take.
    pub fn and(self, feed: &Feed, rule: Option<TransitIdx>, persons: i64) -> Self {
        let Self::Allowed { max_gap, fee, lead_days } = self else { return Self::Denied };
        let Some(rule) = rule.map(|rule| &feed.transit[rule]) else {
            return if feed.policy.transit_default_allow { self } else { Self::Denied };
        };
        let max_gap = match (max_gap, rule.max_gap) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        match rule.decision {
            Decision::Deny => Self::Denied,
            Decision::Allow => Self::Allowed { max_gap, fee, lead_days },
            Decision::Waiver => Self::Allowed {
                max_gap,
                fee: fee + rule.fee.0 * persons,
                lead_days: lead_days.max(Some(rule.lead_days)),
            },
        }
    }
}
