//! A plan's itineraries and missions, told as far as is known: alone, or with the feed the plan was made for.

use std::collections::{BTreeMap, HashMap};

use super::hop::{self, Hop};
use super::mission::{Mission, number_escorts};
use super::sectors::Sectors;
use super::tickets::{self, Buyer, Tariff, Ticket};
use crate::feed::{Case, Feed, Person};
use crate::ids::{CaseIdx, PoolIdx};
use crate::itineraries::loads::Load;
use crate::plan::Plan;
use crate::time::Minutes;

/// The plan names something that the feed doesn't hold: it was made for another feed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the plan doesn't fit the feed: it names {what} {id:?}, which isn't in it")]
pub struct Mismatch {
    /// `case`, `flight`, `fare`, `charter`, `pool` or `escort type`.
    pub what: &'static str,
    /// As the plan names it.
    pub id: String,
}

/// A case with its journey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Journey<'a> {
    /// The case's id.
    pub case: &'a str,
    /// Where the case stands in the feed.
    pub index: Option<CaseIdx>,
    /// Its sectors, in order.
    pub hops: Vec<Hop<'a>>,
    /// Its fare components, in order.
    pub tickets: Vec<Ticket<'a>>,
    /// What the case takes of each sector, where the feed is given.
    pub load: Option<Load>,
}

impl<'a> Journey<'a> {
    /// Airport of the first departure.
    pub fn origin(&self) -> Option<&'a str> {
        self.hops.first()?.from
    }

    /// Airport of the last arrival.
    pub fn destination(&self) -> Option<&'a str> {
        self.hops.last()?.to
    }

    /// From first departure to last arrival.
    pub fn length(&self) -> Option<Minutes> {
        Some(self.hops.last()?.known?.arrives - self.hops.first()?.known?.departs)
    }
}

/// All journeys of a plan, in its order.
#[derive(Debug, Clone)]
pub struct Journeys<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// The feed, where given.
    pub feed: Option<&'a Feed>,
    /// One for each itinerary.
    pub journeys: Vec<Journey<'a>>,
    /// One for each mission.
    pub missions: Vec<Mission<'a>>,
}

impl<'a> Journeys<'a> {
    /// The journeys as the plan alone tells them.
    pub fn of_plan(plan: &'a Plan) -> Self {
        let journeys = plan.itineraries.iter().map(|itinerary| Journey {
            case: &itinerary.case,
            index: None,
            hops: hop::told_by_plan(itinerary.legs.iter().map(String::as_str), &itinerary.fares),
            tickets: tickets::told_by_plan(&itinerary.fares),
            load: None,
        });
        let missions = (1..).zip(&plan.missions).map(|(number, mission)| Mission {
            plan: mission,
            number,
            pool: None,
            escort: None,
            hops: hop::told_by_plan(mission.legs.iter().map(|leg| leg.sector.as_str()), &mission.fares),
            tickets: tickets::told_by_plan(&mission.fares),
        });
        Self { plan, feed: None, journeys: journeys.collect(), missions: missions.collect() }
    }

    /// The journeys with all that `feed` knows of them.
    ///
    /// # Errors
    /// Where the plan names something that isn't in the feed.
    pub fn of_feed(plan: &'a Plan, feed: &'a Feed) -> Result<Self, Mismatch> {
        let mut all = Self::of_plan(plan);
        all.feed = Some(feed);
        let (sectors, tariff) = (Sectors::of(feed), Tariff::of(feed));
        if let Some(charter) = plan.charters.iter().find(|charter| sectors.charter(charter).is_none()) {
            return Err(unknown("charter", charter));
        }
        all.tell_journeys(feed, &sectors, &tariff)?;
        all.tell_missions(feed, &sectors, &tariff)?;
        number_escorts(&mut all.missions, feed);
        Ok(all)
    }

    fn tell_journeys(&mut self, feed: &'a Feed, sectors: &Sectors<'a>, tariff: &Tariff) -> Result<(), Mismatch> {
        let cases: HashMap<&str, CaseIdx> =
            feed.cases.iter_enumerated().map(|(index, case)| (&*case.id, index)).collect();
        let find = |case: &str| cases.get(case).copied().ok_or_else(|| unknown("case", case));
        for left in &self.plan.unserved {
            find(&left.case)?;
        }
        for journey in &mut self.journeys {
            let index = find(journey.case)?;
            journey.index = Some(index);
            tell_hops(&mut journey.hops, feed, sectors)?;
            let Some(first) = journey.hops.first().and_then(|hop| hop.known) else { continue };
            let load = Load::of(feed, &feed.cases[index], first.departure.date());
            for ticket in &mut journey.tickets {
                tariff.tell(ticket, Buyer::Case(&load))?;
            }
            journey.load = Some(load);
        }
        Ok(())
    }

    fn tell_missions(&mut self, feed: &'a Feed, sectors: &Sectors<'a>, tariff: &Tariff) -> Result<(), Mismatch> {
        let pools: HashMap<&str, PoolIdx> =
            feed.pools.iter_enumerated().map(|(index, pool)| (&*pool.id, index)).collect();
        for mission in &mut self.missions {
            let pool = &mission.plan.pool;
            mission.pool = Some(pools.get(pool.as_str()).copied().ok_or_else(|| unknown("pool", pool))?);
            for duty in mission.plan.legs.iter().filter_map(|leg| leg.duty.as_deref()) {
                if !feed.escort_types.iter().any(|kind| *kind.id == *duty) {
                    return Err(unknown("escort type", duty));
                }
            }
            tell_hops(&mut mission.hops, feed, sectors)?;
            for ticket in &mut mission.tickets {
                tariff.tell(ticket, Buyer::Escort)?;
            }
        }
        Ok(())
    }

    /// The case of a journey, where the feed is given.
    pub fn case(&self, journey: &Journey) -> Option<&'a Case> {
        Some(&self.feed?.cases[journey.index?])
    }

    /// The persons of a journey, where the feed is given.
    pub fn persons(&self, journey: &Journey) -> Option<Vec<&'a Person>> {
        let feed = self.feed?;
        Some(self.case(journey)?.persons.iter().map(|&person| &feed.persons[person]).collect())
    }

    /// How many persons travel on `journeys`, where the feed is given.
    pub fn headcount<'b>(&self, journeys: impl IntoIterator<Item = &'b Journey<'a>>) -> Option<usize>
    where
        'a: 'b,
    {
        journeys.into_iter().map(|journey| Some(self.case(journey)?.persons.len())).sum()
    }

    /// The movements: the journeys grouped by their chain of flights, so that each is one group flying together.
    pub fn movements(&self) -> BTreeMap<Vec<&'a str>, Vec<&Journey<'a>>> {
        let mut movements: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for journey in &self.journeys {
            movements.entry(journey.hops.iter().map(|hop| hop.flight).collect()).or_default().push(journey);
        }
        movements
    }
}

fn tell_hops<'a>(hops: &mut [Hop<'a>], feed: &'a Feed, sectors: &Sectors<'a>) -> Result<(), Mismatch> {
    for hop in hops {
        let sector = sectors.find(hop.flight).ok_or_else(|| unknown("flight", hop.flight))?;
        hop::tell(hop, &sector, feed);
    }
    Ok(())
}

fn unknown(what: &'static str, id: &str) -> Mismatch {
    Mismatch { what, id: id.to_owned() }
}
