//! `policy.json`.

use serde::Serialize;

use super::presets::Shape;

#[derive(Serialize)]
struct Policy {
    name: &'static str,
    currency: &'static str,
    as_of: String,
    start: String,
    end: String,
    transit_default: &'static str,
    max_sectors: u32,
    max_connection_hours: u32,
    airside_hours: u32,
    mct: u32,
    stretcher_seats: u32,
    stretcher_fares: u32,
    escort_rest_days: u32,
    connection_penalty: &'static str,
    hour_penalty: &'static str,
    delay_penalty: PerPriority,
    unserved_penalty: PerPriority,
}

#[derive(Serialize)]
struct PerPriority {
    emergency: &'static str,
    urgent: &'static str,
    normal: &'static str,
}

/// The policy of `shape`.
pub(super) fn json(shape: &Shape) -> String {
    let policy = Policy {
        name: shape.name,
        currency: "USD",
        as_of: shape.as_of().to_string(),
        start: shape.start().to_string(),
        end: shape.end().to_string(),
        transit_default: "deny",
        max_sectors: 4,
        max_connection_hours: 30,
        airside_hours: 8,
        mct: 90,
        stretcher_seats: 6,
        stretcher_fares: 6,
        escort_rest_days: 1,
        connection_penalty: "20.00",
        hour_penalty: "2.00",
        delay_penalty: PerPriority { emergency: "60.00", urgent: "30.00", normal: "15.00" },
        unserved_penalty: PerPriority { emergency: "20000.00", urgent: "10000.00", normal: "6000.00" },
    };
    // A struct of strings and numbers always serialises.
    let mut text = serde_json::to_string_pretty(&policy).unwrap_or_default();
    text.push('\n');
    text
}
