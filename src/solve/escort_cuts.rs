//! Cut sets for escorts: a party in need leaves its origin on one sector, and enters its destination on one, whichever they
//! are, and never without its escort.
//!
//! So over all sectors that parties may set out on, escorts on duty number at least what the parties need together, rounded
//! up: `Σ duty ≥ ⌈N ÷ ratio⌉` less what those left behind don't need. Cover sector by sector says the same only once a
//! row stands for every sector, and until then the relaxation flies where none does. The rounding is mixed-integer rounding
//! of `ratio·Σ duty + Σ n·left behind ≥ N` (Nemhauser, Wolsey 1990).

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::cutsets;
use super::master::Master;
use super::rows::{Kind, Role, Terms};
use crate::ids::{AirportIdx, ClassIdx, EscortTypeIdx, SectorIdx, TiVec};
use crate::itineraries::classes::Class;
use crate::itineraries::prices::Term;
use crate::itineraries::trips::{Trip, Trips};
use crate::network::Network;
use crate::time::Minutes;

/// Dates that are taken together at most.
const LONGEST: usize = 4;

/// A party in need at one end of its journey.
#[derive(Debug, Clone)]
struct Guest {
    class: ClassIdx,
    /// Persons in need.
    persons: i64,
    /// First and last date on which it may set out.
    dates: (NaiveDate, NaiveDate),
    /// The sectors that it may pass there.
    gate: BTreeSet<SectorIdx>,
}

/// An end of journeys.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum End {
    Origin(AirportIdx),
    Destinations(Vec<AirportIdx>),
}

/// Adds the inequalities of all ends of the journeys of parties in need.
pub fn add(master: &mut Master, trips: &Trips) {
    for ((kind, _), guests) in guests(master.network, master.classes, trips) {
        let mut dates: Vec<NaiveDate> = guests.iter().flat_map(|guest| [guest.dates.0, guest.dates.1]).collect();
        let mut known: BTreeSet<Vec<ClassIdx>> = BTreeSet::new();
        for (first, last) in cutsets::windows(&mut dates, LONGEST) {
            let within = |guest: &&Guest| first <= guest.dates.0 && guest.dates.1 <= last;
            let held: Vec<&Guest> = guests.iter().filter(within).collect();
            if !held.is_empty() && known.insert(held.iter().map(|guest| guest.class).collect()) {
                add_cut(master, kind, &held);
            }
        }
        // Each by itself too: where many may set out at once, their escorts together say little of where.
        for guest in &guests {
            if known.insert(vec![guest.class]) {
                add_cut(master, kind, &[guest]);
            }
        }
    }
}

/// The parties in need by type and end, but for fixed ones, whose sectors are known.
fn guests(
    network: &Network,
    classes: &TiVec<ClassIdx, Class>,
    trips: &Trips,
) -> BTreeMap<(EscortTypeIdx, End), Vec<Guest>> {
    let mut guests: BTreeMap<(EscortTypeIdx, End), Vec<Guest>> = BTreeMap::new();
    let mut arriving: TiVec<AirportIdx, Vec<SectorIdx>> = network.feed.airports.iter().map(|_| Vec::new()).collect();
    network.sectors.iter_enumerated().for_each(|(index, sector)| arriving[sector.to].push(index));
    for (class, row) in classes.iter_enumerated() {
        let traits = &row.traits;
        // More parties of a class than one may need more escorts than rounding says of one.
        if traits.fixed.is_some() || traits.needs.is_empty() || row.parties.len() != 1 || trips.of(class).is_empty() {
            continue;
        }
        let days = trips.of(class).iter().map(|trip| trip.day(row).date);
        let (Some(first), Some(last)) = (days.clone().min(), days.max()) else { continue };
        let leaving: BTreeSet<SectorIdx> = trips.of(class).iter().flat_map(|trip| trip.departures.clone()).collect();
        let entering = entering(network, row, trips.of(class), &arriving);
        let ends = [(End::Origin(traits.origin), leaving), (End::Destinations(traits.destinations.clone()), entering)];
        for (end, gate) in ends {
            for &(kind, persons) in &traits.needs {
                let guest = Guest { class, persons: i64::from(persons), dates: (first, last), gate: gate.clone() };
                guests.entry((kind, end.clone())).or_default().push(guest);
            }
        }
    }
    guests
}

/// The sectors by which a party may enter a destination: those that start no sooner than it does and end before the longest
/// journey does.
fn entering(
    network: &Network,
    row: &Class,
    trips: &[Trip],
    arriving: &TiVec<AirportIdx, Vec<SectorIdx>>,
) -> BTreeSet<SectorIdx> {
    let policy = &network.feed.policy;
    let sectors = i64::from(row.traits.max_sectors);
    let chain = Minutes(sectors * (network.longest.0 + policy.max_connection.0));
    let within = row.traits.max_duration.unwrap_or(chain).min(chain);
    let mut gate = BTreeSet::new();
    for trip in trips {
        let starts = trip.departures.iter().map(|&sector| network.sectors[sector].dep);
        let (Some(first), Some(last)) = (starts.clone().min(), starts.max()) else { continue };
        let enters = trip.destinations.iter().flat_map(|&destination| &arriving[destination]).copied();
        gate.extend(enters.filter(|&index| {
            let sector = &network.sectors[index];
            trip.may_board(index) && first <= sector.dep && sector.arr - last <= within
        }));
    }
    gate
}

/// Adds the inequality of `held`: each passes one of their gates' sectors, or stays.
fn add_cut(master: &mut Master, kind: EscortTypeIdx, held: &[&Guest]) {
    let ratio = i64::from(master.network.feed.escort_types[kind].ratio);
    let all: i64 = held.iter().map(|guest| guest.persons).sum();
    // What the last escort is left with, and so what each counts.
    let rest = match all % ratio {
        0 => ratio,
        rest => rest,
    };
    let weight = |persons: i64| rest * (persons / ratio) + rest.min(persons % ratio);
    let needed = weight(all);
    let gate: BTreeSet<SectorIdx> = held.iter().flat_map(|guest| guest.gate.iter().copied()).collect();
    let terms: Terms = gate.into_iter().map(|sector| (Term::Duty(kind, sector), rest)).collect();
    if terms.is_empty() || master.has_row(&terms, Role::Gate) {
        return;
    }
    let mut entries: Vec<_> = held.iter().map(|guest| (master.unserved[guest.class], weight(guest.persons))).collect();
    // Pricing may not have found their escorts yet.
    entries.push((master.structural(Kind::Shortfall, master.dear, (0, needed), None), 1));
    master.row(terms, (Some(needed), None), &entries, Role::Gate);
}
