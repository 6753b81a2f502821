//! A bound on what any plan of a feed can cost, so that no sum of it leaves 64 bits.

use bigdecimal::ToPrimitive;

use crate::feed::Feed;
use crate::feed::faults::{self, At};
use crate::feed::limits::TOTAL_MINOR;
use crate::feed::raw::log::Log;
use crate::feed::raw::schema::POLICY;
use crate::money::{Decimal, Money};
use crate::time::Minutes;

/// Notes where the worst plan could cost more than is kept exactly. Deliberately coarse: real feeds are a million times
/// smaller.
pub(crate) fn check(feed: &Feed, log: &Log) {
    if worst(feed) >= TOTAL_MINOR as f64 {
        let limit = format!("{} {}", TOTAL_MINOR / 100, feed.policy.currency);
        log.fault::<()>(faults::amounts_too_large(At::file(POLICY), &limit));
    }
}

/// In floating point: it is held against a limit, never counted out, and must not itself overflow.
fn worst(feed: &Feed) -> f64 {
    let policy = &feed.policy;
    let cents = |amount: Money| amount.0 as f64;
    let most = |amounts: &mut dyn Iterator<Item = Money>| amounts.map(cents).fold(0.0, f64::max);
    let persons = feed.persons.len() as f64;
    let locked = feed.locks.iter().map(|lock| lock.itinerary.len()).max().unwrap_or_default();
    let sectors = f64::from(policy.max_sectors).max(locked as f64);

    let longest = feed.flights.iter().map(|flight| flight.arr_day).max().unwrap_or_default().max(30);
    let days = sectors * (f64::from(longest) + 3.0 + days_of(policy.max_connection));
    let earliest = feed.cases.iter().map(|case| case.target).min().unwrap_or(policy.start);
    let late = (policy.end - earliest).num_days().max(0) as f64 + 366.0;
    let fare = dearest_fare(feed);
    let seat = fare * sectors;
    let bed = most(&mut feed.stations.iter().map(|station| station.bed_cost)) * days;
    let assistance = most(&mut feed.stations.iter().map(|station| station.assist_cost)) * sectors;
    let waivers = most(&mut feed.transit.iter().map(|rule| rule.fee)) * sectors;
    let unserved = most(&mut policy.unserved_penalty.0.into_iter().flatten());
    let delay = most(&mut policy.delay_penalty.0.into_iter().flatten()) * late;
    let hours = cents(policy.hour_penalty) * days * 24.0;
    let connections = cents(policy.connection_penalty) * sectors;
    let person = seat + bed + assistance + waivers + unserved + delay + hours + connections;

    let charters: f64 = feed
        .charters
        .iter()
        .map(|charter| {
            let seats: f64 = charter.legs.iter().map(|leg| f64::from(leg.capacity.seats)).sum();
            cents(charter.fixed_cost) + cents(charter.per_seat) * seats
        })
        .sum();
    let charter_seat = most(&mut feed.charters.iter().map(|charter| charter.per_seat));
    let (mut missions, mut escorts) = (0.0, 0.0);
    for pool in &feed.pools {
        let times = f64::from(pool.count) * ((pool.to - pool.from).num_days() as f64 + 1.0);
        missions += times;
        let away = days_of(pool.max_away) + 1.0;
        escorts += times * (cents(pool.day_cost) * away + (fare + charter_seat) * 2.0 * sectors);
    }
    let volume = (persons + 2.0 * missions) * sectors;
    let agreements: f64 = feed
        .agreements
        .iter()
        .map(|agreement| {
            let rebate = most(&mut agreement.tiers.iter().map(|tier| tier.rebate));
            cents(agreement.shortfall_fee) * f64::from(agreement.commit_seats) + rebate * volume
        })
        .sum();
    let changes: f64 = feed.locks.iter().map(|lock| cents(lock.change_cost)).sum();
    persons * person + charters + escorts + agreements + changes
}

/// The most that one traveller can pay for one component, plan currency.
fn dearest_fare(feed: &Feed) -> f64 {
    let hundred = Decimal::from(100);
    let dearest = feed.fares.iter().map(|fare| {
        let agreement = &feed.agreements[fare.agreement];
        let percent = [&agreement.child_pct, &agreement.infant_pct, &agreement.escort_pct, &hundred].into_iter().max();
        let times = feed.policy.stretcher_fares.clone().max(Decimal::from(1)) * percent.unwrap_or(&hundred);
        (fare.adult.exact() * times + fare.tax.exact() * &hundred) * &agreement.rate
    });
    // Units times 100 are cents; one more for rounding up.
    dearest.max().and_then(|fare| fare.to_f64()).unwrap_or_default() + 1.0
}

fn days_of(length: Minutes) -> f64 {
    length.0 as f64 / (24.0 * 60.0)
}
