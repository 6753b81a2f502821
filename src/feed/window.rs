//! Days of the week and hours of the day, local to the airport they are given for.

use chrono::{NaiveTime, Weekday};

/// Hours of the day, both ends included; a missing end is open and `from` after `to` wraps midnight (MODEL: *Time*).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Hours {
    /// First minute inside.
    pub from: Option<NaiveTime>,
    /// Last minute inside.
    pub to: Option<NaiveTime>,
}

impl Hours {
    /// Whether the local time of day `at` lies inside.
    pub fn contain(self, at: NaiveTime) -> bool {
        match (self.from, self.to) {
            (Some(from), Some(to)) if from > to => at >= from || at <= to,
            (from, to) => from.is_none_or(|from| from <= at) && to.is_none_or(|to| at <= to),
        }
    }
}

/// A set of days of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weekdays(u8);

impl Weekdays {
    /// Every day.
    pub const ALL: Self = Self(0b111_1111);

    /// The days of `digits`, each 1 (Monday) to 7 (Sunday) at most once and in any order; `None` for anything else.
    pub fn from_digits(digits: &str) -> Option<Self> {
        let days = digits.bytes().try_fold(0u8, |days, digit| {
            let day = matches!(digit, b'1'..=b'7').then(|| 1u8 << (digit - b'1'))?;
            (days & day == 0).then_some(days | day)
        })?;
        (days != 0).then_some(Self(days))
    }

    /// Whether `day` is in the set.
    pub fn contains(self, day: Weekday) -> bool {
        self.0 & (1 << day.num_days_from_monday()) != 0
    }
}
