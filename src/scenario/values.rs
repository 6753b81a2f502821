//! What the fields of a change hold, written as in the feed. Numbers are taken as they are written and never pass through
//! a floating-point number: in TOML they need no quotes, in JSON only whole ones do without.

use std::fmt;

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Deserialize, Deserializer, Error, SeqAccess, Visitor};
use serde::{Serialize, Serializer};

use crate::money::{Decimal, Money};

/// Declares a value by how it is read from text, shown and described; `whole` where a whole number may stand for it.
macro_rules! written {
    ($(#[$doc:meta])* $name:ident($inner:ty), $parse:expr, $show:expr, $whole:literal, $pattern:literal, $needed:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $name(pub $inner);

        impl $name {
            fn parse(text: &str) -> Option<Self> {
                let parse: fn(&str) -> Option<$inner> = $parse;
                parse(text).map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let show: fn(&$inner) -> String = $show;
                f.pad(&show(&self.0))
            }
        }

        impl From<$inner> for $name {
            fn from(value: $inner) -> Self {
                Self(value)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = deserializer.deserialize_any(Text { whole: $whole, needed: $needed })?;
                Self::parse(&text).ok_or_else(|| D::Error::custom(concat!("give ", $needed)))
            }
        }

        impl JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                if $whole {
                    json_schema!({"description": $needed, "type": ["string", "number"], "pattern": $pattern})
                } else {
                    json_schema!({"description": $needed, "type": "string", "pattern": $pattern})
                }
            }
        }
    };
}

/// Takes a string, or a whole number as its text.
struct Text {
    whole: bool,
    needed: &'static str,
}

impl Visitor<'_> for Text {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.needed)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<String, E> {
        Ok(text.to_owned())
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<String, E> {
        if self.whole {
            Ok(number.to_string())
        } else {
            Err(E::invalid_type(serde::de::Unexpected::Signed(number), &self))
        }
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<String, E> {
        Err(E::custom(format_args!("give {} as a string, so that it is taken as written", self.needed)))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<String, E> {
        if self.whole {
            Ok(number.to_string())
        } else {
            Err(E::invalid_type(serde::de::Unexpected::Unsigned(number), &self))
        }
    }
}

written!(
    /// An amount of money, never negative, in the currency that the feed's row has.
    Amount(Money),
    |text| text.parse().ok().filter(|amount| *amount >= Money::ZERO),
    Money::to_string,
    true,
    r"^[0-9]+(\.[0-9]{1,2})?$",
    "an amount with at most 2 places"
);
written!(
    /// An amount of money up or down.
    Step(Money),
    |text| text.parse().ok(),
    Money::to_string,
    true,
    r"^-?[0-9]+(\.[0-9]{1,2})?$",
    "an amount up, or with a minus down, with at most 2 places"
);
written!(
    /// A plain decimal number.
    Number(Decimal),
    number,
    Decimal::to_plain_string,
    true,
    r"^-?[0-9]+(\.[0-9]+)?$",
    "a plain decimal number"
);
written!(
    /// A date, local to what it speaks of.
    Date(NaiveDate),
    date,
    |date| date.format("%Y-%m-%d").to_string(),
    false,
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
    "a date as YYYY-MM-DD"
);
written!(
    /// A time of day, local to the airport.
    Clock(NaiveTime),
    clock,
    |time| time.format("%H:%M").to_string(),
    false,
    r"^[0-9]{2}:[0-9]{2}$",
    "a time as HH:MM"
);
written!(
    /// A date and time, local to the airport.
    Moment(NaiveDateTime),
    moment,
    |moment| moment.format("%Y-%m-%dT%H:%M").to_string(),
    false,
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}$",
    "a date and time as YYYY-MM-DDTHH:MM"
);
written!(
    /// From when a case is ready: a date, or a date and time, as text.
    ReadyFrom(String),
    |text| (date(text).is_some() || moment(text).is_some()).then(|| text.to_owned()),
    Clone::clone,
    false,
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2})?$",
    "a date as YYYY-MM-DD, or with a time as YYYY-MM-DDTHH:MM"
);

fn number(text: &str) -> Option<Decimal> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, places) = digits.split_once('.').unwrap_or((digits, "0"));
    let sound = |part: &str| (1..=18).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    (sound(whole) && sound(places)).then(|| text.parse().ok())?
}

/// A date of the years that a feed knows, written in full.
pub(crate) fn date(text: &str) -> Option<NaiveDate> {
    let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
    (date.format("%Y-%m-%d").to_string() == text && (1900..2200).contains(&date.year())).then_some(date)
}

fn clock(text: &str) -> Option<NaiveTime> {
    NaiveTime::parse_from_str(text, "%H:%M").ok().filter(|time| time.format("%H:%M").to_string() == text)
}

fn moment(text: &str) -> Option<NaiveDateTime> {
    let (day, time) = text.split_once('T')?;
    Some(date(day)?.and_time(clock(time)?))
}

/// A set: its members in a list, or as the feed writes it (`"A|B"`, `"*"` for any).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Members(pub Vec<String>);

impl fmt::Display for Members {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("|"))
    }
}

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Take;
        impl<'de> Visitor<'de> for Take {
            type Value = Members;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of words, or one text with | between them")
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Members, E> {
                Ok(Members(text.split('|').map(str::to_owned).collect()))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Members, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = sequence.next_element::<String>()? {
                    if member.contains('|') {
                        return Err(A::Error::custom("a word of a list holds no |"));
                    }
                    members.push(member);
                }
                if members.is_empty() {
                    return Err(A::Error::custom("the list needs a word at least"));
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_any(Take)
    }
}

impl JsonSchema for Members {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Members".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "a list of words, or one text with | between them",
            "anyOf": [
                {"type": "string", "minLength": 1},
                {"type": "array", "items": {"type": "string", "pattern": "^[^|]*$"}, "minItems": 1}
            ]
        })
    }
}
