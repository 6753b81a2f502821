//! `flights.csv`: scheduled flights, and what any sector can carry.

use chrono::{NaiveDate, NaiveTime};

use super::window::Weekdays;
use crate::ids::{AirportIdx, CarrierIdx};

/// What a sector can carry.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Capacity {
    /// Seats.
    pub seats: u32,
    /// Persons in wheelchairs.
    pub wheelchairs: u32,
    /// Persons on stretchers.
    pub stretchers: u32,
    /// Persons needing oxygen.
    pub oxygen: u32,
    /// Unaccompanied minors.
    pub minors: u32,
}

/// How a sector is travelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// By air.
    Air,
    /// By road.
    Road,
    /// By rail.
    Rail,
    /// By sea.
    Sea,
}

/// A row of `flights.csv`: a flight on each of its days. Times are local to the airport they happen at.
#[derive(Debug, Clone, PartialEq)]
pub struct Flight {
    /// Carrier.
    pub carrier: CarrierIdx,
    /// Flight number, without the carrier.
    pub number: Box<str>,
    /// Airport of departure.
    pub from: AirportIdx,
    /// Airport of arrival.
    pub to: AirportIdx,
    /// Departure.
    pub dep: NaiveTime,
    /// Arrival, on the departure date plus `arr_day`.
    pub arr: NaiveTime,
    /// Days from the local date of departure to the local date of arrival; −1 across the date line.
    pub arr_day: i32,
    /// Days of departure.
    pub days: Weekdays,
    /// First date of departure.
    pub valid_from: NaiveDate,
    /// Last date of departure.
    pub valid_to: NaiveDate,
    /// What is free for the plan on each date.
    pub capacity: Capacity,
    /// How it is travelled.
    pub mode: Mode,
    /// Equipment code, for reports.
    pub equipment: Option<String>,
}
