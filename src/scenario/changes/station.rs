//! Stations: what connecting and departing at an airport is like.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Apply, steps};
use crate::scenario::faults::ChangeFaults;
use crate::scenario::tables::Tables;
use crate::scenario::values::{Amount, Clock, Number};

const STATIONS: &str = "stations.csv";

/// Declares the change with a field for each column of `stations.csv`.
macro_rules! station {
    ($($(#[$doc:meta])* $column:ident: $type:ty,)+) => {
        /// Another life at an airport; one that has no row in `stations.csv` gets one.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields)]
        pub struct Station {
            /// The airport.
            pub airport: String,
            $(
                $(#[$doc])*
                #[serde(default, skip_serializing_if = "Option::is_none")]
                pub $column: Option<$type>,
            )+
        }

        impl Apply for Station {
            fn apply(&self, tables: &mut Tables) -> Result<(), ChangeFaults> {
                steps::any(&[$((stringify!($column), self.$column.is_some())),+])?;
                let key = [("airport", self.airport.as_str())];
                if !tables.has(STATIONS, &key) {
                    tables.add(STATIONS, &[("airport", Some(self.airport.clone()))]);
                }
                if let Some(row) = tables.row_mut(STATIONS, &key) {
                    $(row.put_some(stringify!($column), &self.$column);)+
                }
                Ok(())
            }
        }
    };
}

station! {
    /// Least connection time from a domestic sector to a domestic one, in minutes.
    mct_dd: u32,
    /// Least connection time from a domestic sector to an international one.
    mct_di: u32,
    /// Least connection time from an international sector to a domestic one.
    mct_id: u32,
    /// Least connection time from an international sector to an international one.
    mct_ii: u32,
    /// Longest connection that is no stopover.
    airside_hours: Number,
    /// Beds for stopovers any one night.
    beds: u32,
    /// A bed for a night.
    bed_cost: Amount,
    /// From when connecting persons are assisted.
    assist_from: Clock,
    /// Until when connecting persons are assisted.
    assist_to: Clock,
    /// Most persons connecting per local date of arrival.
    assist_per_day: u32,
    /// Assistance, per person and connection.
    assist_cost: Amount,
    /// Most persons whose first departure is here, per local date.
    depart_per_day: u32,
    /// Currency of the row.
    currency: String,
}
