//! Itineraries that stand, and those that cost to change (MODEL: *Locks*).

use super::report::Findings;
use super::roster::Roster;
use super::rule::Rule;
use crate::feed::{Feed, Lock, LockMode};
use crate::ids::{CaseIdx, TiVec};
use crate::plan::Itinerary;

/// Whether each case travels as a fixed lock says, so that the rules of the itinerary itself are waived for it.
pub(super) type Waived = TiVec<CaseIdx, bool>;

/// Checks fixed locks; returns who travels by one and what changes to preferred itineraries cost in minor units.
pub(super) fn check(feed: &Feed, roster: &Roster<'_>, findings: &mut Findings) -> (Waived, i128) {
    let mut waived: Waived = feed.cases.iter().map(|_| false).collect();
    let mut changes = 0;
    for lock in &feed.locks {
        match lock.mode {
            LockMode::Fixed => {
                for case in bound_by(feed, lock) {
                    if kept(lock, roster[case]) {
                        waived[case] = true;
                    } else {
                        let found = match roster[case] {
                            Some(_) => "another itinerary",
                            None => "left behind",
                        };
                        let message = format!(
                            "the lock of case {} fixes {}; found {found}",
                            feed.cases[lock.case].id,
                            lock.itinerary.join(" ")
                        );
                        findings.add(Rule::LockFixed, format!("case {}", feed.cases[case].id), message);
                    }
                }
            }
            LockMode::Prefer => {
                if !kept(lock, roster[lock.case]) {
                    changes += i128::from(lock.change_cost.0);
                }
            }
        }
    }
    (waived, changes)
}

/// The lock's case and those linked to it.
fn bound_by(feed: &Feed, lock: &Lock) -> Vec<CaseIdx> {
    feed.cases[lock.case].link.map_or_else(|| vec![lock.case], |link| feed.links[link].clone())
}

fn kept(lock: &Lock, itinerary: Option<&Itinerary>) -> bool {
    itinerary.is_some_and(|itinerary| itinerary.legs == lock.itinerary)
}
