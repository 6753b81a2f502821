//! Rebates by volume and commitments (MODEL: *Agreement volume*): the volume of an agreement lies on one step of its
//! rebates, and each seat promised and not taken costs a fee.
//!
//! A rebate is for all seats, so what a step gives back is its rate times the volume on it: with one variable for the step
//! and one for the volume on it, the rule is exact (disjunctive model of a piecewise linear function; Croxton, Gendron,
//! Magnanti 2003).

use super::master::Master;
use super::rows::{Kind, Role, Terms, one};
use crate::feed::Agreement;
use crate::itineraries::prices::Term;

/// A step: volumes in the plan from `least` to `most` are given back `rebate` each, minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// Least volume in the plan.
    pub least: i64,
    /// Most volume in the plan; the last step has no end.
    pub most: Option<i64>,
    /// Given back for each, minor units.
    pub rebate: i64,
}

/// The steps that the volume of `agreement` in the plan may lie on, ascending.
pub fn steps(agreement: &Agreement) -> Vec<Step> {
    let before = i64::from(agreement.seats_before);
    let first = Step { least: 0, most: None, rebate: 0 };
    let tiers = agreement.tiers.iter().map(|tier| Step {
        least: (i64::from(tier.from_seats) - before).max(0),
        most: None,
        rebate: tier.rebate.0,
    });
    let mut steps: Vec<Step> = Vec::new();
    for step in std::iter::once(first).chain(tiers) {
        // A tier that is reached from the start replaces those below.
        while steps.last().is_some_and(|last| last.least == step.least) {
            steps.pop();
        }
        if let Some(last) = steps.last_mut() {
            last.most = Some(step.least - 1);
        }
        steps.push(step);
    }
    steps
}

/// What `agreement` gives back, and what it asks for seats promised, where `volume` travellers are seated in the plan;
/// minor units.
pub fn settle(agreement: &Agreement, volume: i64) -> (i64, i64) {
    let steps = steps(agreement);
    let step = steps.iter().rev().find(|step| step.least <= volume);
    (step.map_or(0, |step| step.rebate * volume), agreement.shortfall_fee.0 * short(agreement, volume))
}

/// Seats promised and not taken.
fn short(agreement: &Agreement, volume: i64) -> i64 {
    (i64::from(agreement.commit_seats) - i64::from(agreement.seats_before) - volume).max(0)
}

/// Adds the rows and variables of all agreements' steps and promises.
pub fn add(master: &mut Master) {
    let feed = master.network.feed;
    let travellers: i64 = master.classes.iter().map(|class| most_seated(class) * class.parties.len() as i64).sum();
    let flown = |persons: i64| persons * i64::from(feed.policy.max_sectors);
    let missions: i64 = master.most_missions.iter().sum();
    let most = flown(travellers) + 2 * flown(missions);
    for (index, agreement) in feed.agreements.iter_enumerated() {
        let volume = || one(Term::Volume(index));
        let promised = short(agreement, 0);
        if promised > 0 && agreement.shortfall_fee.0 > 0 {
            let variable = master.structural(Kind::Short(index), agreement.shortfall_fee.0, (0, promised), None);
            master.row(volume(), (Some(promised), None), &[(variable, 1)], Role::Rule);
        }
        let steps = steps(agreement);
        if steps.iter().all(|step| step.rebate == 0) {
            continue;
        }
        let (mut all, mut chosen) = (Vec::new(), Vec::new());
        for (number, step) in steps.iter().enumerate() {
            let end = step.most.unwrap_or(most).max(step.least);
            let on = master.structural(Kind::Step(index, number), 0, (0, 1), None);
            let seats = master.structural(Kind::Volume(index, number), -step.rebate, (0, end), None);
            master.row(Terms::new(), (Some(0), None), &[(seats, 1), (on, -step.least)], Role::Rule);
            master.row(Terms::new(), (None, Some(0)), &[(seats, 1), (on, -end)], Role::Rule);
            chosen.push((on, 1));
            all.push((seats, -1));
        }
        master.row(Terms::new(), (Some(1), Some(1)), &chosen, Role::Rule);
        // Branching may ask for a step that columns at hand don't reach.
        let short = master.structural(
            Kind::Shortfall,
            master.dear,
            (0, steps.iter().fold(most, |most, step| most.max(step.least))),
            None,
        );
        all.push((short, 1));
        master.row(volume(), (Some(0), Some(0)), &all, Role::Rule);
    }
}

fn most_seated(class: &crate::itineraries::classes::Class) -> i64 {
    class.traits.days.iter().map(|day| i64::from(day.load.seated())).max().unwrap_or_default()
}
