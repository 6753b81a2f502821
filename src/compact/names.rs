//! Names of columns and rows: words and ids of the feed joined by slashes, which no id has.
//!
//! Cases, pools, types, agreements, charters and flights are told by their ids; persons don't occur.

use super::sky::Sky;
use crate::ids::{AgreementIdx, AirportIdx, ClassIdx, EscortTypeIdx, PoolIdx, ReceptionIdx, SectorIdx, TiVec};
use crate::itineraries::classes::Class;
use crate::itineraries::sites::{Aboard, Site};

/// Names things of a feed.
pub(super) struct Names<'n> {
    pub sky: &'n Sky<'n>,
    pub classes: &'n TiVec<ClassIdx, Class>,
}

impl Names<'_> {
    /// A class, by the first case of its first party.
    pub fn class(&self, class: ClassIdx) -> &str {
        let case = self.classes[class].parties.first().and_then(|party| party.first());
        case.map_or("", |&case| &self.sky.network.feed.cases[case].id)
    }

    /// A sector, by its flight key.
    pub fn sector(&self, sector: SectorIdx) -> String {
        self.sky.sector(sector).key(self.sky.network.feed)
    }

    /// An agreement.
    pub fn agreement(&self, agreement: AgreementIdx) -> &str {
        &self.sky.network.feed.agreements[agreement].id
    }

    /// A pool.
    pub fn pool(&self, pool: PoolIdx) -> &str {
        &self.sky.network.feed.pools[pool].id
    }

    /// A type of escorts.
    pub fn kind(&self, kind: EscortTypeIdx) -> &str {
        &self.sky.network.feed.escort_types[kind].id
    }

    /// The row of a site. Rows of reception.csv have no ids: their airport and position tell them apart.
    pub fn site(&self, site: Site) -> String {
        let feed = self.sky.network.feed;
        let airport = |airport: AirportIdx| feed.airports[airport].iata.to_string();
        let reception =
            |row: ReceptionIdx| format!("{}/{}", airport(feed.reception[row].airport), usize::from(row) + 1);
        match site {
            Site::Sector(sector, Aboard::Seats) => format!("seats/{}", self.sector(sector)),
            Site::Sector(sector, aboard) => format!("{}/{}", aboard.name().replace(' ', "-"), self.sector(sector)),
            Site::Allotment(agreement, sector) => {
                format!("allotment/{}/{}", self.agreement(agreement), self.sector(sector))
            }
            Site::Beds(station, night) => format!("beds/{}/{night}", airport(station)),
            Site::Assistance(station, date) => format!("assist/{}/{date}", airport(station)),
            Site::Departures(station, date) => format!("depart/{}/{date}", airport(station)),
            Site::ReceptionDay(row, date) => format!("arrive/{}/{date}", reception(row)),
            Site::ReceptionFlight(row, sector) => format!("arrive/{}/{}", reception(row), self.sector(sector)),
            Site::Need(kind, sector) => format!("need/{}/{}", self.kind(kind), self.sector(sector)),
            Site::Away(pool, date) => format!("away/{}/{date}", self.pool(pool)),
        }
    }
}
