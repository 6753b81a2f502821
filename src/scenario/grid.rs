//! Grids: one scenario written once and meant many times over.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::faults::{self, ChangeFault};

/// The values that each key takes, in the order of the file.
#[derive(Debug, Default)]
pub(crate) struct Grid(pub Vec<(String, Vec<Value>)>);

/// One value for each key.
pub(crate) struct Point<'a>(Vec<(&'a str, &'a Value)>);

impl Grid {
    /// How many points it has; `None` for more than can be counted.
    pub(crate) fn len(&self) -> Option<usize> {
        self.0.iter().try_fold(1usize, |count, (_, values)| count.checked_mul(values.len()))
    }

    /// Its points, the last key changing first.
    pub(crate) fn points(&self) -> impl Iterator<Item = Point<'_>> {
        (0..self.len().unwrap_or_default()).map(|number| {
            let mut rest = number;
            let mut point: Vec<_> = self
                .0
                .iter()
                .rev()
                .map(|(key, values)| {
                    let value = &values[rest % values.len()];
                    rest /= values.len();
                    (key.as_str(), value)
                })
                .collect();
            point.reverse();
            Point(point)
        })
    }
}

/// Whether a key may stand in braces.
pub(crate) fn is_key(key: &str) -> bool {
    !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

impl<'a> Point<'a> {
    /// Puts values in the place of keys in braces, in every text of `value`; the keys that were met go to `used`.
    pub(crate) fn fill(&self, value: &Value, used: &mut BTreeSet<&'a str>) -> Result<Value, Box<ChangeFault>> {
        match value {
            Value::String(text) => {
                let alone = text.strip_prefix('{').and_then(|text| text.strip_suffix('}')).filter(|key| is_key(key));
                match alone {
                    Some(key) => self.find(key, used).cloned(),
                    None => self.text(text, used).map(Value::from),
                }
            }
            Value::Array(items) => items.iter().map(|item| self.fill(item, used)).collect(),
            Value::Object(entries) => {
                let filled = entries.iter().map(|(key, value)| Ok((key.clone(), self.fill(value, used)?)));
                filled.collect::<Result<Map<_, _>, _>>().map(Value::Object)
            }
            _ => Ok(value.clone()),
        }
    }

    /// Puts values in the place of keys in braces; two braces stand for one.
    pub(crate) fn text(&self, text: &str, used: &mut BTreeSet<&'a str>) -> Result<String, Box<ChangeFault>> {
        let mut filled = String::new();
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            filled.push_str(&rest[..at]);
            let (brace, after) = rest[at..].split_at(1);
            if let Some(after) = after.strip_prefix(brace) {
                filled.push_str(brace);
                rest = after;
            } else if brace == "}" {
                filled.push_str(brace);
                rest = after;
            } else {
                let (key, after) = after.split_once('}').unwrap_or((after, ""));
                match self.find(key, used)? {
                    Value::String(value) => filled.push_str(value),
                    value @ (Value::Number(_) | Value::Bool(_)) => filled.push_str(&value.to_string()),
                    _ => {
                        let remedy =
                            "a list or table takes the place of a whole text only; let the key in braces stand alone";
                        return Err(faults::bad_grid(remedy).value(key));
                    }
                }
                rest = after;
            }
        }
        filled.push_str(rest);
        Ok(filled)
    }

    fn find(&self, key: &str, used: &mut BTreeSet<&'a str>) -> Result<&'a Value, Box<ChangeFault>> {
        match self.0.iter().find(|(name, _)| *name == key) {
            Some((name, value)) => {
                used.insert(name);
                Ok(value)
            }
            None => {
                let known: Vec<_> = self.0.iter().map(|(name, _)| *name).collect();
                let known = if known.is_empty() { "it has none".to_owned() } else { known.join(", ") };
                Err(faults::unknown_placeholder(&known).value(key))
            }
        }
    }
}
