//! Outcomes as a Markdown table.

use std::fmt;

use onward::money::Money;

use super::contest::{Outcome, Planner};

/// The outcomes on one feed.
pub struct Table {
    name: String,
    bound: Option<Money>,
    rows: Vec<[String; 10]>,
}

impl Table {
    /// An empty table; `bound` is what no plan of the whole model can cost less than.
    pub fn new(name: &str, bound: Option<Money>) -> Self {
        Self { name: name.to_owned(), bound, rows: Vec::new() }
    }

    /// Adds what came of a planner.
    pub fn row(&mut self, planner: Planner, outcome: &Outcome) {
        let unknown = || "–".to_owned();
        let menu = outcome.menu.as_ref().map_or_else(unknown, |menu| {
            let part = if menu.cut_short > 0 { "" } else { "all " };
            format!(
                "{part}{} as {} columns, {} missions, {:.1} s",
                menu.journeys, menu.columns, menu.missions, menu.seconds
            )
        });
        let more = if outcome.reached || planner == Planner::ByHand { "" } else { "> " };
        let above = above(outcome, self.bound);
        self.rows.push([
            planner.to_string(),
            menu,
            format!("{more}{:.1} s", outcome.planning),
            outcome.busy.map_or_else(unknown, |busy| format!("{more}{busy:.1} s")),
            outcome.total.map_or_else(|| "no plan".to_owned(), |total| total.to_string()),
            outcome.cash.map_or_else(unknown, |cash| cash.to_string()),
            outcome.gap.map_or_else(unknown, percent),
            above.map_or_else(unknown, percent),
            outcome.total.map_or_else(unknown, |_| format!("{} in {} cases", outcome.behind, outcome.cases_behind)),
            outcome.memory.map_or_else(unknown, megabytes),
        ]);
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "### {}\n", self.name)?;
        writeln!(
            f,
            "| planner | itineraries written out | time | processor time | total | cash | gap it proves | above Onward's bound | \
             persons left behind | peak memory |"
        )?;
        writeln!(f, "|---|---|---:|---:|---:|---:|---:|---:|---:|---:|")?;
        self.rows.iter().try_for_each(|row| writeln!(f, "| {} |", row.join(" | ")))
    }
}

/// The part of a plan's total that lies above `bound`.
pub fn above(outcome: &Outcome, bound: Option<Money>) -> Option<f64> {
    outcome.total.zip(bound).map(|(total, bound)| (total.0 - bound.0) as f64 / total.0 as f64)
}

/// `0.00061` as `0.061 %`.
pub fn percent(share: f64) -> String {
    format!("{:.3} %", share * 100.0)
}

/// Kibibytes as megabytes.
pub fn megabytes(kibibytes: u64) -> String {
    format!("{} MB", (kibibytes * 1024).div_ceil(1_000_000))
}
