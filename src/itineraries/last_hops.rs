//! What the last sector of a journey costs at least: the part of the bound on labels that knows today's prices.
//!
//! Whatever lies between, a journey ends with a sector into a destination that sets out after all before it. The cheapest
//! of those still to come, in price and in hours until its arrival, bounds every way on from below.

use rustc_hash::FxHashMap;

use super::prices::Scaled;
use crate::ids::AirportIdx;
use crate::time::UtcMinute;

/// A sector into a destination.
#[derive(Debug, Clone, Copy)]
pub struct LastHop {
    /// Where it sets out.
    pub from: AirportIdx,
    /// When.
    pub dep: UtcMinute,
    /// When it arrives.
    pub arr: UtcMinute,
    /// What boarding it costs besides the fare.
    pub price: Scaled,
}

/// The last hops of a trip, by where they set out.
#[derive(Debug)]
pub struct LastHops {
    hour: Scaled,
    base: UtcMinute,
    anywhere: Tail,
    from: FxHashMap<AirportIdx, Tail>,
}

/// Departures, ascending, and the least value of those not earlier.
#[derive(Debug, Default)]
struct Tail {
    departures: Vec<UtcMinute>,
    least: Vec<Scaled>,
}

impl Tail {
    fn new(mut hops: Vec<(UtcMinute, Scaled)>) -> Self {
        hops.sort_unstable();
        let mut tail = Self {
            departures: hops.iter().map(|&(dep, _)| dep).collect(),
            least: hops.iter().map(|&(_, value)| value).collect(),
        };
        for position in (1..tail.least.len()).rev() {
            tail.least[position - 1] = tail.least[position - 1].min(tail.least[position]);
        }
        tail
    }

    fn after(&self, at: UtcMinute) -> Option<Scaled> {
        self.least.get(self.departures.partition_point(|&dep| dep < at)).copied()
    }
}

impl LastHops {
    /// The tails of `hops`, where a started hour costs `hour`.
    pub fn new(hops: &[LastHop], hour: Scaled) -> Self {
        let base = hops.iter().map(|hop| hop.dep).min().unwrap_or(UtcMinute(0));
        let value = |hop: &LastHop| hop.price + hour * (hop.arr - base).0 / 60;
        let mut from: FxHashMap<AirportIdx, Vec<(UtcMinute, Scaled)>> = FxHashMap::default();
        for hop in hops {
            from.entry(hop.from).or_default().push((hop.dep, value(hop)));
        }
        Self {
            hour,
            base,
            anywhere: Tail::new(hops.iter().map(|hop| (hop.dep, value(hop))).collect()),
            from: from.into_iter().map(|(airport, hops)| (airport, Tail::new(hops))).collect(),
        }
    }

    /// Least price of a last hop and all hours of a journey that set out at `set_out` and is at `airport` at `at`, with
    /// `left` sectors to go at most; `None` where no last hop is left.
    pub fn least(&self, set_out: UtcMinute, airport: AirportIdx, at: UtcMinute, left: u32) -> Option<Scaled> {
        let tail = if left == 1 { self.from.get(&airport)? } else { &self.anywhere };
        // Rounded down against hours that are rounded up: never too much.
        Some(tail.after(at)? - (self.hour * (set_out - self.base).0).div_euclid(60) - 1)
    }
}
