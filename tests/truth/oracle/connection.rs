//! What happens between two sectors (MODEL: *Connection*).

use chrono::NaiveDate;
use onward::feed::{Case, Zone};
use onward::ids::AirportIdx;
use onward::time::{Minutes, midnights, to_local};

use super::sectors::Sector;
use super::{Without, World};

/// A connection that is allowed as far as the case and the station go.
#[derive(Debug, Clone)]
pub struct Connection {
    /// Where.
    pub at: AirportIdx,
    /// How long.
    pub gap: Minutes,
    /// On which side of the border.
    pub zone: Zone,
    /// Local date of arrival.
    pub date: NaiveDate,
    /// Midnights for which each person needs a bed.
    pub nights: Vec<NaiveDate>,
}

/// The connection from `first` to `second`, if `case` may make it.
pub fn connect(world: &World, case: &Case, first: &Sector, second: &Sector) -> Option<Connection> {
    let feed = world.feed;
    if first.to != second.from {
        return None;
    }
    let at = first.to;
    let (station, zone) = (&feed.stations[at], feed.airports[at].zone);
    let domestic_in = feed.domestic(first.from, first.to);
    let domestic_out = feed.domestic(second.from, second.to);
    let gap = second.dep - first.arr;
    let least = station.mct[usize::from(!domestic_in)][usize::from(!domestic_out)] + case.mct_extra;
    if gap < least || gap > feed.policy.max_connection {
        return None;
    }
    let stopover = gap > station.airside;
    let nights: Vec<_> = if stopover { midnights(zone, first.arr, second.dep).collect() } else { Vec::new() };
    if !nights.is_empty() && !case.overnight {
        return None;
    }
    let assisted = |sector_time| station.assist_hours.contain(to_local(zone, sector_time).time());
    if !assisted(first.arr) || !assisted(second.dep) {
        return None;
    }
    let landside = stopover && world.holds(Without::StopoverLandside)
        || (domestic_in || domestic_out) && world.holds(Without::DomesticLandside);
    let zone = if landside { Zone::Landside } else { Zone::Airside };
    Some(Connection { at, gap, zone, date: first.arr_date, nights })
}
