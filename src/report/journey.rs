//! A plan's itineraries, told as far as is known: alone, or with the feed the plan was made for.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDateTime;

use super::sectors::{Sector, Sectors};
use crate::feed::{Case, Feed, Person};
use crate::ids::CaseIdx;
use crate::plan::{Itinerary, Plan};
use crate::time::{Minutes, UtcMinute};

/// The plan names something that the feed doesn't hold: it was made for another feed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the plan doesn't fit the feed: it names {what} {id:?}, which isn't in it")]
pub struct Mismatch {
    /// `case` or `flight`.
    pub what: &'static str,
    /// As the plan names it.
    pub id: String,
}

/// One sector of a journey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hop<'a> {
    /// Its flight key.
    pub flight: &'a str,
    /// Airport of departure; unknown for a charter's leg without the feed unless the sector before tells.
    pub from: Option<&'a str>,
    /// Airport of arrival, known likewise.
    pub to: Option<&'a str>,
    /// Agreement it is sold under; none on a charter.
    pub agreement: Option<&'a str>,
    /// What only the feed tells.
    pub known: Option<Known<'a>>,
}

/// What the feed tells of a sector.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known<'a> {
    /// Departure, local.
    pub departure: NaiveDateTime,
    /// Arrival, local.
    pub arrival: NaiveDateTime,
    /// Departure.
    pub departs: UtcMinute,
    /// Arrival.
    pub arrives: UtcMinute,
    /// Seats free for the plan.
    pub seats: u32,
    /// Equipment code or operator.
    pub equipment: Option<&'a str>,
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
}

impl<'a> Journeys<'a> {
    /// The journeys as the plan alone tells them.
    pub fn of_plan(plan: &'a Plan) -> Self {
        let journeys = plan.itineraries.iter().map(told_by_plan).collect();
        Self { plan, feed: None, journeys }
    }

    /// The journeys with all that `feed` knows of them.
    ///
    /// # Errors
    /// Where the plan names a case or a flight that isn't in the feed.
    pub fn of_feed(plan: &'a Plan, feed: &'a Feed) -> Result<Self, Mismatch> {
        let sectors = Sectors::of(feed);
        let cases: HashMap<&str, CaseIdx> =
            feed.cases.iter_enumerated().map(|(index, case)| (&*case.id, index)).collect();
        let unknown = |what, id: &str| Mismatch { what, id: id.to_owned() };
        if let Some(left) = plan.unserved.iter().find(|left| !cases.contains_key(&*left.case)) {
            return Err(unknown("case", &left.case));
        }
        let mut journeys = Vec::with_capacity(plan.itineraries.len());
        for itinerary in &plan.itineraries {
            let mut journey = told_by_plan(itinerary);
            journey.index = Some(*cases.get(journey.case).ok_or_else(|| unknown("case", journey.case))?);
            for hop in &mut journey.hops {
                let sector = sectors.find(hop.flight).ok_or_else(|| unknown("flight", hop.flight))?;
                tell(hop, &sector, feed);
            }
            journeys.push(journey);
        }
        Ok(Self { plan, feed: Some(feed), journeys })
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

/// What an itinerary says by itself: a flight's key holds its airport of departure, a fare component its two ends.
fn told_by_plan(itinerary: &Itinerary) -> Journey<'_> {
    let mut hops: Vec<Hop> = itinerary.legs.iter().map(|leg| hop(leg)).collect();
    for component in &itinerary.fares {
        for &leg in &component.legs {
            if let Some(hop) = hops.get_mut(leg) {
                hop.agreement = Some(&component.agreement);
            }
        }
        if let Some(hop) = component.legs.first().and_then(|&leg| hops.get_mut(leg)) {
            hop.from = Some(&component.from);
        }
        if let Some(hop) = component.legs.last().and_then(|&leg| hops.get_mut(leg)) {
            hop.to = Some(&component.to);
        }
    }
    for next in 1..hops.len() {
        let meet = hops[next].from.or(hops[next - 1].to);
        hops[next].from = meet;
        hops[next - 1].to = meet;
    }
    Journey { case: &itinerary.case, index: None, hops }
}

fn hop(flight: &str) -> Hop<'_> {
    let mut parts = flight.split('/');
    let from = if flight.matches('/').count() == 2 { parts.nth(1) } else { None };
    Hop { flight, from, to: None, agreement: None, known: None }
}

fn tell<'a>(hop: &mut Hop<'a>, sector: &Sector<'a>, feed: &'a Feed) {
    hop.from = Some(feed.airports[sector.from].iata.as_str());
    hop.to = Some(feed.airports[sector.to].iata.as_str());
    hop.known = Some(Known {
        departure: sector.departure,
        arrival: sector.arrival,
        departs: sector.departs(feed),
        arrives: sector.arrives(feed),
        seats: sector.capacity.seats,
        equipment: sector.equipment,
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Component;

    fn component(agreement: &str, from: &str, to: &str, legs: &[usize]) -> Component {
        Component { agreement: agreement.into(), from: from.into(), to: to.into(), via: None, legs: legs.to_vec() }
    }

    #[test]
    fn an_itinerary_alone_tells_its_airports() {
        let itinerary = Itinerary {
            case: "C1".into(),
            legs: ["K1/1", "QR1/NBO/2017-05-16", "QR2/DOH/2017-05-16"].map(str::to_owned).to_vec(),
            fares: vec![component("QR-REF", "NBO", "JFK", &[1, 2])],
        };
        let journey = told_by_plan(&itinerary);
        let ends: Vec<_> = journey.hops.iter().map(|hop| (hop.from, hop.to, hop.agreement)).collect();
        assert_eq!(
            ends,
            [
                (None, Some("NBO"), None),
                (Some("NBO"), Some("DOH"), Some("QR-REF")),
                (Some("DOH"), Some("JFK"), Some("QR-REF"))
            ]
        );
        assert_eq!((journey.origin(), journey.destination()), (None, Some("JFK")));
    }
}
