//! Columns: an itinerary of a class with its fares, what it costs and what it uses.

use smallvec::SmallVec;

use super::classes::{Class, Day, Traits};
use super::sites::{Aboard, Site};
use crate::feed::{Country, Feed, LockMode, Zone};
use crate::ids::{AgreementIdx, AirportIdx, CharterIdx, ClassIdx, FareIdx, LockIdx, SectorIdx};
use crate::network::Network;
use crate::network::connections;
use crate::network::transit::{Clearing, Passage, deciding_rule};

/// A fare component: the next so many sectors at a fare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Piece {
    /// Position of its first sector in the itinerary.
    pub start: u16,
    /// How many sectors it has.
    pub sectors: u16,
    /// The fare.
    pub fare: FareIdx,
}

/// The fare components of a case, in order; none over a charter's legs.
pub type Cut = SmallVec<[Piece; 2]>;

/// An itinerary of a class, cut into fare components case by case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Route {
    /// The class.
    pub class: ClassIdx,
    /// Position of its first departure's date in the class's days.
    pub day: u32,
    /// Its sectors, in order.
    pub sectors: SmallVec<[SectorIdx; 4]>,
    /// A cut for each case of the party.
    pub cuts: SmallVec<[Cut; 1]>,
}

/// What a party pays and is charged for an itinerary, minor units, by kind (MODEL section 4).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cost {
    /// Fares.
    pub fares: i64,
    /// Charters' seats.
    pub charters: i64,
    /// Beds.
    pub beds: i64,
    /// Assistance.
    pub assistance: i64,
    /// Transit waivers.
    pub transit: i64,
    /// Changes of itineraries that were to be kept.
    pub changes: i64,
    /// Delay.
    pub delay: i64,
    /// Connections.
    pub connections: i64,
    /// Started hours.
    pub hours: i64,
}

impl Cost {
    /// The sum.
    pub fn total(&self) -> i64 {
        self.fares
            + self.charters
            + self.beds
            + self.assistance
            + self.transit
            + self.changes
            + self.delay
            + self.connections
            + self.hours
    }
}

/// Seats of a case sold under an agreement on a sector.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sold {
    /// Position of the case in its party.
    pub member: usize,
    /// The agreement.
    pub agreement: AgreementIdx,
    /// The sector.
    pub sector: SectorIdx,
    /// The seats.
    pub seats: u32,
}

/// A route with its cost and its uses.
#[derive(Debug, Clone)]
pub struct Column {
    /// The route.
    pub route: Route,
    /// Its cost in minor units.
    pub cost: i64,
    /// What it uses of every limited site, ascending; an allotment once per case that uses it.
    pub uses: Vec<(Site, u32)>,
    /// What is sold on it, case by case and sector by sector.
    pub sold: Vec<Sold>,
    /// Seated travellers on each component, by agreement: what it adds to volumes.
    pub volume: Vec<(AgreementIdx, u32)>,
}

impl Column {
    /// Works out the cost and uses of `route`.
    pub fn new(network: &Network, class: &Class, route: Route) -> Self {
        let cost = cost(network, class, &route).total();
        let sold = sold(network, class, &route);
        let mut uses = uses(network, class, &route);
        uses.extend(sold.iter().map(|sold| (Site::Allotment(sold.agreement, sold.sector), sold.seats)));
        uses.retain(|&(site, demand)| demand > 0 && site.matters(network));
        uses.sort_unstable();
        let volume = volume(network, class, &route);
        Self { route, cost, uses, sold, volume }
    }

    /// Seats taken on the first leg of `charter`.
    pub fn seats_on_first_leg(&self, network: &Network, charter: CharterIdx) -> u32 {
        let first = |sector: SectorIdx| {
            let sector = &network.sectors[sector];
            sector.charter() == Some(charter) && sector.is_first_leg()
        };
        let seats = self.uses.iter().filter(|(site, _)| match site {
            Site::Sector(sector, Aboard::Seats) => first(*sector),
            _ => false,
        });
        seats.map(|&(_, seats)| seats).sum()
    }
}

fn sold(network: &Network, class: &Class, route: &Route) -> Vec<Sold> {
    let members = &class.traits.days[route.day as usize].members;
    let mut all = Vec::new();
    for (member, (cut, load)) in route.cuts.iter().zip(members).enumerate() {
        for piece in cut {
            let agreement = network.feed.fares[piece.fare].agreement;
            let sectors = &route.sectors[usize::from(piece.start)..usize::from(piece.start + piece.sectors)];
            all.extend(sectors.iter().map(|&sector| Sold { member, agreement, sector, seats: load.seats }));
        }
    }
    all
}

fn volume(network: &Network, class: &Class, route: &Route) -> Vec<(AgreementIdx, u32)> {
    let members = &class.traits.days[route.day as usize].members;
    let components = route.cuts.iter().zip(members).flat_map(|(cut, load)| cut.iter().map(move |piece| (piece, load)));
    components.map(|(piece, load)| (network.feed.fares[piece.fare].agreement, load.seated())).collect()
}

/// The cost of `route` for a party of `class`, item by item.
pub fn cost(network: &Network, class: &Class, route: &Route) -> Cost {
    let policy = &network.feed.policy;
    let day = &class.traits.days[route.day as usize];
    let persons = i64::from(day.load.persons);
    let sectors = || route.sectors.iter().map(|&sector| &network.sectors[sector]);
    let mut cost = Cost { delay: day.delay, ..Cost::default() };
    for (cut, load) in route.cuts.iter().zip(&day.members) {
        cost.fares += cut.iter().map(|piece| load.pays(network.fares.price(piece.fare))).sum::<i64>();
    }
    for charter in sectors().filter_map(|sector| sector.charter()) {
        cost.charters += network.feed.charters[charter].per_seat.0 * i64::from(day.load.seats);
    }
    cost.changes = changes(network, class, &route.sectors);
    for (arriving, next) in sectors().zip(sectors().skip(1)) {
        let station = &network.feed.stations[arriving.to];
        let nights = connections::nights(network.feed, arriving, next).count() as i64;
        cost.beds += nights * station.bed_cost.0 * persons;
        cost.assistance += station.assist_cost.0 * persons;
        cost.connections += policy.connection_penalty.0 * persons;
        let zone = connections::zone(network.feed, arriving, next);
        if let Some(last) = sectors().next_back() {
            let destination = network.feed.airports[last.to].country;
            cost.transit += waivers(network, class, arriving.to, zone, destination);
        }
    }
    if let (Some(first), Some(last)) = (sectors().next(), sectors().next_back()) {
        cost.hours = (last.arr - first.dep).started_hours() * policy.hour_penalty.0 * persons;
    }
    cost
}

/// What a party of `class` pays for travelling on `sectors` instead of what it was to keep.
pub fn changes(network: &Network, class: &Class, sectors: &[SectorIdx]) -> i64 {
    let other = |lock: &&LockIdx| !network.keeps(**lock, sectors);
    let locks = class.traits.locks.iter().filter(other).map(|&lock| &network.feed.locks[lock]);
    locks.filter(|lock| lock.mode == LockMode::Prefer).map(|lock| lock.change_cost.0).sum()
}

/// Waiver fees of a party of `class` that connects at `airport`. On a fixed itinerary they are paid whether or not
/// someone else of the party is refused there.
fn waivers(network: &Network, class: &Class, airport: AirportIdx, zone: Zone, destination: Country) -> i64 {
    let fee = |clearing| match clearing {
        Clearing::Allowed { fee, .. } => fee,
        Clearing::Denied => 0,
    };
    if class.traits.fixed.is_none() {
        return fee(clearing(network, class, airport, zone, destination));
    }
    let alone = passages(network.feed, &class.traits, airport, zone, destination)
        .map(|(passage, persons)| Clearing::FREE.and(network.feed, deciding_rule(network.feed, &passage), persons));
    alone.map(fee).sum()
}

/// What connecting at `airport` takes of a party of `class` on its way to `destination`.
pub fn clearing(network: &Network, class: &Class, airport: AirportIdx, zone: Zone, destination: Country) -> Clearing {
    passages(network.feed, &class.traits, airport, zone, destination)
        .fold(Clearing::FREE, |clearing, (passage, persons)| {
            clearing.and(network.feed, deciding_rule(network.feed, &passage), persons)
        })
}

/// Who of the party passes a border that rules are about, and how many persons alike.
pub fn passages<'a>(
    feed: &'a Feed,
    traits: &'a Traits,
    airport: AirportIdx,
    zone: Zone,
    destination: Country,
) -> impl Iterator<Item = (Passage, i64)> + 'a {
    let here = feed.airports[airport].country;
    let abroad = here != destination && here != feed.airports[traits.origin].country;
    let papers = traits.papers.iter().filter(move |_| abroad);
    papers.map(move |&(nationality, document, persons)| {
        (Passage { airport, zone, nationality, document, destination }, i64::from(persons))
    })
}

/// What `route` uses of every site but allotments, limited or not.
fn uses(network: &Network, class: &Class, route: &Route) -> Vec<(Site, u32)> {
    let traits = &class.traits;
    let day = &traits.days[route.day as usize];
    let mut uses = Vec::new();
    for &sector in &route.sectors {
        uses.extend(aboard(sector, day));
        uses.extend(traits.needs.iter().map(|&(kind, persons)| (Site::Need(kind, sector), persons)));
    }
    for (&into, &out) in route.sectors.iter().zip(route.sectors.iter().skip(1)) {
        let (arriving, next) = (&network.sectors[into], &network.sectors[out]);
        uses.push((Site::Assistance(arriving.to, arriving.arr_local.date()), day.load.persons));
        let nights = connections::nights(network.feed, arriving, next);
        uses.extend(nights.map(|night| (Site::Beds(arriving.to, night), day.load.persons)));
    }
    uses.push((Site::Departures(traits.origin, day.date), day.load.persons));
    if let Some(&last) = route.sectors.last() {
        let airport = network.sectors[last].to;
        let date = network.sectors[last].arr_local.date();
        for (index, row) in network.feed.reception.iter_enumerated().filter(|(_, row)| row.airport == airport) {
            let persons = traits.received_by(row);
            uses.push((Site::ReceptionDay(index, date), persons));
            uses.push((Site::ReceptionFlight(index, last), persons));
        }
    }
    uses
}

/// What a party takes aboard `sector`.
pub fn aboard(sector: SectorIdx, day: &Day) -> [(Site, u32); 5] {
    let load = &day.load;
    [
        (Site::Sector(sector, Aboard::Seats), load.seats),
        (Site::Sector(sector, Aboard::Wheelchairs), load.wheelchairs),
        (Site::Sector(sector, Aboard::Stretchers), load.stretchers),
        (Site::Sector(sector, Aboard::Oxygen), load.oxygen),
        (Site::Sector(sector, Aboard::Minors), load.minors),
    ]
}
