//! What the checker hands back.

use std::fmt;

use serde::Serialize;

use super::rule::Rule;
use crate::money::Money;
use crate::plan::{Cash, Penalties};

/// A rule that the plan breaks, where, and by how much. Ids only, no personal detail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Violation {
    /// The rule; written as its code.
    #[serde(rename = "code")]
    pub rule: Rule,
    /// Where, e.g. `case C17, connection at DOH` or `sector QR1370/NBO/2017-05-16`.
    #[serde(rename = "where")]
    pub place: String,
    /// What was expected and what was found.
    pub message: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.rule, self.place, self.message)
    }
}

/// Every violation found in a plan, and what the plan really costs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// All of them: the plan's head, case by case, mission by mission, shared limits, amounts; empty for a valid plan.
    pub violations: Vec<Violation>,
    /// Cash as recomputed. A case in neither list counts as left behind, one listed twice as listed first; an
    /// itinerary with an unknown sector costs nothing.
    pub cash: Cash,
    /// Penalties as recomputed.
    pub penalties: Penalties,
    /// Cash plus penalties as recomputed.
    pub total: Money,
}

impl Report {
    /// Whether the plan keeps every rule and every amount is right to the cent.
    pub fn is_valid(&self) -> bool {
        self.violations.is_empty()
    }
}

/// Collects violations.
#[derive(Debug, Default)]
pub(super) struct Findings(pub(super) Vec<Violation>);

impl Findings {
    /// Adds one.
    pub(super) fn add(&mut self, rule: Rule, place: impl Into<String>, message: impl Into<String>) {
        self.0.push(Violation { rule, place: place.into(), message: message.into() });
    }
}

/// Text of the plan fit to be shown: control characters escaped, at most 60 characters.
pub(super) fn shown(text: &str) -> String {
    const MOST: usize = 60;
    let mut shown: String = text.chars().take(MOST).flat_map(char::escape_debug).collect();
    if text.chars().nth(MOST).is_some() {
        shown.push('…');
    }
    shown
}
