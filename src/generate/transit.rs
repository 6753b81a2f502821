//! `transit.csv`.

use super::table::{Sheet, rows};

/// A set as it stands in a table: a member `@NAME` stands for the members of that name.
///
/// # Panics
/// Where no set has that name.
pub(super) fn countries(set: &'static str) -> String {
    let named = |name: &str| {
        let mut sets = rows::<2>(include_str!("tables/sets.csv"));
        sets.find(|row| row[0] == name).map_or_else(|| panic!("embedded table: no set {name:?}"), |row| row[1])
    };
    let members: Vec<&str> = set.split('|').map(|member| member.strip_prefix('@').map_or(member, named)).collect();
    members.join("|")
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
