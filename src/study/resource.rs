//! What there may be more of: seats and other places, allotments, beds, places in reception, escorts.

use std::fmt;

use serde::Serialize;
use serde_json::json;

use super::relaxations::{change, possible};
use crate::feed::{Feed, OneOf};
use crate::scenario::{Change, Tables};
use crate::solve::local::Place;

/// Something that a feed limits by one number, so that it can be asked for more of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Resource {
    /// Places aboard a scheduled flight on a date.
    Aboard {
        /// Its key.
        flight: String,
        /// `seats`, `wheelchairs`, `stretchers`, `oxygen` or `minors`.
        what: &'static str,
    },
    /// Places aboard a charter, on each of its legs.
    Charter {
        /// Its id.
        charter: String,
        /// As for a scheduled flight.
        what: &'static str,
    },
    /// Seats under an agreement, on every flight.
    Allotment {
        /// Its id.
        agreement: String,
    },
    /// Beds for stopovers, on every night.
    Beds {
        /// Where.
        airport: String,
    },
    /// Persons assisted while they connect, on every date.
    Assistance {
        /// Where.
        airport: String,
    },
    /// Persons who set out, on every date.
    Departures {
        /// Where.
        airport: String,
    },
    /// Persons received, on every date.
    ReceptionDay {
        /// Where.
        airport: String,
        /// Only in rows that hold for this programme.
        programme: Option<String>,
    },
    /// Persons received from a flight, from each.
    ReceptionFlight {
        /// Where.
        airport: String,
        /// Only in rows that hold for this programme.
        programme: Option<String>,
    },
    /// Escorts of a pool.
    Escorts {
        /// Its id.
        pool: String,
    },
}

impl Resource {
    /// What `place` is a part of; `None` where no number limits it.
    pub(super) fn of(feed: &Feed, place: &Place) -> Option<Self> {
        Some(match place {
            Place::Aboard { flight, what } => {
                let charter = feed.charters.iter().find(|charter| leg_of(flight) == Some(&*charter.id));
                match charter {
                    Some(charter) => Self::Charter { charter: charter.id.to_string(), what },
                    None => Self::Aboard { flight: flight.clone(), what },
                }
            }
            Place::Allotment { agreement, .. } => Self::Allotment { agreement: agreement.clone() },
            Place::Beds { airport, .. } => Self::Beds { airport: airport.clone() },
            Place::Assistance { airport, .. } => Self::Assistance { airport: airport.clone() },
            Place::Departures { airport, .. } => Self::Departures { airport: airport.clone() },
            Place::ReceptionDay { airport, row, .. } => {
                Self::ReceptionDay { airport: airport.clone(), programme: programme(feed, *row) }
            }
            Place::ReceptionFlight { airport, row, .. } => {
                Self::ReceptionFlight { airport: airport.clone(), programme: programme(feed, *row) }
            }
            Place::Escorts { pool, .. } => Self::Escorts { pool: pool.clone() },
            Place::Group { .. } => return None,
        })
    }

    /// The changes that give `units` more of it; none where they can't be made to `base`, whose feed is `feed`.
    pub(super) fn more(&self, base: &Tables, feed: &Feed, units: u32) -> Vec<Change> {
        let station = |airport: &String, field: &str, now: &dyn Fn(&crate::feed::Station) -> Option<u32>| {
            let index = feed.airports.iter_enumerated().find(|(_, row)| row.iata.as_str() == airport).map(|(i, _)| i);
            let now = index.and_then(|index| now(&feed.stations[index]))?;
            Some(json!({"change": "station", "airport": airport, (field): now.saturating_add(units)}))
        };
        let received = |airport: &String, programme: &Option<String>, field: &str| {
            let mut written = json!({"change": "reception", "airport": airport, (field): units});
            if let Some(programme) = programme {
                written["programme"] = json!(programme);
            }
            Some(written)
        };
        let aboard = |flight: &str, what: &str| {
            let field = if what == "seats" { "by".to_owned() } else { format!("{what}_by") };
            json!({"change": "seats", "flight": flight, (field): units})
        };
        let written: Vec<serde_json::Value> = match self {
            Self::Aboard { flight, what } => vec![aboard(flight, what)],
            Self::Charter { charter, what } => {
                let legs = feed.charters.iter().find(|row| *row.id == **charter).map_or(0, |row| row.legs.len());
                (1..=legs).map(|leg| aboard(&format!("{charter}/{leg}"), what)).collect()
            }
            Self::Allotment { agreement } => {
                vec![json!({"change": "allotment", "agreement": agreement, "by": units})]
            }
            Self::Beds { airport } => station(airport, "beds", &|row| Some(row.beds)).into_iter().collect(),
            Self::Assistance { airport } => {
                station(airport, "assist_per_day", &|row| row.assist_per_day).into_iter().collect()
            }
            Self::Departures { airport } => {
                station(airport, "depart_per_day", &|row| row.depart_per_day).into_iter().collect()
            }
            Self::ReceptionDay { airport, programme } => {
                received(airport, programme, "per_day_by").into_iter().collect()
            }
            Self::ReceptionFlight { airport, programme } => {
                received(airport, programme, "per_flight_by").into_iter().collect()
            }
            Self::Escorts { pool } => vec![json!({"change": "pool_changed", "pool": pool, "by": units})],
        };
        let changes: Vec<Change> = written.into_iter().filter_map(change).collect();
        if changes.iter().all(|change| possible(base, change)) { changes } else { Vec::new() }
    }
}

/// The charter whose leg a flight key would name.
fn leg_of(flight: &str) -> Option<&str> {
    flight.rsplit_once('/').map(|(charter, _)| charter)
}

/// A programme by which the row of reception.csv is told from others at its airport.
fn programme(feed: &Feed, row: u64) -> Option<String> {
    let rule = feed.reception.iter().find(|rule| rule.row == row)?;
    match &rule.programme {
        OneOf::Any => None,
        OneOf::Named(named) => named.first().map(|&programme| feed.programmes[programme].to_string()),
    }
}

impl fmt::Display for Resource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let for_whom =
            |programme: &Option<String>| programme.iter().map(|one| format!(" for {one}")).collect::<String>();
        match self {
            Self::Aboard { flight, what } => write!(f, "{what} on {flight}"),
            Self::Charter { charter, what } => write!(f, "{what} on {charter}, each leg"),
            Self::Allotment { agreement } => write!(f, "seats of {agreement}, each flight"),
            Self::Beds { airport } => write!(f, "beds at {airport}"),
            Self::Assistance { airport } => write!(f, "assistance a day at {airport}"),
            Self::Departures { airport } => write!(f, "departures a day from {airport}"),
            Self::ReceptionDay { airport, programme } => {
                write!(f, "reception a day at {airport}{}", for_whom(programme))
            }
            Self::ReceptionFlight { airport, programme } => {
                write!(f, "reception a flight at {airport}{}", for_whom(programme))
            }
            Self::Escorts { pool } => write!(f, "escorts of {pool}"),
        }
    }
}
