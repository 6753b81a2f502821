//! What is bought under each agreement, and what its volume comes to.

use std::collections::BTreeMap;

use serde::Serialize;

use super::journey::Journeys;
use super::table::Align::{Left, Right};
use super::table::Table;
use super::text::{amount, count};
use super::tickets::{Ticket, sum};
use crate::feed::{Agreement, Tier};
use crate::money::Money;

/// An agreement that something is bought under, or that has a commitment. What only a feed tells is absent without one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct AgreementRow {
    /// The agreement.
    pub agreement: String,
    /// Fare components bought for cases and escorts.
    pub tickets: usize,
    /// Travellers seated on them, escorts too; one a traveller and component.
    pub sold: Option<usize>,
    /// Of them escorts.
    pub escorts: usize,
    /// Seats taken before this plan.
    pub seats_before: Option<u32>,
    /// The volume: both together.
    pub volume: Option<usize>,
    /// Fares paid, without rebates.
    pub fares: Option<Money>,
    /// Volume of the tier reached, where there is one.
    pub tier: Option<u32>,
    /// What that tier gives back a seat.
    pub rebate: Option<Money>,
    /// What it gives back.
    pub rebates: Option<Money>,
    /// Volume of the next tier, where there is one.
    pub next_tier: Option<u32>,
    /// Seats promised, where any are.
    pub committed: Option<u32>,
    /// Of them not taken.
    pub short: Option<usize>,
    /// What that costs.
    pub shortfall: Option<Money>,
    /// Least seats on a dated sector, where there is a least.
    pub min_group: Option<u32>,
    /// Dated sectors with seats under it.
    pub sectors: usize,
    /// Seats on the dated sector with the fewest.
    pub smallest_group: Option<usize>,
    /// Seats on the dated sector with the most.
    pub largest_group: Option<usize>,
    /// Most seats on a dated sector, where there is a most.
    pub allotment: Option<u32>,
}

/// What is bought under an agreement.
#[derive(Default)]
struct Bought<'a> {
    tickets: usize,
    escorts: usize,
    /// Seated travellers and fares, as far as known.
    sold: usize,
    fares: Vec<Money>,
    /// Seats by flight.
    seats: BTreeMap<&'a str, usize>,
}

impl<'a> Bought<'a> {
    /// Adds a ticket for `travellers` who sit down and take `seats` on each of its `flights`.
    fn add(&mut self, ticket: &Ticket, flights: impl Iterator<Item = &'a str>, travellers: usize, seats: usize) {
        self.tickets += 1;
        self.sold += travellers;
        self.fares.extend(ticket.sold.map(|sold| sold.price));
        for flight in flights {
            *self.seats.entry(flight).or_default() += seats;
        }
    }
}

/// One row an agreement that something is bought under, or that has a commitment: in the feed's order, without one by
/// name.
pub fn by_agreement(journeys: &Journeys) -> Vec<AgreementRow> {
    let bought = bought(journeys);
    let Some(feed) = journeys.feed else {
        return bought.iter().map(|(id, bought)| told_by_plan(id, bought)).collect();
    };
    let nothing = Bought::default();
    let rows = feed.agreements.iter().filter_map(|agreement| match bought.get(&*agreement.id) {
        Some(bought) => Some(row(agreement, bought)),
        None => (agreement.commit_seats > 0).then(|| row(agreement, &nothing)),
    });
    rows.collect()
}

fn bought<'a>(journeys: &Journeys<'a>) -> BTreeMap<&'a str, Bought<'a>> {
    let mut all: BTreeMap<&str, Bought> = BTreeMap::new();
    for journey in &journeys.journeys {
        let load = journey.load.unwrap_or_default();
        for ticket in &journey.tickets {
            let flights = ticket.component.legs.iter().filter_map(|&leg| Some(journey.hops.get(leg)?.flight));
            let bought = all.entry(&ticket.component.agreement).or_default();
            bought.add(ticket, flights, load.seated() as usize, load.seats as usize);
        }
    }
    for mission in &journeys.missions {
        for ticket in &mission.tickets {
            let flights = ticket.component.legs.iter().filter_map(|&leg| Some(mission.hops.get(leg)?.flight));
            let bought = all.entry(&ticket.component.agreement).or_default();
            bought.add(ticket, flights, 1, 1);
            bought.escorts += 1;
        }
    }
    all
}

fn told_by_plan(id: &str, bought: &Bought) -> AgreementRow {
    AgreementRow {
        agreement: id.to_owned(),
        tickets: bought.tickets,
        escorts: bought.escorts,
        sectors: bought.seats.len(),
        ..AgreementRow::default()
    }
}

fn row(agreement: &Agreement, bought: &Bought) -> AgreementRow {
    let volume = bought.sold + agreement.seats_before as usize;
    let reached = |tier: &&Tier| tier.from_seats as usize <= volume;
    let tier = agreement.tiers.iter().rev().find(reached);
    let next = agreement.tiers.iter().find(|tier| !reached(tier));
    let seats = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let committed = (agreement.commit_seats > 0).then_some(agreement.commit_seats);
    let short = committed.map(|promised| (promised as usize).saturating_sub(volume));
    AgreementRow {
        sold: Some(bought.sold),
        seats_before: Some(agreement.seats_before),
        volume: Some(volume),
        fares: Some(sum(bought.fares.iter().copied())),
        tier: tier.map(|tier| tier.from_seats),
        rebate: tier.map(|tier| tier.rebate),
        rebates: tier.map(|tier| tier.rebate.saturating_mul(seats(bought.sold))),
        next_tier: next.map(|tier| tier.from_seats),
        committed,
        short,
        shortfall: short.map(|short| agreement.shortfall_fee.saturating_mul(seats(short))),
        min_group: (agreement.min_group > 1).then_some(agreement.min_group),
        smallest_group: bought.seats.values().copied().filter(|&seats| seats > 0).min(),
        largest_group: bought.seats.values().copied().max(),
        allotment: agreement.seats_per_flight,
        ..told_by_plan(&agreement.id, bought)
    }
}

impl AgreementRow {
    /// The rows as a table; columns that are known of nobody are left out.
    pub fn table(rows: &[Self]) -> Table {
        let mut table = Table::new(&[
            ("agreement", Left),
            ("tickets", Right),
            ("sold", Right),
            ("escorts", Right),
            ("before", Right),
            ("volume", Right),
            ("tier", Right),
            ("next", Right),
            ("rebate", Right),
            ("rebates", Right),
            ("committed", Right),
            ("short", Right),
            ("shortfall", Right),
            ("sectors", Right),
            ("smallest", Right),
            ("min group", Right),
            ("largest", Right),
            ("allotted", Right),
            ("fares", Right),
        ]);
        let some = |number: Option<usize>| number.filter(|&n| n > 0).map(count).unwrap_or_default();
        let seats = |number: Option<u32>| some(number.map(|n| n as usize));
        let money = |sum: Option<Money>| sum.filter(|&sum| sum != Money::ZERO).map(amount).unwrap_or_default();
        for row in rows {
            table.push(vec![
                row.agreement.clone(),
                count(row.tickets),
                row.sold.map(count).unwrap_or_default(),
                some(Some(row.escorts)),
                seats(row.seats_before),
                row.volume.map(count).unwrap_or_default(),
                row.tier.map(|tier| count(tier as usize)).unwrap_or_default(),
                row.next_tier.map(|tier| count(tier as usize)).unwrap_or_default(),
                money(row.rebate),
                money(row.rebates),
                seats(row.committed),
                some(row.short),
                money(row.shortfall),
                count(row.sectors),
                some(row.smallest_group),
                seats(row.min_group),
                some(row.largest_group),
                seats(row.allotment),
                money(row.fares),
            ]);
        }
        table.without_empty_columns()
    }
}
