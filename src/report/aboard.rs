//! Who is aboard each flight: cases and escorts.

use std::collections::{BTreeMap, BTreeSet};

use super::hop::Hop;
use super::journey::{Journey, Journeys};
use crate::itineraries::loads::Load;

/// Who is aboard a flight.
#[derive(Debug, Default)]
pub(super) struct Aboard<'b, 'a> {
    /// The cases, each with its sector.
    pub cases: Vec<(&'b Journey<'a>, &'b Hop<'a>)>,
    /// The escorts, a sector each.
    pub escorts: Vec<&'b Hop<'a>>,
}

impl<'b, 'a> Aboard<'b, 'a> {
    /// Everyone's sector, the same but for how it is sold; at least one.
    pub fn hops(&self) -> impl Iterator<Item = &'b Hop<'a>> + '_ {
        self.cases.iter().map(|&(_, hop)| hop).chain(self.escorts.iter().copied())
    }

    /// What a flight key doesn't tell but somebody's sector does.
    pub fn told<T>(&self, tells: impl Fn(&'b Hop<'a>) -> Option<T>) -> Option<T> {
        self.hops().find_map(tells)
    }

    /// How much the cases take of something, where the feed is given.
    pub fn load(&self, of: fn(&Load) -> u32) -> Option<usize> {
        self.cases.iter().map(|(journey, _)| journey.load.as_ref().map(|load| of(load) as usize)).sum()
    }

    /// Seats taken, the escorts' too, where the feed is given.
    pub fn seats(&self) -> Option<usize> {
        Some(self.load(|load| load.seats)? + self.escorts.len())
    }

    /// Groups flying one identical itinerary.
    pub fn movements(&self) -> usize {
        let chains = self.cases.iter().map(|(journey, _)| journey.hops.iter().map(|hop| hop.flight).collect());
        chains.collect::<BTreeSet<Vec<&str>>>().len()
    }
}

/// Who is aboard each flight that carries somebody, by flight key.
pub(super) fn aboard<'b, 'a>(journeys: &'b Journeys<'a>) -> BTreeMap<&'a str, Aboard<'b, 'a>> {
    let mut flights: BTreeMap<&str, Aboard> = BTreeMap::new();
    for journey in &journeys.journeys {
        for hop in &journey.hops {
            flights.entry(hop.flight).or_default().cases.push((journey, hop));
        }
    }
    for hop in journeys.missions.iter().flat_map(|mission| &mission.hops) {
        flights.entry(hop.flight).or_default().escorts.push(hop);
    }
    flights
}
