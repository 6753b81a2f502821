//! `cases.csv`, `persons.csv`, `clearances.csv`, `links.csv` and `locks.csv`: who travels, and what holds for them.

use chrono::{NaiveDate, NaiveDateTime};

use super::codes::Country;
use super::policy::Priority;
use crate::ids::{AirportIdx, CaseIdx, DocumentIdx, EscortTypeIdx, LinkIdx, PersonIdx, ProgrammeIdx};
use crate::money::Money;
use crate::time::Minutes;

/// From when on a case can depart, local to its origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ready {
    /// Any time that day.
    On(NaiveDate),
    /// From that time on.
    At(NaiveDateTime),
}

impl Ready {
    /// The date of it.
    pub fn date(self) -> NaiveDate {
        match self {
            Self::On(date) => date,
            Self::At(at) => at.date(),
        }
    }
}

/// A row of `cases.csv`: persons who travel together or not at all.
#[derive(Debug, Clone)]
pub struct Case {
    /// Its id.
    pub id: Box<str>,
    /// Airport of the first departure.
    pub origin: AirportIdx,
    /// Airports of which one ends the journey, ascending.
    pub destinations: Vec<AirportIdx>,
    /// Resettlement programme.
    pub programme: ProgrammeIdx,
    /// How pressing it is.
    pub priority: Priority,
    /// Earliest first departure.
    pub ready: Ready,
    /// Date after which each day costs.
    pub target: NaiveDate,
    /// Most sectors, where the case has its own limit.
    pub max_sectors: Option<u32>,
    /// Longest journey.
    pub max_duration: Option<Minutes>,
    /// Whether a stopover may last over midnight.
    pub overnight: bool,
    /// Added to every MCT.
    pub mct_extra: Minutes,
    /// Its persons, at least one, in the order of `persons.csv`.
    pub persons: Vec<PersonIdx>,
    /// Clearances of the case or of one of its persons.
    pub clearances: Vec<Clearance>,
    /// The link it belongs to.
    pub link: Option<LinkIdx>,
}

/// A row of `persons.csv`.
#[derive(Debug, Clone)]
pub struct Person {
    /// Its id.
    pub id: Box<str>,
    /// The case it belongs to.
    pub case: CaseIdx,
    /// Date of birth.
    pub birth: NaiveDate,
    /// Nationality.
    pub nationality: Country,
    /// Document travelled on.
    pub document: DocumentIdx,
    /// Needs a wheelchair.
    pub wheelchair: bool,
    /// Travels on a stretcher.
    pub stretcher: bool,
    /// Needs oxygen.
    pub oxygen: bool,
    /// Is an unaccompanied minor.
    pub minor: bool,
    /// Type of escort needed.
    pub escort: Option<EscortTypeIdx>,
}

/// Which end of the journey a clearance is asked for at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum At {
    /// On the local date of the first departure.
    Departure,
    /// On the local date of the last arrival.
    Arrival,
}

/// A row of `clearances.csv`.
#[derive(Debug, Clone)]
pub struct Clearance {
    /// The person it is for; the whole case where none is given.
    pub person: Option<PersonIdx>,
    /// What it is: `exit_permit`, `entry_visa`, `medical`, `security`, …
    pub kind: Box<str>,
    /// First date it holds.
    pub valid_from: Option<NaiveDate>,
    /// Last date it holds.
    pub valid_to: Option<NaiveDate>,
    /// When it must hold.
    pub at: At,
}

/// What becomes of a lock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LockMode {
    /// The itinerary stands.
    Fixed,
    /// Another one costs.
    Prefer,
}

/// A row of `locks.csv`.
#[derive(Debug, Clone, PartialEq)]
pub struct Lock {
    /// The case.
    pub case: CaseIdx,
    /// Flight keys, at least one, as written.
    pub itinerary: Vec<String>,
    /// What becomes of it.
    pub mode: LockMode,
    /// Price of any other itinerary or none, plan currency.
    pub change_cost: Money,
}
