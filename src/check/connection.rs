//! Connections: how long, on which side of the border, over which midnights (MODEL: *Connection*).

use chrono::{NaiveDate, NaiveTime};

use super::report::Findings;
use super::rule::Rule;
use super::sectors::Sector;
use crate::feed::{Case, Feed, Zone};
use crate::ids::AirportIdx;
use crate::time::{Minutes, UtcMinute, midnights, to_local};

/// Between two sectors that join in place and time.
#[derive(Debug, Clone)]
pub(super) struct Connection {
    pub at: AirportIdx,
    pub arrival: UtcMinute,
    pub departure: UtcMinute,
    pub gap: Minutes,
    /// The station's MCT for such sectors, before the case's `mct_extra`.
    pub mct: Minutes,
    pub zone: Zone,
    /// The midnights for which a bed is needed; none but in a stopover.
    pub nights: Vec<NaiveDate>,
}

impl Connection {
    pub(super) fn new(feed: &Feed, inbound: &Sector, outbound: &Sector) -> Self {
        let (at, arrival, departure) = (inbound.to, inbound.arr, outbound.dep);
        let station = &feed.stations[at];
        let gap = departure - arrival;
        let stopover = gap > station.airside;
        let nights = match stopover {
            true => midnights(feed.airports[at].zone, arrival, departure).collect(),
            false => Vec::new(),
        };
        let landside = stopover || !inbound.international || !outbound.international;
        Self {
            at,
            arrival,
            departure,
            gap,
            mct: Self::mct(feed, inbound, outbound),
            zone: if landside { Zone::Landside } else { Zone::Airside },
            nights,
        }
    }

    /// The station's MCT between the two sectors.
    pub(super) fn mct(feed: &Feed, inbound: &Sector, outbound: &Sector) -> Minutes {
        feed.stations[inbound.to].mct[usize::from(inbound.international)][usize::from(outbound.international)]
    }

    /// Where it is, for a report.
    pub(super) fn place(&self, feed: &Feed, of: &str) -> String {
        format!("{of}, connection at {}", feed.airports[self.at].iata)
    }

    /// The rules of the connection alone; those of limits shared with others are in [`beds`](super::beds).
    pub(super) fn check(&self, feed: &Feed, case: &Case, of: &str, findings: &mut Findings) {
        let least = self.mct + case.mct_extra;
        if self.gap < least {
            let message = format!("{} min, at least {} min are needed", self.gap.0, least.0);
            findings.add(Rule::Mct, self.place(feed, of), message);
        }
        if self.gap > feed.policy.max_connection {
            let message = format!("{} min, at most {} min are allowed", self.gap.0, feed.policy.max_connection.0);
            findings.add(Rule::MaxConnection, self.place(feed, of), message);
        }
        if !case.overnight
            && let Some(night) = self.nights.first()
        {
            let message = format!("a stopover over midnight of {night}; the case may have none");
            findings.add(Rule::Overnight, self.place(feed, of), message);
        }
        let hours = feed.stations[self.at].assist_hours;
        for (event, at) in [("arrival", self.arrival), ("next departure", self.departure)] {
            let local = to_local(feed.airports[self.at].zone, at);
            if !hours.contain(local.time()) {
                let end = |time: Option<NaiveTime>| time.map_or("open".into(), |t| t.format("%H:%M").to_string());
                let message = format!(
                    "{event} at {} local, assistance is there from {} to {}",
                    local.format("%Y-%m-%d %H:%M"),
                    end(hours.from),
                    end(hours.to)
                );
                findings.add(Rule::AssistHours, self.place(feed, of), message);
            }
        }
    }
}
