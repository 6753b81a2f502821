//! `policy.json`.

use chrono::NaiveDate;

use super::values;
use crate::feed::codes::Currency;
use crate::feed::faults::{self, At};
use crate::feed::limits;
use crate::feed::policy::{PerPriority, Policy, Priority};
use crate::feed::raw::json::{Entry, Leaf};
use crate::feed::raw::log::Log;
use crate::feed::raw::schema::{POLICY, POLICY_KEYS};
use crate::feed::raw::table::{Cell, Table};
use crate::money::{Decimal, Money};
use crate::time::Minutes;

/// What could be read of the policy.
#[derive(Debug, Default)]
pub(crate) struct PolicyRead {
    /// The plan currency.
    pub currency: Option<Currency>,
    /// First date of the period.
    pub start: Option<NaiveDate>,
    /// Last date of the period.
    pub end: Option<NaiveDate>,
    /// All of it, where all of it is sound.
    pub policy: Option<Policy>,
}

/// What a JSON value must be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Type {
    Text,
    Number,
    /// Money: either.
    Both,
}

impl Type {
    const fn needed(self) -> &'static str {
        match self {
            Self::Text => "a string",
            Self::Number => "a number",
            Self::Both => "a number, or a string with one",
        }
    }
}

struct Reader<'a> {
    entries: &'a [Entry],
    log: &'a Log,
}

impl Reader<'_> {
    /// A value by its path; `Some(None)` where not given.
    fn maybe<T>(&self, path: &[&str], kind: Type, parse: impl FnOnce(Cell<'_>) -> Option<T>) -> Option<Option<T>> {
        let Some(entry) = self.entries.iter().find(|entry| entry.path == path) else {
            // An object stands where a value should.
            if let Some(inside) = self.entries.iter().find(|entry| entry.path.starts_with(&owned(path))) {
                let at = At::file(POLICY).row(inside.line);
                return self.log.fault(faults::json_type(at.column(&path.join(".")), kind.needed()));
            }
            return Some(None);
        };
        let name = path.join(".");
        let at = At::file(POLICY).row(entry.line).column(&name);
        let (text, sound) = match &entry.leaf {
            Leaf::Null => return Some(None),
            Leaf::Text(text) => (text.as_str(), kind != Type::Number),
            Leaf::Number(text) => (text.as_str(), kind != Type::Text),
            Leaf::Flag(true) => ("true", false),
            Leaf::Flag(false) => ("false", false),
            Leaf::Other => ("[…]", false),
        };
        if !sound {
            return self.log.fault(faults::json_type(at.value(text), kind.needed()));
        }
        if text.is_empty() {
            return Some(None);
        }
        parse(Cell::new(text, at, self.log)).map(Some)
    }

    fn need<T>(&self, key: &str, kind: Type, parse: impl FnOnce(Cell<'_>) -> Option<T>) -> Option<T> {
        match self.maybe(&[key], kind, parse)? {
            None => self.log.fault(faults::missing_value(At::file(POLICY).column(key))),
            value => value,
        }
    }

    fn or<T>(&self, key: &str, default: T, kind: Type, parse: impl FnOnce(Cell<'_>) -> Option<T>) -> Option<T> {
        Some(self.maybe(&[key], kind, parse)?.unwrap_or(default))
    }

    fn per_priority(&self, key: &str) -> Option<PerPriority> {
        if let Some(entry) = self.entries.iter().find(|entry| entry.path == [key] && entry.leaf != Leaf::Null) {
            let at = At::file(POLICY).row(entry.line).column(key);
            return self.log.fault(faults::json_type(at, "an object of amounts by priority"));
        }
        let amounts = Priority::ALL.map(|priority| self.maybe(&[key, priority.as_str()], Type::Both, values::money));
        let [emergency, urgent, normal] = amounts;
        Some(PerPriority([emergency?, urgent?, normal?]))
    }

    fn warn_unknown(&self) {
        for entry in self.entries {
            let known = match entry.path.iter().map(String::as_str).collect::<Vec<_>>()[..] {
                [key @ ("delay_penalty" | "unserved_penalty"), priority, ..] => {
                    !key.is_empty() && Priority::ALL.iter().any(|known| known.as_str() == priority)
                }
                [key, ..] => POLICY_KEYS.contains(&key),
                [] => true,
            };
            if !known {
                let name = entry.path.join(".");
                self.log.warn(faults::unknown_key(At::file(POLICY).row(entry.line).column(&name)));
            }
        }
    }
}

fn owned(path: &[&str]) -> Vec<String> {
    path.iter().map(|&key| key.to_owned()).collect()
}

/// Reads the policy.
pub(crate) fn read(entries: Option<&[Entry]>, log: &Log) -> PolicyRead {
    let Some(entries) = entries else { return PolicyRead::default() };
    let reader = Reader { entries, log };
    reader.warn_unknown();
    let currency = reader.need("currency", Type::Text, values::currency);
    let start = reader.need("start", Type::Text, values::date);
    let end = reader.need("end", Type::Text, |cell| {
        let end = values::date(cell)?;
        match start {
            Some(start) if end < start => cell.fault(faults::reversed_dates(cell.at, &start.to_string())),
            Some(start) if (end - start).num_days() >= limits::PERIOD_DAYS => {
                cell.fault(faults::period_too_long(cell.at, limits::PERIOD_DAYS))
            }
            _ => Some(end),
        }
    });
    let policy = policy(&reader, currency, start, end);
    PolicyRead { currency, start, end, policy }
}

fn policy(
    reader: &Reader<'_>,
    currency: Option<Currency>,
    start: Option<NaiveDate>,
    end: Option<NaiveDate>,
) -> Option<Policy> {
    use Type::{Both, Number, Text};
    let name = reader.need("name", Text, values::text);
    let as_of = reader.need("as_of", Text, values::date);
    let transit_default_allow =
        reader.or("transit_default", false, Text, values::word(&[("allow", true), ("deny", false)]));
    let max_sectors = reader.or("max_sectors", 4, Number, values::count(1, limits::SECTORS));
    let max_connection = reader.or("max_connection_hours", Minutes::hours(30), Number, values::hours);
    let airside = reader.or("airside_hours", Minutes::hours(8), Number, values::hours);
    let mct = reader.or("mct", Minutes(90), Number, values::minutes);
    let stretcher_seats = reader.or("stretcher_seats", 6, Number, values::count(1, 100));
    let stretcher_fares = reader.or("stretcher_fares", Decimal::from(6), Number, values::decimal(0, 100, 6));
    let escort_rest_days = reader.or("escort_rest_days", 1, Number, values::count(0, limits::DAYS));
    let connection_penalty = reader.or("connection_penalty", Money::ZERO, Both, values::money);
    let hour_penalty = reader.or("hour_penalty", Money::ZERO, Both, values::money);
    let delay_penalty = reader.per_priority("delay_penalty");
    let unserved_penalty = reader.per_priority("unserved_penalty");
    Some(Policy {
        name: name?,
        currency: currency?,
        as_of: as_of?,
        start: start?,
        end: end?,
        transit_default_allow: transit_default_allow?,
        max_sectors: max_sectors?,
        max_connection: max_connection?,
        airside: airside?,
        mct: mct?,
        stretcher_seats: stretcher_seats?,
        stretcher_fares: stretcher_fares?,
        escort_rest_days: escort_rest_days?,
        connection_penalty: connection_penalty?,
        hour_penalty: hour_penalty?,
        delay_penalty: delay_penalty?,
        unserved_penalty: unserved_penalty?,
    })
}

/// Notes each priority that a case uses and that lacks a penalty.
pub(crate) fn penalties(policy: &Policy, cases: &Table, log: &Log) {
    for (n, priority) in Priority::ALL.into_iter().enumerate() {
        let word = priority.as_str();
        if !cases.rows(log).any(|row| row.text("priority") == word) {
            continue;
        }
        for (key, amounts) in [("delay_penalty", &policy.delay_penalty), ("unserved_penalty", &policy.unserved_penalty)]
        {
            if amounts.0[n].is_none() {
                let column = format!("{key}.{word}");
                log.fault::<()>(faults::missing_penalty(At::file(POLICY).column(&column), word));
            }
        }
    }
}
