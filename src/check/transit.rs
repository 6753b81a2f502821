//! Transit: who may connect where, and what a waiver costs (MODEL: *Transit*).

use std::collections::HashMap;

use chrono::{Days, NaiveDate};

use super::connection::Connection;
use super::report::Findings;
use super::rule::Rule;
use crate::feed::{Case, Country, Decision, Feed, OneOf, Place, TransitRule, Zone};
use crate::ids::{AirportIdx, DocumentIdx, TransitIdx};

/// What a transit row is chosen by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Question {
    at: AirportIdx,
    zone: Zone,
    nationality: Country,
    document: DocumentIdx,
    destination: Country,
}

/// Answers transit questions, each row search made once.
#[derive(Debug)]
pub(super) struct Transit<'a> {
    feed: &'a Feed,
    answers: HashMap<Question, Option<TransitIdx>>,
}

/// The ends of an itinerary as transit sees them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ends {
    pub origin: Country,
    pub destination: Country,
    /// Local date of the first departure.
    pub leaves: NaiveDate,
}

impl<'a> Transit<'a> {
    pub(super) fn new(feed: &'a Feed) -> Self {
        Self { feed, answers: HashMap::new() }
    }

    /// The waiver fees, in minor units, of a case's connection. Refusals are reported unless `waived` (MODEL: *Locks*).
    pub(super) fn check(
        &mut self,
        case: &Case,
        connection: &Connection,
        ends: Ends,
        waived: bool,
        of: &str,
        findings: &mut Findings,
    ) -> i128 {
        let country = self.feed.airports[connection.at].country;
        if country == ends.origin || country == ends.destination {
            return 0;
        }
        let mut fees = 0;
        let mut refusals = Findings::default();
        for &person in &case.persons {
            let person = &self.feed.persons[person];
            let row = self.row(Question {
                at: connection.at,
                zone: connection.zone,
                nationality: person.nationality,
                document: person.document,
                destination: ends.destination,
            });
            let place = || format!("{}, person {}", connection.place(self.feed, of), person.id);
            let Some(rule) = row.map(|row| &self.feed.transit[row]) else {
                if !self.feed.policy.transit_default_allow {
                    let message = "no row of transit.csv speaks of it and transit_default is deny";
                    refusals.add(Rule::TransitDenied, place(), message);
                }
                continue;
            };
            match rule.decision {
                Decision::Allow => {}
                Decision::Deny => {
                    refusals.add(Rule::TransitDenied, place(), format!("row {} of transit.csv denies it", rule.row));
                }
                Decision::Waiver => {
                    fees += i128::from(rule.fee.0);
                    let first = self.feed.policy.as_of.checked_add_days(Days::new(rule.lead_days.into()));
                    if first.is_none_or(|first| ends.leaves < first) {
                        let message = format!(
                            "leaves on {}, row {} of transit.csv needs {} days from {}",
                            ends.leaves, rule.row, rule.lead_days, self.feed.policy.as_of
                        );
                        refusals.add(Rule::TransitLeadDays, place(), message);
                    }
                }
            }
            if let Some(most) = rule.max_gap.filter(|&most| connection.gap > most) {
                let message =
                    format!("{} min, row {} of transit.csv allows at most {} min", connection.gap.0, rule.row, most.0);
                refusals.add(Rule::TransitMaxHours, place(), message);
            }
        }
        if !waived {
            findings.0.append(&mut refusals.0);
        }
        fees
    }

    fn row(&mut self, question: Question) -> Option<TransitIdx> {
        let feed = self.feed;
        *self.answers.entry(question).or_insert_with(|| {
            // The first of equals is as good as any: the feed makes sure that they agree.
            let mut best: Option<([u8; 4], TransitIdx)> = None;
            for (idx, rule) in feed.transit.iter_enumerated() {
                if let Some(specific) = specificity(feed, rule, question)
                    && best.is_none_or(|(most, _)| specific > most)
                {
                    best = Some((specific, idx));
                }
            }
            best.map(|(_, idx)| idx)
        })
    }
}

/// How specific a matching row is, the weightiest first; `None` where it doesn't match.
fn specificity(feed: &Feed, rule: &TransitRule, question: Question) -> Option<[u8; 4]> {
    let place = match &rule.place {
        Place::Any => 0,
        Place::Named { airports, .. } if airports.contains(&question.at) => 2,
        Place::Named { countries, .. } if countries.contains(&feed.airports[question.at].country) => 1,
        Place::Named { .. } => return None,
    };
    rule.zones.contains(&question.zone).then_some(())?;
    Some([
        place,
        one_of(&rule.nationality, &question.nationality)?,
        one_of(&rule.document, &question.document)?,
        one_of(&rule.destination, &question.destination)?,
    ])
}

fn one_of<T: Ord>(set: &OneOf<T>, value: &T) -> Option<u8> {
    match set {
        OneOf::Any => Some(0),
        OneOf::Named(members) => members.contains(value).then_some(1),
    }
}
