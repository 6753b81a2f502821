//! Who may connect where (MODEL: *Transit*).

use chrono::{Days, NaiveDate};
use onward::feed::{Decision, OneOf, Person, Place, TransitRule};
use onward::ids::AirportIdx;
use onward::money::Money;

use super::connection::Connection;
use super::{Without, World};

/// A journey as transit sees it.
#[derive(Debug, Clone, Copy)]
pub struct Journey {
    pub origin: AirportIdx,
    pub last: AirportIdx,
    /// Date it starts on.
    pub date: NaiveDate,
    /// Whether it is fixed, so that nothing is refused (MODEL: *Locks*); fees stay.
    pub fixed: bool,
}

/// What `person` pays to connect on `journey`; `None` where refused.
pub fn fee(world: &World, person: &Person, connection: &Connection, journey: Journey) -> Option<Money> {
    let Journey { origin, last, date, fixed } = journey;
    let waived = fixed && world.holds(Without::WaivedTransit);
    let feed = world.feed;
    let country = |airport: AirportIdx| feed.airports[airport].country;
    let here = country(connection.at);
    if (here == country(origin) || here == country(last)) && world.holds(Without::HomeTransit) {
        return Some(Money::ZERO);
    }
    let matching = feed.transit.iter().filter_map(|rule| {
        let matches = rule.nationality.contains(&person.nationality)
            && rule.document.contains(&person.document)
            && rule.destination.contains(&country(last))
            && rule.zones.contains(&connection.zone);
        let place = place(world, rule, connection.at)?;
        matches.then_some((rule, specificity(rule, place)))
    });
    let deciding = if world.holds(Without::TransitSpecificity) {
        matching.max_by_key(|(_, specificity)| *specificity).map(|(rule, _)| rule)
    } else {
        matching.map(|(rule, _)| rule).next()
    };
    let Some(rule) = deciding else {
        return (feed.policy.transit_default_allow || waived).then_some(Money::ZERO);
    };
    let short_enough = rule.max_gap.is_none_or(|most| connection.gap <= most);
    let asked_in_time = date >= feed.policy.as_of + Days::new(rule.lead_days.into());
    let (granted, fee) = match rule.decision {
        Decision::Deny => (false, Money::ZERO),
        Decision::Allow => (true, Money::ZERO),
        Decision::Waiver => (asked_in_time, rule.fee),
    };
    (granted && short_enough || waived).then_some(fee)
}

/// How closely `rule` names the airport: 2 by itself, 1 by its country, 0 by `*`; `None` where it means other places.
fn place(world: &World, rule: &TransitRule, at: AirportIdx) -> Option<u8> {
    match &rule.place {
        Place::Any => Some(0),
        Place::Named { airports, .. } if airports.contains(&at) => Some(2),
        Place::Named { countries, .. } => countries.contains(&world.feed.airports[at].country).then_some(1),
    }
}

/// Compared in this order; rows that tie say the same, or the feed would have been refused.
fn specificity(rule: &TransitRule, place: u8) -> (u8, bool, bool, bool) {
    (place, named(&rule.nationality), named(&rule.document), named(&rule.destination))
}

fn named<T: Ord>(set: &OneOf<T>) -> bool {
    matches!(set, OneOf::Named(_))
}
