//! Fare components as a plan buys them: the row that prices each, and what is paid for it (MODEL: *Fares*).

use std::collections::HashMap;

use super::journey::Mismatch;
use crate::feed::{Fare, Feed};
use crate::ids::{AgreementIdx, AirportIdx, FareIdx};
use crate::itineraries::loads::Load;
use crate::money::Money;
use crate::network::fares::{escort_price, prices};
use crate::plan::Component;

/// A fare component that a case or an escort travels on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticket<'a> {
    /// As the plan has it.
    pub component: &'a Component,
    /// What only the feed tells.
    pub sold: Option<Sold>,
}

/// What the feed tells of a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sold {
    /// The agreement it is sold under.
    pub agreement: AgreementIdx,
    /// What all who travel on it pay together.
    pub price: Money,
}

/// The tickets for components as the plan alone tells them.
pub(super) fn told_by_plan(components: &[Component]) -> Vec<Ticket<'_>> {
    components.iter().map(|component| Ticket { component, sold: None }).collect()
}

/// Who travels on a ticket.
#[derive(Debug, Clone, Copy)]
pub(super) enum Buyer<'a> {
    /// The persons of a case.
    Case(&'a Load),
    /// An escort.
    Escort,
}

/// The fares of a feed by what a plan calls them.
pub(super) struct Tariff<'a> {
    feed: &'a Feed,
    rows: HashMap<Key<'a>, FareIdx>,
}

/// Agreement, from, to and via.
type Key<'a> = (&'a str, &'a str, &'a str, Option<&'a str>);

impl<'a> Tariff<'a> {
    pub fn of(feed: &'a Feed) -> Self {
        let code = |airport: AirportIdx| feed.airports[airport].iata.as_str();
        let key =
            |fare: &Fare| (&*feed.agreements[fare.agreement].id, code(fare.from), code(fare.to), fare.via.map(code));
        Self { feed, rows: feed.fares.iter_enumerated().map(|(row, fare)| (key(fare), row)).collect() }
    }

    /// Adds to a ticket what the feed tells of it.
    ///
    /// # Errors
    /// Where the feed has no such fare.
    pub fn tell(&self, ticket: &mut Ticket, buyer: Buyer) -> Result<(), Mismatch> {
        let Component { agreement, from, to, via, .. } = ticket.component;
        let row = self.rows.get(&(agreement.as_str(), from.as_str(), to.as_str(), via.as_deref()));
        let row = row.ok_or_else(|| {
            let via = via.as_ref().map_or(String::new(), |via| format!(" via {via}"));
            Mismatch { what: "fare", id: format!("{agreement} {from} {to}{via}") }
        })?;
        let fare = &self.feed.fares[*row];
        let price = match buyer {
            Buyer::Case(load) => load.pays(&prices(self.feed, fare)),
            Buyer::Escort => escort_price(self.feed, fare),
        };
        ticket.sold = Some(Sold { agreement: fare.agreement, price: Money(price) });
        Ok(())
    }
}

/// The sum of amounts, kept within what money can hold: a plan from elsewhere may say anything.
pub(super) fn sum(amounts: impl IntoIterator<Item = Money>) -> Money {
    amounts.into_iter().fold(Money::ZERO, Money::saturating_add)
}
