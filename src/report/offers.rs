//! What a feed offers to ask about: charters at their price, agreements.

use serde::Serialize;

use crate::feed::{Charter, CharterLeg, Feed};
use crate::money::Money;

/// The offers of a feed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Offers {
    /// Plan currency, which all amounts are in.
    pub currency: String,
    /// The charters, in the feed's order.
    pub charters: Vec<CharterOffer>,
    /// The agreements, in the feed's order.
    pub agreements: Vec<String>,
}

/// A charter that may be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CharterOffer {
    /// Its name.
    pub charter: String,
    /// Group of which one is used at most.
    pub group: Option<String>,
    /// Operator.
    pub operator: Option<String>,
    /// Price of using it.
    pub asked: Money,
    /// Price of each seat taken on each leg.
    pub a_seat: Money,
    /// Least seats taken on its first leg when used.
    pub min_seats: u32,
    /// Its legs.
    pub legs: Vec<LegOffer>,
}

/// A leg of a charter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LegOffer {
    /// Airport of departure.
    pub from: String,
    /// Airport of arrival.
    pub to: String,
    /// Departure, local, `YYYY-MM-DD HH:MM`.
    pub departure: String,
    /// Arrival, local.
    pub arrival: String,
    /// Seats offered.
    pub seats: u32,
}

impl Offers {
    /// What `feed` offers.
    pub fn of(feed: &Feed) -> Self {
        Self {
            currency: feed.policy.currency.to_string(),
            charters: feed.charters.iter().map(|charter| offer(feed, charter)).collect(),
            agreements: feed.agreements.iter().map(|agreement| agreement.id.to_string()).collect(),
        }
    }
}

fn offer(feed: &Feed, charter: &Charter) -> CharterOffer {
    CharterOffer {
        charter: charter.id.to_string(),
        group: charter.group.map(|group| feed.groups[group].to_string()),
        operator: charter.operator.clone(),
        asked: charter.fixed_cost,
        a_seat: charter.per_seat,
        min_seats: charter.min_seats,
        legs: charter.legs.iter().map(|one| leg(feed, one)).collect(),
    }
}

fn leg(feed: &Feed, leg: &CharterLeg) -> LegOffer {
    LegOffer {
        from: feed.airports[leg.from].iata.to_string(),
        to: feed.airports[leg.to].iata.to_string(),
        departure: leg.dep.format("%F %R").to_string(),
        arrival: leg.arr.format("%F %R").to_string(),
        seats: leg.capacity.seats,
    }
}
