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
    /// Terms that can't be planned with.
    pub left_out: Vec<LeftOut>,
}

/// Terms that can't be planned with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// In words.
    pub what: String,
    /// Why, e.g. that a fixed lock needs the agreement.
    pub why: String,
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

/// Terms to plan with besides those that are always planned with.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// So many seats more a flight.
    pub seats: Vec<u32>,
    /// Fares lower by so many per cent.
    pub cuts: Vec<u32>,
    /// Tiers of rebates: from how many seats, and what a seat.
    pub tiers: Vec<(u32, Money)>,
}

/// The worth of the agreement called `id`; `None` where the feed has none of that name.
///
/// Planned are: losing it, a tenth and a quarter more seats a flight and no limit at all, fares cut by 5 and 10 per cent,
/// no least group, no commitment, each tier 10 seats nearer.
///
/// # Errors
/// What keeps the feed from being planned.
pub fn agreement(
    base: &Tables,
    feed: &Feed,
    id: &str,
    options: &Options,
    cancel: &Cancel,
) -> Option<Result<AgreementWorth, StudyError>> {
    Asked::default().of(base, feed, id, options, cancel)
}

impl Asked {
    /// As [`agreement`], with these terms besides.
    ///
    /// # Errors
    /// What keeps the feed from being planned.
    pub fn of(
        &self,
        base: &Tables,
        feed: &Feed,
        id: &str,
        options: &Options,
        cancel: &Cancel,
    ) -> Option<Result<AgreementWorth, StudyError>> {
        let row = feed.agreements.iter().find(|row| &*row.id == id)?;
        Some(worth(base, feed, row, self, options, cancel))
    }
}

fn worth(
    base: &Tables,
    feed: &Feed,
    row: &Agreement,
    asked: &Asked,
    options: &Options,
    cancel: &Cancel,
) -> Result<AgreementWorth, StudyError> {
    let now = planner::as_it_is(base, options, cancel)?;
    let total = Bounds::of(now.plan());
    let (mut terms, mut left_out) = (Vec::new(), Vec::new());
    for (what, written) in terms_for(row, asked) {
        let better = what != WITHOUT && !replaces_tier(row, asked, &what);
        let changes: Vec<Change> = written.into_iter().filter_map(|one| serde_json::from_value(one).ok()).collect();
        let scenario = Scenario { name: what.clone(), changes };
        let made: Result<Planned, _> = planner::plan(base, &scenario, options, Some(&now.experience), cancel);
        let made = match made {
            Ok(made) => made,
            Err(error) => {
                left_out.push(LeftOut { what, why: error.to_string() });
                continue;
            }
        };
        let mut with = Bounds::of(made.plan());
        let mut saves = total.saved_by(with);
        if better {
            // Whatever can be planned as things stand can be planned on better terms, and costs no more.
            with.high = with.high.min(total.high);
            saves.low = saves.low.max(Money(0));
        }
        terms.push(Terms { what, changes: scenario.changes, total: with, saves });
    }
    terms.sort_by_key(|terms| terms.total.high);
    let (agreement, currency) = (row.id.to_string(), feed.policy.currency.to_string());
    Ok(AgreementWorth { agreement, currency, total, terms, left_out })
}

/// What losing the agreement goes by.
const WITHOUT: &str = "without it";

/// Terms to ask for.
fn terms_for(row: &Agreement, besides: &Asked) -> Vec<(String, Vec<serde_json::Value>)> {
    let id = &*row.id;
    let changed = |field: &str, value: serde_json::Value| {
        vec![json!({"change": "agreement_changed", "agreement": id, (field): value})]
    };
    let mut asked = vec![(WITHOUT.to_owned(), vec![json!({"change": "agreement_dropped", "agreement": id})])];
    if let Some(seats) = row.seats_per_flight {
        let mut more = vec![seats.div_ceil(10), seats.div_ceil(4)];
        more.extend(&besides.seats);
        more.sort_unstable();
        more.dedup();
        for by in more.into_iter().filter(|&by| by > 0) {
            let noun = if by == 1 { "seat" } else { "seats" };
            let change = json!({"change": "allotment", "agreement": id, "by": by});
            asked.push((format!("{by} {noun} more a flight"), vec![change]));
        }
        let change = json!({"change": "allotment", "agreement": id, "unlimited": true});
        asked.push(("no limit of seats".to_owned(), vec![change]));
    }
    let mut cuts = vec![5, 10];
    cuts.extend(besides.cuts.iter().filter(|&&percent| percent > 0));
    cuts.sort_unstable();
    cuts.dedup();
    for percent in cuts {
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
    for (from, rebate) in &besides.tiers {
        let change = json!({"change": "tier", "agreement": id, "from_seats": from, "rebate": rebate.to_string()});
        asked.push((tier_words(*from, *rebate), vec![change]));
    }
    asked
}

fn tier_words(from: u32, rebate: Money) -> String {
    format!("{rebate} back a seat from {from} seats on")
}

/// Whether these terms put a tier that is asked for in the place of another one, which may have been better.
fn replaces_tier(row: &Agreement, asked: &Asked, what: &str) -> bool {
    let known = |&&(from, _): &&(u32, Money)| row.tiers.iter().any(|tier| tier.from_seats == from);
    asked.tiers.iter().filter(known).any(|&(from, rebate)| tier_words(from, rebate) == what)
}

impl AgreementWorth {
    /// The amount that the agreement as a whole saves: at least, at most.
    pub fn whole(&self) -> Option<Bounds> {
        let without = self.terms.iter().find(|terms| terms.what == WITHOUT)?;
        Some(Bounds { low: Money(-without.saves.high.0), high: Money(-without.saves.low.0) })
    }
}
