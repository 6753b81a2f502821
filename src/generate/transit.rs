//! `transit.csv`.

use super::table::{Sheet, rows};

/// A set as it stands in a table: `@NAME` is looked up, anything else stands for itself.
pub(super) fn countries(set: &'static str) -> &'static str {
    set.strip_prefix('@').map_or(set, |name| {
        rows::<2>(include_str!("tables/sets.csv"))
            .find(|row| row[0] == name)
            .map(|row| row[1])
            .unwrap_or_else(|| panic!("embedded table: no set {name:?}"))
    })
}

/// The transit rules.
pub(super) fn sheet() -> Sheet {
    let mut sheet = Sheet::new("place,nationality,document,destination,zone,decision,max_hours,fee,lead_days");
    for [place, nationality, document, destination, zone, decision, max_hours, fee, lead_days] in
        rows::<9>(include_str!("tables/transit.csv"))
    {
        sheet.row(&[
            &countries(place),
            &countries(nationality),
            &document,
            &countries(destination),
            &zone,
            &decision,
            &max_hours,
            &fee,
            &lead_days,
        ]);
    }
    sheet
}
