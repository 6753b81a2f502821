//! The files of a feed and their columns (MODEL section 2).

/// A CSV file of a feed.
#[derive(Debug)]
pub(crate) struct Schema {
    /// Its name.
    pub file: &'static str,
    /// Whether every feed has it.
    pub required: bool,
    /// Its columns.
    pub columns: &'static [Column],
    /// Most rows.
    pub rows: usize,
}

/// A column of it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Column {
    /// Its name.
    pub name: &'static str,
    /// Whether the header must have it.
    pub required: bool,
}

impl Schema {
    /// The file's schema, if it is one of a feed.
    pub(crate) fn of(file: &str) -> Option<&'static Self> {
        SCHEMAS.iter().find(|schema| schema.file == file)
    }

    /// Position of a column among those known.
    pub(crate) fn position(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|known| known.name == column)
    }
}

/// The policy's file name.
pub(crate) const POLICY: &str = "policy.json";

/// Top-level keys of `policy.json`.
pub(crate) const POLICY_KEYS: &[&str] = &[
    "name",
    "currency",
    "as_of",
    "start",
    "end",
    "transit_default",
    "max_sectors",
    "max_connection_hours",
    "airside_hours",
    "mct",
    "stretcher_seats",
    "stretcher_fares",
    "escort_rest_days",
    "connection_penalty",
    "hour_penalty",
    "delay_penalty",
    "unserved_penalty",
];

macro_rules! schemas {
    ($($file:literal $required:ident $rows:expr => $($column:ident $($optional:literal)?),+;)+) => {
        /// Every CSV file, in the order of the documentation.
        pub(crate) const SCHEMAS: &[Schema] = &[$(Schema {
            file: $file,
            required: schemas!(@file $required),
            columns: &[$(Column { name: stringify!($column), required: schemas!(@column $($optional)?) }),+],
            rows: $rows,
        }),+];
    };
    (@file required) => { true };
    (@file optional) => { false };
    (@column) => { true };
    (@column $optional:literal) => { false };
}

use crate::feed::limits::{ROWS, TRANSIT_ROWS};

schemas! {
    "airports.csv" optional ROWS => airport, name "?", country, lat "?", lon "?", tz;
    "stations.csv" optional ROWS => airport, mct_dd "?", mct_di "?", mct_id "?", mct_ii "?", airside_hours "?", beds "?",
        bed_cost "?", assist_from "?", assist_to "?", assist_per_day "?", assist_cost "?", depart_per_day "?", currency "?";
    "blocs.csv" optional ROWS => bloc, country;
    "flights.csv" required ROWS => carrier, number, from, to, dep, arr, arr_day "?", days, valid_from, valid_to, seats,
        wheelchairs "?", stretchers "?", oxygen "?", minors "?", mode "?", equipment "?";
    "agreements.csv" required ROWS => agreement, carriers, valid_from, valid_to, seats_per_flight "?", min_group "?",
        max_sectors "?", child_pct "?", infant_pct "?", escort_pct "?", lead_days "?", commit_seats "?",
        shortfall_fee "?", seats_before "?", currency "?";
    "fares.csv" required ROWS => agreement, from, to, adult, tax "?", via "?";
    "tiers.csv" optional ROWS => agreement, from_seats, rebate;
    "charters.csv" optional ROWS => charter, group "?", operator "?", fixed_cost, per_seat "?", min_seats "?", currency "?";
    "charter_legs.csv" optional ROWS => charter, leg, from, to, dep, arr, seats, wheelchairs "?", stretchers "?",
        oxygen "?", minors "?", mode "?";
    "transit.csv" optional TRANSIT_ROWS => place, nationality, document, destination "?", zone, decision, max_hours "?",
        fee "?", lead_days "?", currency "?";
    "cases.csv" required ROWS => case, origin, destination, programme, priority, ready, target "?", max_sectors "?",
        max_hours "?", overnight "?", mct_extra "?";
    "persons.csv" required ROWS => person, case, birth_date, nationality, document, wheelchair "?", stretcher "?",
        oxygen "?", minor "?", escort "?";
    "clearances.csv" optional ROWS => case, person "?", kind, valid_from "?", valid_to "?", at;
    "links.csv" optional ROWS => link, case;
    "reception.csv" optional ROWS => airport, programme "?", days "?", from "?", to "?", per_day "?", per_flight "?",
        closed "?", exempt "?";
    "escort_types.csv" optional ROWS => type, ratio;
    "escorts.csv" optional ROWS => pool, base, covers, count, day_cost, from, to, max_away_hours "?", currency "?";
    "locks.csv" optional ROWS => case, itinerary, mode, change_cost "?", currency "?";
    "rates.csv" optional ROWS => currency, rate;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_and_column_is_documented_as_it_is_read() {
        let text = include_str!("../../../docs/feed.md");
        let section =
            |file: &str| text.split("\n##").find(|part| part.trim_start_matches('#').trim().starts_with(file));
        for schema in SCHEMAS {
            let part =
                section(schema.file).unwrap_or_else(|| panic!("docs/feed.md has no section for {}", schema.file));
            let heading = part.lines().next().unwrap_or_default();
            assert_eq!(heading.ends_with("(may be absent)"), !schema.required, "{}", schema.file);
            for Column { name, required } in schema.columns {
                let row = part
                    .lines()
                    .filter_map(|line| line.strip_prefix("| ")?.split(" | ").next())
                    .find(|names| names.contains(&format!("`{name}`")))
                    .unwrap_or_else(|| panic!("{}: {name} isn't documented", schema.file));
                // Where several share a line, each says for itself, or one mark at the end says it for all.
                let after = row.split(&format!("`{name}`")).nth(1).unwrap_or_default();
                let optional = after.starts_with(" ?") || (row.matches('?').count() == 1 && row.ends_with('?'));
                assert_eq!(optional, !required, "{}: {name}", schema.file);
            }
        }
        let policy = section(POLICY).unwrap_or_default();
        for key in POLICY_KEYS {
            assert!(policy.contains(&format!("`{key}`")), "{key}");
        }
    }
}
