//! Outcomes as Markdown and as CSV.

use std::fmt;

use onward::money::Money;

use super::contest::{Outcome, Planner};

/// The gaps that are timed.
pub const GAPS: [f64; 2] = [0.01, 0.001];

/// The outcomes on one feed.
pub struct Table {
    name: String,
    bound: Option<Money>,
    cheapest: Option<Money>,
    rows: Vec<(Planner, Outcome)>,
}

impl Table {
    /// The table of a feed's `rows`; `bound` is what no plan of the whole model can cost less than.
    pub fn new(name: &str, bound: Option<Money>, rows: Vec<(Planner, Outcome)>) -> Self {
        Self { name: name.to_owned(), bound, cheapest: cheapest(&rows), rows }
    }

    /// The first line of a CSV file of such tables.
    pub fn csv_header() -> &'static str {
        "feed,planner,first_plan_s,within_1pct_s,within_0.1pct_s,proven_1pct_s,proven_0.1pct_s,planning_s,ended,total,cash,\
         bound,above_onwards_bound,persons_moved,persons_left,cases_left,peak_memory_kib,journeys,columns,missions,complete,\
         writing_out_s"
    }

    /// Its lines in a CSV file.
    pub fn csv(&self) -> String {
        self.rows.iter().map(|(planner, outcome)| self.csv_line(*planner, outcome) + "\n").collect()
    }

    fn csv_line(&self, planner: Planner, outcome: &Outcome) -> String {
        let time = |seconds: Option<f64>| seconds.map(|seconds| format!("{seconds:.3}")).unwrap_or_default();
        let money = |amount: Option<Money>| amount.map(|amount| amount.to_string()).unwrap_or_default();
        let times = times(outcome, self.cheapest);
        let persons = |number: usize| outcome.total.map(|_| number.to_string()).unwrap_or_default();
        let mut cells = vec![self.name.clone(), planner.to_string()];
        cells.extend(times.map(time));
        cells.extend([format!("{:.3}", outcome.planning), if outcome.reached { "gap" } else { "limit" }.to_owned()]);
        cells.extend([outcome.total, outcome.cash, outcome.bound].map(money));
        cells.push(above(outcome, self.bound).map(|above| format!("{above:.6}")).unwrap_or_default());
        cells.extend([outcome.moved, outcome.behind, outcome.cases_behind].map(persons));
        cells.push(outcome.memory.map(|memory| memory.to_string()).unwrap_or_default());
        cells.extend(match &outcome.menu {
            None => [(); 5].map(|()| String::new()),
            Some(menu) => [
                menu.journeys.to_string(),
                menu.columns.to_string(),
                menu.missions.to_string(),
                menu.complete.to_string(),
                format!("{:.3}", menu.seconds),
            ],
        });
        cells.join(",")
    }
}

/// The total of the cheapest plan that anyone had.
pub fn cheapest(outcomes: &[(Planner, Outcome)]) -> Option<Money> {
    outcomes.iter().filter_map(|(_, outcome)| outcome.total).min()
}

/// When an outcome's first plan stood, when its plan was within each of [`GAPS`] of the `cheapest`, and when it had proven by
/// itself that it was within each of the best.
pub fn times(outcome: &Outcome, cheapest: Option<Money>) -> [Option<f64>; 5] {
    let trace = &outcome.trace;
    let within = |gap| cheapest.and_then(|cheapest| trace.within(gap, cheapest.0 as f64));
    let [coarse, fine] = GAPS;
    [trace.first_plan(), within(coarse), within(fine), trace.proven(coarse), trace.proven(fine)]
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "### {}\n", self.name)?;
        let menus = self.rows.iter().filter_map(|(_, outcome)| outcome.menu.as_ref());
        if let Some(menu) = menus.max_by_key(|menu| menu.journeys) {
            let part = if menu.complete { "everything there is" } else { "not everything there is" };
            writeln!(
                f,
                "Written out for the compact models: {} journeys at {} fare cuts, {} missions ({part}), in {:.1} s.\n",
                menu.journeys, menu.columns, menu.missions, menu.seconds
            )?;
        }
        writeln!(
            f,
            "| planner | first plan | within 1 % | within 0.1 % | proves 1 % | proves 0.1 % | ended after | total | bound it \
             proves | above Onward's bound | persons left behind | peak memory |"
        )?;
        writeln!(f, "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|")?;
        for (planner, outcome) in &self.rows {
            let unknown = || "–".to_owned();
            let money = |amount: Option<Money>| amount.map_or_else(unknown, |amount| amount.to_string());
            let mut cells = vec![planner.to_string()];
            cells.extend(times(outcome, self.cheapest).map(|time| time.map_or_else(unknown, seconds)));
            let stopped = if outcome.reached || *planner == Planner::ByHand { "" } else { ", stopped" };
            cells.push(format!("{}{stopped}", seconds(outcome.planning)));
            cells.push(outcome.total.map_or_else(|| "no plan".to_owned(), |total| total.to_string()));
            cells.push(money(outcome.bound));
            cells.push(above(outcome, self.bound).map_or_else(unknown, percent));
            cells.push(outcome.total.map_or_else(unknown, |_| outcome.behind.to_string()));
            cells.push(outcome.memory.map_or_else(unknown, megabytes));
            writeln!(f, "| {} |", cells.join(" | "))?;
        }
        Ok(())
    }
}

/// The part of a plan's total that lies above `bound`.
pub fn above(outcome: &Outcome, bound: Option<Money>) -> Option<f64> {
    outcome.total.zip(bound).map(|(total, bound)| (total.0 - bound.0) as f64 / total.0 as f64)
}

/// Seconds as text: `0.31 s`, `24.0 s`.
pub fn seconds(seconds: f64) -> String {
    if seconds < 10.0 { format!("{seconds:.2} s") } else { format!("{seconds:.1} s") }
}

/// `0.00061` as `0.061 %`.
pub fn percent(share: f64) -> String {
    format!("{:.3} %", share * 100.0)
}

/// Kibibytes as megabytes.
pub fn megabytes(kibibytes: u64) -> String {
    format!("{} MB", (kibibytes * 1024).div_ceil(1_000_000))
}
