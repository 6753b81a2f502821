//! The policy: dates, limits and penalties.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Apply, steps};
use crate::feed::content::Scalar;
use crate::money::{Decimal, Money};
use crate::scenario::faults::ChangeFaults;
use crate::scenario::tables::Tables;
use crate::scenario::values::{Amount, Date, Number};

/// Declares the change with a field for each value of `policy.json`, and whether it is written as text or number.
macro_rules! policy {
    ($($(#[$doc:meta])* $key:ident: $type:ty => $written:ident,)+) => {
        /// Other values of the policy.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields)]
        pub struct Policy {
            $(
                $(#[$doc])*
                #[serde(default, skip_serializing_if = "Option::is_none")]
                pub $key: Option<$type>,
            )+
            /// Per person and day after the target, for these priorities; the others stay.
            #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
            pub delay_penalty: BTreeMap<Priority, Amount>,
            /// Per person left behind, for these priorities; the others stay.
            #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
            pub unserved_penalty: BTreeMap<Priority, Amount>,
        }

        impl Apply for Policy {
            fn apply(&self, tables: &mut Tables) -> Result<(), ChangeFaults> {
                steps::any(&[
                    $((stringify!($key), self.$key.is_some()),)+
                    ("delay_penalty", !self.delay_penalty.is_empty()),
                    ("unserved_penalty", !self.unserved_penalty.is_empty()),
                ])?;
                $(
                    if let Some(value) = &self.$key {
                        put(tables, &[stringify!($key)], Scalar::$written(value.to_string()));
                    }
                )+
                let maps = [("delay_penalty", &self.delay_penalty), ("unserved_penalty", &self.unserved_penalty)];
                for (key, amounts) in maps {
                    for (priority, amount) in amounts {
                        put(tables, &[key, priority.word()], Scalar::Text(amount.to_string()));
                    }
                }
                Ok(())
            }
        }
    };
}

policy! {
    /// Name of the feed, for reports.
    name: String => Text,
    /// Plan currency.
    currency: String => Text,
    /// Today, for lead times.
    as_of: Date => Text,
    /// First date of first departures.
    start: Date => Text,
    /// Last date of first departures.
    end: Date => Text,
    /// What holds at a connection that no row of `transit.csv` matches: `allow` or `deny`.
    transit_default: String => Text,
    /// Most sectors of an itinerary.
    max_sectors: u32 => Number,
    /// Longest connection.
    max_connection_hours: Number => Number,
    /// Longest connection that is no stopover, where the station gives none.
    airside_hours: Number => Number,
    /// Least connection time in minutes, where the station gives none.
    mct: u32 => Number,
    /// Seats that a stretcher takes.
    stretcher_seats: u32 => Number,
    /// Fares that a person on a stretcher pays.
    stretcher_fares: Number => Number,
    /// Days that an escort rests after a mission.
    escort_rest_days: u32 => Number,
    /// Per person and connection.
    connection_penalty: Amount => Text,
    /// Per person and started hour of journey.
    hour_penalty: Amount => Text,
}

/// How pressing a case is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Priority {
    /// At once.
    Emergency,
    /// Soon.
    Urgent,
    /// In its turn.
    Normal,
}

impl Priority {
    /// As the feed writes it.
    fn word(self) -> &'static str {
        match self {
            Self::Emergency => "emergency",
            Self::Urgent => "urgent",
            Self::Normal => "normal",
        }
    }
}

/// What a value is where the policy doesn't give it.
fn default(key: &str) -> &'static str {
    match key {
        "transit_default" => "deny",
        "max_sectors" => "4",
        "max_connection_hours" => "30",
        "airside_hours" => "8",
        "mct" => "90",
        "stretcher_seats" | "stretcher_fares" => "6",
        "escort_rest_days" => "1",
        "connection_penalty" | "hour_penalty" => "0",
        _ => "",
    }
}

/// Puts a value into the policy, where it stays as written if it means the same already.
fn put(tables: &mut Tables, path: &[&str], value: Scalar) {
    let old = match tables.policy.get(path) {
        "" => path.first().map_or("", |key| default(key)),
        text => text,
    };
    let (Scalar::Text(new) | Scalar::Number(new)) = &value;
    let amount = |text: &str| text.parse::<Money>().ok();
    let decimal = |text: &str| text.parse::<Decimal>().ok();
    let same = match &value {
        _ if old == new => true,
        Scalar::Text(_) if path[0].ends_with("_penalty") => amount(old).is_some() && amount(old) == amount(new),
        Scalar::Text(_) => false,
        Scalar::Number(_) => decimal(old).is_some() && decimal(old) == decimal(new),
    };
    if !same {
        tables.policy.put(path, value);
    }
}
