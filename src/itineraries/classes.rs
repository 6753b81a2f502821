//! Parties, and classes of parties that are alike (MODEL: *Itinerary*, `links.csv`).
//!
//! Two parties of a class have the same itineraries at the same cost, so the master counts how many of the class take
//! one instead of deciding for each.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rustc_hash::FxHashMap;

use super::loads::Load;
use crate::feed::{At, Case, Country, Feed, LockMode, Priority, Ready, Reception};
use crate::ids::{AirportIdx, CaseIdx, ClassIdx, DocumentIdx, EscortTypeIdx, LockIdx, ProgrammeIdx, SectorIdx, TiVec};
use crate::network::Network;
use crate::time::{self, Minutes, UtcMinute};

/// A case, or the cases of a link: who take one itinerary or stay.
pub type Party = Vec<CaseIdx>;

/// Parties that are alike.
#[derive(Debug)]
pub struct Class {
    /// What they have in common.
    pub traits: Traits,
    /// The parties, ascending; their cases correspond by place.
    pub parties: Vec<Party>,
}

/// All that planning asks about a party.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Traits {
    /// Airport of the first departure.
    pub origin: AirportIdx,
    /// Airports at which all of its cases may end, ascending.
    pub destinations: Vec<AirportIdx>,
    /// Earliest first departure.
    pub ready: UtcMinute,
    /// Most sectors.
    pub max_sectors: u32,
    /// Longest journey.
    pub max_duration: Option<Minutes>,
    /// Whether stopovers over midnight are allowed.
    pub overnight: bool,
    /// Added to every MCT.
    pub mct_extra: Minutes,
    /// Local dates at the last airport on which everyone may arrive.
    pub arrival: Dates,
    /// Persons by nationality and document, ascending.
    pub papers: Vec<(Country, DocumentIdx, u32)>,
    /// Persons who need an escort, by type, ascending.
    pub needs: Vec<(EscortTypeIdx, u32)>,
    /// Its cases.
    pub members: Vec<Member>,
    /// The dates on which it may set out, ascending.
    pub days: Vec<Day>,
    /// Penalty if it stays, minor units.
    pub unserved: i64,
    /// Its locks, by case.
    pub locks: Vec<LockIdx>,
    /// Whether it takes the itinerary of a lock and no other; then that says where and when it travels.
    pub fixed: Option<LockIdx>,
    /// Change costs of the itineraries it would rather keep, minor units: what it pays for one that is none of them.
    pub changes: i64,
}

/// What reception rows ask about a case.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Member {
    /// Resettlement programme.
    pub programme: ProgrammeIdx,
    /// Priority.
    pub priority: Priority,
    /// Persons.
    pub persons: u32,
}

/// A party on a date of first departure.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Day {
    /// The local date.
    pub date: NaiveDate,
    /// Loads of its cases.
    pub members: Vec<Load>,
    /// Their sum.
    pub load: Load,
    /// Penalty for setting out so late, minor units.
    pub delay: i64,
}

/// A range of dates; a missing end is open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Dates {
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
}

impl Dates {
    /// Whether `date` lies inside.
    pub fn contain(&self, date: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= date) && self.to.is_none_or(|to| date <= to)
    }

    /// The dates at which every clearance of `cases` that is asked for `at` holds.
    fn cleared<'a>(cases: impl Iterator<Item = &'a Case>, at: At) -> Self {
        let mut dates = Self::default();
        for clearance in cases.flat_map(|case| &case.clearances).filter(|clearance| clearance.at == at) {
            dates.from = dates.from.max(clearance.valid_from);
            dates.to = match (dates.to, clearance.valid_to) {
                (Some(one), Some(other)) => Some(one.min(other)),
                (one, other) => one.or(other),
            };
        }
        dates
    }
}

/// The parties of the feed, pooled into classes, in the order of their first cases. Parties that need escorts stand alone:
/// rows on cover are sharper case by case.
pub fn classes(network: &Network) -> TiVec<ClassIdx, Class> {
    let mut classes: TiVec<ClassIdx, Class> = TiVec::new();
    let mut known: FxHashMap<Traits, ClassIdx> = FxHashMap::default();
    for party in parties(network.feed) {
        let traits = Traits::within(network, &party);
        match known.get(&traits).filter(|_| traits.needs.is_empty()) {
            Some(&class) => classes[class].parties.push(party),
            None => {
                let class = classes.push_and_get_key(Class { traits: traits.clone(), parties: vec![party] });
                known.insert(traits, class);
            }
        }
    }
    classes
}

/// The parties of the feed, each a class of its own.
pub fn one_by_one(network: &Network) -> TiVec<ClassIdx, Class> {
    parties(network.feed).map(|party| Class { traits: Traits::within(network, &party), parties: vec![party] }).collect()
}

/// The parties of `feed`, ascending by their first cases.
fn parties(feed: &Feed) -> impl Iterator<Item = Party> + '_ {
    feed.cases.iter_enumerated().filter_map(|(index, case)| match case.link {
        None => Some(vec![index]),
        Some(link) => {
            let cases = &feed.links[link];
            (cases.first() == Some(&index)).then(|| cases.clone())
        }
    })
}

impl Traits {
    /// The persons whom `row` holds for.
    pub fn received_by(&self, row: &Reception) -> u32 {
        let members = self.members.iter().filter(|member| row.applies(member.programme, member.priority));
        members.map(|member| member.persons).sum()
    }

    /// What the party costs if it stays, minor units: the penalty, and the itineraries it gives up.
    pub fn staying(&self) -> i64 {
        self.unserved + self.changes
    }

    /// The traits of the party of `cases`, at least one, in `network`: a fixed itinerary says where and when it travels.
    pub fn within(network: &Network, cases: &[CaseIdx]) -> Self {
        let feed = network.feed;
        let mut traits = Self::of(feed, cases);
        let fixed = traits.fixed.map(|lock| network.locked(lock)).unwrap_or_default();
        if let (Some(&Some(first)), Some(&Some(last))) = (fixed.first(), fixed.last()) {
            let (first, last): (SectorIdx, SectorIdx) = (first, last);
            traits.origin = network.sectors[first].from;
            traits.destinations = vec![network.sectors[last].to];
            traits.days = vec![Day::of(feed, cases, network.sectors[first].dep_local.date())];
        }
        traits
    }

    /// The traits of the party of `cases`, at least one, but for what a fixed itinerary says.
    pub fn of(feed: &Feed, cases: &[CaseIdx]) -> Self {
        let rows = || cases.iter().map(|&case| &feed.cases[case]);
        let origin = feed.cases[cases[0]].origin;
        let together = rows().all(|case| case.origin == origin);
        let everywhere = |airport: &AirportIdx| together && rows().all(|case| case.destinations.contains(airport));
        let destinations = feed.cases[cases[0]].destinations.iter().copied().filter(everywhere).collect();
        let departure = Dates::cleared(rows(), At::Departure);
        let mut papers: FxHashMap<(Country, DocumentIdx), u32> = FxHashMap::default();
        let mut needs: BTreeMap<EscortTypeIdx, u32> = BTreeMap::new();
        for person in rows().flat_map(|case| &case.persons).map(|&person| &feed.persons[person]) {
            *papers.entry((person.nationality, person.document)).or_default() += 1;
            if let Some(kind) = person.escort {
                *needs.entry(kind).or_default() += 1;
            }
        }
        let mut papers: Vec<_> = papers.into_iter().map(|((country, document), n)| (country, document, n)).collect();
        papers.sort_unstable();
        let own = feed.locks.iter_enumerated().filter(|(_, lock)| cases.contains(&lock.case));
        let locks: Vec<LockIdx> = own.map(|(index, _)| index).collect();
        let fixed = |lock: &LockIdx| feed.locks[*lock].mode == LockMode::Fixed;
        Self {
            fixed: locks.iter().copied().find(fixed),
            changes: locks.iter().filter(|lock| !fixed(lock)).map(|&lock| feed.locks[lock].change_cost.0).sum(),
            locks,
            origin,
            destinations,
            ready: rows().map(|case| ready(feed, case)).max().unwrap_or(UtcMinute(0)),
            max_sectors: rows().filter_map(|case| case.max_sectors).fold(feed.policy.max_sectors, u32::min),
            max_duration: rows().filter_map(|case| case.max_duration).min(),
            overnight: rows().all(|case| case.overnight),
            mct_extra: rows().map(|case| case.mct_extra).max().unwrap_or_default(),
            arrival: Dates::cleared(rows(), At::Arrival),
            papers,
            needs: needs.into_iter().collect(),
            members: rows()
                .map(|case| Member {
                    programme: case.programme,
                    priority: case.priority,
                    persons: case.persons.len() as u32,
                })
                .collect(),
            days: feed
                .policy
                .start
                .iter_days()
                .take_while(|&date| date <= feed.policy.end)
                .filter(|&date| departure.contain(date) && rows().all(|case| case.ready.date() <= date))
                .map(|date| Day::of(feed, cases, date))
                .collect(),
            unserved: rows()
                .map(|case| feed.policy.unserved_penalty.of(case.priority).0 * case.persons.len() as i64)
                .sum(),
        }
    }
}

impl Day {
    fn of(feed: &Feed, cases: &[CaseIdx], date: NaiveDate) -> Self {
        let rows = || cases.iter().map(|&case| &feed.cases[case]);
        let members: Vec<Load> = rows().map(|case| Load::of(feed, case, date)).collect();
        let late = |case: &Case| (date - case.target).num_days().max(0);
        Self {
            date,
            load: members.iter().fold(Load::default(), |sum, load| sum.and(load)),
            members,
            delay: rows()
                .map(|case| feed.policy.delay_penalty.of(case.priority).0 * late(case) * case.persons.len() as i64)
                .sum(),
        }
    }
}

/// The instant from which on `case` can depart.
fn ready(feed: &Feed, case: &Case) -> UtcMinute {
    let local = match case.ready {
        Ready::On(date) => date.and_hms_opt(0, 0, 0).unwrap_or_default(),
        Ready::At(at) => at,
    };
    time::to_utc(feed.airports[case.origin].zone, local)
}
