//! `agreements.csv`, `fares.csv` and `tiers.csv`: what airlines agreed to.

use chrono::NaiveDate;

use super::codes::Currency;
use super::set::OneOf;
use crate::ids::{AgreementIdx, AirportIdx, CarrierIdx};
use crate::money::{Decimal, Money};

/// A volume rebate: from so many seats on, so much a seat back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tier {
    /// Least volume.
    pub from_seats: u32,
    /// Rebate per seat, plan currency.
    pub rebate: Money,
}

/// A row of `agreements.csv` with its tiers.
#[derive(Debug, Clone, PartialEq)]
pub struct Agreement {
    /// Its name.
    pub id: Box<str>,
    /// Carriers whose sectors it prices.
    pub carriers: OneOf<CarrierIdx>,
    /// First date of a component's first departure.
    pub valid_from: NaiveDate,
    /// Last such date.
    pub valid_to: NaiveDate,
    /// Allotment: most seats on a dated sector.
    pub seats_per_flight: Option<u32>,
    /// Least seats on a dated sector, if any.
    pub min_group: u32,
    /// Most sectors in a fare component.
    pub max_sectors: u32,
    /// Per cent of the adult fare that a child pays.
    pub child_pct: Decimal,
    /// Per cent of the adult fare that an infant on a lap pays.
    pub infant_pct: Decimal,
    /// Per cent of the adult fare that an escort pays.
    pub escort_pct: Decimal,
    /// Days before departure by which seats are booked.
    pub lead_days: u32,
    /// Seats promised.
    pub commit_seats: u32,
    /// Price of each promised seat not taken, plan currency.
    pub shortfall_fee: Money,
    /// Seats taken before this plan.
    pub seats_before: u32,
    /// Currency of its fares.
    pub currency: Currency,
    /// Plan currency for one unit of `currency`.
    pub rate: Decimal,
    /// Rebates by volume, `from_seats` ascending.
    pub tiers: Vec<Tier>,
}

/// A row of `fares.csv`, in the agreement's currency.
#[derive(Debug, Clone, PartialEq)]
pub struct Fare {
    /// Agreement it is sold under.
    pub agreement: AgreementIdx,
    /// Start of the component.
    pub from: AirportIdx,
    /// End of the component.
    pub to: AirportIdx,
    /// Fare of an adult, without tax.
    pub adult: Money,
    /// Tax, the same for everyone.
    pub tax: Money,
    /// Airport where the component must connect.
    pub via: Option<AirportIdx>,
}
