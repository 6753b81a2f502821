//! `airports.csv` over the built-in gazetteer, `stations.csv` and `blocs.csv`.

use chrono_tz::Tz;

use super::codes::{Country, Iata};
use super::window::Hours;
use crate::money::Money;
use crate::time::Minutes;

/// An airport the feed speaks of.
#[derive(Debug, Clone, PartialEq)]
pub struct Airport {
    /// IATA code.
    pub iata: Iata,
    /// Name, where known.
    pub name: Option<String>,
    /// Country it lies in.
    pub country: Country,
    /// Degrees north and east, where known.
    pub position: Option<(f64, f64)>,
    /// Zone of its clocks.
    pub zone: Tz,
}

/// What connecting and departing at an airport is like; every airport has one, by default from the policy.
#[derive(Debug, Clone, PartialEq)]
pub struct Station {
    /// Least connection time; the first index is 1 for an international sector in, the second for one out.
    pub mct: [[Minutes; 2]; 2],
    /// Longest connection that isn't a stopover.
    pub airside: Minutes,
    /// Beds for stopovers any one night.
    pub beds: u32,
    /// Price of a bed for a night, plan currency.
    pub bed_cost: Money,
    /// Hours in which connecting persons are assisted.
    pub assist_hours: Hours,
    /// Most persons connecting per local arrival date.
    pub assist_per_day: Option<u32>,
    /// Price per person connecting, plan currency.
    pub assist_cost: Money,
    /// Most persons whose first departure is here per local date.
    pub depart_per_day: Option<u32>,
}
