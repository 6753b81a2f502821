//! `plan.json` as text: strict when read, the same bytes for the same plan when written (MODEL section 5).

use std::io;

use serde::{Deserialize, Serialize};
use serde_json::ser::{Formatter, PrettyFormatter, Serializer};

use super::model::Plan;

/// Why a text is no plan.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code}: plan.json, line {line}, column {column}{}: {message}; {}", at(path), advice(code))]
pub struct PlanReadError {
    /// `plan-json` where it isn't JSON, `plan-field` where a field is missing, unknown, repeated or of another kind.
    pub code: &'static str,
    /// Line, counted from 1; 0 where there is none.
    pub line: usize,
    /// Column, counted from 1; 0 where there is none.
    pub column: usize,
    /// The field, e.g. `itineraries[3].legs[0]`; empty for the whole plan.
    pub path: String,
    /// What is wrong.
    pub message: String,
}

fn at(path: &str) -> String {
    if path.is_empty() { String::new() } else { format!(", field {path}") }
}

fn advice(code: &str) -> &'static str {
    match code {
        "plan-json" => "write it as one JSON document",
        _ => "write it as the format onward-plan/1 says",
    }
}

impl Plan {
    /// Reads a `plan.json`. A byte order mark is fine; unknown, missing and repeated fields aren't. What the fields say
    /// is left to [`check`](fn@crate::check::check).
    ///
    /// # Errors
    /// [`PlanReadError`] with the first place at which the text isn't a plan.
    pub fn from_json(text: &str) -> Result<Self, PlanReadError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut json = serde_json::Deserializer::from_str(text);
        let mut track = serde_path_to_error::Track::new();
        let plan = Self::deserialize(serde_path_to_error::Deserializer::new(&mut json, &mut track));
        let path = || track.path().to_string();
        let plan = plan.map_err(|error| PlanReadError::new(&error, path()))?;
        json.end().map_err(|error| PlanReadError::new(&error, String::new()))?;
        Ok(plan)
    }

    /// Writes it: indented by two spaces, a newline at the end, `gap` as a plain decimal with at most 6 places. The same
    /// plan gives the same bytes.
    pub fn to_json(&self) -> String {
        let mut bytes = Vec::new();
        let written = self.serialize(&mut Serializer::with_formatter(&mut bytes, PlainDecimals::default()));
        debug_assert!(written.is_ok(), "every field of a plan has a JSON form and memory takes any byte");
        bytes.push(b'\n');
        String::from_utf8(bytes).unwrap_or_default()
    }
}

impl PlanReadError {
    fn new(error: &serde_json::Error, path: String) -> Self {
        const MOST: usize = 200;
        // The position stands in fields of its own.
        let text = error.to_string();
        let message = text.rsplit_once(" at line ").map_or(text.as_str(), |(message, _)| message);
        let mut message: String = message.chars().flat_map(char::escape_debug).collect();
        if let Some((end, _)) = message.char_indices().nth(MOST) {
            message.truncate(end);
            message.push('…');
        }
        Self {
            code: if error.is_data() { "plan-field" } else { "plan-json" },
            line: error.line(),
            column: error.column(),
            path: if path == "." {
                String::new()
            } else {
                path.chars().flat_map(char::escape_debug).take(MOST).collect()
            },
            message,
        }
    }
}

/// Pretty JSON whose numbers never have an exponent.
#[derive(Default)]
struct PlainDecimals(PrettyFormatter<'static>);

impl Formatter for PlainDecimals {
    fn write_f64<W: ?Sized + io::Write>(&mut self, writer: &mut W, value: f64) -> io::Result<()> {
        let text = format!("{value:.6}");
        writer.write_all(text.trim_end_matches('0').trim_end_matches('.').as_bytes())
    }

    fn begin_array<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_array(writer)
    }

    fn end_array<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_array(writer)
    }

    fn begin_array_value<W: ?Sized + io::Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_array_value(writer, first)
    }

    fn end_array_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_array_value(writer)
    }

    fn begin_object<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object(writer)
    }

    fn end_object<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object(writer)
    }

    fn begin_object_key<W: ?Sized + io::Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_object_key(writer, first)
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object_value(writer)
    }

    fn end_object_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object_value(writer)
    }
}
