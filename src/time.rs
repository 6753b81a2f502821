//! The only place where local time and UTC meet.
//!
//! Inside Onward an instant is a [`UtcMinute`]; local dates and times exist only where a rule or a reader needs them
//! (MODEL: *Time*). Zone rules come from the `chrono-tz` crate, corrected by `AMENDMENTS` where governments changed
//! their clocks after the release it carries; [`zone_data_version`] names both.

use std::fmt;
use std::ops::{Add, Sub};

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, Offset, TimeZone};
use chrono_tz::Tz;

/// An instant: whole minutes since 1970-01-01T00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UtcMinute(pub i64);

/// A length of time in whole minutes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Minutes(pub i64);

impl Minutes {
    /// `hours` whole hours.
    pub const fn hours(hours: i64) -> Self {
        Self(hours * 60)
    }

    /// The number of started hours: 61 minutes are 2.
    pub const fn started_hours(self) -> i64 {
        self.0.div_euclid(60) + (self.0.rem_euclid(60) != 0) as i64
    }

    /// Started spans of 24 hours.
    pub const fn started_days(self) -> i64 {
        const DAY: i64 = 24 * 60;
        self.0.div_euclid(DAY) + (self.0.rem_euclid(DAY) != 0) as i64
    }
}

impl Sub for UtcMinute {
    type Output = Minutes;
    fn sub(self, earlier: Self) -> Minutes {
        Minutes(self.0 - earlier.0)
    }
}

impl Add<Minutes> for UtcMinute {
    type Output = Self;
    fn add(self, length: Minutes) -> Self {
        Self(self.0 + length.0)
    }
}

impl Sub<Minutes> for UtcMinute {
    type Output = Self;
    fn sub(self, length: Minutes) -> Self {
        Self(self.0 - length.0)
    }
}

impl Add for Minutes {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for Minutes {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl fmt::Display for UtcMinute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match DateTime::from_timestamp(self.0 * 60, 0) {
            Some(at) => write!(f, "{}", at.format("%Y-%m-%dT%H:%MZ")),
            None => write!(f, "{} min", self.0),
        }
    }
}

/// From `from` until `until` (UTC minutes, end excluded) the zones keep the clock of `like`.
struct Amendment {
    zones: &'static [Tz],
    from: i64,
    until: i64,
    like: Tz,
}

/// Newest release whose changes [`AMENDMENTS`] holds.
const AMENDED_TO: &str = "2026f";

/// What the tz database changed after 2025b, the release in chrono-tz 0.10: Morocco back to UTC+0 (2026-09-20), British
/// Columbia, Alberta with the western Arctic, and Manitoba on year-round summer time (no change back on 2026-11-01), Cuba's winter of
/// 2026 skipped, Moldova's changes at the hour of the European Union since 2022. `tests/zones.rs` holds the instants.
const AMENDMENTS: &[Amendment] = &[
    Amendment {
        zones: &[Tz::Africa__Casablanca, Tz::Africa__El_Aaiun],
        from: minute(1_789_866_000), // 2026-09-20T01:00Z
        until: i64::MAX,
        like: Tz::Etc__GMT,
    },
    Amendment {
        zones: &[Tz::America__Edmonton, Tz::America__Yellowknife, Tz::America__Inuvik, Tz::Canada__Mountain],
        from: minute(1_793_520_000), // 2026-11-01T08:00Z
        until: i64::MAX,
        like: Tz::Etc__GMTPlus6,
    },
    Amendment {
        zones: &[Tz::America__Winnipeg, Tz::America__Rainy_River, Tz::Canada__Central],
        from: minute(1_793_516_400), // 2026-11-01T07:00Z
        until: i64::MAX,
        like: Tz::Etc__GMTPlus5,
    },
    Amendment {
        zones: &[Tz::America__Vancouver, Tz::Canada__Pacific],
        from: minute(1_793_523_600), // 2026-11-01T09:00Z
        until: i64::MAX,
        like: Tz::Etc__GMTPlus7,
    },
    Amendment {
        zones: &[Tz::America__Havana, Tz::Cuba],
        from: minute(1_793_509_200),  // 2026-11-01T05:00Z
        until: minute(1_805_000_400), // 2027-03-14T05:00Z
        like: Tz::Etc__GMTPlus4,
    },
    Amendment {
        zones: &[Tz::Europe__Chisinau, Tz::Europe__Tiraspol],
        from: minute(1_640_995_200), // 2022-01-01T00:00Z
        until: i64::MAX,
        like: Tz::Europe__Bucharest,
    },
];

const fn minute(seconds: i64) -> i64 {
    seconds / 60
}

/// The zone rules in force, for reports: `"2025b+2026f"` is release 2025b with the changes up to 2026f.
pub fn zone_data_version() -> String {
    format!("{}+{AMENDED_TO}", chrono_tz::IANA_TZDB_VERSION)
}

/// Minutes by which `zone` is ahead of UTC at `at`.
fn offset(zone: Tz, at: UtcMinute) -> Minutes {
    let zone = AMENDMENTS
        .iter()
        .find(|a| a.from <= at.0 && at.0 < a.until && a.zones.contains(&zone))
        .map_or(zone, |a| a.like);
    let naive = naive(at);
    Minutes(i64::from(zone.offset_from_utc_datetime(&naive).fix().local_minus_utc()).div_euclid(60))
}

fn naive(at: UtcMinute) -> NaiveDateTime {
    // Feeds hold years 1900 to 2199 (`feed::cell`), a few days more are added: far inside chrono's range.
    DateTime::from_timestamp(at.0 * 60, 0).map_or(NaiveDateTime::MIN, |d| d.naive_utc())
}

/// The instant at which the clocks of `zone` show `local`. A time that is skipped takes the offset before the change,
/// a doubled one is the first (MODEL: *Time*). Seconds are dropped.
pub fn to_utc(zone: Tz, local: NaiveDateTime) -> UtcMinute {
    let wall = UtcMinute(local.and_utc().timestamp().div_euclid(60));
    let day = Minutes::hours(24);
    let before = offset(zone, wall - day);
    let after = offset(zone, wall + day);
    let (first, second) = (wall - before, wall - after);
    if offset(zone, first) != before && offset(zone, second) == after { second } else { first }
}

/// What the clocks of `zone` show at `at`.
pub fn to_local(zone: Tz, at: UtcMinute) -> NaiveDateTime {
    naive(at + offset(zone, at))
}

/// The local dates whose midnight (00:00) lies after `after` and not after `until`, in order (MODEL: *Connection*).
pub fn midnights(zone: Tz, after: UtcMinute, until: UtcMinute) -> impl Iterator<Item = NaiveDate> {
    timed_midnights(zone, after, until).map(|(date, _)| date)
}

/// The same dates, each with the instant of its midnight.
pub fn timed_midnights(zone: Tz, after: UtcMinute, until: UtcMinute) -> impl Iterator<Item = (NaiveDate, UtcMinute)> {
    let first = to_local(zone, after).date();
    (0u64..)
        .map_while(move |n| first.checked_add_days(Days::new(n)))
        .map(move |date| (date, to_utc(zone, date.and_hms_opt(0, 0, 0).unwrap_or_default())))
        .take_while(move |&(_, at)| at <= until)
        .filter(move |&(_, at)| at > after)
}
