//! Who stays behind, and why.

use std::collections::HashMap;

use serde::Serialize;

use super::journey::Journeys;
use super::table::Align::{Left, Right, Words};
use super::table::Table;
use super::text::count;

/// A case left behind. What only a feed tells is absent without one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UnservedRow {
    /// The case.
    pub case: String,
    /// Its priority.
    pub priority: Option<&'static str>,
    /// Its persons.
    pub persons: Option<usize>,
    /// The stable code of the reason.
    pub reason: String,
    /// The reason in words.
    pub detail: String,
}

/// One row a case left behind, in the plan's order.
pub fn unserved(journeys: &Journeys) -> Vec<UnservedRow> {
    let cases: HashMap<&str, _> =
        journeys.feed.iter().flat_map(|feed| &feed.cases).map(|case| (&*case.id, case)).collect();
    let row = |left: &crate::plan::Unserved| {
        let case = cases.get(&*left.case);
        UnservedRow {
            case: left.case.clone(),
            priority: case.map(|case| case.priority.as_str()),
            persons: case.map(|case| case.persons.len()),
            reason: left.reason.clone(),
            detail: left.detail.clone(),
        }
    };
    journeys.plan.unserved.iter().map(row).collect()
}

impl UnservedRow {
    /// The rows as a table.
    pub fn table(rows: &[Self]) -> Table {
        let mut table =
            Table::new(&[("case", Left), ("priority", Left), ("persons", Right), ("reason", Left), ("detail", Words)]);
        for row in rows {
            table.push(vec![
                row.case.clone(),
                row.priority.unwrap_or_default().to_owned(),
                row.persons.map(count).unwrap_or_default(),
                row.reason.clone(),
                row.detail.clone(),
            ]);
        }
        table.without_empty_columns()
    }
}
