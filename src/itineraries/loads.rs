//! What a case takes of a flight and of a fare, by the date of its first departure (MODEL: *Person type*).

use chrono::{Datelike, NaiveDate};

use crate::feed::{Capacity, Case, Feed};
use crate::network::fares::Traveller;

/// What the persons of a case take on every sector of an itinerary.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Load {
    /// Persons, infants on laps included.
    pub persons: u32,
    /// Seats; a stretcher takes several.
    pub seats: u32,
    /// Persons in wheelchairs.
    pub wheelchairs: u32,
    /// Persons on stretchers.
    pub stretchers: u32,
    /// Persons needing oxygen.
    pub oxygen: u32,
    /// Unaccompanied minors.
    pub minors: u32,
    /// Persons by fare, in the order of [`Traveller::ALL`].
    pub travellers: [u32; 5],
}

impl Load {
    /// The load of `case` if its first departure is on `date`.
    pub fn of(feed: &Feed, case: &Case, date: NaiveDate) -> Self {
        let mut load = Self::default();
        let (mut lap_candidates, mut laps) = (0, 0);
        for person in case.persons.iter().map(|&person| &feed.persons[person]) {
            let age = age(person.birth, date);
            load.persons += 1;
            load.wheelchairs += u32::from(person.wheelchair);
            load.stretchers += u32::from(person.stretcher);
            load.oxygen += u32::from(person.oxygen);
            load.minors += u32::from(person.minor);
            laps += u32::from(age >= LAP_AGE);
            match (person.stretcher, age) {
                (true, ..CHILD_UNTIL) => load.board(Traveller::ChildStretcher, 1, feed.policy.stretcher_seats),
                (true, _) => load.board(Traveller::AdultStretcher, 1, feed.policy.stretcher_seats),
                (false, ..INFANT_UNTIL) => lap_candidates += 1,
                (false, ..CHILD_UNTIL) => load.board(Traveller::Child, 1, 1),
                (false, _) => load.board(Traveller::Adult, 1, 1),
            }
        }
        let on_laps = lap_candidates.min(laps);
        load.board(Traveller::LapInfant, on_laps, 0);
        load.board(Traveller::Child, lap_candidates - on_laps, 1);
        load
    }

    fn board(&mut self, traveller: Traveller, persons: u32, seats: u32) {
        self.travellers[traveller as usize] += persons;
        self.seats += persons * seats;
    }

    /// This load and `other` together.
    pub fn and(mut self, other: &Self) -> Self {
        self.persons += other.persons;
        self.seats += other.seats;
        self.wheelchairs += other.wheelchairs;
        self.stretchers += other.stretchers;
        self.oxygen += other.oxygen;
        self.minors += other.minors;
        for (mine, theirs) in self.travellers.iter_mut().zip(other.travellers) {
            *mine += theirs;
        }
        self
    }

    /// Travellers with a seat of their own; one on a stretcher counts once.
    pub fn seated(&self) -> u32 {
        let on_laps = self.travellers[Traveller::LapInfant as usize];
        self.travellers.iter().sum::<u32>() - on_laps
    }

    /// Whether it fits into `free`.
    pub fn fits(&self, free: &Capacity) -> bool {
        self.seats <= free.seats
            && self.wheelchairs <= free.wheelchairs
            && self.stretchers <= free.stretchers
            && self.oxygen <= free.oxygen
            && self.minors <= free.minors
    }

    /// What it pays at `prices` per person (see [`FareBook::price`](crate::network::fares::FareBook::price)).
    pub fn pays(&self, prices: &[i64; 5]) -> i64 {
        self.travellers.iter().zip(prices).map(|(&persons, price)| i64::from(persons) * price).sum()
    }
}

/// From this age on a person may hold an infant.
const LAP_AGE: i32 = 16;
/// Below this age a person is an infant.
const INFANT_UNTIL: i32 = 2;
/// Below this age a person is no adult.
const CHILD_UNTIL: i32 = 12;

/// Full years on `date` of a person born on `birth`; negative before the birth.
fn age(birth: NaiveDate, date: NaiveDate) -> i32 {
    let before_birthday = (date.month(), date.day()) < (birth.month(), birth.day());
    date.year() - birth.year() - i32::from(before_birthday)
}
