//! A party that looks for a way, and its outsets: a date of first departure and a country of destination.

use std::cell::RefCell;

use chrono::NaiveDate;
use rustc_hash::FxHashMap;

use crate::feed::{Case, Country, Decision, Feed, Zone};
use crate::ids::{AirportIdx, CaseIdx, TiVec};
use crate::itineraries::classes::Traits;
use crate::itineraries::loads::Load;
use crate::network::transit::{Passage, deciding_rule};
use crate::time::Minutes;

/// A party.
#[derive(Debug)]
pub struct Company<'f> {
    /// The feed.
    pub feed: &'f Feed,
    /// Its cases.
    pub cases: Vec<CaseIdx>,
    /// What planning asks about it.
    pub traits: Traits,
}

impl<'f> Company<'f> {
    /// The company of `cases`, at least one.
    pub fn new(feed: &'f Feed, cases: &[CaseIdx]) -> Self {
        Self { feed, cases: cases.to_vec(), traits: Traits::of(feed, cases) }
    }

    /// Its rows of `cases.csv`.
    pub fn rows(&self) -> impl Iterator<Item = &'f Case> + '_ {
        self.cases.iter().map(|&case| &self.feed.cases[case])
    }

    /// Its destinations by country.
    pub fn by_country(&self) -> Vec<(Country, Vec<AirportIdx>)> {
        let mut groups: Vec<(Country, Vec<AirportIdx>)> = Vec::new();
        for &airport in &self.traits.destinations {
            let country = self.feed.airports[airport].country;
            match groups.iter_mut().find(|(other, _)| *other == country) {
                Some((_, group)) => group.push(airport),
                None => groups.push((country, vec![airport])),
            }
        }
        groups
    }
}

/// A company that sets out on a date to a country.
#[derive(Debug)]
pub struct Outset<'c> {
    /// Who.
    pub company: &'c Company<'c>,
    /// Local date of the first departure.
    pub date: NaiveDate,
    /// Country of the last arrival.
    pub country: Country,
    /// The destinations there.
    pub destinations: Vec<AirportIdx>,
    /// Least sectors to one of them.
    pub reach: TiVec<AirportIdx, u32>,
    /// What everyone takes together.
    pub load: Load,
    passages: RefCell<FxHashMap<(AirportIdx, Zone), Passing>>,
}

/// What transit rules say to a company at an airport and zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Passing {
    /// Persons refused.
    pub refused: u32,
    /// Persons whose waivers come too late.
    pub late: u32,
    /// Longest connection.
    pub max_gap: Option<Minutes>,
}

impl<'c> Outset<'c> {
    /// `company` on `date` to the `destinations` in `country`.
    pub fn new(
        company: &'c Company<'c>,
        date: NaiveDate,
        (country, destinations): (Country, Vec<AirportIdx>),
        reach: TiVec<AirportIdx, u32>,
    ) -> Self {
        let loads = company.rows().map(|case| Load::of(company.feed, case, date));
        Self {
            company,
            date,
            country,
            destinations,
            reach,
            load: loads.fold(Load::default(), |sum, load| sum.and(&load)),
            passages: RefCell::default(),
        }
    }

    /// Whether every way ends once it comes to `airport`: there is nowhere else to end, and no airport is seen twice.
    pub fn ends_at(&self, airport: AirportIdx) -> bool {
        self.destinations == [airport]
    }

    /// What connecting at `airport` takes of the company; `None` where transit rules don't ask.
    pub fn passing(&self, airport: AirportIdx, zone: Zone) -> Option<Passing> {
        let feed = self.company.feed;
        let here = feed.airports[airport].country;
        if here == self.country || here == feed.airports[self.company.traits.origin].country {
            return None;
        }
        let known = self.passages.borrow().get(&(airport, zone)).copied();
        Some(known.unwrap_or_else(|| {
            let passing = self.pass(airport, zone);
            self.passages.borrow_mut().insert((airport, zone), passing);
            passing
        }))
    }

    fn pass(&self, airport: AirportIdx, zone: Zone) -> Passing {
        let feed = self.company.feed;
        let mut passing = Passing { refused: 0, late: 0, max_gap: None };
        for &(nationality, document, persons) in &self.company.traits.papers {
            let passage = Passage { airport, zone, nationality, document, destination: self.country };
            let Some(rule) = deciding_rule(feed, &passage).map(|rule| &feed.transit[rule]) else {
                passing.refused += if feed.policy.transit_default_allow { 0 } else { persons };
                continue;
            };
            match rule.decision {
                Decision::Deny => {
                    passing.refused += persons;
                    continue;
                }
                Decision::Waiver if self.ahead() < i64::from(rule.lead_days) => passing.late += persons,
                Decision::Waiver | Decision::Allow => {}
            }
            passing.max_gap = match (passing.max_gap, rule.max_gap) {
                (Some(one), Some(other)) => Some(one.min(other)),
                (one, other) => one.or(other),
            };
        }
        passing
    }

    /// Days from today to the first departure.
    pub fn ahead(&self) -> i64 {
        (self.date - self.company.feed.policy.as_of).num_days()
    }
}
