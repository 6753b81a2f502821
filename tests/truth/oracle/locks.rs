//! Itineraries that stand, and those that cost to change (MODEL: *Locks*).

use onward::feed::{Lock, LockMode};
use onward::ids::CaseIdx;
use onward::money::Money;

use super::World;

/// What fixed locks leave a party.
#[derive(Debug)]
pub enum Fixing<'f> {
    /// Everything.
    Free,
    /// One itinerary.
    To(&'f [String]),
    /// Nothing: its cases are fixed to different itineraries.
    Torn,
}

/// What the fixed locks of its cases leave `party`.
pub fn fixing<'f>(world: &World<'f>, party: &[CaseIdx]) -> Fixing<'f> {
    let feed = world.feed;
    let fixes = |lock: &&Lock| lock.mode == LockMode::Fixed && party.contains(&lock.case);
    let mut itineraries: Vec<_> = feed.locks.iter().filter(fixes).map(|lock| lock.itinerary.as_slice()).collect();
    itineraries.dedup();
    match itineraries[..] {
        [] => Fixing::Free,
        [one] => Fixing::To(one),
        _ => Fixing::Torn,
    }
}

/// What it costs that `case` does not travel as preferred, if it doesn't: `keys` are its sectors.
pub fn change(world: &World, case: CaseIdx, keys: Option<&[&str]>) -> Money {
    let preferred = |lock: &&Lock| lock.mode == LockMode::Prefer && lock.case == case;
    match world.feed.locks.iter().find(preferred) {
        Some(lock) if keys.is_none_or(|keys| keys != lock.itinerary) => lock.change_cost,
        _ => Money::ZERO,
    }
}
