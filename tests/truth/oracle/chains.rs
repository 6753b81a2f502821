//! Every chain of sectors that all cases of a party may take (MODEL: *Itinerary*), or the one they are fixed to
//! (MODEL: *Locks*).

use chrono::Datelike;
use onward::feed::{At, Case, Ready};
use onward::ids::CaseIdx;
use onward::time::{to_local, to_utc};

use super::connection::{Connection, allowed, between};
use super::sectors::Sector;
use super::{Without, World};

/// A chain and its connections.
#[derive(Debug)]
pub struct Chain {
    /// Positions among the dated sectors.
    pub legs: Vec<usize>,
    /// Its connections, the same for every case of the party.
    pub connections: Vec<Connection>,
    /// Whether a lock fixes it, which waives the rules of the itinerary itself.
    pub fixed: bool,
}

impl Chain {
    /// Flight keys of its sectors.
    pub fn keys<'w>(&self, world: &'w World) -> Vec<&'w str> {
        self.legs.iter().map(|leg| world.sectors[*leg].key.as_str()).collect()
    }
}

/// All chains open to `party`, but for transit, which is decided person by person in [`super::choices`].
pub fn all(world: &World, party: &[CaseIdx]) -> Vec<Chain> {
    let cases: Vec<&Case> = party.iter().map(|case| &world.feed.cases[*case]).collect();
    let mut found = Vec::new();
    for (first, sector) in world.sectors.iter().enumerate() {
        if cases.iter().all(|case| sector.from == case.origin && in_time(world, case, sector)) {
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
    // Later arrivals only make a journey longer, so a chain that is too long has no extension that isn't.
    if !cases.iter().all(|case| short_enough(world, case, legs.len(), first, last)) {
        return;
    }
    let ends_well = |case: &&Case| {
        case.destinations.contains(&last.to) && cleared(case, first, last) && received(world, case, last)
    };
    if cases.iter().all(ends_well) {
        found.push(Chain { legs: legs.clone(), connections: connections.clone(), fixed: false });
    }
    let mut been = vec![first.from];
    been.extend(legs.iter().map(|leg| world.sectors[*leg].to));
    for next in world.leaving(last.to) {
        let sector = &world.sectors[*next];
        if been.contains(&sector.to) && world.holds(Without::AirportOnce) {
            continue;
        }
        let Some(connection) = between(world, last, sector) else { continue };
        if cases.iter().all(|case| allowed(world, case, &connection)) {
            connections.push(connection);
            legs.push(*next);
            extend(world, cases, legs, connections, found);
            legs.pop();
            connections.pop();
        }
    }
}

/// The chain that `keys` name, if its sectors exist and join. What a lock doesn't waive must hold for all of `party`,
/// which is nothing unless a test takes a waiver away.
pub fn fixed(world: &World, party: &[CaseIdx], keys: &[String]) -> Option<Chain> {
    let find = |key: &String| world.sectors.iter().position(|sector| sector.key == *key);
    let legs: Vec<usize> = keys.iter().map(find).collect::<Option<_>>()?;
    let sectors: Vec<&Sector> = legs.iter().map(|leg| &world.sectors[*leg]).collect();
    let connections: Vec<Connection> =
        sectors.windows(2).map(|pair| between(world, pair[0], pair[1])).collect::<Option<_>>()?;
    let (first, last) = (sectors[0], sectors[sectors.len() - 1]);
    let mut airports: Vec<_> = sectors.iter().map(|sector| sector.to).chain([first.from]).collect();
    airports.sort_unstable();
    let kept = |case: &Case| {
        let ends = first.from == case.origin && case.destinations.contains(&last.to);
        let once = airports.windows(2).all(|pair| pair[0] != pair[1]);
        [
            (Without::WaivedEnds, ends),
            (Without::WaivedDates, in_time(world, case, first)),
            (Without::WaivedClearances, cleared(case, first, last)),
            (Without::WaivedConnections, connections.iter().all(|connection| allowed(world, case, connection))),
            (Without::WaivedLengths, short_enough(world, case, legs.len(), first, last)),
            (Without::WaivedAirportOnce, once),
            (Without::WaivedReception, received(world, case, last)),
        ]
        .iter()
        .all(|(waived, kept)| *kept || world.holds(*waived))
    };
    party.iter().all(|case| kept(&world.feed.cases[*case])).then_some(Chain { legs, connections, fixed: true })
}

/// Whether a case may leave on `first` as far as time goes.
fn in_time(world: &World, case: &Case, first: &Sector) -> bool {
    let policy = &world.feed.policy;
    let ready = match case.ready {
        Ready::On(date) => first.dep_date >= date,
        Ready::At(time) => first.dep >= to_utc(world.feed.airports[case.origin].zone, time),
    };
    ready && policy.start <= first.dep_date && first.dep_date <= policy.end
}

/// Whether so many sectors from `first` to `last` are neither too many nor too long a journey.
fn short_enough(world: &World, case: &Case, sectors: usize, first: &Sector, last: &Sector) -> bool {
    let policy = world.feed.policy.max_sectors;
    let most = case.max_sectors.map_or(policy, |own| own.min(policy));
    sectors <= most as usize && case.max_duration.is_none_or(|most| last.arr - first.dep <= most)
}

/// Whether the papers are in order.
fn cleared(case: &Case, first: &Sector, last: &Sector) -> bool {
    case.clearances.iter().all(|clearance| {
        let date = match clearance.at {
            At::Departure => first.dep_date,
            At::Arrival => last.arr_date,
        };
        clearance.valid_from.is_none_or(|from| from <= date) && clearance.valid_to.is_none_or(|to| date <= to)
    })
}

/// Whether the door is open.
fn received(world: &World, case: &Case, last: &Sector) -> bool {
    world.feed.reception.iter().all(|row| {
        let holds =
            row.airport == last.to && row.programme.contains(&case.programme) && !row.exempt.contains(&case.priority);
        let local = to_local(world.feed.airports[last.to].zone, last.arr);
        let open = row.days.contains(last.arr_date.weekday())
            && !row.closed.contains(&last.arr_date)
            && row.hours.contain(local.time());
        !holds || open
    })
}
