//! A bound on what any plan of a feed can cost, so that no sum of it leaves 64 bits.

use bigdecimal::ToPrimitive;

use crate::feed::Feed;
use crate::feed::faults::{self, At};
use crate::feed::limits::TOTAL_MINOR;
use crate::feed::raw::log::Log;
use crate::feed::raw::schema::POLICY;
use crate::money::{Decimal, Money};

/// Notes where the worst plan could cost more than is kept exactly. Deliberately coarse: real feeds are a million times
/// smaller.
pub(crate) fn check(feed: &Feed, log: &Log) {
    if worst(feed) >= TOTAL_MINOR {
        let limit = format!("{} {}", TOTAL_MINOR / 100, feed.policy.currency);
        log.fault::<()>(faults::amounts_too_large(At::file(POLICY), &limit));
    }
}

fn worst(feed: &Feed) -> i128 {
    let policy = &feed.policy;
    let cents = |amount: Money| i128::from(amount.0);
    let most = |amounts: &mut dyn Iterator<Item = Money>| amounts.map(cents).max().unwrap_or_default();
    let persons = feed.persons.len() as i128;
    let locked = feed.locks.iter().map(|lock| lock.itinerary.len()).max().unwrap_or_default();
    let sectors = i128::from(policy.max_sectors).max(locked as i128);

    let longest = feed.flights.iter().map(|flight| flight.arr_day).max().unwrap_or_default().max(30);
    let days = sectors * (i128::from(longest) + 2 + i128::from(policy.max_connection.0) / 1440 + 1);
    let earliest = feed.cases.iter().map(|case| case.target).min().unwrap_or(policy.start);
    let late = i128::from((policy.end - earliest).num_days().max(0)) + 366;
    let seat = dearest_fare(feed) * sectors;
    let bed = most(&mut feed.stations.iter().map(|station| station.bed_cost)) * days;
    let assistance = most(&mut feed.stations.iter().map(|station| station.assist_cost)) * sectors;
    let waivers = most(&mut feed.transit.iter().map(|rule| rule.fee)) * sectors;
    let unserved = most(&mut policy.unserved_penalty.0.into_iter().flatten());
    let delay = most(&mut policy.delay_penalty.0.into_iter().flatten()) * late;
    let hours = cents(policy.hour_penalty) * days * 24;
    let connections = cents(policy.connection_penalty) * sectors;
    let person = seat + bed + assistance + waivers + unserved + delay + hours + connections;

    let charters: i128 = feed
        .charters
        .iter()
        .map(|charter| {
            let seats: i128 = charter.legs.iter().map(|leg| i128::from(leg.capacity.seats)).sum();
            cents(charter.fixed_cost) + cents(charter.per_seat) * seats
        })
        .sum();
    let charter_seat = most(&mut feed.charters.iter().map(|charter| charter.per_seat));
    let (mut missions, mut escorts) = (0, 0);
    for pool in &feed.pools {
        let times = i128::from(pool.count) * (i128::from((pool.to - pool.from).num_days()) + 1);
        missions += times;
        let away = i128::from(pool.max_away.0) / 1440 + 1;
        escorts += times * (cents(pool.day_cost) * away + (dearest_fare(feed) + charter_seat) * 2 * sectors);
    }
    let volume = (persons + 2 * missions) * sectors;
    let agreements: i128 = feed
        .agreements
        .iter()
        .map(|agreement| {
            let rebate = most(&mut agreement.tiers.iter().map(|tier| tier.rebate));
            cents(agreement.shortfall_fee) * i128::from(agreement.commit_seats) + rebate * volume
        })
        .sum();
    let changes: i128 = feed.locks.iter().map(|lock| cents(lock.change_cost)).sum();
    persons * person + charters + escorts + agreements + changes
}

/// The most that one traveller can pay for one component, plan currency.
fn dearest_fare(feed: &Feed) -> i128 {
    let hundred = Decimal::from(100);
    let dearest = feed.fares.iter().map(|fare| {
        let agreement = &feed.agreements[fare.agreement];
        let percent = [&agreement.child_pct, &agreement.infant_pct, &agreement.escort_pct, &hundred].into_iter().max();
        let times = feed.policy.stretcher_fares.clone().max(Decimal::from(1)) * percent.unwrap_or(&hundred);
        (fare.adult.exact() * times + fare.tax.exact() * &hundred) * &agreement.rate
    });
    // Units times 100 are cents; one more for rounding up.
    dearest.max().and_then(|fare| fare.to_i128()).unwrap_or_default() + 1
}
