//! Sites: the places where parties compete for something limited (MODEL: *Capacity*, *Connection*, *Fares*).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::ids::{AgreementIdx, AirportIdx, EscortTypeIdx, PoolIdx, ReceptionIdx, SectorIdx};
use crate::network::Network;

/// A kind of place aboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Aboard {
    /// Seats.
    Seats,
    /// Wheelchairs.
    Wheelchairs,
    /// Stretchers.
    Stretchers,
    /// Oxygen.
    Oxygen,
    /// Unaccompanied minors.
    Minors,
}

impl Aboard {
    /// Its name, in words and in feeds.
    pub fn name(self) -> &'static str {
        match self {
            Self::Seats => "seats",
            Self::Wheelchairs => "wheelchairs",
            Self::Stretchers => "stretchers",
            Self::Oxygen => "oxygen",
            Self::Minors => "minors",
        }
    }
}

/// Something limited that itineraries use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Site {
    /// Places aboard a dated sector.
    Sector(SectorIdx, Aboard),
    /// Seats under an agreement on a dated sector. Each case of a party counts by itself: it has fares of its own.
    Allotment(AgreementIdx, SectorIdx),
    /// Beds at a station on the night before a local date.
    Beds(AirportIdx, NaiveDate),
    /// Persons connecting at a station by local date of arrival.
    Assistance(AirportIdx, NaiveDate),
    /// Persons whose first departure is at a station on a local date.
    Departures(AirportIdx, NaiveDate),
    /// Persons of a reception row by local date of their last arrival.
    ReceptionDay(ReceptionIdx, NaiveDate),
    /// Persons of a reception row on the last sector of their itinerary.
    ReceptionFlight(ReceptionIdx, SectorIdx),
    /// Persons aboard a dated sector who need an escort of a type. Nothing limits them but the escorts there.
    Need(EscortTypeIdx, SectorIdx),
    /// Escorts of a pool away from its base, or resting, on a local date there.
    Away(PoolIdx, NaiveDate),
}

impl Site {
    /// Whether uses of it matter: something limits it, escorts must cover it, or it asks for a least group.
    pub fn matters(self, network: &Network) -> bool {
        match self {
            Self::Need(..) => true,
            Self::Allotment(agreement, _) if network.feed.agreements[agreement].min_group > 1 => true,
            site => site.capacity(network).is_some(),
        }
    }

    /// How much there is; `None` where nothing limits it.
    pub fn capacity(self, network: &Network) -> Option<u32> {
        let feed = network.feed;
        match self {
            Self::Sector(sector, aboard) => {
                let capacity = &network.sectors[sector].capacity;
                Some(match aboard {
                    Aboard::Seats => capacity.seats,
                    Aboard::Wheelchairs => capacity.wheelchairs,
                    Aboard::Stretchers => capacity.stretchers,
                    Aboard::Oxygen => capacity.oxygen,
                    Aboard::Minors => capacity.minors,
                })
            }
            Self::Allotment(agreement, _) => feed.agreements[agreement].seats_per_flight,
            Self::Beds(station, _) => Some(feed.stations[station].beds),
            Self::Assistance(station, _) => feed.stations[station].assist_per_day,
            Self::Departures(station, _) => feed.stations[station].depart_per_day,
            Self::ReceptionDay(row, _) => feed.reception[row].per_day,
            Self::ReceptionFlight(row, _) => feed.reception[row].per_flight,
            Self::Need(..) => None,
            Self::Away(pool, _) => Some(feed.pools[pool].count),
        }
    }
}
