//! Every chain of sectors that all cases of a party may take (MODEL: *Itinerary*).

use onward::feed::{At, Case, Ready};
use onward::ids::CaseIdx;
use onward::time::to_utc;

use super::connection::{Connection, connect};
use super::sectors::Sector;
use super::{Without, World};

/// A chain and its connections.
#[derive(Debug)]
pub struct Chain {
    /// Positions among the dated sectors.
    pub legs: Vec<usize>,
    /// Its connections, the same for every case of the party.
    pub connections: Vec<Connection>,
}

/// All chains open to `party`, but for transit, which is decided person by person in [`super::choices`].
pub fn all(world: &World, party: &[CaseIdx]) -> Vec<Chain> {
    let cases: Vec<&Case> = party.iter().map(|case| &world.feed.cases[*case]).collect();
    let mut found = Vec::new();
    for (first, sector) in world.sectors.iter().enumerate() {
        if cases.iter().all(|case| may_start(world, case, sector)) {
            extend(world, &cases, &mut vec![first], &mut Vec::new(), &mut found);
        }
    }
    found
}

/// Adds `legs`, if it ends well, and all its extensions to `found`.
fn extend(
    world: &World,
    cases: &[&Case],
    legs: &mut Vec<usize>,
    connections: &mut Vec<Connection>,
    found: &mut Vec<Chain>,
) {
    let (first, last) = (&world.sectors[legs[0]], &world.sectors[legs[legs.len() - 1]]);
    let most = |case: &&Case| {
        case.max_sectors.map_or(world.feed.policy.max_sectors, |own| own.min(world.feed.policy.max_sectors))
    };
    if cases.iter().any(|case| legs.len() > most(case) as usize) {
        return;
    }
    // Later arrivals only make a journey longer, so a chain that is too long has no extension that isn't.
    if cases.iter().any(|case| case.max_duration.is_some_and(|most| last.arr - first.dep > most)) {
        return;
    }
    if cases.iter().all(|case| may_end(world, case, first, last)) {
        found.push(Chain { legs: legs.clone(), connections: connections.clone() });
    }
    let mut been = vec![first.from];
    been.extend(legs.iter().map(|leg| world.sectors[*leg].to));
    for (next, sector) in world.sectors.iter().enumerate() {
        if been.contains(&sector.to) && world.holds(Without::AirportOnce) {
            continue;
        }
        // The cases meet the same gap at the same station: where all may make the connection, it is the same for all.
        let made: Option<Vec<_>> = cases.iter().map(|case| connect(world, case, last, sector)).collect();
        if let Some(connection) = made.and_then(|mut made| made.pop()) {
            connections.push(connection);
            legs.push(next);
            extend(world, cases, legs, connections, found);
            legs.pop();
            connections.pop();
        }
    }
}

fn may_start(world: &World, case: &Case, sector: &Sector) -> bool {
    let policy = &world.feed.policy;
    let ready = match case.ready {
        Ready::On(date) => sector.dep_date >= date,
        Ready::At(time) => sector.dep >= to_utc(world.feed.airports[case.origin].zone, time),
    };
    sector.from == case.origin && ready && policy.start <= sector.dep_date && sector.dep_date <= policy.end
}

/// Whether a chain from `first` to `last` brings `case` to a destination with its papers in order and the door open.
fn may_end(world: &World, case: &Case, first: &Sector, last: &Sector) -> bool {
    let cleared = case.clearances.iter().all(|clearance| {
        let date = match clearance.at {
            At::Departure => first.dep_date,
            At::Arrival => last.arr_date,
        };
        clearance.valid_from.is_none_or(|from| from <= date) && clearance.valid_to.is_none_or(|to| date <= to)
    });
    let received = world.feed.reception.iter().all(|row| {
        let holds =
            row.airport == last.to && row.programme.contains(&case.programme) && !row.exempt.contains(&case.priority);
        let local = onward::time::to_local(world.feed.airports[last.to].zone, last.arr);
        let open = row.days.contains(chrono::Datelike::weekday(&last.arr_date))
            && !row.closed.contains(&last.arr_date)
            && row.hours.contain(local.time());
        !holds || open
    });
    case.destinations.contains(&last.to) && cleared && received
}
