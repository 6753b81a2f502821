//! What a plan comes to, in numbers that can be set beside another's.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::feed::Feed;
use crate::money::Money;
use crate::plan::{Cash, Penalties, Plan};
use crate::report::{Journey, Journeys, Mismatch, by_agreement};

/// What a plan comes to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Outcome {
    /// Cash plus penalties.
    pub total: Money,
    /// No plan costs less.
    pub bound: Money,
    /// (total − bound) ÷ total.
    pub gap: f64,
    /// What is paid, by kind.
    pub cash: Cash,
    /// What is counted but not paid, by kind.
    pub penalties: Penalties,
    /// Persons who travel.
    pub served_persons: usize,
    /// Persons left behind.
    pub unserved_persons: usize,
    /// Days between target and first departure, summed over persons.
    pub delay_days: i64,
    /// Hours between first departure and last arrival, begun ones counted whole, summed over persons.
    pub hours: i64,
    /// Connections, summed over persons.
    pub connections: i64,
    /// Travellers seated on fare components, escorts too, by agreement.
    pub volumes: BTreeMap<String, usize>,
    /// Cash by programme: fares of its cases; of all else that is paid, the share of its persons in those who travel.
    pub programmes: BTreeMap<String, Money>,
}

impl Outcome {
    /// What `plan` for `feed` comes to.
    ///
    /// # Errors
    /// [`Mismatch`] where the plan is for another feed.
    pub fn of(feed: &Feed, plan: &Plan) -> Result<Self, Mismatch> {
        let journeys = Journeys::of_feed(plan, feed)?;
        let persons = |journey: &Journey| journeys.persons(journey).map_or(0, |persons| persons.len());
        let (mut served, mut delay, mut hours, mut connections) = (0, 0, 0, 0);
        for journey in &journeys.journeys {
            let here = persons(journey) as i64;
            served += here as usize;
            let first = journey.hops.first().and_then(|hop| hop.known);
            if let (Some(case), Some(first)) = (journeys.case(journey), first) {
                delay += here * (first.departure.date() - case.target).num_days().max(0);
            }
            connections += here * (journey.hops.len() as i64 - 1).max(0);
            hours += here * journey.length().map_or(0, |length| (length.0 + 59).div_euclid(60));
        }
        let sold = by_agreement(&journeys).into_iter().map(|row| (row.agreement, row.sold.unwrap_or_default()));
        Ok(Self {
            total: plan.total,
            bound: plan.bound,
            gap: plan.gap,
            cash: plan.cash,
            penalties: plan.penalties,
            served_persons: served,
            unserved_persons: feed.persons.len() - served,
            delay_days: delay,
            hours,
            connections,
            volumes: sold.collect(),
            programmes: programmes(feed, &journeys),
        })
    }
}

/// Cash by programme; the shares of what is paid for all together add up to it to the cent.
fn programmes(feed: &Feed, journeys: &Journeys) -> BTreeMap<String, Money> {
    let mut own: BTreeMap<&str, (Money, i64)> = BTreeMap::new();
    let mut fares = Money(0);
    for journey in &journeys.journeys {
        let Some(case) = journeys.case(journey) else { continue };
        let paid: Money = journey.tickets.iter().filter_map(|ticket| ticket.sold).map(|sold| sold.price).sum();
        let entry = own.entry(&feed.programmes[case.programme]).or_default();
        entry.0 += paid;
        entry.1 += case.persons.len() as i64;
        fares += paid;
    }
    let shared = i128::from((journeys.plan.cash.total() - fares).0);
    let everyone: i128 = own.values().map(|&(_, persons)| i128::from(persons)).sum();
    let (mut before, mut given) = (0, 0);
    let share = |(name, (paid, persons)): (&str, (Money, i64))| {
        before += i128::from(persons);
        let until = shared * before / everyone.max(1);
        let share = until - given;
        given = until;
        (name.to_owned(), paid + Money(share as i64))
    };
    own.into_iter().map(share).collect()
}
