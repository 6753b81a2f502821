//! The presets: what each feed adds up to.

use std::fmt;
use std::str::FromStr;

use chrono::{Days, NaiveDate};

/// A feed that can be generated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Preset {
    /// 16 May 2017: 1,214 persons from 34 countries to 14.
    Day20170516,
    /// 9 September 2015: 1,541 persons from 54 countries.
    Day20150909,
    /// 200 cases of 16 May 2017 on allotments cut further than the cases were.
    Tight200,
    /// 80 persons out of Kenya, Jordan and Lebanon: all there is in a day, planned to the proof in seconds.
    Sample,
    /// 8,500 persons in seven days of May 2017.
    Week,
    /// 36,000 persons in thirty days of May 2017.
    Month,
    /// 35,000 persons in ninety days of spring 2017.
    Quarter,
    /// 10,000 persons out of Jordan and Lebanon in seven days, with 40 charters on offer.
    Surge,
    /// 137,839 persons, as moved in 2017.
    Year,
}

impl Preset {
    /// All presets.
    pub const ALL: [Self; 9] = [
        Self::Day20170516,
        Self::Day20150909,
        Self::Tight200,
        Self::Sample,
        Self::Week,
        Self::Month,
        Self::Quarter,
        Self::Surge,
        Self::Year,
    ];

    /// Its name on the command line, and the name of the feed.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Day20170516 => "day-2017-05-16",
            Self::Day20150909 => "day-2015-09-09",
            Self::Tight200 => "tight-200",
            Self::Sample => "sample",
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Surge => "surge",
            Self::Year => "year",
        }
    }

    /// The seed of the data committed under `data/`.
    pub const fn default_seed(self) -> u64 {
        match self {
            Self::Day20170516 | Self::Tight200 => 20_170_516,
            Self::Week | Self::Month | Self::Quarter | Self::Surge | Self::Year => 2_017,
            Self::Day20150909 => 20_150_909,
            // One in which every kind of escort is needed, tickets are held and cases are linked: few so small have it all.
            Self::Sample => 28,
        }
    }

    /// What it adds up to.
    pub fn shape(self) -> Shape {
        let day = match self {
            Self::Day20170516 | Self::Tight200 | Self::Sample => NaiveDate::from_ymd_opt(2017, 5, 16),
            Self::Day20150909 => NaiveDate::from_ymd_opt(2015, 9, 9),
            Self::Week => NaiveDate::from_ymd_opt(2017, 5, 15),
            Self::Month => NaiveDate::from_ymd_opt(2017, 5, 1),
            Self::Quarter => NaiveDate::from_ymd_opt(2017, 4, 3),
            Self::Surge => NaiveDate::from_ymd_opt(2017, 9, 11),
            Self::Year => NaiveDate::from_ymd_opt(2017, 1, 1),
        }
        .unwrap_or_default();
        let whole = Shape {
            name: self.name(),
            day,
            days_before: 1,
            days_after: 1,
            lead_days: 7,
            persons: 1_214,
            resettled: RESETTLED_2017,
            corridors: include_str!("tables/corridors-2017.csv"),
            max_daily: 2,
            seats_percent: 100,
            allotment_percent: 100,
            reception_percent: 100,
            keep_cases: None,
            long: None,
        };
        // The day has three days for 1,214 persons; a week that moves as many each day needs about three times the room.
        let long = |persons, days: u64, room: i64, charters| Shape {
            persons,
            days_before: 0,
            days_after: days - 1,
            max_daily: 4,
            seats_percent: 100 + (room - 100) / 4,
            allotment_percent: room,
            reception_percent: room * 3 / 2,
            long: Some(Long { charters, station_percent: room, departure_percent: room, pool_percent: room * 3 / 2 }),
            ..whole.clone()
        };
        let weekly = Charters { every: 7, table: include_str!("tables/charters.csv") };
        match self {
            Self::Day20170516 => whole,
            Self::Day20150909 => Shape {
                persons: 1_541,
                reception_percent: 160,
                resettled: RESETTLED_2015,
                corridors: include_str!("tables/corridors-2015.csv"),
                ..whole
            },
            Self::Tight200 => Shape {
                seats_percent: 40,
                allotment_percent: 50,
                reception_percent: 50,
                keep_cases: Some(200),
                ..whole
            },
            Self::Sample => Shape {
                persons: 80,
                resettled: RESETTLED_SAMPLE,
                corridors: include_str!("tables/corridors-sample.csv"),
                ..whole
            },
            // Twice a week, the charters of a day.
            Self::Week => long(8_500, 7, 300, Charters { every: 3, table: include_str!("tables/charters.csv") }),
            Self::Month => long(36_000, 30, 300, weekly),
            Self::Quarter => long(35_000, 90, 120, weekly),
            Self::Year => long(137_839, 365, 120, weekly),
            // Receiving countries and airports make room when a whole operation is called: limits are lifted at request.
            Self::Surge => Shape {
                resettled: RESETTLED_SURGE,
                corridors: include_str!("tables/corridors-surge.csv"),
                reception_percent: 2_000,
                long: Some(Long {
                    charters: Charters { every: 7, table: include_str!("tables/charters-surge.csv") },
                    station_percent: 400,
                    departure_percent: 2_000,
                    pool_percent: 1_000,
                }),
                ..long(10_000, 7, 400, weekly)
            },
        }
    }
}

impl fmt::Display for Preset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// No preset has that name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no preset {0:?}; there are {names}", names = Preset::ALL.map(Preset::name).join(", "))]
pub struct UnknownPreset(pub String);

impl FromStr for Preset {
    type Err = UnknownPreset;
    fn from_str(name: &str) -> Result<Self, UnknownPreset> {
        Self::ALL.into_iter().find(|preset| preset.name() == name).ok_or_else(|| UnknownPreset(name.to_owned()))
    }
}

/// What a feed adds up to. Longer presets differ in these numbers and tables, not in code.
#[derive(Debug, Clone)]
pub struct Shape {
    /// Name of the feed.
    pub name: &'static str,
    /// The day it is about.
    pub day: NaiveDate,
    /// Days of departure before it.
    pub days_before: u64,
    /// Days of departure after it.
    pub days_after: u64,
    /// Days from the day of planning to the first day of departure.
    pub lead_days: u64,
    /// Persons who move.
    pub persons: u64,
    /// Persons by country of resettlement, as weights.
    pub resettled: &'static [(&'static str, u64)],
    /// Who moves where (an embedded table).
    pub corridors: &'static str,
    /// Most departures a day of one carrier on one route.
    pub max_daily: u64,
    /// Free seats on flights, per cent of the usual.
    pub seats_percent: i64,
    /// Allotments, per cent of the usual.
    pub allotment_percent: i64,
    /// Persons received a day and flight, per cent of the usual.
    pub reception_percent: i64,
    /// Cases kept of all those generated; all where not given.
    pub keep_cases: Option<usize>,
    /// What holds for periods longer than the days around one.
    pub long: Option<Long>,
}

/// What a longer period needs beyond a day: cases get ready all through it, clocks change in it, and more hands help.
#[derive(Debug, Clone, Copy)]
pub struct Long {
    /// The charters on offer.
    pub charters: Charters,
    /// Beds and assistance at stations, per cent of the usual.
    pub station_percent: i64,
    /// Departures a day from a station, per cent of the usual.
    pub departure_percent: i64,
    /// Escorts of a pool, per cent of the usual.
    pub pool_percent: i64,
}

/// Which charters are on offer, and how often.
#[derive(Debug, Clone, Copy)]
pub struct Charters {
    /// Days from one offer to the next, until the period ends.
    pub every: u64,
    /// The table of those on offer.
    pub table: &'static str,
}

impl Shape {
    /// First day of departure.
    pub fn start(&self) -> NaiveDate {
        self.day - Days::new(self.days_before)
    }

    /// Last day of departure.
    pub fn end(&self) -> NaiveDate {
        self.day + Days::new(self.days_after)
    }

    /// Days of departure.
    pub fn days(&self) -> u64 {
        self.days_before + 1 + self.days_after
    }

    /// How many days like the one of 2017 its persons would fill: rare needs come that often.
    pub fn days_worth(&self) -> u64 {
        (self.persons / 1_214).max(1)
    }

    /// Per cent of the usual of a limit, for longer periods.
    pub(super) fn scaled(&self, percent: impl Fn(&Long) -> i64, usual: i64) -> i64 {
        self.long.as_ref().map_or(usual, |long| usual * percent(long) / 100)
    }

    /// The day of planning.
    pub fn as_of(&self) -> NaiveDate {
        self.start() - Days::new(self.lead_days)
    }

    /// First day of flights: escorts go out to where their charges start.
    pub fn flights_from(&self) -> NaiveDate {
        self.start() - Days::new(2)
    }

    /// Last day of flights: those that leave on the last day may still connect, and their escorts go home again.
    pub fn flights_until(&self) -> NaiveDate {
        self.end() + Days::new(5)
    }
}

/// Persons resettled in 2017 by country (IOM, *Resettlement*, 2018): the 14 largest.
const RESETTLED_2017: &[(&str, u64)] = &[
    ("US", 33_359),
    ("CA", 24_002),
    ("AU", 7_998),
    ("GB", 6_208),
    ("SE", 3_401),
    ("DE", 3_015),
    ("NO", 2_817),
    ("FR", 2_526),
    ("NL", 2_267),
    ("BE", 1_309),
    ("FI", 1_102),
    ("ES", 1_071),
    ("NZ", 1_018),
    ("IT", 985),
];

/// For 2015 no split of the day is published: shares assumed, in the order of that year's programmes.
const RESETTLED_2015: &[(&str, u64)] = &[
    ("US", 930),
    ("CA", 190),
    ("AU", 110),
    ("DE", 70),
    ("NO", 45),
    ("SE", 40),
    ("GB", 35),
    ("FI", 20),
    ("DK", 20),
    ("NL", 18),
    ("FR", 16),
    ("NZ", 12),
    ("AT", 12),
    ("CH", 12),
    ("BE", 10),
    ("IE", 10),
];

/// Out of Jordan and Lebanon at once: most to Canada, as in the winter of 2015; the other shares are assumed.
const RESETTLED_SURGE: &[(&str, u64)] =
    &[("CA", 62), ("US", 14), ("GB", 8), ("AU", 5), ("DE", 4), ("NO", 2), ("FR", 2), ("NL", 2), ("BE", 1)];

/// The sample's shares are those of its corridors.
const RESETTLED_SAMPLE: &[(&str, u64)] = &[("US", 8), ("CA", 4), ("NO", 2)];
