//! The independent checker: every rule and every cent of a plan, recomputed from the feed and the plan alone.
//!
//! It shares no code with what makes plans. A plan is untrusted: whatever stands in it gives violations, never a panic.
//!
//! The way through: `costs` looks at the plan's head, `roster` and `locks` at who is served, `journey` with
//! `connection`, `transit` and `clearance` at each itinerary, `fares` at its price, `missions` at each escort's
//! way; then come the limits that all share (`capacity`, `beds`, `reception`, `volume`, `charters`,
//! `escorts`), and at the end `costs` again compares the amounts.

mod beds;
mod capacity;
mod charters;
mod clearance;
mod connection;
mod costs;
mod escorts;
mod fares;
mod journey;
mod locks;
mod missions;
mod persons;
mod reception;
mod report;
mod roster;
mod rule;
mod sectors;
mod transit;
mod volume;

pub use report::{Report, Violation};
pub use rule::Rule;

use capacity::Aboard;
use costs::Amounts;
use fares::{Sold, Tariff};
use journey::Journey;
use missions::Corps;
use persons::{Price, Traveller};
use report::Findings;
use sectors::Sectors;
use transit::{Ends, Transit};
use volume::Volume;

use crate::feed::Feed;
use crate::plan::Plan;

/// Checks `plan` against `feed`: all violations at once, and what the plan really costs.
pub fn check(feed: &Feed, plan: &Plan) -> Report {
    let mut findings = Findings::default();
    let mut amounts = Amounts::default();
    costs::check_head(feed, plan, &mut findings);

    let roster = roster::read(feed, plan, &mut findings);
    roster::check_links(feed, &roster, &mut findings);
    let (waived, changes) = locks::check(feed, &roster, &mut findings);
    amounts.changes = changes;

    let mut sectors = Sectors::new(feed);
    let mut tariff = Tariff::new(feed);
    let mut transit = Transit::new(feed);
    let mut volume = Volume::new(feed);
    let mut aboard = Aboard::default();
    let mut journeys = Vec::new();
    for (idx, itinerary) in roster.iter_enumerated() {
        let case = &feed.cases[idx];
        let Some(itinerary) = itinerary else {
            let penalty = feed.policy.unserved_penalty.of(case.priority);
            amounts.unserved += i128::from(penalty.0) * case.persons.len() as i128;
            continue;
        };
        let Some(journey) = Journey::new(feed, &mut sectors, idx, &itinerary.legs, &mut findings) else { continue };
        let of = format!("case {}", case.id);
        check_itinerary(feed, &sectors, &journey, waived[idx], &mut findings);
        let ends = Ends {
            origin: feed.airports[journey.from].country,
            destination: feed.airports[journey.to].country,
            leaves: journey.date(),
        };
        for connection in &journey.connections {
            amounts.transit += transit.check(case, connection, ends, waived[idx], &of, &mut findings);
        }
        let sold = tariff.sold(&sectors, &journey.sectors, &itinerary.fares, waived[idx], &of, &mut findings);
        amounts.fares += priced(&mut tariff, &sold, &journey.party.travellers, &of, &mut findings);
        volume.add(&sold, journey.party.seated(), journey.party.load.seats);
        count_penalties(feed, &journey, &mut amounts);
        aboard.board(&journey);
        journeys.push(journey);
    }

    let corps = Corps::new(feed);
    let escort = [Traveller { price: Price::Escort, stretcher: false, escort: None }];
    let mut missions = Vec::new();
    for (number, mission) in (1..).zip(&plan.missions) {
        let Some(mission) = corps.mission(&mut sectors, &tariff, number, mission, &mut findings) else { continue };
        let of = format!("mission {number}");
        amounts.escorts += priced(&mut tariff, &mission.sold, &escort, &of, &mut findings);
        amounts.escorts += mission.cost(feed, &sectors);
        volume.add(&mission.sold, 1, 1);
        mission.board(&mut aboard);
        missions.push(mission);
    }

    aboard.check(&sectors, &mut findings);
    capacity::check_departures(feed, &journeys, &mut findings);
    (amounts.beds, amounts.assistance) = beds::check(feed, &journeys, &mut findings);
    reception::check(feed, &sectors, &journeys, &waived, &mut findings);
    volume.check(feed, &sectors, &mut findings);
    (amounts.rebates, amounts.shortfalls) = volume.amounts(feed);
    amounts.charters = charters::check(feed, plan, &sectors, &aboard, &mut findings);
    escorts::check_cover(feed, &sectors, &aboard, &mut findings);
    escorts::check_pools(feed, &missions, &mut findings);

    let totals = amounts.compare(plan, &mut findings);
    Report { violations: findings.0, cash: totals.cash, penalties: totals.penalties, total: totals.total }
}

/// The rules of the itinerary itself, which a fixed lock waives (MODEL: *Locks*).
fn check_itinerary(feed: &Feed, sectors: &Sectors<'_>, journey: &Journey, waived: bool, findings: &mut Findings) {
    if waived {
        return;
    }
    let case = &feed.cases[journey.case];
    let of = format!("case {}", case.id);
    journey.check(feed, sectors, findings);
    clearance::check(feed, case, journey.date(), journey.arrives.date(), findings);
    for connection in &journey.connections {
        connection.check(feed, case, &of, findings);
    }
}

/// What the travellers pay for the components, in minor units.
fn priced(tariff: &mut Tariff<'_>, sold: &[Sold], travellers: &[Traveller], of: &str, findings: &mut Findings) -> i128 {
    let mut sum = 0;
    for (number, component) in (1..).zip(sold) {
        for traveller in travellers {
            match tariff.price(component.fare, traveller.price, traveller.stretcher) {
                Some(price) => sum += i128::from(price.0),
                None => {
                    let place = format!("{of}, fare {number}");
                    findings.add(Rule::AmountOverflow, place, "a fare is too large for the plan's money");
                }
            }
        }
    }
    sum
}

fn count_penalties(feed: &Feed, journey: &Journey, amounts: &mut Amounts) {
    let case = &feed.cases[journey.case];
    let persons = i128::from(journey.party.size());
    let days = i128::from((journey.date() - case.target).num_days().max(0));
    let hours = i128::from(journey.length.started_hours().max(0));
    amounts.delay += i128::from(feed.policy.delay_penalty.of(case.priority).0) * days * persons;
    amounts.connections += i128::from(feed.policy.connection_penalty.0) * journey.connections.len() as i128 * persons;
    amounts.hours += i128::from(feed.policy.hour_penalty.0) * hours * persons;
}
