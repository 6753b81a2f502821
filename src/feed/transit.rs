//! `transit.csv`: who may connect where.

use std::collections::BTreeSet;

use super::codes::Country;
use super::set::OneOf;
use crate::ids::{AirportIdx, DocumentIdx};
use crate::money::Money;
use crate::time::Minutes;

/// Where a rule holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// `*`
    Any,
    /// The countries and airports named.
    Named {
        /// Countries.
        countries: BTreeSet<Country>,
        /// Airports.
        airports: BTreeSet<AirportIdx>,
    },
}

/// Which side of the border a connection is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Zone {
    /// Before immigration.
    Airside,
    /// After immigration.
    Landside,
}

/// What a rule says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// Free to connect.
    Allow,
    /// May connect against a fee, asked for in time.
    Waiver,
    /// May not connect.
    Deny,
}

/// A row of `transit.csv`.
#[derive(Debug, Clone)]
pub struct TransitRule {
    /// Where.
    pub place: Place,
    /// For whom.
    pub nationality: OneOf<Country>,
    /// On which documents.
    pub document: OneOf<DocumentIdx>,
    /// On the way where (country of the itinerary's last airport).
    pub destination: OneOf<Country>,
    /// Zones it holds in, at least one.
    pub zones: BTreeSet<Zone>,
    /// What it says.
    pub decision: Decision,
    /// Longest connection.
    pub max_gap: Option<Minutes>,
    /// Price of a waiver per person and connection, plan currency.
    pub fee: Money,
    /// Days before the first departure by which a waiver is asked for.
    pub lead_days: u32,
    /// Row of `transit.csv`, counted as a person's editor does (the header is 1).
    pub row: u64,
}
