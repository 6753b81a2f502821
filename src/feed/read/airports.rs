//! `airports.csv`, `stations.csv` and `blocs.csv`.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use bigdecimal::ToPrimitive;
use typed_index_collections::TiVec;

use super::context::{Context, unique_rows};
use super::values::{self, count, decimal};
use crate::feed::airports::{Airport, Station};
use crate::feed::codes::{Country, Iata};
use crate::feed::faults;
use crate::feed::gazetteer;
use crate::feed::limits::COUNT;
use crate::feed::policy::Policy;
use crate::feed::raw::log::Log;
use crate::feed::raw::table::{Row, Table};
use crate::feed::window::Hours;
use crate::ids::AirportIdx;
use crate::money::Money;

/// The airports that the feed adds or overrides; `None` where a row is at fault.
pub(crate) fn own(table: &Table, log: &Log) -> BTreeMap<Iata, Option<Airport>> {
    unique_rows(table, log, "the airport", "airport", |row| row.text("airport"));
    let mut own = BTreeMap::new();
    for row in table.rows(log) {
        let iata = row.need("airport", values::iata);
        let airport = airport(row, iata);
        if let Some(iata) = iata {
            own.entry(iata).or_insert(airport);
        }
    }
    own
}

fn airport(row: Row<'_>, iata: Option<Iata>) -> Option<Airport> {
    let country = row.need("country", values::country);
    let zone = row.need("tz", values::zone);
    let name = row.maybe("name", values::text);
    let lat = row.maybe("lat", decimal(-90, 90, 9));
    let lon = row.maybe("lon", decimal(-180, 180, 9));
    let (iata, lat, lon) = (iata?, lat?, lon?);
    let position = match (lat, lon) {
        (Some(lat), Some(lon)) => lat.to_f64().zip(lon.to_f64()),
        (None, None) => None,
        (lat, _) => {
            let column = if lat.is_some() { "lon" } else { "lat" };
            return row.fault(faults::half_position(row.at().column(column)));
        }
    };
    // What the row leaves out stays as built in.
    let built_in = gazetteer::airports().get(&iata);
    Some(Airport {
        iata,
        name: name?.or_else(|| built_in.and_then(|known| known.name.clone())),
        country: country?,
        position: position.or_else(|| built_in.and_then(|known| known.position)),
        zone: zone?,
    })
}

/// What each airport used is like to connect at, by default as the policy says; `None` where a row is at fault.
pub(crate) fn stations(
    context: &Context<'_>,
    airports: usize,
    policy: Option<&Policy>,
) -> Option<TiVec<AirportIdx, Station>> {
    let table = context.raw.table("stations.csv");
    unique_rows(table, context.log, "the airport", "airport", |row| row.text("airport"));
    let mut given = HashMap::new();
    let mut sound = true;
    for row in table.rows(context.log) {
        match station(context, row, policy) {
            Some((airport, station)) => {
                given.insert(airport, station);
            }
            None => sound = false,
        }
    }
    let policy = policy?;
    let default = Station {
        mct: [[policy.mct; 2]; 2],
        airside: policy.airside,
        beds: 0,
        bed_cost: Money::ZERO,
        assist_hours: Hours::default(),
        assist_per_day: None,
        assist_cost: Money::ZERO,
        depart_per_day: None,
    };
    let all = (0..airports).map(|n| given.remove(&n.into()).unwrap_or_else(|| default.clone())).collect();
    sound.then_some(all)
}

fn station(context: &Context<'_>, row: Row<'_>, policy: Option<&Policy>) -> Option<(AirportIdx, Station)> {
    let airport = row.need("airport", |cell| context.airport(cell));
    let mct = ["mct_dd", "mct_di", "mct_id", "mct_ii"].map(|column| row.maybe(column, values::minutes));
    let airside = row.maybe("airside_hours", values::hours);
    let beds = row.or("beds", 0, count(0, COUNT));
    let currency = context.row_currency(row);
    let rate = currency.as_ref().map(|(_, rate)| rate);
    let bed_cost = row.or("bed_cost", Money::ZERO, |cell| context.amount(rate, cell));
    let from = row.maybe("assist_from", values::time);
    let to = row.maybe("assist_to", values::time);
    let assist_per_day = row.maybe("assist_per_day", count(0, COUNT));
    let assist_cost = row.or("assist_cost", Money::ZERO, |cell| context.amount(rate, cell));
    let depart_per_day = row.maybe("depart_per_day", count(0, COUNT));
    let policy = policy?;
    let [dd, di, id, ii] = mct;
    let or_policy = |given: Option<_>| given.unwrap_or(policy.mct);
    Some((
        airport?,
        Station {
            mct: [[or_policy(dd?), or_policy(di?)], [or_policy(id?), or_policy(ii?)]],
            airside: airside?.unwrap_or(policy.airside),
            beds: beds?,
            bed_cost: bed_cost?,
            assist_hours: Hours { from: from?, to: to? },
            assist_per_day: assist_per_day?,
            assist_cost: assist_cost?,
            depart_per_day: depart_per_day?,
        },
    ))
}

/// The countries of each bloc, in the order the blocs are first named.
pub(crate) fn blocs(context: &Context<'_>) -> Option<Vec<BTreeSet<Country>>> {
    let table = context.raw.table("blocs.csv");
    unique_rows(table, context.log, "bloc and country", "country", |row| (row.text("bloc"), row.text("country")));
    let mut positions = HashMap::new();
    let mut blocs: Vec<BTreeSet<Country>> = Vec::new();
    let mut sound = true;
    for row in table.rows(context.log) {
        let (bloc, country) = (row.need("bloc", values::id), row.need("country", values::country));
        let (Some(bloc), Some(country)) = (bloc, country) else {
            sound = false;
            continue;
        };
        let position = *positions.entry(bloc).or_insert(blocs.len());
        if position == blocs.len() {
            blocs.push(BTreeSet::new());
        }
        blocs[position].insert(country);
    }
    sound.then_some(blocs)
}
