//! When two texts of a cell mean the same, so that a change can tell whether it changes anything.

use std::collections::BTreeSet;

use crate::money::Decimal;

/// Columns that hold a number, and what an empty cell of them means where that doesn't hang on another value.
const NUMBERS: &[(&str, &str)] = &[
    ("adult", ""),
    ("airside_hours", ""),
    ("arr_day", "0"),
    ("assist_cost", "0"),
    ("assist_per_day", ""),
    ("bed_cost", "0"),
    ("beds", "0"),
    ("change_cost", "0"),
    ("child_pct", "75"),
    ("commit_seats", "0"),
    ("count", ""),
    ("day_cost", ""),
    ("depart_per_day", ""),
    ("escort_pct", "100"),
    ("fee", "0"),
    ("fixed_cost", ""),
    ("from_seats", ""),
    ("infant_pct", "10"),
    ("lead_days", "0"),
    ("leg", ""),
    ("max_away_hours", "240"),
    ("max_hours", ""),
    ("mct_dd", ""),
    ("mct_di", ""),
    ("mct_extra", "0"),
    ("mct_id", ""),
    ("mct_ii", ""),
    ("min_group", "1"),
    ("min_seats", "0"),
    ("minors", "0"),
    ("overnight", "1"),
    ("per_day", ""),
    ("per_flight", ""),
    ("per_seat", "0"),
    ("rebate", ""),
    ("seats", ""),
    ("seats_before", "0"),
    ("seats_per_flight", ""),
    ("shortfall_fee", "0"),
    ("stretchers", "0"),
    ("tax", "0"),
    ("wheelchairs", "0"),
];

/// What an empty cell of a column means, empty where nothing is.
pub(crate) fn default(file: &str, column: &str) -> &'static str {
    match (file, column) {
        ("agreements.csv", "max_sectors") => "4",
        ("transit.csv", "destination") | ("reception.csv", "programme") => "*",
        ("reception.csv", "days") => "1234567",
        ("flights.csv" | "charter_legs.csv", "mode") => "air",
        // Places for oxygen; a person's oxygen is a flag.
        ("flights.csv" | "charter_legs.csv", "oxygen") => "0",
        _ => NUMBERS.iter().find(|(name, _)| *name == column).map_or("", |(_, default)| default),
    }
}

/// Whether two texts mean the same in that column.
pub(crate) fn same<'a>(file: &str, column: &str, a: &'a str, b: &'a str) -> bool {
    let meant = |text: &'a str| if text.is_empty() { default(file, column) } else { text };
    let (a, b) = (meant(a), meant(b));
    if a == b {
        return true;
    }
    match column {
        "place" | "destination" | "covers" | "closed" | "programme" | "exempt" | "carriers" => members(a) == members(b),
        "days" => a.bytes().collect::<BTreeSet<_>>() == b.bytes().collect::<BTreeSet<_>>(),
        "max_sectors" | "oxygen" => equal(a, b),
        _ => NUMBERS.iter().any(|(name, _)| *name == column) && equal(a, b),
    }
}

fn members(text: &str) -> BTreeSet<&str> {
    text.split('|').collect()
}

fn equal(a: &str, b: &str) -> bool {
    matches!((a.parse::<Decimal>(), b.parse::<Decimal>()), (Ok(a), Ok(b)) if a == b)
}
