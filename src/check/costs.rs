//! Every amount recomputed and compared with the plan's to the cent (MODEL section 4).

use super::report::Findings;
use super::rule::Rule;
use crate::feed::Feed;
use crate::money::Money;
use crate::plan::{Cash, Penalties, Plan};

/// Amounts in minor units of the plan currency, wide enough for any plan.
#[derive(Debug, Default)]
pub(super) struct Amounts {
    pub fares: i128,
    pub rebates: i128,
    pub shortfalls: i128,
    pub charters: i128,
    pub beds: i128,
    pub assistance: i128,
    pub transit: i128,
    pub escorts: i128,
    pub changes: i128,
    pub unserved: i128,
    pub delay: i128,
    pub connections: i128,
    pub hours: i128,
}

/// Amounts as money, once they are known to fit.
#[derive(Debug)]
pub(super) struct Totals {
    pub cash: Cash,
    pub penalties: Penalties,
    pub total: Money,
}

impl Amounts {
    fn total(&self) -> i128 {
        self.fares - self.rebates
            + self.shortfalls
            + self.charters
            + self.beds
            + self.assistance
            + self.transit
            + self.escorts
            + self.changes
            + self.unserved
            + self.delay
            + self.connections
            + self.hours
    }

    /// Names every amount of the plan that differs.
    pub(super) fn compare(&self, plan: &Plan, findings: &mut Findings) -> Totals {
        let (cash, penalties) = (&plan.cash, &plan.penalties);
        let mut one = |rule: Rule, field: &str, expected: i128, found: Money| {
            let fits = i64::try_from(expected);
            let clamped = Money(fits.unwrap_or(if expected < 0 { -i64::MAX } else { i64::MAX }));
            if fits.is_err() {
                findings.add(Rule::AmountOverflow, format!("plan, {field}"), "too large for the plan's money");
            } else if clamped != found {
                findings.add(rule, format!("plan, {field}"), format!("expected {clamped}, found {found}"));
            }
            clamped
        };
        Totals {
            cash: Cash {
                fares: one(Rule::CashFares, "cash.fares", self.fares, cash.fares),
                rebates: one(Rule::CashRebates, "cash.rebates", self.rebates, cash.rebates),
                shortfalls: one(Rule::CashShortfalls, "cash.shortfalls", self.shortfalls, cash.shortfalls),
                charters: one(Rule::CashCharters, "cash.charters", self.charters, cash.charters),
                beds: one(Rule::CashBeds, "cash.beds", self.beds, cash.beds),
                assistance: one(Rule::CashAssistance, "cash.assistance", self.assistance, cash.assistance),
                transit: one(Rule::CashTransit, "cash.transit", self.transit, cash.transit),
                escorts: one(Rule::CashEscorts, "cash.escorts", self.escorts, cash.escorts),
                changes: one(Rule::CashChanges, "cash.changes", self.changes, cash.changes),
            },
            penalties: Penalties {
                unserved: one(Rule::PenaltyUnserved, "penalties.unserved", self.unserved, penalties.unserved),
                delay: one(Rule::PenaltyDelay, "penalties.delay", self.delay, penalties.delay),
                connections: one(
                    Rule::PenaltyConnections,
                    "penalties.connections",
                    self.connections,
                    penalties.connections,
                ),
                hours: one(Rule::PenaltyHours, "penalties.hours", self.hours, penalties.hours),
            },
            total: one(Rule::Total, "total", self.total(), plan.total),
        }
    }
}

/// Checks what the plan says of itself: format, feed, currency, bound and gap.
pub(super) fn check_head(feed: &Feed, plan: &Plan, findings: &mut Findings) {
    use super::report::shown;
    let mut same = |rule: Rule, expected: &str, found: &str| {
        if expected != found {
            findings.add(rule, "plan", format!("expected {}, found {}", shown(expected), shown(found)));
        }
    };
    same(Rule::Format, crate::plan::FORMAT, &plan.format);
    same(Rule::FeedName, &feed.policy.name, &plan.feed.name);
    same(Rule::FeedSha256, &feed.sha256, &plan.feed.sha256);
    same(Rule::Currency, feed.policy.currency.as_str(), &plan.currency);
    if plan.bound > plan.total {
        let message = format!("bound {} above total {}", plan.bound, plan.total);
        findings.add(Rule::BoundAboveTotal, "plan", message);
    }
    if !gap_holds(plan) {
        let message =
            format!("{} isn't (total − bound) ÷ total of {} and {} to 6 places", plan.gap, plan.total, plan.bound);
        findings.add(Rule::Gap, "plan", message);
    }
}

/// Whether the gap is that of the plan's own total and bound. Either neighbour is taken for a tie in the 7th place.
fn gap_holds(plan: &Plan) -> bool {
    const PLACES: i128 = 1_000_000;
    let (total, bound) = (i128::from(plan.total.0), i128::from(plan.bound.0));
    let millionths = (plan.gap * PLACES as f64).round();
    if !plan.gap.is_finite() || millionths.abs() > 1e15 || millionths / PLACES as f64 != plan.gap {
        return false;
    }
    match (total, bound) {
        (0, 0) => plan.gap == 0.0,
        // The quotient doesn't exist and the model gives it no value: the bound is judged on its own.
        (0, _) => true,
        _ => 2 * (millionths as i128 * total - PLACES * (total - bound)).abs() <= total.abs(),
    }
}
