//! What happens between two sectors (MODEL: *Connection*).

use chrono::NaiveDate;
use onward::feed::{Case, Zone};
use onward::ids::AirportIdx;
use onward::time::{Minutes, UtcMinute, midnights, to_local};

use super::sectors::Sector;
use super::{Without, World};

/// A connection, allowed or not.
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
    /// The station's MCT for such sectors.
    mct: Minutes,
    /// Arrival and next departure.
    ends: [UtcMinute; 2],
}

/// The connection from `first` to `second`, if they join in place and time.
pub fn between(world: &World, first: &Sector, second: &Sector) -> Option<Connection> {
    let feed = world.feed;
    let gap = second.dep - first.arr;
    if first.to != second.from || gap < Minutes(0) {
        return None;
    }
    let at = first.to;
    let domestic = [first, second].map(|sector| feed.domestic(sector.from, sector.to));
    let stopover = gap > feed.stations[at].airside;
    let landside = stopover && world.holds(Without::StopoverLandside)
        || domestic.contains(&true) && world.holds(Without::DomesticLandside);
    Some(Connection {
        at,
        gap,
        zone: if landside { Zone::Landside } else { Zone::Airside },
        date: first.arr_date,
        nights: if stopover { midnights(feed.airports[at].zone, first.arr, second.dep).collect() } else { Vec::new() },
        mct: mct(world, first, second),
        ends: [first.arr, second.dep],
    })
}

/// The least time between two sectors that meet, by the station.
pub fn mct(world: &World, first: &Sector, second: &Sector) -> Minutes {
    let international = |sector: &Sector| usize::from(!world.feed.domestic(sector.from, sector.to));
    world.feed.stations[first.to].mct[international(first)][international(second)]
}

/// Whether `case` may make the connection as far as the case and the station go.
pub fn allowed(world: &World, case: &Case, connection: &Connection) -> bool {
    let station = &world.feed.stations[connection.at];
    let zone = world.feed.airports[connection.at].zone;
    connection.gap >= connection.mct + case.mct_extra
        && connection.gap <= world.feed.policy.max_connection
        && (case.overnight || connection.nights.is_empty())
        && connection.ends.iter().all(|end| station.assist_hours.contain(to_local(zone, *end).time()))
}
