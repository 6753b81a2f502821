//! Feeds in which a reason no longer holds.

use chrono::Days;
use onward::explain::Reason;
use onward::feed::{
    Agreement, At, Capacity, Clearance, Decision, Fare, Feed, Hours, OneOf, PerPriority, Ready, Station,
};
use onward::ids::CaseIdx;
use onward::money::{Decimal, Money};
use onward::time::Minutes;

const MANY: u32 = 1_000_000;

/// Nobody but `party` can travel in `feed`, and charters are there for the taking.
pub fn alone(feed: &Feed, party: &[CaseIdx]) -> Feed {
    let mut feed = feed.clone();
    let never = feed.policy.start - Days::new(1_000);
    for (index, case) in feed.cases.iter_mut_enumerated() {
        if !party.contains(&index) {
            let kind = "security".into();
            case.clearances.push(Clearance {
                person: None,
                kind,
                valid_from: None,
                valid_to: Some(never),
                at: At::Departure,
            });
        }
    }
    for charter in &mut feed.charters {
        charter.group = None;
        charter.fixed_cost = Money::ZERO;
        charter.min_seats = 0;
    }
    feed
}

/// Staying is charged more than any way can cost.
pub fn whatever_it_costs(mut feed: Feed) -> Feed {
    feed.policy.unserved_penalty = PerPriority([Some(Money(1_000_000_000)); 3]);
    feed
}

/// The rule behind `reason` doesn't hold for anyone.
pub fn without(reason: Reason, mut feed: Feed) -> Feed {
    match reason {
        Reason::LinkApart => {
            feed.links = Vec::new().into();
            feed.cases.iter_mut().for_each(|case| case.link = None);
        }
        Reason::Clearance => {
            // The clearances of those who must not travel stay.
            let start = feed.policy.start;
            let never = |clearance: &Clearance| clearance.valid_to.is_some_and(|to| to < start - Days::new(900));
            feed.cases.iter_mut().for_each(|case| case.clearances.retain(never));
        }
        Reason::NoDepartureInTime => {
            feed.policy.end = feed.policy.end + Days::new(9);
            let early = feed.policy.start - Days::new(1);
            feed.cases.iter_mut().for_each(|case| case.ready = Ready::On(early));
        }
        Reason::TransitDenied => {
            feed.policy.transit_default_allow = true;
            for rule in &mut feed.transit {
                rule.max_gap = None;
                if rule.decision == Decision::Deny {
                    rule.decision = Decision::Allow;
                }
            }
        }
        Reason::WaiverTooLate => feed.transit.iter_mut().for_each(|rule| rule.lead_days = 0),
        Reason::ReceptionClosed => feed.reception = Vec::new().into(),
        Reason::NoPlaceAboard => {
            let plenty = Capacity { seats: MANY, wheelchairs: MANY, stretchers: MANY, oxygen: MANY, minors: MANY };
            feed.flights.iter_mut().for_each(|flight| flight.capacity = plenty);
            feed.charters.iter_mut().flat_map(|charter| &mut charter.legs).for_each(|leg| leg.capacity = plenty);
            feed.agreements.iter_mut().for_each(|agreement| agreement.seats_per_flight = None);
            feed.stations.iter_mut().for_each(|station| station.depart_per_day = None);
        }
        Reason::NoConnection => {
            feed.policy.max_connection = Minutes::hours(24 * 20);
            for station in &mut feed.stations {
                let mct = [[Minutes(0); 2]; 2];
                *station = Station {
                    mct,
                    beds: MANY,
                    assist_hours: Hours::default(),
                    assist_per_day: None,
                    ..station.clone()
                };
            }
            for case in &mut feed.cases {
                case.overnight = true;
                case.mct_extra = Minutes(0);
            }
        }
        Reason::NoFare => fares_for_all(&mut feed),
        Reason::TooManySectors => {
            feed.policy.max_sectors = 8;
            feed.cases.iter_mut().for_each(|case| case.max_sectors = None);
        }
        Reason::TooLong => feed.cases.iter_mut().for_each(|case| case.max_duration = None),
        other => panic!("{other:?} is no rule"),
    }
    feed
}

/// Sells every flight by itself on every date.
fn fares_for_all(feed: &mut Feed) {
    let agreement = Agreement {
        id: "ANY".into(),
        carriers: OneOf::Any,
        valid_from: feed.policy.start - Days::new(30),
        valid_to: feed.policy.end + Days::new(90),
        seats_per_flight: None,
        min_group: 1,
        max_sectors: 1,
        child_pct: Decimal::from(100),
        infant_pct: Decimal::from(100),
        escort_pct: Decimal::from(100),
        lead_days: 0,
        commit_seats: 0,
        shortfall_fee: Money::ZERO,
        seats_before: 0,
        currency: feed.policy.currency,
        rate: Decimal::from(1),
        tiers: Vec::new(),
    };
    let agreement = feed.agreements.push_and_get_key(agreement);
    let mut pairs: Vec<_> = feed.flights.iter().map(|flight| (flight.from, flight.to)).collect();
    pairs.sort_unstable();
    pairs.dedup();
    for (from, to) in pairs {
        feed.fares.push(Fare { agreement, from, to, adult: Money(100), tax: Money::ZERO, via: None });
    }
}
