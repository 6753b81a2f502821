//! `stations.csv` and `blocs.csv`.

use std::collections::BTreeSet;

use super::presets::{Long, Shape};
use super::schedule::Service;
use super::table::{Sheet, cell, number, rows};
use super::transit::countries;

/// Columns of the table that are limits.
const BEDS: usize = 6;
const ASSISTED: usize = 10;
const DEPARTING: usize = 12;

/// The stations that flights of the feed touch.
pub(super) fn sheet(shape: &Shape, services: &[Service]) -> Sheet {
    let touched: BTreeSet<&str> = services.iter().flat_map(|s| [s.from, s.to]).collect();
    let mut sheet = Sheet::new(
        "airport,mct_dd,mct_di,mct_id,mct_ii,airside_hours,beds,bed_cost,assist_from,assist_to,assist_per_day,\
         assist_cost,depart_per_day",
    );
    for row in rows::<13>(include_str!("tables/stations.csv")) {
        if touched.contains(row[0]) {
            let scaled = |text: &str, percent: fn(&Long) -> i64| {
                cell((!text.is_empty()).then(|| shape.scaled(percent, number(text))))
            };
            let mut row = row.map(str::to_owned);
            for column in [BEDS, ASSISTED] {
                row[column] = scaled(&row[column], |long| long.station_percent);
            }
            row[DEPARTING] = scaled(&row[DEPARTING], |long| long.departure_percent);
            let cells: Vec<&dyn std::fmt::Display> = row.iter().map(|cell| cell as _).collect();
            sheet.row(&cells);
        }
    }
    sheet
}

/// The Schengen area, the only bloc: the East African Community's common market has no common border check.
pub(super) fn blocs() -> Sheet {
    let mut sheet = Sheet::new("bloc,country");
    for country in countries("@SCHENGEN").split('|') {
        sheet.row(&[&"schengen", &country]);
    }
    sheet
}
