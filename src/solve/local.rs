//! A party's place beside a plan that stands: everyone else keeps what they have. Quick, since nothing is planned but the
//! party; what it costs is what a plan has that can be checked, so it is an upper bound on the least that it could cost.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};
use std::time::Instant;

use rustc_hash::FxHashMap;
use serde::Serialize;

pub use super::barred::Barred;
use super::control::{Cancel, Options, Progress};
use super::experience::Experience;
use super::master::Master;
use super::others::{Index, Others, Taken, keep, single};
pub use super::place::Place;
use super::placing::{self, Beyond};
use super::run::Run;
use super::solution::{self, Cover};
use crate::feed::Feed;
use crate::ids::{CaseIdx, ClassIdx, TiVec};
use crate::itineraries::classes::Class;
use crate::itineraries::column::{self, Column};
use crate::itineraries::free::Free;
use crate::itineraries::prices::{FORBIDDEN, Prices};
use crate::itineraries::pricing::{self, Market, Search};
use crate::itineraries::sites::Site;
use crate::itineraries::trips::Trips;
use crate::missions::pricing::Corps;
use crate::missions::way::{Leg, Mission};
use crate::money::Money;
use crate::network::Network;
use crate::plan::{Itinerary, Mission as Sent, MissionLeg, Plan, components};

/// Ways of a party that needs escorts for which these are looked for.
const ESCORTED: usize = 12;

/// A feed ready to place parties in.
pub struct Local<'f> {
    pub(super) network: Network<'f>,
    /// Its names, once a plan is asked about.
    index: OnceLock<Index<'f>>,
    /// Its escorts, once somebody needs one.
    corps: Arc<OnceLock<Corps>>,
    options: Options,
    cancel: &'f Cancel,
}

/// A way that a party could travel were nobody else to.
#[derive(Debug, Clone)]
pub struct Way {
    /// Its flight keys.
    pub legs: Vec<String>,
    /// What it costs, penalties and escorts included.
    pub cost: Money,
    /// What it lacks beside the others.
    pub short: Vec<Short>,
    pub(super) column: Column,
    missions: Vec<Mission>,
}

/// A place that a way lacks, and who holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Short {
    /// The place.
    #[serde(flatten)]
    pub place: Place,
    /// How much the party needs.
    pub needed: u32,
    /// How much is left for it.
    pub left: u32,
    /// How much there is; for a least group, how much there must be.
    pub capacity: u32,
    /// The cases that hold it, those first that hold most.
    pub cases: Vec<String>,
    /// How many escorts do.
    pub escorts: usize,
}

/// A place that somebody uses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Held {
    /// The place.
    #[serde(flatten)]
    pub place: Place,
    /// How much of it is used.
    pub taken: u32,
    /// How much there is.
    pub capacity: u32,
}

/// An item of what a case costs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Item {
    /// What: `fare`, `charter seats`, `beds`, `assistance`, `transit`, `changes`, `delay`, `connections` or `hours`.
    pub what: &'static str,
    /// Which case, fare or charter.
    pub of: String,
    /// The amount.
    pub amount: Money,
}

impl<'f> Local<'f> {
    /// Makes `feed` ready.
    pub fn new(feed: &'f Feed, options: &Options, cancel: &'f Cancel) -> Self {
        // A place is found at once or not at all.
        let options = Options { time_limit: None, experience: None, ..options.clone() };
        Self { network: Network::new(feed), index: OnceLock::new(), corps: Arc::default(), options, cancel }
    }

    /// Makes `feed` ready, which is this one's with some change: what the change leaves as it is needn't be made again.
    pub fn like<'g>(&self, feed: &'g Feed) -> Local<'g>
    where
        'f: 'g,
    {
        let network = self.network.like(feed);
        let shares = network.shares(&self.network);
        let needs = || Corps::needed(feed) == Corps::needed(self.network.feed);
        let corps = if shares && needs() { Arc::clone(&self.corps) } else { Arc::default() };
        let known = self.index.get().filter(|_| shares).map(|index| index.like(&network));
        let index = known.map_or_else(OnceLock::new, OnceLock::from);
        Local { network, index, corps, options: self.options.clone(), cancel: self.cancel }
    }

    /// The feed.
    pub fn feed(&self) -> &Feed {
        self.network.feed
    }

    /// The cheapest ways of `party` that cost less than `below`, or than staying where nothing is given: at most so many,
    /// as if nobody else travelled, each with what it lacks beside those of `plan`; the cheapest first.
    pub fn ways(&self, plan: Option<&Plan>, party: &[CaseIdx], below: Option<Money>, most: usize) -> Vec<Way> {
        self.with(|run| {
            let network = &self.network;
            let others = match plan {
                Some(plan) => self.others(plan)?,
                None => Others { parties: Vec::new(), missions: Vec::new() },
            };
            let taken = others.taken();
            let classes = single(network, party);
            let trips = super::trips(run, &self.network, &classes);
            let master = Master::new(network, &classes);
            let row = &classes[ClassIdx::from(0)];
            let below = below.map_or(row.traits.staying(), |below| below.0);
            let mut ways = Vec::new();
            let mut tried = 0;
            for column in self.columns(run, &trips, &classes, &run.free, below, most) {
                let mut missions = Vec::new();
                if !row.traits.needs.is_empty() {
                    tried += 1;
                    if tried > ESCORTED {
                        break;
                    }
                    let mut free = Free::all(network);
                    let sent =
                        placing::escorts(&master, Some(&mut Beyond::new(run)), &mut free, &Cover::new(), &column);
                    let Some(sent) = sent else { continue };
                    missions = sent;
                }
                let cost = column.cost + missions.iter().map(|mission| mission.cost).sum::<i64>();
                if cost >= below && row.traits.fixed.is_none() {
                    continue;
                }
                let feed = network.feed;
                let legs = column.route.sectors.iter().map(|&sector| network.sectors[sector].key(feed)).collect();
                let short = self.short(&others, &taken, &column, &missions);
                ways.push(Way { legs, cost: Money(cost), short, column, missions });
            }
            Some(ways)
        })
        .unwrap_or_default()
    }

    /// `plan` with `party`, which it leaves behind, on the cheapest way that has room and costs less than staying; everyone
    /// else and their escorts as they are. Its amounts are still those of `plan`.
    pub fn place(&self, plan: &Plan, party: &[CaseIdx]) -> Option<Plan> {
        self.with(|run| {
            let network = &self.network;
            let others = self.others(plan)?;
            let classes = single(network, party);
            let trips = super::trips(run, &self.network, &classes);
            let master = Master::new(network, &classes);
            let row = &classes[ClassIdx::from(0)];
            let below = if row.traits.fixed.is_some() { i64::MAX / 1_024 } else { row.traits.staying() };
            let mut free = others.free(network)?;
            let cover = others.cover();
            let mut joining = free.clone();
            let mut covered = FxHashMap::default();
            for (&(kind, sector), &(_, sent)) in &cover {
                covered.insert(Site::Need(kind, sector), sent * network.feed.escort_types[kind].ratio);
            }
            joining.join_only(covered);
            let mut columns = self.columns(run, &trips, &classes, &joining, below, 4);
            columns.extend(self.columns(run, &trips, &classes, &free, below, 40));
            let mut best: Option<(i64, Column, Vec<Mission>)> = None;
            for column in columns {
                if best.as_ref().is_some_and(|(cost, ..)| *cost <= column.cost)
                    || !free.joins(network, &column.uses)
                    || !free.fits_all(network, &column.uses)
                {
                    continue;
                }
                let sent = placing::escorts(&master, Some(&mut Beyond::new(run)), &mut free, &cover, &column);
                let Some(missions) = sent else { continue };
                let Some(chartered) = self.chartered(&others, &column, &missions) else { continue };
                let cost = column.cost + chartered + missions.iter().map(|mission| mission.cost).sum::<i64>();
                if cost < below && best.as_ref().is_none_or(|(least, ..)| cost < *least) {
                    best = Some((cost, column, missions));
                }
            }
            let (_, column, missions) = best?;
            Some(self.joined(plan, party, &column, &missions))
        })
    }

    /// `plan` with `party`, which it leaves behind, on `way`; `None` where it doesn't fit.
    pub fn seat(&self, plan: &Plan, party: &[CaseIdx], way: &Way) -> Option<Plan> {
        self.with(|run| {
            let network = &self.network;
            let others = self.others(plan)?;
            let classes = single(network, party);
            let master = Master::new(network, &classes);
            let mut free = others.free(network)?;
            if !free.joins(network, &way.column.uses) || !free.fits_all(network, &way.column.uses) {
                return None;
            }
            let missions =
                placing::escorts(&master, Some(&mut Beyond::new(run)), &mut free, &others.cover(), &way.column)?;
            self.chartered(&others, &way.column, &missions)?;
            Some(self.joined(plan, party, &way.column, &missions))
        })
    }

    /// `plan` without the cases called `gone` and the escorts whom nobody needs then.
    pub fn without(&self, plan: &Plan, gone: &[String]) -> Option<Plan> {
        let mut left = plan.clone();
        left.itineraries.retain(|one| !gone.contains(&one.case));
        let mut others = self.others(&left)?;
        keep(&mut left.missions, &others.recall(&self.network));
        let flown = others.charters(&self.network);
        left.charters = flown.into_iter().map(|one| self.network.feed.charters[one].id.to_string()).collect();
        Some(left)
    }

    /// What `way` lacks beside those of `plan`.
    pub fn lacks(&self, plan: &Plan, way: &Way) -> Option<Vec<Short>> {
        let others = self.others(plan)?;
        Some(self.short(&others, &others.taken(), &way.column, &way.missions))
    }

    /// The limited places that `plan` uses, by name; `None` where the feed hasn't what it flies.
    pub fn held(&self, plan: &Plan) -> Option<Vec<Held>> {
        let taken = self.others(plan)?.taken();
        let named = |(&site, &taken): (&Site, &u32)| {
            let capacity = site.capacity(&self.network)?;
            Some(Held { place: Place::of(&self.network, site)?, taken, capacity })
        };
        let mut held: Vec<Held> = taken.iter().filter_map(named).collect();
        held.sort_by(|one, other| one.place.cmp(&other.place));
        Some(held)
    }

    /// What the run of `experience` last found places to be worth a unit, minor units of money: an estimate that proves
    /// nothing by itself. Places worth nothing are left out.
    pub fn estimates(&self, experience: &Experience) -> Vec<(Place, f64)> {
        let worth = experience.site_duals(&self.network).into_iter();
        worth.filter_map(|(site, dual)| Some((Place::of(&self.network, site)?, dual))).collect()
    }

    /// What the case at `case` and those linked to it cost in `plan`, item by item; `None` where they don't travel.
    pub fn bill(&self, plan: &Plan, case: CaseIdx) -> Option<Vec<Item>> {
        let (network, feed) = (&self.network, self.network.feed);
        let others = self.others(plan)?;
        let (cases, class, column) = others.parties.iter().find(|(cases, ..)| cases.contains(&case))?;
        let day = &class.traits.days[column.route.day as usize];
        let mut items = Vec::new();
        for ((&case, cut), load) in cases.iter().zip(&column.route.cuts).zip(&day.members) {
            for (piece, component) in cut.iter().zip(components(feed, cut)) {
                let amount = Money(load.pays(network.fares.price(piece.fare)));
                let of = format!(
                    "{} {}-{} under {}",
                    feed.cases[case].id, component.from, component.to, component.agreement
                );
                items.push(Item { what: "fare", of, amount });
            }
        }
        let cost = column::cost(network, class, &column.route);
        let all = [
            ("charter seats", cost.charters),
            ("beds", cost.beds),
            ("assistance", cost.assistance),
            ("transit", cost.transit),
            ("changes", cost.changes),
            ("delay", cost.delay),
            ("connections", cost.connections),
            ("hours", cost.hours),
        ];
        let names: Vec<String> = cases.iter().map(|&case| feed.cases[case].id.to_string()).collect();
        let paid = all.into_iter().filter(|&(_, amount)| amount != 0);
        items.extend(paid.map(|(what, amount)| Item { what, of: names.join(" "), amount: Money(amount) }));
        Some(items)
    }

    /// Who travels in `plan`.
    fn others(&self, plan: &Plan) -> Option<Others> {
        Others::of(&self.network, self.index.get_or_init(|| Index::new(&self.network)), plan)
    }

    /// A run that tells nobody.
    fn with<T>(&self, ask: impl FnOnce(&Run) -> Option<T>) -> Option<T> {
        let mut unheard = |_: &Progress| {};
        let run = Run::new(&self.network, &self.options, self.cancel, Instant::now(), &mut unheard).ok()?;
        let run = run.sharing(&self.corps);
        if run.stopped() { None } else { ask(&run) }
    }

    /// The cheapest columns of the only class that fit `free`.
    fn columns(
        &self,
        run: &Run,
        trips: &Trips,
        classes: &TiVec<ClassIdx, Class>,
        free: &Free,
        below: i64,
        most: usize,
    ) -> Vec<Column> {
        let (class, row) = (ClassIdx::from(0), &classes[ClassIdx::from(0)]);
        let prices = Prices::default();
        let market = Market {
            network: &self.network,
            prices: &prices,
            scale: run.scale,
            free,
            tolls: trips.tolls(),
            potentials: None,
        };
        let below = if row.traits.fixed.is_some() { FORBIDDEN } else { run.scale.up(below) };
        let offers = pricing::offers(&market, class, row, trips.of(class), Search { below, most, all: false });
        let offers = offers.unwrap_or_default().into_iter();
        offers.map(|offer| Column::new(&self.network, row, offer.route)).collect()
    }

    /// What charters cost that only `column` and `missions` fly; `None` where they may not be used.
    fn chartered(&self, others: &Others, column: &Column, missions: &[Mission]) -> Option<i64> {
        let (network, feed) = (&self.network, self.network.feed);
        let mut flown = solution::flown(network, [column], missions);
        let mut used = others.charters(network);
        flown.retain(|charter| !used.contains(charter));
        let mut cost = 0;
        for charter in flown {
            let row = &feed.charters[charter];
            let rival = used.iter().any(|&other| row.group.is_some() && feed.charters[other].group == row.group);
            let escorts = missions.iter().map(|mission| mission.seats_on_first_leg(network, charter));
            let seats = column.seats_on_first_leg(network, charter) + escorts.sum::<u32>();
            if rival || seats < row.min_seats {
                return None;
            }
            used.push(charter);
            cost += row.fixed_cost.0;
        }
        Some(cost)
    }

    fn short(&self, others: &Others, taken: &Taken, column: &Column, missions: &[Mission]) -> Vec<Short> {
        let (network, feed) = (&self.network, self.network.feed);
        let mut needed: BTreeMap<Site, u32> = BTreeMap::new();
        for &(site, demand) in column.uses.iter().chain(missions.iter().flat_map(|mission| &mission.uses)) {
            *needed.entry(site).or_default() += demand;
        }
        let mut short = Vec::new();
        for (site, needed) in needed {
            let held = taken.get(&site).copied().unwrap_or_default();
            let told = |place: Place, left: u32, capacity: u32| {
                let (cases, escorts) = others.holders(site);
                let cases = cases.into_iter().map(|case| feed.cases[case].id.to_string()).collect();
                Short { place, needed, left, capacity, cases, escorts }
            };
            if let Some(capacity) = site.capacity(network) {
                let left = capacity.saturating_sub(held);
                if let Some(place) = Place::of(network, site).filter(|_| needed > left) {
                    short.push(told(place, left, capacity));
                }
            }
            if let Site::Allotment(agreement, sector) = site {
                let least = feed.agreements[agreement].min_group;
                if held + needed < least {
                    let (agreement, flight) =
                        (feed.agreements[agreement].id.to_string(), network.sectors[sector].key(feed));
                    short.push(told(Place::Group { agreement, flight }, held + needed, least));
                }
            }
        }
        short
    }

    fn joined(&self, plan: &Plan, party: &[CaseIdx], column: &Column, missions: &[Mission]) -> Plan {
        let (network, feed) = (&self.network, self.network.feed);
        let mut plan = plan.clone();
        plan.feed.sha256.clone_from(&feed.sha256);
        let legs: Vec<String> = column.route.sectors.iter().map(|&sector| network.sectors[sector].key(feed)).collect();
        for (&case, cut) in party.iter().zip(&column.route.cuts) {
            let case = feed.cases[case].id.to_string();
            plan.unserved.retain(|unserved| unserved.case != case);
            plan.itineraries.push(Itinerary { case, legs: legs.clone(), fares: components(feed, cut) });
        }
        let places: FxHashMap<&str, CaseIdx> =
            feed.cases.iter_enumerated().map(|(index, case)| (&*case.id, index)).collect();
        plan.itineraries.sort_by_key(|one| places.get(one.case.as_str()).copied());
        for mission in missions {
            let leg = |&(sector, duty): &Leg| MissionLeg {
                sector: network.sectors[sector].key(feed),
                duty: duty.map(|kind| feed.escort_types[kind].id.to_string()),
            };
            plan.missions.push(Sent {
                pool: feed.pools[mission.way.pool].id.to_string(),
                legs: mission.way.legs.iter().map(leg).collect(),
                fares: components(feed, &mission.way.cut),
            });
        }
        for charter in solution::flown(network, [column], missions) {
            let id = feed.charters[charter].id.to_string();
            if !plan.charters.contains(&id) {
                plan.charters.push(id);
            }
        }
        plan
    }
}
