//! What a case is on the day it leaves: types by age, laps, seats and needs (MODEL: *Person type*).

use chrono::{Datelike, NaiveDate};

use crate::feed::{Case, Feed};
use crate::ids::EscortTypeIdx;

/// What a traveller pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Price {
    /// The adult fare.
    Adult,
    /// `child_pct` of it.
    Child,
    /// `infant_pct` of it.
    Lap,
    /// `escort_pct` of it.
    Escort,
}

/// One person of a case.
#[derive(Debug, Clone, Copy)]
pub(super) struct Traveller {
    pub price: Price,
    pub stretcher: bool,
    pub escort: Option<EscortTypeIdx>,
}

/// What is taken of a sector's capacity, in persons but for the seats.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Load {
    pub seats: u64,
    pub wheelchairs: u64,
    pub stretchers: u64,
    pub oxygen: u64,
    pub minors: u64,
}

/// A case on the local date of its first departure.
#[derive(Debug)]
pub(super) struct Party {
    pub travellers: Vec<Traveller>,
    pub load: Load,
}

impl Party {
    pub(super) fn new(feed: &Feed, case: &Case, date: NaiveDate) -> Self {
        let persons = || case.persons.iter().map(|&person| &feed.persons[person]);
        let mut laps = persons().filter(|person| age(person.birth, date) >= 16).count();
        let mut load = Load::default();
        let mut travellers = Vec::with_capacity(case.persons.len());
        for person in persons() {
            let price = match age(person.birth, date) {
                ..2 if !person.stretcher && laps > 0 => {
                    laps -= 1;
                    Price::Lap
                }
                ..12 => Price::Child,
                _ => Price::Adult,
            };
            load.seats += match price {
                Price::Lap => 0,
                _ if person.stretcher => u64::from(feed.policy.stretcher_seats),
                _ => 1,
            };
            load.wheelchairs += u64::from(person.wheelchair);
            load.stretchers += u64::from(person.stretcher);
            load.oxygen += u64::from(person.oxygen);
            load.minors += u64::from(person.minor);
            travellers.push(Traveller { price, stretcher: person.stretcher, escort: person.escort });
        }
        Self { travellers, load }
    }

    /// All persons, lap infants too.
    pub(super) fn size(&self) -> u64 {
        self.travellers.len() as u64
    }

    /// Travellers who sit on a seat or lie on a stretcher of their own.
    pub(super) fn seated(&self) -> u64 {
        self.travellers.iter().filter(|traveller| traveller.price != Price::Lap).count() as u64
    }
}

/// Full years on `date`; born on 29 February turns a year older on 1 March of common years.
fn age(birth: NaiveDate, date: NaiveDate) -> i32 {
    let birthday_ahead = (date.month(), date.day()) < (birth.month(), birth.day());
    date.year() - birth.year() - i32::from(birthday_ahead)
}

#[cfg(test)]
mod tests {
    use super::age;
    use chrono::NaiveDate;

    #[test]
    fn leap_day_birthdays_fall_on_1_march_of_common_years() {
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
        assert_eq!(age(day(2004, 2, 29), day(2017, 2, 28)), 12);
        assert_eq!(age(day(2004, 2, 29), day(2017, 3, 1)), 13);
        assert_eq!(age(day(2004, 2, 29), day(2016, 2, 29)), 12);
        assert_eq!(age(day(2005, 5, 16), day(2017, 5, 15)), 11);
        assert_eq!(age(day(2005, 5, 16), day(2017, 5, 16)), 12);
    }
}
