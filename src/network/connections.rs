//! What holds between two sectors at an airport, whoever connects (MODEL: *Connection*).

use chrono::NaiveDate;

use super::sectors::Sector;
use crate::feed::{Feed, Zone};
use crate::ids::{AirportIdx, SectorIdx};
use crate::time::{self, Minutes, UtcMinute};

/// A connection that some case might make.
#[derive(Debug, Clone, Copy)]
pub struct Connection {
    /// The sector it leads to.
    pub next: SectorIdx,
    /// The airport that sector arrives at.
    pub to: AirportIdx,
    /// When it arrives there.
    pub arr: UtcMinute,
    /// From arrival to next departure.
    pub gap: Minutes,
    /// How much longer than the station's MCT the gap is; a case's `mct_extra` must fit.
    pub slack: Minutes,
    /// Side of the border.
    pub zone: Zone,
    /// Nights for which a stopover needs beds; 0 where it isn't one.
    pub nights: u32,
    /// Local date whose midnight begins the first of them.
    pub(super) first_night: NaiveDate,
    /// No fare component may hold it: longer than 24 hours.
    pub breaks_fare: bool,
}

impl Connection {
    /// The local dates whose midnights need beds; they follow each other.
    pub fn night_dates(&self) -> impl Iterator<Item = NaiveDate> {
        self.first_night.iter_days().take(self.nights as usize)
    }
}

/// The longest connection inside a fare component (MODEL: *Fares*).
const LONGEST_IN_COMPONENT: Minutes = Minutes::hours(24);

/// The midnights over which one may stay after a sector, worked out once for all connections from it.
pub struct Midnights(Vec<(NaiveDate, UtcMinute)>);

impl Midnights {
    /// Those after `arriving`, up to the longest connection.
    pub fn after(feed: &Feed, arriving: &Sector) -> Self {
        let until = arriving.arr + feed.policy.max_connection;
        Self(time::timed_midnights(feed.airports[arriving.to].zone, arriving.arr, until).collect())
    }

    /// The dates of those up to `until`.
    fn until(&self, until: UtcMinute) -> impl Iterator<Item = NaiveDate> {
        self.0.iter().take_while(move |&&(_, at)| at <= until).map(|&(date, _)| date)
    }
}

/// The connection from `arriving` over `midnights` after it to `next` if its times, its station's hours and its beds
/// allow it to anyone.
pub fn connection(
    feed: &Feed,
    arriving: &Sector,
    midnights: &Midnights,
    next: &Sector,
    index: SectorIdx,
) -> Option<Connection> {
    let station = &feed.stations[arriving.to];
    let gap = next.dep - arriving.arr;
    let slack = gap - station.mct[usize::from(!arriving.domestic)][usize::from(!next.domestic)];
    if slack < Minutes(0) || gap > feed.policy.max_connection {
        return None;
    }
    if !station.assist_hours.contain(arriving.arr_local.time()) || !station.assist_hours.contain(next.dep_local.time())
    {
        return None;
    }
    let stopover = is_stopover(feed, arriving, next);
    let mut dates = midnights.until(next.dep).filter(|_| stopover);
    let first_night = dates.next();
    let nights = dates.count() as u32 + u32::from(first_night.is_some());
    if nights > 0 && station.beds == 0 {
        return None;
    }
    Some(Connection {
        next: index,
        to: next.to,
        arr: next.arr,
        gap,
        slack,
        zone: zone(feed, arriving, next),
        nights,
        first_night: first_night.unwrap_or_default(),
        breaks_fare: gap > LONGEST_IN_COMPONENT,
    })
}

/// Whether connecting from `arriving` to `next` takes so long that it is a stopover.
pub fn is_stopover(feed: &Feed, arriving: &Sector, next: &Sector) -> bool {
    next.dep - arriving.arr > feed.stations[arriving.to].airside
}

/// The side of the border on which one connects from `arriving` to `next`.
pub fn zone(feed: &Feed, arriving: &Sector, next: &Sector) -> Zone {
    let landside = arriving.domestic || next.domestic || is_stopover(feed, arriving, next);
    if landside { Zone::Landside } else { Zone::Airside }
}

/// The local dates whose midnight is spent in bed between the two sectors: none unless it is a stopover.
pub fn nights(feed: &Feed, arriving: &Sector, next: &Sector) -> impl Iterator<Item = NaiveDate> {
    let dates = || time::midnights(feed.airports[arriving.to].zone, arriving.arr, next.dep);
    is_stopover(feed, arriving, next).then(dates).into_iter().flatten()
}
