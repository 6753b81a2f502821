//! Limited places by the names that a feed has for them.

use chrono::NaiveDate;
use serde::Serialize;

use crate::ids::SectorIdx;
use crate::itineraries::sites::Site;
use crate::network::Network;

/// Something limited, by name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Place {
    /// Places aboard a dated sector.
    Aboard {
        /// Its key.
        flight: String,
        /// `seats`, `wheelchairs`, `stretchers`, `oxygen` or `minors`.
        what: &'static str,
    },
    /// Seats under an agreement on a dated sector.
    Allotment {
        /// The agreement.
        agreement: String,
        /// The sector's key.
        flight: String,
    },
    /// Beds on the night before a date.
    Beds {
        /// Where.
        airport: String,
        /// The date.
        date: NaiveDate,
    },
    /// Persons assisted on a date.
    Assistance {
        /// Where.
        airport: String,
        /// The date.
        date: NaiveDate,
    },
    /// Persons who set out on a date.
    Departures {
        /// Where.
        airport: String,
        /// The date.
        date: NaiveDate,
    },
    /// Persons received on a date.
    ReceptionDay {
        /// Where.
        airport: String,
        /// Row of `reception.csv`.
        row: u64,
        /// The date.
        date: NaiveDate,
    },
    /// Persons received from a dated sector.
    ReceptionFlight {
        /// Where.
        airport: String,
        /// Row of `reception.csv`.
        row: u64,
        /// The sector's key.
        flight: String,
    },
    /// Escorts away or resting on a date.
    Escorts {
        /// The pool.
        pool: String,
        /// The date.
        date: NaiveDate,
    },
    /// Seats that a least group is short of on a dated sector.
    Group {
        /// The agreement.
        agreement: String,
        /// The sector's key.
        flight: String,
    },
}

impl Place {
    /// The name of `site`; none for persons in need of escorts, whom only escorts limit.
    pub(super) fn of(network: &Network, site: Site) -> Option<Self> {
        let feed = network.feed;
        let key = |sector: SectorIdx| network.sectors[sector].key(feed);
        let iata = |airport| {
            let row: &crate::feed::Airport = &feed.airports[airport];
            row.iata.to_string()
        };
        Some(match site {
            Site::Sector(sector, aboard) => Self::Aboard { flight: key(sector), what: aboard.name() },
            Site::Allotment(agreement, sector) => {
                Self::Allotment { agreement: feed.agreements[agreement].id.to_string(), flight: key(sector) }
            }
            Site::Beds(airport, date) => Self::Beds { airport: iata(airport), date },
            Site::Assistance(airport, date) => Self::Assistance { airport: iata(airport), date },
            Site::Departures(airport, date) => Self::Departures { airport: iata(airport), date },
            Site::ReceptionDay(row, date) => {
                let rule = &feed.reception[row];
                Self::ReceptionDay { airport: iata(rule.airport), row: rule.row, date }
            }
            Site::ReceptionFlight(row, sector) => {
                let rule = &feed.reception[row];
                Self::ReceptionFlight { airport: iata(rule.airport), row: rule.row, flight: key(sector) }
            }
            Site::Away(pool, date) => Self::Escorts { pool: feed.pools[pool].id.to_string(), date },
            Site::Need(..) => return None,
        })
    }
}
