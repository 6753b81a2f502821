//! One sector of a journey or mission, told as far as is known.

use chrono::NaiveDateTime;

use super::sectors::Sector;
use crate::feed::Feed;
use crate::ids::CharterIdx;
use crate::plan::Component;
use crate::time::UtcMinute;

/// One sector of a journey or mission.
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
    /// The charter whose leg it is.
    pub charter: Option<CharterIdx>,
    /// Equipment code or operator.
    pub equipment: Option<&'a str>,
}

/// What flight keys and fare components say by themselves: a flight's key holds its airport of departure, a component its
/// two ends.
pub(super) fn told_by_plan<'a>(flights: impl Iterator<Item = &'a str>, fares: &'a [Component]) -> Vec<Hop<'a>> {
    let mut hops: Vec<Hop> = flights.map(hop).collect();
    for component in fares {
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
    hops
}

fn hop(flight: &str) -> Hop<'_> {
    let mut parts = flight.split('/');
    let from = if flight.matches('/').count() == 2 { parts.nth(1) } else { None };
    Hop { flight, from, to: None, agreement: None, known: None }
}

/// Adds what the feed tells.
pub(super) fn tell<'a>(hop: &mut Hop<'a>, sector: &Sector<'a>, feed: &'a Feed) {
    hop.from = Some(feed.airports[sector.from].iata.as_str());
    hop.to = Some(feed.airports[sector.to].iata.as_str());
    hop.known = Some(Known {
        departure: sector.departure,
        arrival: sector.arrival,
        departs: sector.departs(feed),
        arrives: sector.arrives(feed),
        seats: sector.capacity.seats,
        charter: sector.charter,
        equipment: sector.equipment,
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_itinerary_alone_tells_its_airports() {
        let flights = ["K1/1", "QR1/NBO/2017-05-16", "QR2/DOH/2017-05-16"];
        let component = |legs: &[usize]| Component {
            agreement: "QR-REF".into(),
            from: "NBO".into(),
            to: "JFK".into(),
            via: None,
            legs: legs.to_vec(),
        };
        let fares = [component(&[1, 2])];
        let hops = told_by_plan(flights.into_iter(), &fares);
        let ends: Vec<_> = hops.iter().map(|hop| (hop.from, hop.to, hop.agreement)).collect();
        assert_eq!(
            ends,
            [
                (None, Some("NBO"), None),
                (Some("NBO"), Some("DOH"), Some("QR-REF")),
                (Some("DOH"), Some("JFK"), Some("QR-REF"))
            ]
        );
        assert_eq!(told_by_plan(flights.into_iter(), &[component(&[9, usize::MAX])]).len(), 3, "no such legs");
    }
}
