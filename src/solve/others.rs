//! Everyone else in a plan, as columns and missions that stand.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::solution::{self, Cover};
use crate::feed::{Fare, Feed};
use crate::ids::{AirportIdx, CaseIdx, CharterIdx, ClassIdx, FareIdx, SectorIdx, TiVec};
use crate::itineraries::classes::{Class, Traits};
use crate::itineraries::column::{Column, Cut, Piece, Route};
use crate::itineraries::free::Free;
use crate::itineraries::sites::Site;
use crate::missions::way::{Leg, Mission, Way};
use crate::network::Network;
use crate::plan::{Component, Itinerary, Plan};

/// Who travels in a plan.
pub struct Others {
    /// The parties, each with its column. Classes of columns are numbered as they stand here.
    pub parties: Vec<(Vec<CaseIdx>, Class, Column)>,
    /// The missions, in the plan's order.
    pub missions: Vec<Mission>,
}

/// How much of each place is taken.
pub type Taken = FxHashMap<Site, u32>;

/// Names of a feed's things.
pub struct Index<'f> {
    cases: FxHashMap<&'f str, CaseIdx>,
    flown: Arc<Flown>,
}

/// Names of what is flown and sold.
struct Flown {
    sectors: FxHashMap<String, SectorIdx>,
    airports: FxHashMap<String, AirportIdx>,
    fares: FxHashMap<(String, AirportIdx, AirportIdx, Option<AirportIdx>), FareIdx>,
}

impl<'f> Index<'f> {
    /// The names in `network`.
    pub fn new(network: &Network<'f>) -> Self {
        let feed = network.feed;
        let fare = |(index, row): (FareIdx, &Fare)| {
            ((feed.agreements[row.agreement].id.to_string(), row.from, row.to, row.via), index)
        };
        let flown = Flown {
            sectors: network.sectors.iter_enumerated().map(|(index, row)| (row.key(feed), index)).collect(),
            airports: feed.airports.iter_enumerated().map(|(index, row)| (row.iata.to_string(), index)).collect(),
            fares: feed.fares.iter_enumerated().map(fare).collect(),
        };
        Self { cases: cases(feed), flown: Arc::new(flown) }
    }

    /// The names in `network`, which shares with the one of these.
    pub fn like<'g>(&self, network: &Network<'g>) -> Index<'g> {
        Index { cases: cases(network.feed), flown: Arc::clone(&self.flown) }
    }

    /// The case called `id`.
    pub fn case(&self, id: &str) -> Option<CaseIdx> {
        self.cases.get(id).copied()
    }

    fn cut(&self, components: &[Component]) -> Option<Cut> {
        let piece = |component: &Component| {
            let airport = |code: &String| self.flown.airports.get(code).copied();
            let via = match &component.via {
                Some(code) => Some(airport(code)?),
                None => None,
            };
            let key = (component.agreement.clone(), airport(&component.from)?, airport(&component.to)?, via);
            let fare = *self.flown.fares.get(&key)?;
            let start = u16::try_from(*component.legs.first()?).ok()?;
            Some(Piece { start, sectors: u16::try_from(component.legs.len()).ok()?, fare })
        };
        components.iter().map(piece).collect()
    }
}

fn cases(feed: &Feed) -> FxHashMap<&str, CaseIdx> {
    feed.cases.iter_enumerated().map(|(index, case)| (&*case.id, index)).collect()
}

impl Others {
    /// Who travels in `plan`; `None` where the feed hasn't what it flies.
    pub fn of(network: &Network, index: &Index, plan: &Plan) -> Option<Self> {
        let feed = network.feed;
        let own: FxHashMap<&str, &Itinerary> = plan.itineraries.iter().map(|one| (one.case.as_str(), one)).collect();
        let mut parties = Vec::new();
        for itinerary in &plan.itineraries {
            let case = index.case(&itinerary.case)?;
            let cases = feed.party(case);
            if cases[0] != case {
                continue;
            }
            let traits = Traits::within(network, &cases);
            let legs = itinerary.legs.iter().map(|leg| index.flown.sectors.get(leg).copied());
            let sectors: SmallVec<[SectorIdx; 4]> = legs.collect::<Option<_>>()?;
            let date = network.sectors[*sectors.first()?].dep_local.date();
            let day = u32::try_from(traits.days.iter().position(|day| day.date == date)?).ok()?;
            let cuts = cases.iter().map(|&case| index.cut(&own.get(&*feed.cases[case].id)?.fares));
            let cuts = cuts.collect::<Option<SmallVec<_>>>()?;
            let class = Class { traits, parties: vec![cases.clone()] };
            let route = Route { class: ClassIdx::from(parties.len() + 1), day, sectors, cuts };
            let column = Column::new(network, &class, route);
            parties.push((cases, class, column));
        }
        let pools: FxHashMap<&str, _> = feed.pools.iter_enumerated().map(|(index, row)| (&*row.id, index)).collect();
        let kinds: FxHashMap<&str, _> =
            feed.escort_types.iter_enumerated().map(|(index, row)| (&*row.id, index)).collect();
        let mission = |mission: &crate::plan::Mission| {
            let leg = |leg: &crate::plan::MissionLeg| -> Option<Leg> {
                let duty = match &leg.duty {
                    Some(duty) => Some(*kinds.get(duty.as_str())?),
                    None => None,
                };
                Some((*index.flown.sectors.get(&leg.sector)?, duty))
            };
            let legs = mission.legs.iter().map(leg).collect::<Option<_>>()?;
            let way = Way { pool: *pools.get(mission.pool.as_str())?, legs, cut: index.cut(&mission.fares)? };
            Some(Mission::new(network, way))
        };
        let missions = plan.missions.iter().map(mission).collect::<Option<_>>()?;
        Some(Self { parties, missions })
    }

    /// The columns.
    pub fn columns(&self) -> impl Iterator<Item = &Column> {
        self.parties.iter().map(|(.., column)| column)
    }

    /// What they leave free; `None` where they take more than there is.
    pub fn free(&self, network: &Network) -> Option<Free> {
        let mut free = Free::all(network);
        let all = self.columns().map(|column| &column.uses).chain(self.missions.iter().map(|mission| &mission.uses));
        for uses in all {
            if !free.fits_all(network, uses) {
                return None;
            }
            free.take(uses);
        }
        Some(free)
    }

    /// How much they take of each place.
    pub fn taken(&self) -> Taken {
        let mut taken = Taken::default();
        let all = self.columns().map(|column| &column.uses).chain(self.missions.iter().map(|mission| &mission.uses));
        for &(site, demand) in all.flatten() {
            *taken.entry(site).or_default() += demand;
        }
        taken
    }

    /// Who is in need, and which escorts there are.
    pub fn cover(&self) -> Cover {
        solution::cover(self.columns(), self.missions.iter())
    }

    /// The charters they fly, ascending.
    pub fn charters(&self, network: &Network) -> Vec<CharterIdx> {
        solution::flown(network, self.columns(), &self.missions)
    }

    /// The cases that use `site`, those of a party that uses most first, and how many missions do.
    pub fn holders(&self, site: Site) -> (Vec<CaseIdx>, usize) {
        let demand = |uses: &[(Site, u32)]| -> u32 {
            uses.iter().filter(|(other, _)| *other == site).map(|&(_, demand)| demand).sum()
        };
        let mut holders: Vec<(u32, &Vec<CaseIdx>)> =
            self.parties.iter().map(|(cases, _, column)| (demand(&column.uses), cases)).collect();
        holders.retain(|&(demand, _)| demand > 0);
        holders.sort_by(|one, other| (other.0, one.1).cmp(&(one.0, other.1)));
        let missions = self.missions.iter().filter(|mission| demand(&mission.uses) > 0).count();
        (holders.into_iter().flat_map(|(_, cases)| cases.iter().copied()).collect(), missions)
    }

    /// Takes out the missions that nobody needs any more, the dearest first; which of them stayed.
    pub fn recall(&mut self, network: &Network) -> Vec<bool> {
        let mut order: Vec<usize> = (0..self.missions.len()).collect();
        order.sort_by_key(|&position| std::cmp::Reverse(self.missions[position].cost));
        let mut cover = self.cover();
        let mut stays = vec![true; self.missions.len()];
        for position in order {
            let mission = &self.missions[position];
            let spare = mission.way.duties().all(|duty @ (kind, _)| {
                let (need, sent) = cover.get(&duty).copied().unwrap_or_default();
                sent > 0 && solution::missing(network, kind, (need, sent - 1)) == 0
            });
            if spare {
                for duty in mission.way.duties() {
                    if let Some(counts) = cover.get_mut(&duty) {
                        counts.1 -= 1;
                    }
                }
                stays[position] = false;
            }
        }
        keep(&mut self.missions, &stays);
        stays
    }
}

/// Leaves in `all` what `stays`.
pub fn keep<T>(all: &mut Vec<T>, stays: &[bool]) {
    let mut stays = stays.iter();
    all.retain(|_| stays.next() == Some(&true));
}

/// A list of classes for planning a single party.
pub fn single(network: &Network, party: &[CaseIdx]) -> TiVec<ClassIdx, Class> {
    let traits = Traits::within(network, party);
    [Class { traits, parties: vec![party.to_vec()] }].into_iter().collect()
}
