//! What it would take for a party to travel: changes that may help, tried from the smallest.

use std::collections::BTreeMap;

use serde_json::json;

use crate::feed::{Case, Feed, Person, Pool};
use crate::ids::{AirportIdx, EscortTypeIdx};
use crate::plan::Plan;
use crate::scenario::{Change, Tables};
use crate::solve::local::{Place, Short};

/// Days by which a clearance may be prolonged or brought forward.
const DAYS: [u32; 6] = [1, 2, 3, 7, 14, 30];

/// Hours that a journey may last instead.
const HOURS: [u32; 4] = [36, 48, 72, 120];

/// Sectors more than it may fly that a party is let try.
const MORE_SECTORS: u32 = 2;

/// A change written as in a scenario file; nothing where it can't be read, which tests rule out.
pub(super) fn change(written: serde_json::Value) -> Option<Change> {
    let read = serde_json::from_value(written);
    debug_assert!(read.is_ok(), "a change is written as in a scenario file: {read:?}");
    read.ok()
}

/// The cases of `party`.
pub(super) fn cases<'f>(feed: &'f Feed, party: &'f [String]) -> impl Iterator<Item = &'f Case> {
    feed.cases.iter().filter(|case| party.iter().any(|id| **id == *case.id))
}

/// Its persons.
pub(super) fn persons<'f>(feed: &'f Feed, party: &'f [String]) -> impl Iterator<Item = &'f Person> {
    cases(feed, party).flat_map(|case| case.persons.iter().map(|&person| &feed.persons[person]))
}

/// Whether `change` can be made to `base`, and changes anything.
pub(super) fn possible(base: &Tables, change: &Change) -> bool {
    base.clone().apply(change).is_ok()
}

/// Changes to rules that may give `party` a way where it has none: families of one kind each, from less to more.
pub(super) fn rules(base: &Tables, feed: &Feed, party: &[String]) -> Vec<Vec<Vec<Change>>> {
    let mut families: Vec<Vec<Vec<Change>>> = Vec::new();
    for case in cases(feed, party) {
        let mut kinds: Vec<(Option<&str>, &str)> = case
            .clearances
            .iter()
            .map(|row| (row.person.map(|person| &*feed.persons[person].id), &*row.kind))
            .collect();
        kinds.sort_unstable();
        kinds.dedup();
        for (person, kind) in kinds {
            for way in ["later_days", "earlier_days"] {
                let by = |days: u32| {
                    let mut written = json!({"change": "clearance", "case": &*case.id, "kind": kind, (way): days});
                    if let Some(person) = person {
                        written["person"] = json!(person);
                    }
                    change(written).map(|change| vec![change])
                };
                families.push(DAYS.into_iter().filter_map(by).collect());
            }
        }
    }
    // Who travels together is let off together.
    let all = |fields: serde_json::Value| -> Vec<Change> {
        let one = |case: &String| {
            let mut written = json!({"change": "case_changed", "case": case});
            if let (Some(to), Some(from)) = (written.as_object_mut(), fields.as_object()) {
                to.extend(from.clone());
            }
            change(written)
        };
        party.iter().filter_map(one).filter(|change| possible(base, change)).collect()
    };
    families.push(HOURS.into_iter().map(|hours| all(json!({"max_hours": hours}))).collect());
    let sectors = cases(feed, party).filter_map(|case| case.max_sectors).min();
    families.push(
        sectors.into_iter().flat_map(|n| n + 1..=n + MORE_SECTORS).map(|n| all(json!({"max_sectors": n}))).collect(),
    );
    families.push(vec![all(json!({"overnight": true}))]);
    families.push(vec![all(json!({"mct_extra": 0}))]);
    for case in party.iter().filter(|_| party.len() > 1) {
        families.push(change(json!({"change": "unlinked", "case": case})).into_iter().map(|it| vec![it]).collect());
    }
    for pool in pools(feed, party) {
        let fields = [json!({"by": 1}), json!({"by": 2}), json!({"max_away_hours": "480"})];
        let change = |mut fields: serde_json::Value| {
            fields["change"] = json!("pool_changed");
            fields["pool"] = json!(pool);
            change(fields).map(|change| vec![change])
        };
        families.extend(
            [fields[..2].to_vec(), fields[2..].to_vec()].map(|family| family.into_iter().filter_map(change).collect()),
        );
    }
    for hub in hubs(feed, party) {
        families.push(vec![waivers(feed, hub, party)]);
    }
    for airport in destinations(feed, party) {
        families.push(vec![reception(base, feed, airport, party)]);
    }
    families.iter_mut().for_each(|family| {
        family.retain(|changes| !changes.is_empty() && changes.iter().all(|change| possible(base, change)));
    });
    families.retain(|family| !family.is_empty());
    families
}

/// The pools that have escorts of a type that the party needs.
fn pools<'f>(feed: &'f Feed, party: &'f [String]) -> Vec<&'f str> {
    let persons = persons(feed, party);
    let needs: Vec<EscortTypeIdx> = persons.filter_map(|person| person.escort).collect();
    let covers = |pool: &&Pool| pool.covers.iter().any(|kind| needs.contains(kind));
    feed.pools.iter().filter(covers).map(|pool| &*pool.id).collect()
}

/// Airports that one flight or two lead to from the party's origin, but for its destinations: where it may connect.
fn hubs(feed: &Feed, party: &[String]) -> Vec<AirportIdx> {
    let ends = destinations(feed, party);
    let origins: Vec<AirportIdx> = cases(feed, party).map(|case| case.origin).collect();
    let from = feed.flights.iter().filter(|flight| origins.contains(&flight.from)).map(|flight| flight.to);
    let mut hubs: Vec<AirportIdx> = from.filter(|hub| !ends.contains(hub)).collect();
    let onward = feed.flights.iter().filter(|flight| hubs.contains(&flight.from)).map(|flight| flight.to);
    hubs = hubs.iter().copied().chain(onward.filter(|hub| !ends.contains(hub) && !origins.contains(hub))).collect();
    hubs.sort_unstable();
    hubs.dedup();
    hubs
}

/// Where it may arrive.
pub(super) fn destinations(feed: &Feed, party: &[String]) -> Vec<AirportIdx> {
    let cases = cases(feed, party);
    let mut ends: Vec<AirportIdx> = cases.flat_map(|case| case.destinations.iter().copied()).collect();
    ends.sort_unstable();
    ends.dedup();
    ends
}

/// Waivers at `hub` for the papers of everyone in `party`.
fn waivers(feed: &Feed, hub: AirportIdx, party: &[String]) -> Vec<Change> {
    let persons = persons(feed, party);
    let mut papers: Vec<(String, String)> =
        persons.map(|person| (person.nationality.to_string(), feed.documents[person.document].to_string())).collect();
    papers.sort_unstable();
    papers.dedup();
    let place = feed.airports[hub].iata.to_string();
    let waiver = |(nationality, document): (String, String)| {
        change(json!({
            "change": "waiver_granted", "place": place, "nationality": nationality, "document": document,
        }))
    };
    papers.into_iter().filter_map(waiver).collect()
}

/// More places in reception at `airport`, as many as the party has persons.
fn reception(base: &Tables, feed: &Feed, airport: AirportIdx, party: &[String]) -> Vec<Change> {
    let persons = persons(feed, party).count();
    let place = feed.airports[airport].iata.to_string();
    let more = |what: &str| change(json!({"change": "reception", "airport": place, (what): persons}));
    ["per_day_by", "per_flight_by"].into_iter().filter_map(more).filter(|change| possible(base, change)).collect()
}

/// Room for `party` where `alone`, its plan by itself, takes it: places aboard, seats under agreements, escorts, reception.
pub(super) fn room(base: &Tables, feed: &Feed, party: &[String], alone: &Plan) -> Vec<Change> {
    let persons: Vec<_> = persons(feed, party).collect();
    let stretchers = persons.iter().filter(|person| person.stretcher).count() as u32;
    let seats = persons.len() as u32 + stretchers * feed.policy.stretcher_seats;
    let special = specials(feed, party);
    let escorts = alone.missions.len() as u32;
    let mut written: Vec<serde_json::Value> = Vec::new();
    let mut flights: Vec<&str> = alone.itineraries.iter().flat_map(|one| one.legs.iter().map(String::as_str)).collect();
    let boarded = flights.clone();
    flights.extend(alone.missions.iter().flat_map(|mission| mission.legs.iter().map(|leg| leg.sector.as_str())));
    flights.sort_unstable();
    flights.dedup();
    for flight in flights {
        let travels = boarded.contains(&flight);
        let by = escorts + if travels { seats } else { 0 };
        written.push(json!({"change": "seats", "flight": flight, "by": by}));
        for (what, n) in special.into_iter().filter(|&(_, n)| travels && n > 0) {
            written.push(json!({"change": "seats", "flight": flight, (what): n}));
        }
    }
    let tickets = alone.itineraries.iter().flat_map(|one| &one.fares);
    let tickets = tickets.chain(alone.missions.iter().flat_map(|mission| &mission.fares));
    let mut agreements: Vec<&str> = tickets.map(|ticket| ticket.agreement.as_str()).collect();
    agreements.sort_unstable();
    agreements.dedup();
    for agreement in agreements {
        written.push(json!({"change": "allotment", "agreement": agreement, "by": seats + escorts}));
    }
    let mut pools: Vec<&str> = alone.missions.iter().map(|mission| mission.pool.as_str()).collect();
    pools.sort_unstable();
    for pool in pools.chunk_by(|one, other| one == other) {
        written.push(json!({"change": "pool_changed", "pool": pool[0], "by": pool.len()}));
    }
    let mut changes: Vec<Change> = written.into_iter().filter_map(change).collect();
    changes.retain(|change| possible(base, change));
    changes.extend(destinations(feed, party).into_iter().flat_map(|airport| reception(base, feed, airport, party)));
    changes
}

/// `feed` with places of every kind that `party` needs on every flight and charter's leg, whatever is carried there now.
pub(super) fn roomy(feed: &Feed, party: &[String]) -> Feed {
    let mut roomy = feed.clone();
    let special = specials(feed, party).map(|(_, n)| n as u32);
    let seats = persons(feed, party).count() as u32 * feed.policy.stretcher_seats.max(1);
    let legs = roomy.charters.iter_mut().flat_map(|charter| &mut charter.legs).map(|leg| &mut leg.capacity);
    for capacity in roomy.flights.iter_mut().map(|flight| &mut flight.capacity).chain(legs) {
        capacity.seats += seats;
        capacity.wheelchairs += special[0];
        capacity.stretchers += special[1];
        capacity.oxygen += special[2];
        capacity.minors += special[3];
    }
    roomy
}

/// Places of every kind that `party` needs on each of `flights`, as changes.
pub(super) fn places(base: &Tables, feed: &Feed, party: &[String], flights: &[String]) -> Vec<Change> {
    let special = specials(feed, party);
    let needed = || special.iter().filter(|(_, n)| *n > 0);
    let on =
        |flight: &String| needed().map(|(what, n)| json!({"change": "seats", "flight": flight, (*what): n})).collect();
    let written: Vec<Vec<serde_json::Value>> = flights.iter().map(on).collect();
    written.into_iter().flatten().filter_map(change).filter(|change| possible(base, change)).collect()
}

/// How many places of each kind but seats `party` needs.
fn specials(feed: &Feed, party: &[String]) -> [(&'static str, usize); 4] {
    let count = |needs: fn(&Person) -> bool| persons(feed, party).filter(|person| needs(person)).count();
    [
        ("wheelchairs_by", count(|person| person.wheelchair)),
        ("stretchers_by", count(|person| person.stretcher)),
        ("oxygen_by", count(|person| person.oxygen)),
        ("minors_by", count(|person| person.minor)),
    ]
}

/// Changes that give a way what it is short of.
pub(super) fn filled(base: &Tables, short: &[Short]) -> Vec<Change> {
    let mut by: BTreeMap<(&'static str, String, &'static str), u32> = BTreeMap::new();
    for short in short {
        let more = short.needed.saturating_sub(short.left);
        let (key, amount) = match &short.place {
            Place::Aboard { flight, what: "seats" } => (("seats", flight.clone(), "by"), more),
            Place::Aboard { flight, what: "wheelchairs" } => (("seats", flight.clone(), "wheelchairs_by"), more),
            Place::Aboard { flight, what: "stretchers" } => (("seats", flight.clone(), "stretchers_by"), more),
            Place::Aboard { flight, what: "oxygen" } => (("seats", flight.clone(), "oxygen_by"), more),
            Place::Aboard { flight, .. } => (("seats", flight.clone(), "minors_by"), more),
            Place::Allotment { agreement, .. } => (("allotment", agreement.clone(), "by"), more),
            Place::Beds { airport, .. } => (("station", airport.clone(), "beds"), short.capacity + more),
            Place::Assistance { airport, .. } => {
                (("station", airport.clone(), "assist_per_day"), short.capacity + more)
            }
            Place::Departures { airport, .. } => {
                (("station", airport.clone(), "depart_per_day"), short.capacity + more)
            }
            Place::ReceptionDay { airport, .. } => (("reception", airport.clone(), "per_day_by"), more),
            Place::ReceptionFlight { airport, .. } => (("reception", airport.clone(), "per_flight_by"), more),
            Place::Escorts { pool, .. } => (("pool_changed", pool.clone(), "by"), more),
            // The group that there would be is large enough.
            Place::Group { agreement, .. } => (("agreement_changed", agreement.clone(), "min_group"), short.left),
        };
        let least = key.2 == "min_group";
        let now = by.entry(key).or_insert(amount);
        *now = if least { amount.min(*now) } else { amount.max(*now) };
    }
    let written = by.into_iter().map(|((kind, name, field), amount)| {
        let whose = match kind {
            "seats" => "flight",
            "allotment" | "agreement_changed" => "agreement",
            "pool_changed" => "pool",
            _ => "airport",
        };
        json!({"change": kind, (whose): name, (field): amount})
    });
    written.filter_map(change).filter(|change| possible(base, change)).collect()
}
