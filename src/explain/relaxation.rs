//! What would have to be set aside for a party to have an itinerary at all.

use super::company::{Company, Outset};
use super::ground::Ground;
use super::reason::Reason;
use super::rule::{Rule, Rules};
use super::search::{self, Aim, MOST_SECTORS, Way};
use super::words;
use crate::ids::AirportIdx;

/// Why a party has no itinerary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Obstacle {
    /// The rules named, none of which can be left out, and the closest way that breaks nothing else.
    Rules {
        /// The rules.
        rules: Rules,
        /// Other rules that would do alone where `rules` is a single one.
        instead: Vec<Rule>,
        /// The way.
        way: Way,
        /// Whether that is so among the ways looked at only, since there are too many.
        among: bool,
    },
    /// There is no way whatever is set aside.
    NoWay,
    /// None of the ways looked at would do, whatever is set aside, and there are too many to look at all.
    Unclear,
}

/// Why `company` has no itinerary; `None` where it has one after all. No search takes more than so many `labels`.
///
/// A single rule is looked for first, in the order of [`Rule::ALL`]. Failing that, the rules broken by the closest way of
/// all are taken and left out one by one where the others do: no rule of what remains can be left out.
pub fn obstacle(ground: &Ground, company: &Company, outsets: &[Outset], labels: usize) -> Option<Obstacle> {
    if search::find(ground, outsets, Rules::NONE, Aim::Any, labels).way.is_some() {
        return None;
    }
    let mut among = false;
    let mut find = |aside, aim| {
        let found = search::find(ground, outsets, aside, aim, labels);
        among |= found.broken_off;
        found.way
    };
    let mut singles = Rule::ALL.into_iter().filter(|&rule| asked(company, rule));
    let first = singles.find_map(|rule| Some((rule, find(Rules::NONE.with(rule), Aim::Closest)?)));
    if let Some((rule, way)) = first {
        let instead = singles.filter(|&other| find(Rules::NONE.with(other), Aim::Any).is_some()).collect();
        return Some(Obstacle::Rules { rules: Rules::NONE.with(rule), instead, way, among });
    }
    let Some(mut way) = find(Rules::all(), Aim::Closest) else {
        return Some(if among { Obstacle::Unclear } else { Obstacle::NoWay });
    };
    let broken = search::breaches(ground, way.outset(outsets), &way);
    let mut rules = broken.iter().fold(Rules::NONE, |rules, (rule, _)| rules.with(*rule));
    for rule in rules.iter().collect::<Vec<_>>() {
        if let Some(closer) = find(rules.without(rule), Aim::Closest) {
            rules = rules.without(rule);
            way = closer;
        }
    }
    Some(Obstacle::Rules { rules, instead: Vec::new(), way, among })
}

/// Whether setting `rule` aside can change anything for `company`.
fn asked(company: &Company, rule: Rule) -> bool {
    match rule {
        Rule::Clearance => company.rows().any(|case| !case.clearances.is_empty()),
        Rule::Transit | Rule::Waiver => !company.feed.transit.is_empty() || !company.feed.policy.transit_default_allow,
        Rule::Reception => !company.feed.reception.is_empty(),
        Rule::Length => company.traits.max_duration.is_some(),
        Rule::Dates | Rule::Places | Rule::Connection | Rule::Fare | Rule::Sectors => true,
    }
}

/// What is told of [`Obstacle::Unclear`].
const UNCLEAR: &str =
    "none of the ways looked at is possible, whatever rules are set aside, and there are too many to look at all";

/// The obstacle as a reason with its detail; `parted` where the cases of the party would travel if they weren't linked.
pub fn tell(
    ground: &Ground,
    company: &Company,
    outsets: &[Outset],
    obstacle: &Obstacle,
    parted: bool,
) -> (Reason, String) {
    let (rules, instead, way, among) = match obstacle {
        Obstacle::Rules { rules, instead, way, among } => (rules, instead, way, *among),
        Obstacle::NoWay => return (Reason::NoRoute, no_route(ground, company)),
        Obstacle::Unclear => return (Reason::Several, UNCLEAR.to_owned()),
    };
    let outset = way.outset(outsets);
    let breaches = search::breaches(ground, outset, way);
    let keys = words::keys(ground.feed, way.legs.iter().map(|&(sector, _)| &ground.sectors[sector]));
    let mut named = rules.iter();
    let reason = match (named.next(), named.next()) {
        (Some(rule), None) => rule.reason(),
        _ => Reason::Several,
    };
    let said = |rule: Rule| {
        let said: Vec<String> =
            breaches.iter().filter(|(other, _)| *other == rule).map(|(_, words)| words.clone()).collect();
        match reason {
            Reason::Several => format!("{}: {}", rule.reason().code(), said.join("; ")),
            _ => said.join("; "),
        }
    };
    let said: Vec<String> = rules.iter().map(said).collect();
    let closest = if among { "on the closest of the ways looked at" } else { "on the closest way" };
    let mut detail = format!("{closest}, {keys}, {}", said.join("; and "));
    let link = parted.then_some(Reason::LinkApart);
    let instead: Vec<&str> = instead.iter().map(|rule| rule.reason()).chain(link).map(Reason::code).collect();
    if !instead.is_empty() {
        detail += &format!(". Another way exists if only this were waived: {}", instead.join(" or "));
    }
    (reason, detail)
}

fn no_route(ground: &Ground, company: &Company) -> String {
    let feed = ground.feed;
    let origin = company.traits.origin;
    let iata = |airport: AirportIdx| feed.airports[airport].iata.to_string();
    let destinations: Vec<String> = company.traits.destinations.iter().map(|&airport| iata(airport)).collect();
    let to = words::list(&destinations);
    let from = iata(origin);
    if !ground.departs(origin) {
        return format!("no flight or charter leaves {from} while the plan lasts");
    }
    if !company.traits.destinations.iter().any(|&airport| ground.arrives(airport)) {
        return format!("no flight or charter arrives at {to} while the plan lasts");
    }
    let most = company.traits.max_sectors.max(MOST_SECTORS);
    format!("no chain of up to {most} sectors leads from {from} to {to} while the plan lasts")
}
