//! The shape of `plan.json`. Money is written as decimal strings; unknown fields are refused when read.

use serde::{Deserialize, Serialize};

use crate::money::Money;

/// The only format there is.
pub const FORMAT: &str = "onward-plan/1";

/// A plan for a feed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// [`FORMAT`].
    pub format: String,
    /// The feed it is for.
    pub feed: FeedRef,
    /// How it ended.
    pub status: Status,
    /// Plan currency.
    pub currency: String,
    /// Cash plus penalties.
    pub total: Money,
    /// No plan can cost less.
    pub bound: Money,
    /// (total − bound) ÷ total, rounded to 6 places; 0 where both are 0.
    pub gap: f64,
    /// What is paid.
    pub cash: Cash,
    /// What is counted but not paid.
    pub penalties: Penalties,
    /// One for each case served, ascending by the cases' place in the feed.
    pub itineraries: Vec<Itinerary>,
    /// Missions of escorts.
    pub missions: Vec<Mission>,
    /// Charters used.
    pub charters: Vec<String>,
    /// Cases left behind.
    pub unserved: Vec<Unserved>,
}

/// Tells feeds apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeedRef {
    /// The policy's name.
    pub name: String,
    /// [`Feed::sha256`](crate::feed::Feed::sha256).
    pub sha256: String,
}

/// How planning ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// The gap is within the tolerance asked for.
    Optimal,
    /// Stopped earlier.
    Feasible,
}

/// What is paid, by kind. Rebates are positive and subtracted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cash {
    /// Fares of the cases.
    pub fares: Money,
    /// Volume rebates.
    pub rebates: Money,
    /// Fees for seats promised and not taken.
    pub shortfalls: Money,
    /// Charters, fixed and per seat; an escort's seat is under `escorts`.
    pub charters: Money,
    /// Beds in stopovers.
    pub beds: Money,
    /// Assistance at connections.
    pub assistance: Money,
    /// Transit waivers.
    pub transit: Money,
    /// Escorts' fares, seats and days.
    pub escorts: Money,
    /// Changes to preferred itineraries.
    pub changes: Money,
}

impl Cash {
    /// The sum, rebates subtracted; kept within what money can hold, since a plan from elsewhere may say anything.
    pub fn total(&self) -> Money {
        let costs = [
            self.fares,
            self.shortfalls,
            self.charters,
            self.beds,
            self.assistance,
            self.transit,
            self.escorts,
            self.changes,
        ];
        costs.into_iter().fold(-self.rebates, Money::saturating_add)
    }
}

/// What is counted but not paid, by kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Penalties {
    /// Persons left behind.
    pub unserved: Money,
    /// Days after target.
    pub delay: Money,
    /// Connections.
    pub connections: Money,
    /// Started hours.
    pub hours: Money,
}

impl Penalties {
    /// The sum, kept within what money can hold.
    pub fn total(&self) -> Money {
        [self.delay, self.connections, self.hours].into_iter().fold(self.unserved, Money::saturating_add)
    }
}

/// A case's journey.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Itinerary {
    /// The case.
    pub case: String,
    /// Flight keys, in order.
    pub legs: Vec<String>,
    /// Its fare components, in order.
    pub fares: Vec<Component>,
}

/// A fare component.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Component {
    /// Agreement it is sold under.
    pub agreement: String,
    /// Its first airport.
    pub from: String,
    /// Its last airport.
    pub to: String,
    /// `via` of the fare row used, where it has one.
    #[serde(default)]
    pub via: Option<String>,
    /// Positions in the legs of the itinerary or mission.
    pub legs: Vec<usize>,
}

/// One escort's way from the base until back there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mission {
    /// The pool.
    pub pool: String,
    /// Its sectors, in order.
    pub legs: Vec<MissionLeg>,
    /// Its fare components, in order.
    pub fares: Vec<Component>,
}

/// A sector of a mission.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MissionLeg {
    /// Flight key.
    pub sector: String,
    /// Escort type served, none when travelling free of duty.
    pub duty: Option<String>,
}

/// A case left behind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unserved {
    /// The case.
    pub case: String,
    /// A stable code.
    pub reason: String,
    /// In words; ids only, no personal detail.
    pub detail: String,
}

/// (total − bound) ÷ total, rounded to 6 places; 0 where both are 0 (MODEL sections 4 and 5).
pub fn gap(total: Money, bound: Money) -> f64 {
    if total == bound {
        return 0.0;
    }
    let gap = (total.0 - bound.0) as f64 / total.0 as f64;
    (gap * 1e6).round() / 1e6
}
