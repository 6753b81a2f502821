//! `stations.csv` and `blocs.csv`.

use std::collections::BTreeSet;

use super::schedule::Service;
use super::table::{Sheet, rows};
use super::transit::countries;

/// The stations that flights of the feed touch.
pub(super) fn sheet(services: &[Service]) -> Sheet {
    let touched: BTreeSet<&str> = services.iter().flat_map(|s| [s.from, s.to]).collect();
    let mut sheet = Sheet::new(
        "airport,mct_dd,mct_di,mct_id,mct_ii,airside_hours,beds,bed_cost,assist_from,assist_to,assist_per_day,\
         assist_cost,depart_per_day",
    );
    for row in rows::<13>(include_str!("tables/stations.csv")) {
        if touched.contains(row[0]) {
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
