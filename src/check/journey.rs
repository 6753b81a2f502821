//! A case's journey from end to end: chain, origin, destination, dates and lengths (MODEL: *Itinerary*).

use std::collections::HashSet;

use chrono::{NaiveDate, NaiveDateTime};

use super::connection::Connection;
use super::persons::Party;
use super::report::{Findings, shown};
use super::rule::Rule;
use super::sectors::Sectors;
use crate::feed::{Case, Feed, Ready};
use crate::ids::{AirportIdx, CaseIdx, SectorIdx};
use crate::time::{Minutes, to_utc};

/// A case's itinerary, all its sectors known.
#[derive(Debug)]
pub(super) struct Journey {
    pub case: CaseIdx,
    /// At least one.
    pub sectors: Vec<SectorIdx>,
    /// Between the sectors; empty where they don't join.
    pub connections: Vec<Connection>,
    pub from: AirportIdx,
    pub to: AirportIdx,
    /// First departure, local.
    pub leaves: NaiveDateTime,
    /// Last arrival, local.
    pub arrives: NaiveDateTime,
    /// First departure to last arrival.
    pub length: Minutes,
    pub party: Party,
}

impl Journey {
    /// The journey along `legs`; unknown sectors and broken chains are reported.
    pub(super) fn new<'a>(
        feed: &Feed,
        sectors: &mut Sectors<'a>,
        case: CaseIdx,
        legs: &'a [String],
        findings: &mut Findings,
    ) -> Option<Self> {
        let place = format!("case {}", feed.cases[case].id);
        let chain = resolve(sectors, legs.iter().map(String::as_str), &place, findings)?;
        let (&first, &last) = (chain.first()?, chain.last()?);
        let leaves = sectors.local_dep(first);
        let joined = check_chain(feed, sectors, &chain, &place, findings);
        let connection = |pair: &[SectorIdx]| Connection::new(feed, sectors.get(pair[0]), sectors.get(pair[1]));
        Some(Self {
            case,
            connections: if joined { chain.windows(2).map(connection).collect() } else { Vec::new() },
            from: sectors.get(first).from,
            to: sectors.get(last).to,
            leaves,
            arrives: sectors.local_arr(last),
            length: sectors.get(last).arr - sectors.get(first).dep,
            party: Party::new(feed, &feed.cases[case], leaves.date()),
            sectors: chain,
        })
    }

    /// The local date of the first departure.
    pub(super) fn date(&self) -> NaiveDate {
        self.leaves.date()
    }

    /// The rules of the journey itself but for its connections and clearances.
    pub(super) fn check(&self, feed: &Feed, sectors: &Sectors<'_>, findings: &mut Findings) {
        let case = &feed.cases[self.case];
        let place = format!("case {}", case.id);
        let code = |airport: AirportIdx| feed.airports[airport].iata;

        let mut seen = HashSet::from([self.from]);
        if let Some(again) = self.sectors.iter().map(|&s| sectors.get(s).to).find(|&to| !seen.insert(to)) {
            findings.add(Rule::AirportTwice, &place, format!("visits {} twice", code(again)));
        }
        let most = case.max_sectors.map_or(feed.policy.max_sectors, |own| own.min(feed.policy.max_sectors));
        if self.sectors.len() as u64 > u64::from(most) {
            let message = format!("{} sectors, at most {most} are allowed", self.sectors.len());
            findings.add(Rule::MaxSectors, &place, message);
        }
        if self.from != case.origin {
            let message = format!("starts at {}, its origin is {}", code(self.from), code(case.origin));
            findings.add(Rule::Origin, &place, message);
        }
        if !case.destinations.contains(&self.to) {
            let allowed: Vec<String> = case.destinations.iter().map(|&to| code(to).to_string()).collect();
            let message = format!("ends at {}, its destinations are {}", code(self.to), allowed.join("|"));
            findings.add(Rule::Destination, &place, message);
        }
        self.check_dates(feed, sectors, case, &place, findings);
        if let Some(most) = case.max_duration.filter(|&most| self.length > most) {
            let message = format!("{} min, at most {} min are allowed", self.length.0, most.0);
            findings.add(Rule::MaxHours, &place, message);
        }
    }

    fn check_dates(&self, feed: &Feed, sectors: &Sectors<'_>, case: &Case, place: &str, findings: &mut Findings) {
        let policy = &feed.policy;
        let leaves = self.leaves.format("%Y-%m-%d %H:%M");
        let (early, ready) = match case.ready {
            Ready::On(date) => (self.date() < date, date.to_string()),
            Ready::At(at) => {
                let ready = to_utc(feed.airports[case.origin].zone, at);
                (sectors.get(self.sectors[0]).dep < ready, at.format("%Y-%m-%d %H:%M").to_string())
            }
        };
        if early {
            findings.add(Rule::Ready, place, format!("leaves on {leaves} local, ready from {ready}"));
        }
        if !(policy.start..=policy.end).contains(&self.date()) {
            let message = format!("leaves on {leaves} local, the plan is for {} to {}", policy.start, policy.end);
            findings.add(Rule::Period, place, message);
        }
    }
}

/// The sectors that the keys name; all unknown ones are reported, and none is returned then.
pub(super) fn resolve<'a>(
    sectors: &mut Sectors<'a>,
    keys: impl Iterator<Item = &'a str>,
    place: &str,
    findings: &mut Findings,
) -> Option<Vec<SectorIdx>> {
    let mut chain = Some(Vec::new());
    let mut any = false;
    for key in keys {
        any = true;
        match (sectors.resolve(key), &mut chain) {
            (Some(sector), Some(chain)) => chain.push(sector),
            (Some(_), None) => {}
            (None, _) => {
                chain = None;
                let message = format!("the feed has no sector {}", shown(key));
                findings.add(Rule::UnknownSector, place, message);
            }
        }
    }
    if !any {
        findings.add(Rule::NoLegs, place, "no sectors, at least one is needed");
        return None;
    }
    chain
}

/// Whether each sector starts where, and not before, the one before ends.
pub(super) fn check_chain(
    feed: &Feed,
    sectors: &Sectors<'_>,
    chain: &[SectorIdx],
    place: &str,
    findings: &mut Findings,
) -> bool {
    let mut joined = true;
    for pair in chain.windows(2) {
        let (inbound, outbound) = (sectors.get(pair[0]), sectors.get(pair[1]));
        if inbound.to != outbound.from || outbound.dep < inbound.arr {
            joined = false;
            let code = |airport: AirportIdx| feed.airports[airport].iata;
            let message = format!(
                "{} arrives at {} at {}, {} leaves {} at {}",
                inbound.key,
                code(inbound.to),
                inbound.arr,
                outbound.key,
                code(outbound.from),
                outbound.dep
            );
            findings.add(Rule::BrokenChain, place, message);
        }
    }
    joined
}
