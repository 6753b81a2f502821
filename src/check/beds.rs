//! Beds and assistance at stations, shared by all who connect there (MODEL: *Connection*).

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::journey::Journey;
use super::report::Findings;
use super::rule::Rule;
use crate::feed::Feed;
use crate::ids::AirportIdx;
use crate::time::to_local;

/// What is used at a station, by local date.
type Use = BTreeMap<(AirportIdx, NaiveDate), u64>;

/// Checks beds by midnight and assistance by arrival date; returns what both cost in minor units, beds first.
pub(super) fn check(feed: &Feed, journeys: &[Journey], findings: &mut Findings) -> (i128, i128) {
    let (mut beds, mut assisted) = (Use::new(), Use::new());
    let (mut bed_cost, mut assist_cost) = (0, 0);
    for journey in journeys {
        let persons = journey.party.size();
        for connection in &journey.connections {
            let at = connection.at;
            let station = &feed.stations[at];
            for &night in &connection.nights {
                *beds.entry((at, night)).or_default() += persons;
                bed_cost += i128::from(station.bed_cost.0) * i128::from(persons);
            }
            let date = to_local(feed.airports[at].zone, connection.arrival).date();
            *assisted.entry((at, date)).or_default() += persons;
            assist_cost += i128::from(station.assist_cost.0) * i128::from(persons);
        }
    }
    for ((at, night), persons) in beds {
        let most = feed.stations[at].beds;
        if persons > u64::from(most) {
            let place = format!("station {}, midnight of {night}", feed.airports[at].iata);
            findings.add(Rule::Beds, place, format!("{persons} beds in use, there are {most}"));
        }
    }
    for ((at, date), persons) in assisted {
        if let Some(most) = feed.stations[at].assist_per_day.filter(|&most| persons > u64::from(most)) {
            let place = format!("station {}, {date}", feed.airports[at].iata);
            findings.add(Rule::AssistPerDay, place, format!("{persons} persons connect, at most {most} may"));
        }
    }
    (bed_cost, assist_cost)
}
