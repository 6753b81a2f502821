//! What the persons of a case take up and pay for on a given day (MODEL: *Person type*).

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use onward::feed::Person;
use onward::ids::{CaseIdx, EscortTypeIdx};

use super::{Without, World};

/// How a person is priced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rate {
    Adult,
    Child,
    LapInfant,
    Escort,
}

/// The persons of a case on the day they leave.
#[derive(Debug, Default)]
pub struct Travellers {
    /// All of them.
    pub persons: u32,
    /// Seats they take.
    pub seats: u32,
    /// Seats they take under agreements.
    pub allotted: u32,
    /// How many of them count in an agreement's volume.
    pub volume: u32,
    pub wheelchairs: u32,
    pub stretchers: u32,
    pub oxygen: u32,
    pub minors: u32,
    /// Those who need an escort, by type.
    pub escorted: BTreeMap<EscortTypeIdx, u32>,
    /// How each is priced, and whether on a stretcher.
    pub priced: Vec<(Rate, bool)>,
}

/// The persons of `case` if it leaves on `date`.
pub fn travellers(world: &World, case: CaseIdx, date: NaiveDate) -> Travellers {
    let feed = world.feed;
    let date = if world.holds(Without::AgeAtDeparture) { date } else { feed.policy.as_of };
    let persons: Vec<&Person> = feed.cases[case].persons.iter().map(|person| &feed.persons[*person]).collect();
    let mut laps = persons.iter().filter(|person| age(person.birth, date) >= 16).count();
    if !world.holds(Without::Laps) {
        laps = 0;
    }
    if !world.holds(Without::OneInfantALap) && laps > 0 {
        laps = persons.len();
    }
    let mut all = Travellers::default();
    for person in persons {
        let on_lap = age(person.birth, date) < 2 && !person.stretcher && laps > 0;
        let priced = match age(person.birth, date) {
            _ if on_lap => Rate::LapInfant,
            ..12 => Rate::Child,
            _ => Rate::Adult,
        };
        laps -= usize::from(on_lap);
        all.persons += 1;
        let seats = match (person.stretcher, on_lap) {
            (true, _) => feed.policy.stretcher_seats,
            (false, true) => 0,
            (false, false) => 1,
        };
        all.seats += seats;
        all.allotted += if world.holds(Without::StretcherAllotment) { seats } else { seats.min(1) };
        all.volume += match on_lap {
            true => u32::from(!world.holds(Without::LapVolume)),
            false if world.holds(Without::StretcherVolume) => 1,
            false => seats,
        };
        if let Some(escort) = person.escort {
            *all.escorted.entry(escort).or_default() += 1;
        }
        all.wheelchairs += u32::from(person.wheelchair);
        all.stretchers += u32::from(person.stretcher);
        all.oxygen += u32::from(person.oxygen);
        all.minors += u32::from(person.minor);
        all.priced.push((priced, person.stretcher));
    }
    all
}

/// Full years from `birth` to `date`: those born on 29 February grow older on 1 March of common years. Negative before
/// birth, which is an infant like any other.
fn age(birth: NaiveDate, date: NaiveDate) -> i32 {
    let had_birthday = (date.month(), date.day()) >= (birth.month(), birth.day());
    date.year() - birth.year() - i32::from(!had_birthday)
}
