//! What sectors still to come may earn: the part of the bound on labels that knows where prices are below nothing, as they
//! are where a charter or a group must be filled.

use super::prices::Scaled;
use crate::time::UtcMinute;

/// Sectors that cost less than nothing, by departure, and the least price of those not earlier.
#[derive(Debug, Default)]
pub struct Discounts {
    departures: Vec<UtcMinute>,
    least: Vec<Scaled>,
}

impl Discounts {
    /// The discounts of sectors with these departures and prices.
    pub fn new(mut earning: Vec<(UtcMinute, Scaled)>) -> Self {
        earning.sort_unstable();
        let departures = earning.iter().map(|&(dep, _)| dep).collect();
        let mut least: Vec<Scaled> = earning.iter().map(|&(_, price)| price.min(0)).collect();
        for position in (1..least.len()).rev() {
            least[position - 1] = least[position - 1].min(least[position]);
        }
        Self { departures, least }
    }

    /// No sector that departs at `at` or later costs less; 0 at most.
    pub fn after(&self, at: UtcMinute) -> Scaled {
        self.least.get(self.departures.partition_point(|&dep| dep < at)).copied().unwrap_or_default()
    }
}
