//! TOML as values, with the place of each. A number that isn't whole is kept as the text it is written in, dates and
//! times as the feed writes them.

use serde_json::{Map, Value};
use toml::Spanned;
use toml::de::{DeTable, DeValue};
use toml::value::Datetime;

use super::faults::{self, ChangeFault};

/// A value of a file with its place.
pub(crate) type Node<'a> = Spanned<DeValue<'a>>;

/// The text of a file, to tell lines and columns.
#[derive(Clone, Copy)]
pub(crate) struct Source<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its text.
    pub text: &'a str,
}

impl<'a> Source<'a> {
    /// The table that the file is, or every fault of form.
    pub(crate) fn table(self) -> Result<DeTable<'a>, Vec<ChangeFault>> {
        let (table, errors) = DeTable::parse_recoverable(self.text);
        if errors.is_empty() {
            return Ok(table.into_inner());
        }
        let told = |error: &toml::de::Error| {
            let message = error.message().lines().collect::<Vec<_>>().join(", ");
            self.at(faults::bad_toml(&message), error.span().map_or(0, |span| span.start))
        };
        Err(errors.iter().map(told).collect())
    }

    /// A fault with the place that lies so many bytes into the text.
    pub(crate) fn at(self, fault: Box<ChangeFault>, offset: usize) -> ChangeFault {
        let before = self.text.get(..offset).unwrap_or(self.text);
        let start = before.rfind('\n').map_or(0, |end| end + 1);
        let line = before.matches('\n').count() + 1;
        *fault.at(self.name, (line, before[start..].chars().count() + 1))
    }
}

/// The value that a node is.
pub(crate) fn value(node: &Node<'_>) -> Value {
    match node.get_ref() {
        DeValue::String(text) => Value::from(text.as_ref()),
        DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
            Ok(number) => Value::from(number),
            Err(_) => Value::from(number.to_string()),
        },
        DeValue::Float(number) => Value::from(number.as_str()),
        DeValue::Boolean(flag) => Value::from(*flag),
        DeValue::Datetime(at) => Value::from(written(at)),
        DeValue::Array(items) => items.iter().map(value).collect(),
        DeValue::Table(table) => Value::Object(entries(table)),
    }
}

/// The values of a table.
pub(crate) fn entries(table: &DeTable<'_>) -> Map<String, Value> {
    table.iter().map(|(key, node)| (key.get_ref().to_string(), value(node))).collect()
}

/// A date, time or both as the feed writes them; seconds and an offset are kept where there are any, to be refused.
fn written(at: &Datetime) -> String {
    let text = at.to_string();
    match at.time {
        Some(time) if at.offset.is_none() && time.second == Some(0) && time.nanosecond.is_none() => {
            text.strip_suffix(":00").unwrap_or(&text).to_owned()
        }
        _ => text,
    }
}

/// How far into the text the value at `path` below `node` lies, or of the path what there is.
pub(crate) fn offset(node: &Node<'_>, path: &serde_path_to_error::Path) -> usize {
    use serde_path_to_error::Segment;
    let mut node = node;
    for segment in path {
        let next = match (segment, node.get_ref()) {
            (Segment::Map { key }, DeValue::Table(table)) => table.get(key.as_str()),
            (Segment::Seq { index }, DeValue::Array(items)) => items.get(*index),
            _ => None,
        };
        match next {
            Some(next) => node = next,
            None => break,
        }
    }
    node.span().start
}
