//! Trips: a class, a date of first departure and a country of destination. Within one, ages, penalties for delay, waivers
//! and transit rules are fixed, and only sectors and fares remain to be chosen.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::classes::{Class, Day};
use super::potentials::{Heading, Potentials};
use super::prices::{Prices, Scale};
use super::togo::{self, Bounds, Pairs, Payer, Reach, ReachKey, Tolls, Towards};
use crate::feed::{Country, Feed, Reception, Zone};
use crate::ids::{AirportIdx, ClassIdx, DocumentIdx, HeadingIdx, PayerIdx, SectorIdx, TiVec, TransitIdx};
use crate::network::Network;
use crate::network::transit::{self, Clearing, Passage};
use crate::time::Minutes;

/// What connecting somewhere takes of everyone on a trip.
#[derive(Debug, Clone, Copy)]
pub struct Transit {
    /// Longest connection.
    pub max_gap: Minutes,
    /// Waiver fees of all persons, minor units.
    pub fee: i64,
}

/// A class on a date to a country.
#[derive(Debug)]
pub struct Trip {
    /// The class.
    pub class: ClassIdx,
    /// Position of the date in the class's days.
    pub day: u32,
    /// The destinations in the country, ascending.
    pub destinations: Vec<AirportIdx>,
    /// Sectors it may set out on.
    pub departures: Vec<SectorIdx>,
    /// Airside and landside connections by airport; none where refused.
    transit: Arc<TiVec<AirportIdx, [Option<Transit>; 2]>>,
    /// Least sectors and minutes from the origin.
    pub ahead: Arc<Reach>,
    /// Least sectors and minutes to go.
    pub reach: Arc<Reach>,
    /// What its cases are as payers, case by case.
    pub payers: Vec<PayerIdx>,
    /// Where it is heading.
    pub heading: HeadingIdx,
    /// By sector: whether it may be travelled on; all may where nothing is said.
    open: Option<Open>,
}

impl Trip {
    /// What connecting at `airport` takes; `None` where someone is refused.
    pub fn transit(&self, airport: AirportIdx, zone: Zone) -> Option<Transit> {
        self.transit[airport][zone as usize]
    }

    /// Whether it may lead over `sector`.
    pub fn may_board(&self, sector: SectorIdx) -> bool {
        self.open.as_ref().is_none_or(|open| open[sector])
    }

    /// The day of the trip.
    pub fn day<'c>(&self, class: &'c Class) -> &'c Day {
        &class.traits.days[self.day as usize]
    }
}

/// By sector: whether it may be travelled on.
pub type Open = Arc<TiVec<SectorIdx, bool>>;

/// The pairs of airports between which a sector is `open`, ascending.
fn flown(network: &Network, open: &TiVec<SectorIdx, bool>) -> Pairs {
    let sectors = network.sectors.iter().zip(open).filter(|(_, open)| **open);
    let mut pairs: Pairs = sectors.map(|(sector, _)| (sector.from, sector.to)).collect();
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// The airports where nobody on a trip may connect.
fn refused(transit: &TiVec<AirportIdx, [Option<Transit>; 2]>) -> Vec<AirportIdx> {
    let refused = transit.iter_enumerated().filter(|(_, zones)| zones.iter().all(Option::is_none));
    refused.map(|(airport, _)| airport).collect()
}

/// All trips of some classes.
#[derive(Debug)]
pub struct Trips {
    by_class: TiVec<ClassIdx, Vec<Trip>>,
    bounds: Bounds,
    free: Tolls,
}

impl Trips {
    /// All trips of `classes` that can set out at all, by day and country. A fixed party has none: its way is known.
    pub fn new(network: &Network, classes: &TiVec<ClassIdx, Class>) -> Self {
        let mut workshop = Workshop { network, bounds: Bounds::default(), rules: FxHashMap::default() };
        let trips_of = |(index, class): (ClassIdx, &Class)| match class.traits.fixed {
            Some(_) => Vec::new(),
            None => workshop.trips_of(index, class),
        };
        let by_class = classes.iter_enumerated().map(trips_of).collect();
        let bounds = workshop.bounds;
        let free = togo::tolls(network, bounds.payers(), &Prices::default(), Scale::default());
        Self { by_class, bounds, free }
    }

    /// The trips of `class`.
    pub fn of(&self, class: ClassIdx) -> &[Trip] {
        &self.by_class[class]
    }

    /// Lets the trips of those `classes` that need escorts lead over the sectors alone that are `open` to a class on a day.
    pub fn restrict(
        &mut self,
        network: &Network,
        classes: &TiVec<ClassIdx, Class>,
        mut open: impl FnMut(&Class, &Day) -> Open,
    ) {
        // Few are open in different ways.
        let mut pairs: FxHashMap<*const TiVec<SectorIdx, bool>, Arc<Pairs>> = FxHashMap::default();
        for (class, row) in classes.iter_enumerated().filter(|(_, row)| !row.traits.needs.is_empty()) {
            let trips = &mut self.by_class[class];
            for trip in trips.iter_mut() {
                let day = trip.day(row);
                let open = open(row, day);
                trip.departures.retain(|&sector| open[sector]);
                let pairs = pairs.entry(Arc::as_ptr(&open)).or_insert_with(|| Arc::new(flown(network, &open)));
                let refused = refused(&trip.transit);
                let payers = day.members.iter().map(|load| Payer::new(load, &trip.destinations, &refused, Some(pairs)));
                trip.payers = payers.map(|payer| self.bounds.payer(payer)).collect();
                trip.reach = self.bounds.reach(
                    network,
                    ReachKey {
                        towards: Towards::These,
                        ends: trip.destinations.clone(),
                        refused,
                        pairs: Some(pairs.clone()),
                    },
                );
                trip.open = Some(open);
            }
            trips.retain(|trip| !trip.departures.is_empty());
        }
        self.free = togo::tolls(network, self.bounds.payers(), &Prices::default(), Scale::default());
    }

    /// What payers pay where volume has no price.
    pub fn tolls(&self) -> &Tolls {
        &self.free
    }

    /// What is to come on all trips under `prices`.
    pub fn potentials(&self, network: &Network, prices: &Prices, scale: Scale) -> Potentials {
        Potentials::new(network, self.bounds.headings(), prices, scale)
    }

    /// What payers pay under `prices`, where these change it.
    pub fn tolls_under(&self, network: &Network, prices: &Prices, scale: Scale) -> Option<Tolls> {
        togo::matter(network, prices).then(|| togo::tolls(network, self.bounds.payers(), prices, scale))
    }
}

/// The rules that decide for holders of a document, by airport and zone.
type Rules = TiVec<AirportIdx, [Option<TransitIdx>; 2]>;

struct Workshop<'n> {
    network: &'n Network<'n>,
    bounds: Bounds,
    rules: FxHashMap<(Country, DocumentIdx, Country), Arc<Rules>>,
}

impl Workshop<'_> {
    fn trips_of(&mut self, index: ClassIdx, class: &Class) -> Vec<Trip> {
        let mut trips = Vec::new();
        for (country, destinations) in by_country(self.network.feed, &class.traits.destinations) {
            let reach = |towards, ends: &[AirportIdx], refused: &[AirportIdx]| ReachKey {
                towards,
                ends: ends.to_vec(),
                refused: refused.to_vec(),
                pairs: None,
            };
            let ahead = self.bounds.reach(self.network, reach(Towards::Everywhere, &[class.traits.origin], &[]));
            let clearings = self.clearings(class, country);
            for (position, day) in class.traits.days.iter().enumerate() {
                let transit = self.transit(&clearings, day);
                let refused = refused(&transit);
                let reach = self.bounds.reach(self.network, reach(Towards::These, &destinations, &refused));
                let departures = self.departures(class, day, &reach);
                if departures.is_empty() {
                    continue;
                }
                let payers = day.members.iter().map(|load| Payer::new(load, &destinations, &refused, None));
                let heading = self.heading(class, day, &destinations);
                trips.push(Trip {
                    heading,
                    class: index,
                    day: position as u32,
                    departures,
                    transit: Arc::new(transit),
                    ahead: ahead.clone(),
                    reach,
                    payers: payers.map(|payer| self.bounds.payer(payer)).collect(),
                    destinations: destinations.clone(),
                    open: None,
                });
            }
        }
        trips
    }

    fn heading(&mut self, class: &Class, day: &Day, destinations: &[AirportIdx]) -> HeadingIdx {
        // Of a row that counts some of the party alone, what each person costs isn't known.
        let counts_all = |row: &Reception| class.traits.received_by(row) >= day.load.seats.max(1);
        let rows = self.network.feed.reception.iter_enumerated();
        let rows = rows.filter(|(_, row)| destinations.contains(&row.airport) && counts_all(row));
        let receivers = rows.map(|(row, _)| row).collect();
        self.bounds.heading(Heading { destinations: destinations.to_vec(), receivers })
    }

    fn departures(&self, class: &Class, day: &Day, reach: &Reach) -> Vec<SectorIdx> {
        let leaving = self.network.leaving(class.traits.origin).iter().copied();
        let sets_out = |&sector: &SectorIdx| {
            let sector = &self.network.sectors[sector];
            sector.dep >= class.traits.ready
                && sector.dep_local.date() == day.date
                && reach.sectors(sector.to).saturating_add(1) <= class.traits.max_sectors
        };
        leaving.filter(sets_out).collect()
    }

    fn clearings(&mut self, class: &Class, destination: Country) -> TiVec<AirportIdx, [Clearing; 2]> {
        let feed = self.network.feed;
        let mut clearings: TiVec<AirportIdx, _> = feed.airports.iter().map(|_| [Clearing::FREE; 2]).collect();
        let origin = feed.airports[class.traits.origin].country;
        for &(nationality, document, persons) in &class.traits.papers {
            let network = self.network;
            let rules = self.rules.entry((nationality, document, destination)).or_insert_with_key(
                |&(nationality, document, destination)| Arc::new(rules(network, nationality, document, destination)),
            );
            for (airport, row) in feed.airports.iter_enumerated() {
                if row.country == origin || row.country == destination {
                    continue;
                }
                for (clearing, rule) in clearings[airport].iter_mut().zip(rules[airport]) {
                    *clearing = clearing.and(feed, rule, i64::from(persons));
                }
            }
        }
        clearings
    }

    /// `clearings` for a first departure on `day`: waivers asked for too late are none.
    fn transit(
        &self,
        clearings: &TiVec<AirportIdx, [Clearing; 2]>,
        day: &Day,
    ) -> TiVec<AirportIdx, [Option<Transit>; 2]> {
        let ahead = (day.date - self.network.feed.policy.as_of).num_days();
        let at = |clearing: Clearing| match clearing {
            Clearing::Allowed { max_gap, fee, lead_days } if lead_days.is_none_or(|lead| i64::from(lead) <= ahead) => {
                Some(Transit { max_gap: max_gap.unwrap_or(Minutes(i64::MAX)), fee })
            }
            _ => None,
        };
        clearings.iter().map(|zones| zones.map(at)).collect()
    }
}

fn rules(network: &Network, nationality: Country, document: DocumentIdx, destination: Country) -> Rules {
    let decide = |airport, zone| {
        let passage = Passage { airport, zone, nationality, document, destination };
        transit::deciding_rule(network.feed, &passage)
    };
    let airports = network.feed.airports.iter_enumerated();
    airports.map(|(airport, _)| [decide(airport, Zone::Airside), decide(airport, Zone::Landside)]).collect()
}

/// `airports` by country, in the order of first appearance.
fn by_country(feed: &Feed, airports: &[AirportIdx]) -> Vec<(Country, Vec<AirportIdx>)> {
    let mut groups: Vec<(Country, Vec<AirportIdx>)> = Vec::new();
    for &airport in airports {
        let country = feed.airports[airport].country;
        match groups.iter_mut().find(|(other, _)| *other == country) {
            Some((_, group)) => group.push(airport),
            None => groups.push((country, vec![airport])),
        }
    }
    groups
}
