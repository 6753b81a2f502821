//! `policy.json` as values by path, and back as JSON with every number as it was written.

use std::collections::BTreeMap;

use crate::feed::content::Scalar;

/// The policy's values, each by the keys that lead to it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Policy(BTreeMap<Vec<String>, Scalar>);

impl Policy {
    /// The policy of those values.
    pub(crate) fn new(values: impl IntoIterator<Item = (Vec<String>, Scalar)>) -> Self {
        Self(values.into_iter().collect())
    }

    /// The text of a value; empty where there is none.
    pub(crate) fn get(&self, path: &[&str]) -> &str {
        let path: Vec<String> = path.iter().map(|&key| key.to_owned()).collect();
        match self.0.get(&path) {
            Some(Scalar::Text(text) | Scalar::Number(text)) => text,
            None => "",
        }
    }

    /// Puts a value in its place.
    pub(crate) fn put(&mut self, path: &[&str], value: Scalar) {
        self.0.insert(path.iter().map(|&key| key.to_owned()).collect(), value);
    }

    /// As a JSON object.
    pub(crate) fn json(&self) -> String {
        let values: Vec<(&[String], &Scalar)> = self.0.iter().map(|(path, value)| (&path[..], value)).collect();
        let mut text = String::new();
        object(&values, 0, &mut text);
        text.push('\n');
        text
    }
}

/// Writes the object of those values, their paths ascending and `depth` keys of each spent already.
fn object(values: &[(&[String], &Scalar)], depth: usize, text: &mut String) {
    let indent = "  ".repeat(depth + 1);
    text.push('{');
    for (n, group) in values.chunk_by(|(a, _), (b, _)| a[depth] == b[depth]).enumerate() {
        text.push_str(if n > 0 { ",\n" } else { "\n" });
        text.push_str(&format!("{indent}{}: ", quoted(&group[0].0[depth])));
        match group {
            [(path, value)] if path.len() == depth + 1 => match value {
                Scalar::Text(value) => text.push_str(&quoted(value)),
                Scalar::Number(value) => text.push_str(value),
            },
            _ => object(group, depth + 1, text),
        }
    }
    text.push_str(&format!("\n{}}}", "  ".repeat(depth)));
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
