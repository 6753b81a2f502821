//! What an agreement is worth, and what better terms of it would save.

use serde::Serialize;
use serde_json::json;

use super::bounds::Bounds;
use super::planner::{self, Planned, StudyError};
use crate::feed::{Agreement, Feed};
use crate::money::Money;
use crate::scenario::{Change, Scenario, Tables};
use crate::solve::{Cancel, Options};

/// What an agreement is worth.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AgreementWorth {
    /// The agreement.
    pub agreement: String,
    /// Plan currency.
    pub currency: String,
    /// The least total as things stand.
    pub total: Bounds,
    /// Terms that could be asked for, most saving first by their plans.
    pub terms: Vec<Terms>,
}

/// Other terms.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Terms {
    /// In words, e.g. `5 seats more a flight`.
    pub what: String,
    /// The changes, as in a scenario file.
    pub changes: Vec<Change>,
    /// The least total with them.
    pub total: Bounds,
    /// What they save: at least, at most. Below nothing where they cost more, as losing the agreement does.
    pub saves: Bounds,
}

/// The worth of the agreement called `id`; `None` where the feed has none of that name.
///
/// Planned are: losing it, a tenth and a quarter more seats a flight and no limit at all, fares cut by 5 and 10 per cent,
/// no least group, no commitment, each tier 10 seats nearer.
///
/// # Errors
/// What keeps the feed from being planned; other terms that can't be planned (a fixed lock needs the agreement) are left out.
pub fn agreement(
    base: &Tables,
    feed: &Feed,
    id: &str,
    options: &Options,
    cancel: &Cancel,
) -> Option<Result<AgreementWorth, StudyError>> {
    let row = feed.agreements.iter().find(|row| &*row.id == id)?;
    Some(worth(base, feed, row, options, cancel))
}

fn worth(
    base: &Tables,
    feed: &Feed,
    row: &Agreement,
    options: &Options,
    cancel: &Cancel,
) -> Result<AgreementWorth, StudyError> {
    let as_is = Scenario { name: "as it is".to_owned(), changes: Vec::new() };
    let now = planner::plan(base, &as_is, options, None, cancel)?;
    let total = Bounds::of(now.plan());
    let mut terms = Vec::new();
    for (what, written) in asked(row) {
        let changes: Vec<Change> = written.into_iter().filter_map(|one| serde_json::from_value(one).ok()).collect();
        let scenario = Scenario { name: what.clone(), changes };
        let made: Result<Planned, _> = planner::plan(base, &scenario, options, Some(&now.experience), cancel);
        let Ok(made) = made else { continue };
        let mut with = Bounds::of(made.plan());
        let mut saves = Bounds { low: total.low - with.high, high: total.high - with.low };
        if what != WITHOUT {
            // Whatever can be planned as things stand can be planned on better terms, and costs no more.
            with.high = with.high.min(total.high);
            saves.low = saves.low.max(Money(0));
        }
        terms.push(Terms { what, changes: scenario.changes, total: with, saves });
    }
    terms.sort_by_key(|terms| terms.total.high);
    Ok(AgreementWorth { agreement: row.id.to_string(), currency: feed.policy.currency.to_string(), total, terms })
}

/// What losing the agreement goes by.
const WITHOUT: &str = "without it";

/// Terms to ask for.
fn asked(row: &Agreement) -> Vec<(String, Vec<serde_json::Value>)> {
    let id = &*row.id;
    let changed = |field: &str, value: serde_json::Value| {
        vec![json!({"change": "agreement_changed", "agreement": id, (field): value})]
    };
    let mut asked = vec![(WITHOUT.to_owned(), vec![json!({"change": "agreement_dropped", "agreement": id})])];
    if let Some(seats) = row.seats_per_flight {
        let mut more = vec![seats.div_ceil(10), seats.div_ceil(4)];
        more.dedup();
        for by in more.into_iter().filter(|&by| by > 0) {
            let noun = if by == 1 { "seat" } else { "seats" };
            let change = json!({"change": "allotment", "agreement": id, "by": by});
            asked.push((format!("{by} {noun} more a flight"), vec![change]));
        }
        let change = json!({"change": "allotment", "agreement": id, "unlimited": true});
        asked.push(("no limit of seats".to_owned(), vec![change]));
    }
    for percent in [5, 10] {
        let change = json!({"change": "fare_changed", "agreement": id, "by_percent": format!("-{percent}")});
        asked.push((format!("fares {percent} % lower"), vec![change]));
    }
    if row.min_group > 1 {
        asked.push(("no least group".to_owned(), changed("min_group", json!(1))));
    }
    if row.commit_seats > 0 {
        asked.push(("no commitment".to_owned(), changed("commit_seats", json!(0))));
    }
    if !row.tiers.is_empty() {
        let before = row.seats_before.saturating_add(10);
        asked.push(("tiers 10 seats nearer".to_owned(), changed("seats_before", json!(before))));
    }
    asked
}

impl AgreementWorth {
    /// The amount that the agreement as a whole saves: at least, at most.
    pub fn whole(&self) -> Option<Bounds> {
        let without = self.terms.iter().find(|terms| terms.what == WITHOUT)?;
        Some(Bounds { low: Money(-without.saves.high.0), high: Money(-without.saves.low.0) })
    }
}
