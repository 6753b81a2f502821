//! What a charter is worth: the price up to which using it pays, proven from two plans.
//!
//! Let W be the least total without the charter and U the least total where it is used, its price left out. Using it at a
//! price p pays exactly while U + p < W, so the break-even is W − U. Neither is known to the cent, but both lie between a
//! bound and a plan. U isn't planned for itself: where the charter costs nothing, the least total Z is U or W, whichever is
//! less, so W − Z is the break-even, or 0 where it has none: a charter that isn't worth using for nothing never is.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use serde::Serialize;

use super::bounds::Bounds;
use super::planner::{self, Planned, StudyError};
use crate::feed::{Charter, Feed};
use crate::ids::CharterIdx;
use crate::money::Money;
use crate::plan::Plan;
use crate::scenario::changes::charter::{CharterChanged, CharterDropped};
use crate::scenario::{Change, Scenario, Tables};
use crate::solve::{Cancel, Options};

/// Whether using a charter pays at the price asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Yes: every plan without it costs more.
    Pays,
    /// No: every plan with it costs more.
    DoesNotPay,
    /// The price lies where neither is proven; a smaller gap tells.
    Undecided,
}

/// The least total at a price of the charter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Point {
    /// The price of using it.
    pub price: Money,
    /// The least total of any plan.
    pub total: Bounds,
}

/// The least total with so many seats on each leg, at the price asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct OnSeats {
    /// The seats.
    pub seats: u32,
    /// The least total of any plan.
    pub total: Bounds,
    /// Whether the plan uses the charter.
    pub used: bool,
}

/// An offer of the charter's group, at its asked price, were it the only one of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Offer {
    /// The charter.
    pub charter: String,
    /// When its first leg departs, local.
    pub departs: Option<NaiveDateTime>,
    /// What is asked for it.
    pub asked: Money,
    /// The least total of any plan.
    pub total: Bounds,
    /// Whether the plan uses it.
    pub used: bool,
    /// How it stands beside the others.
    pub rank: Rank,
}

/// How an offer stands beside the others of its group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Rank {
    /// None of the others gives a smaller total.
    Best,
    /// Another one gives a smaller total.
    Beaten,
    /// Neither is proven.
    Undecided,
}

/// What a charter is worth.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CharterWorth {
    /// The charter.
    pub charter: String,
    /// Plan currency, which all amounts are in.
    pub currency: String,
    /// Using it pays at a price below the low end and doesn't above the high end.
    pub break_even: Bounds,
    /// The price asked.
    pub asked: Money,
    /// Whether it pays at that price.
    pub verdict: Verdict,
    /// The least total without it.
    pub without: Bounds,
    /// The least total where using it costs nothing.
    pub for_nothing: Bounds,
    /// The least total over its price.
    pub curve: Vec<Point>,
    /// The least total over its seats, ascending.
    pub seats: Vec<OnSeats>,
    /// The offers of its group, best first by their plans; empty where it has none.
    pub offers: Vec<Offer>,
    /// The cases that fly on it in the plan where it costs nothing.
    pub passengers: Vec<String>,
    /// Flights on which that plan has fewer cases aboard than the plan without it, by how many.
    pub frees: BTreeMap<String, usize>,
}

/// What is asked of a charter.
#[derive(Debug, Clone, Copy)]
pub struct Question<'q> {
    /// The feed.
    pub base: &'q Tables,
    /// How it is planned. `None` for the gap takes one fine enough to know the break-even to a hundredth of the price.
    pub options: &'q Options,
    /// Whether the gap is chosen so that the break-even is known to a hundredth of the price asked.
    pub fine: bool,
    /// Seats per leg to plan with besides those offered.
    pub seats: &'q [u32],
    /// Stops planning.
    pub cancel: &'q Cancel,
}

/// Points of the curve over the price: from nothing to twice the price asked.
const POINTS: i64 = 20;

/// Plans twice for an end of the break-even's interval: each may be off by its gap.
const ENDS: f64 = 2.0;

impl CharterWorth {
    /// What the charter called `id` in `feed`, which is what `question.base` holds, is worth; `None` where there is none.
    ///
    /// # Errors
    /// What keeps a changed feed from being planned, e.g. a fixed lock on the charter.
    pub fn of(question: &Question, feed: &Feed, id: &str) -> Option<Result<Self, StudyError>> {
        let (index, charter) = feed.charters.iter_enumerated().find(|(_, charter)| &*charter.id == id)?;
        Some(worth(question, feed, index, charter))
    }
}

fn worth(question: &Question, feed: &Feed, index: CharterIdx, charter: &Charter) -> Result<CharterWorth, StudyError> {
    let asked = charter.fixed_cost;
    let mut options = question.options.clone();
    let mut without = question.plan("without", &[dropped(charter)], &options, None)?;
    let total = without.plan().total.0;
    if question.fine && asked.0 > 0 && total > 0 {
        // The interval is as wide as both plans' gaps together.
        options.gap = (0.01 * asked.0 as f64 / ENDS / total as f64).min(options.gap);
        if without.plan().gap > options.gap {
            without = question.plan("without", &[dropped(charter)], &options, Some(&without))?;
        }
    }
    let nothing = CharterChanged { fixed_cost: Some(Money(0).into()), ..unchanged(charter) };
    let changes: Vec<Change> = if asked.0 == 0 { Vec::new() } else { vec![nothing.into()] };
    let free = question.plan("for nothing", &changes, &options, Some(&without))?;
    let (w, z) = (Bounds::of(without.plan()), Bounds::of(free.plan()));
    // Whatever is planned with the charter is no worse than the plan without it, and no bound is better than that.
    let z = Bounds { low: z.low, high: z.high.min(w.high) };
    let break_even = w.saved_by(z).not_below_nothing();
    let verdict = match asked {
        asked if asked < break_even.low => Verdict::Pays,
        asked if asked > break_even.high => Verdict::DoesNotPay,
        _ => Verdict::Undecided,
    };
    let step = (2 * asked.0 / POINTS).max(1);
    let prices = (0..=POINTS).map(|n| Money(n * step));
    let point = |price: Money| {
        // With it nothing costs less than Z and the price; without it, than W.
        let low = w.low.min(z.low + price);
        Point { price, total: Bounds { low, high: w.high.min(z.high + price) } }
    };
    let mut seats = Vec::new();
    for &n in question.seats {
        let offered = charter.legs.iter().all(|leg| leg.capacity.seats == n);
        let change = CharterChanged { seats: Some(n), ..unchanged(charter) };
        let changes = if offered { Vec::new() } else { vec![change.into()] };
        let made = question.plan(&format!("{n} seats"), &changes, &options, Some(&without))?;
        seats.push(OnSeats { seats: n, total: Bounds::of(made.plan()), used: uses(made.plan(), charter) });
    }
    seats.sort_by_key(|point| point.seats);
    Ok(CharterWorth {
        charter: charter.id.to_string(),
        currency: feed.policy.currency.to_string(),
        break_even,
        asked,
        verdict,
        without: w,
        for_nothing: z,
        curve: prices.map(point).collect(),
        seats,
        offers: offers(question, feed, index, &options, &without)?,
        passengers: passengers(free.plan(), charter),
        frees: frees(without.plan(), free.plan()),
    })
}

/// The offers of the group of the charter at `index`, each planned as if it were the only one.
fn offers(
    question: &Question,
    feed: &Feed,
    index: CharterIdx,
    options: &Options,
    without: &Planned,
) -> Result<Vec<Offer>, StudyError> {
    let Some(group) = feed.charters[index].group else { return Ok(Vec::new()) };
    let members: Vec<&Charter> = feed.charters.iter().filter(|charter| charter.group == Some(group)).collect();
    let mut offers = Vec::new();
    for member in &members {
        let others = members.iter().filter(|other| other.id != member.id);
        let changes: Vec<Change> = others.map(|other| dropped(other)).collect();
        let made = question.plan(&format!("{} alone", member.id), &changes, options, Some(without))?;
        let (total, used) = (Bounds::of(made.plan()), uses(made.plan(), member));
        let departs = member.legs.first().map(|leg| leg.dep);
        let (charter, asked) = (member.id.to_string(), member.fixed_cost);
        offers.push(Offer { charter, departs, asked, total, used, rank: Rank::Undecided });
    }
    let totals: Vec<Bounds> = offers.iter().map(|offer| offer.total).collect();
    for (own, offer) in offers.iter_mut().enumerate() {
        let mut others = totals.iter().enumerate().filter(|(other, _)| *other != own).map(|(_, total)| total);
        offer.rank = match offer.total {
            Bounds { high, .. } if others.clone().all(|other| high <= other.low) => Rank::Best,
            Bounds { low, .. } if others.any(|other| other.high < low) => Rank::Beaten,
            _ => Rank::Undecided,
        };
    }
    offers.sort_by(|one, other| (one.total.high, &one.charter).cmp(&(other.total.high, &other.charter)));
    Ok(offers)
}

impl Question<'_> {
    fn plan(
        &self,
        name: &str,
        changes: &[Change],
        options: &Options,
        before: Option<&Planned>,
    ) -> Result<Planned, StudyError> {
        let scenario = Scenario { name: name.to_owned(), changes: changes.to_vec() };
        planner::plan(self.base, &scenario, options, before.map(|planned| &planned.experience), self.cancel)
    }
}

fn dropped(charter: &Charter) -> Change {
    CharterDropped { charter: charter.id.to_string() }.into()
}

fn unchanged(charter: &Charter) -> CharterChanged {
    CharterChanged {
        charter: charter.id.to_string(),
        fixed_cost: None,
        per_seat: None,
        min_seats: None,
        seats: None,
        group: None,
    }
}

fn uses(plan: &Plan, charter: &Charter) -> bool {
    plan.charters.iter().any(|id| **id == *charter.id)
}

/// Whether a flight key is a leg of `charter`.
fn is_leg(key: &str, charter: &Charter) -> bool {
    key.rsplit_once('/').is_some_and(|(id, _)| id == &*charter.id)
}

fn passengers(plan: &Plan, charter: &Charter) -> Vec<String> {
    let aboard = plan.itineraries.iter().filter(|itinerary| itinerary.legs.iter().any(|leg| is_leg(leg, charter)));
    aboard.map(|itinerary| itinerary.case.clone()).collect()
}

/// Cases aboard each flight of `without` beyond those aboard it in `with`.
fn frees(without: &Plan, with: &Plan) -> BTreeMap<String, usize> {
    let aboard = |plan: &Plan| {
        let mut aboard: BTreeMap<String, usize> = BTreeMap::new();
        for leg in plan.itineraries.iter().flat_map(|itinerary| &itinerary.legs) {
            *aboard.entry(leg.clone()).or_default() += 1;
        }
        aboard
    };
    let (mut before, after) = (aboard(without), aboard(with));
    for (leg, cases) in &mut before {
        *cases = cases.saturating_sub(after.get(leg).copied().unwrap_or_default());
    }
    before.retain(|_, cases| *cases > 0);
    before
}
