//! The rules of what every feed has: itineraries, connections, transit, capacity, fares, charters, penalties, time.

use chrono::{Days, NaiveDate};
use onward::feed::{Capacity, Charter, Decision, Feed, Hours, Place, Ready, Reception, Station, TransitRule, Weekdays};
use onward::money::{Decimal, Money};
use onward::time::Minutes;

use super::{Rules, Take};
use crate::oracle::Without;

const FAR: Minutes = Minutes::hours(24 * 365);
const MANY: u32 = 1_000_000;

fn stations(feed: &mut Feed, change: fn(&mut Station)) {
    feed.stations.iter_mut().for_each(change);
}

fn capacities(feed: &mut Feed, change: fn(&mut Capacity)) {
    feed.flights.iter_mut().for_each(|flight| change(&mut flight.capacity));
    feed.charters.iter_mut().flat_map(|charter| &mut charter.legs).for_each(|leg| change(&mut leg.capacity));
}

fn charters(feed: &mut Feed, change: fn(&mut Charter)) {
    feed.charters.iter_mut().for_each(change);
}

fn receptions(feed: &mut Feed, change: fn(&mut Reception)) {
    feed.reception.iter_mut().for_each(change);
}

fn transit(feed: &mut Feed, change: fn(&mut TransitRule)) {
    feed.transit.iter_mut().for_each(change);
}

fn clearances(feed: &mut Feed, drop: fn(&onward::feed::Clearance) -> bool) {
    feed.cases.iter_mut().for_each(|case| case.clearances.retain(|clearance| !drop(clearance)));
}

/// Winter time all the year: the zone's clocks as they stand in January.
fn without_summer_time(feed: &mut Feed) {
    for airport in &mut feed.airports {
        let january = NaiveDate::from_ymd_opt(2017, 1, 15).and_then(|date| date.and_hms_opt(12, 0, 0)).expect("a date");
        let utc = onward::time::to_utc(airport.zone, january);
        let ahead = (january.and_utc().timestamp() / 60 - utc.0) / 60;
        // Zones named Etc/GMT count westwards.
        airport.zone = format!("Etc/GMT{:+}", -ahead).parse().expect("whole hours are a zone");
    }
}

/// Every rule, by the sentence of the model it stands in.
pub fn rules() -> Rules {
    use Take::{Feed as F, Rule as R};
    vec![
        // Itinerary
        (
            "one of the destinations",
            F(|feed| {
                let all: Vec<_> = feed.cases.iter().flat_map(|case| case.destinations.clone()).collect();
                feed.cases.iter_mut().for_each(|case| case.destinations.extend(&all));
            }),
        ),
        ("no airport twice", R(Without::AirportOnce)),
        ("policy max_sectors", F(|feed| feed.policy.max_sectors += 1)),
        ("case max_sectors", F(|feed| feed.cases.iter_mut().for_each(|case| case.max_sectors = None))),
        ("max_hours", F(|feed| feed.cases.iter_mut().for_each(|case| case.max_duration = None))),
        (
            "ready",
            F(|feed| {
                let early = feed.policy.start - Days::new(5);
                feed.cases.iter_mut().for_each(|case| case.ready = Ready::On(early));
            }),
        ),
        (
            "ready time of day",
            F(|feed| {
                feed.cases.iter_mut().for_each(|case| case.ready = Ready::On(case.ready.date()));
            }),
        ),
        ("start", F(|feed| feed.policy.start = feed.policy.start - Days::new(1))),
        ("end", F(|feed| feed.policy.end = feed.policy.end + Days::new(1))),
        ("clearance at departure", F(|feed| clearances(feed, |c| c.at == onward::feed::At::Departure))),
        ("clearance at arrival", F(|feed| clearances(feed, |c| c.at == onward::feed::At::Arrival))),
        ("clearance of a person", F(|feed| clearances(feed, |c| c.person.is_some()))),
        (
            "links",
            F(|feed| {
                feed.links = Vec::new().into();
                feed.cases.iter_mut().for_each(|case| case.link = None);
            }),
        ),
        // Connection
        ("mct dd", F(|feed| stations(feed, |station| station.mct[0][0] = Minutes(0)))),
        ("mct di", F(|feed| stations(feed, |station| station.mct[0][1] = Minutes(0)))),
        ("mct id", F(|feed| stations(feed, |station| station.mct[1][0] = Minutes(0)))),
        ("mct ii", F(|feed| stations(feed, |station| station.mct[1][1] = Minutes(0)))),
        ("mct_extra", F(|feed| feed.cases.iter_mut().for_each(|case| case.mct_extra = Minutes(0)))),
        ("max_connection_hours", F(|feed| feed.policy.max_connection = FAR)),
        ("airside_hours", F(|feed| stations(feed, |station| station.airside = FAR))),
        ("beds", F(|feed| stations(feed, |station| station.beds = MANY))),
        ("bed_cost", F(|feed| stations(feed, |station| station.bed_cost = Money::ZERO))),
        ("overnight", F(|feed| feed.cases.iter_mut().for_each(|case| case.overnight = true))),
        ("assist hours", F(|feed| stations(feed, |station| station.assist_hours = Hours::default()))),
        ("assist_per_day", F(|feed| stations(feed, |station| station.assist_per_day = None))),
        ("assist_cost", F(|feed| stations(feed, |station| station.assist_cost = Money::ZERO))),
        ("blocs", F(|feed| feed.blocs.clear())),
        ("domestic sectors make it landside", R(Without::DomesticLandside)),
        ("stopovers make it landside", R(Without::StopoverLandside)),
        // Transit
        (
            "transit at all",
            F(|feed| {
                feed.transit.raw.clear();
                feed.policy.transit_default_allow = true;
            }),
        ),
        ("transit_default", F(|feed| feed.policy.transit_default_allow ^= true)),
        ("home needs no transit", R(Without::HomeTransit)),
        ("most specific row", R(Without::TransitSpecificity)),
        ("transit place", F(|feed| transit(feed, |rule| rule.place = Place::Any))),
        ("transit nationality", F(|feed| transit(feed, |rule| rule.nationality = onward::feed::OneOf::Any))),
        ("transit document", F(|feed| transit(feed, |rule| rule.document = onward::feed::OneOf::Any))),
        ("transit destination", F(|feed| transit(feed, |rule| rule.destination = onward::feed::OneOf::Any))),
        (
            "transit deny",
            F(|feed| {
                transit(feed, |rule| {
                    if rule.decision == Decision::Deny {
                        rule.decision = Decision::Allow;
                    }
                })
            }),
        ),
        ("transit max_hours", F(|feed| transit(feed, |rule| rule.max_gap = None))),
        ("waiver fee", F(|feed| transit(feed, |rule| rule.fee = Money::ZERO))),
        ("waiver lead_days", F(|feed| transit(feed, |rule| rule.lead_days = 0))),
        // Capacity
        ("seats", F(|feed| capacities(feed, |capacity| capacity.seats = MANY))),
        ("wheelchairs", F(|feed| capacities(feed, |capacity| capacity.wheelchairs = MANY))),
        ("stretchers", F(|feed| capacities(feed, |capacity| capacity.stretchers = MANY))),
        ("oxygen", F(|feed| capacities(feed, |capacity| capacity.oxygen = MANY))),
        ("minors", F(|feed| capacities(feed, |capacity| capacity.minors = MANY))),
        ("stretcher_seats", F(|feed| feed.policy.stretcher_seats = 1)),
        ("depart_per_day", F(|feed| stations(feed, |station| station.depart_per_day = None))),
        ("reception days", F(|feed| receptions(feed, |row| row.days = Weekdays::ALL))),
        ("reception hours", F(|feed| receptions(feed, |row| row.hours = Hours::default()))),
        ("reception per_day", F(|feed| receptions(feed, |row| row.per_day = None))),
        ("reception per_flight", F(|feed| receptions(feed, |row| row.per_flight = None))),
        ("reception closed", F(|feed| receptions(feed, |row| row.closed.clear()))),
        ("reception exempt", F(|feed| receptions(feed, |row| row.exempt.clear()))),
        ("reception programme", F(|feed| receptions(feed, |row| row.programme = onward::feed::OneOf::Any))),
        // Fares
        ("seats_per_flight", F(|feed| feed.agreements.iter_mut().for_each(|a| a.seats_per_flight = None))),
        (
            "agreement carriers",
            F(|feed| {
                feed.agreements.iter_mut().for_each(|a| a.carriers = onward::feed::OneOf::Any);
            }),
        ),
        ("agreement max_sectors", F(|feed| feed.agreements.iter_mut().for_each(|a| a.max_sectors = 9))),
        (
            "agreement valid_from",
            F(|feed| {
                let early = feed.policy.as_of - Days::new(30);
                feed.agreements.iter_mut().for_each(|a| a.valid_from = early);
            }),
        ),
        (
            "agreement valid_to",
            F(|feed| {
                let late = feed.policy.end + Days::new(90);
                feed.agreements.iter_mut().for_each(|a| a.valid_to = late);
            }),
        ),
        ("agreement lead_days", F(|feed| feed.agreements.iter_mut().for_each(|a| a.lead_days = 0))),
        ("through fares", F(|feed| feed.agreements.iter_mut().for_each(|a| a.max_sectors = 1))),
        ("via fares", F(|feed| feed.fares.raw.retain(|fare| fare.via.is_none()))),
        ("via", F(|feed| feed.fares.iter_mut().for_each(|fare| fare.via = None))),
        ("24 hours inside a component", R(Without::ComponentWait)),
        ("child_pct", F(|feed| feed.agreements.iter_mut().for_each(|a| a.child_pct = Decimal::from(100)))),
        ("infant_pct", F(|feed| feed.agreements.iter_mut().for_each(|a| a.infant_pct = Decimal::from(100)))),
        ("infants on laps", R(Without::Laps)),
        ("one infant a lap", R(Without::OneInfantALap)),
        ("age at departure", R(Without::AgeAtDeparture)),
        ("stretcher_fares", F(|feed| feed.policy.stretcher_fares = Decimal::from(1))),
        ("tax", F(|feed| feed.fares.iter_mut().for_each(|fare| fare.tax = Money::ZERO))),
        ("currency", F(|feed| feed.agreements.iter_mut().for_each(|a| a.rate = Decimal::from(1)))),
        ("a fare is rounded once", R(Without::OneRounding)),
        // Charters
        ("charters at all", F(|feed| feed.charters.raw.clear())),
        ("charter group", F(|feed| charters(feed, |charter| charter.group = None))),
        ("charter fixed_cost", F(|feed| charters(feed, |charter| charter.fixed_cost = Money::ZERO))),
        ("charter per_seat", F(|feed| charters(feed, |charter| charter.per_seat = Money::ZERO))),
        ("charter min_seats", F(|feed| charters(feed, |charter| charter.min_seats = 0))),
        // Penalties and time
        (
            "target",
            F(|feed| {
                let late = feed.policy.end + Days::new(30);
                feed.cases.iter_mut().for_each(|case| case.target = late);
            }),
        ),
        ("connection_penalty", F(|feed| feed.policy.connection_penalty = Money::ZERO)),
        ("hour_penalty", F(|feed| feed.policy.hour_penalty = Money::ZERO)),
        ("summer time", F(without_summer_time)),
    ]
}
