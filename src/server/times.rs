//! Times as they are told: RFC 3339 in UTC.

use chrono::{DateTime, SecondsFormat};

/// Milliseconds since 1970 as `2017-05-16T08:00:00.000Z`.
pub fn told(millis: i64) -> String {
    DateTime::from_timestamp_millis(millis).unwrap_or_default().to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// Milliseconds since 1970 of an RFC 3339 time.
pub fn read(text: &str) -> Option<i64> {
    DateTime::parse_from_rfc3339(text).ok().map(|time| time.timestamp_millis())
}
