//! The rules of locks, waiver by waiver.

use onward::feed::{Feed, Lock, LockMode};
use onward::money::Money;

use super::{Rules, Take};
use crate::oracle::Without;

fn drop_locks(feed: &mut Feed, drop: fn(&Lock) -> bool) {
    feed.locks.raw.retain(|lock| !drop(lock));
}

pub fn rules() -> Rules {
    use Take::{Feed as F, Rule as R};
    vec![
        ("fixed", F(|feed| drop_locks(feed, |lock| lock.mode == LockMode::Fixed))),
        ("prefer", F(|feed| drop_locks(feed, |lock| lock.mode == LockMode::Prefer))),
        ("change_cost", F(|feed| feed.locks.iter_mut().for_each(|lock| lock.change_cost = Money::ZERO))),
        ("origin and destination are waived", R(Without::WaivedEnds)),
        ("dates are waived", R(Without::WaivedDates)),
        ("clearances are waived", R(Without::WaivedClearances)),
        ("connections are waived", R(Without::WaivedConnections)),
        ("lengths are waived", R(Without::WaivedLengths)),
        ("an airport twice is waived", R(Without::WaivedAirportOnce)),
        ("transit denials are waived", R(Without::WaivedTransit)),
        ("reception days are waived", R(Without::WaivedReception)),
        ("lead days are waived", R(Without::WaivedLead)),
    ]
}
