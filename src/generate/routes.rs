//! Who flies where: the routes and the hubs' banks.

use super::table::{clock, number, rows};

/// A route of a carrier between its hub and a spoke, flown both ways.
#[derive(Debug, Clone)]
pub(super) struct Route {
    pub(super) carrier: &'static str,
    pub(super) hub: &'static str,
    pub(super) spoke: &'static str,
    pub(super) weekly: u64,
    pub(super) equipment: &'static str,
}

/// The routes flown in `year`.
pub(super) fn routes(year: i32) -> Vec<Route> {
    rows::<4>(include_str!("tables/routes.csv"))
        .flat_map(|[carrier, hub, equipment, spokes]| {
            spokes.split(' ').filter_map(move |text| {
                let (text, since) = text.split_once('@').unwrap_or((text, "0"));
                let (spoke, weekly) = text.split_once('*').unwrap_or((text, "7"));
                let route = Route { carrier, hub, spoke, weekly: number(weekly), equipment };
                (number::<i32>(since) <= year).then_some(route)
            })
        })
        .collect()
}

/// When a hub's flights arrive and leave, in minutes after midnight, local.
#[derive(Debug, Clone)]
pub(super) struct Banks {
    pub(super) arrivals: Vec<i64>,
    pub(super) departures: Vec<i64>,
}

impl Banks {
    /// The banks of `hub`; those of the row `*` where it has none.
    pub(super) fn of(hub: &str) -> Self {
        let times = |text: &'static str| text.split(' ').map(clock).collect();
        let named = |row: &[&'static str; 3]| row[0] == hub;
        let table = || rows::<3>(include_str!("tables/hubs.csv"));
        let [_, arrivals, departures] =
            table().find(named).or_else(|| table().last()).unwrap_or(["*", "08:40", "11:20"]);
        Self { arrivals: times(arrivals), departures: times(departures) }
    }
}
