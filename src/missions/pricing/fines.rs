//! Fines: what a sector and a day cost more in bounds than they do, so that bounds feel how few of them a mission may have.
//!
//! Every mission gets back the fines on all that it may have, so that none is bounded above its cost: a Lagrangian
//! relaxation of both limits (Held, Karp 1970). While duties are dear, as they are before all are covered, the sweep alone
//! would take them all on one long way.

use super::togo::{Clock, ToGo};
use super::walk::Walk;
use crate::ids::SectorIdx;
use crate::itineraries::prices::{FORBIDDEN, Scaled};
use crate::time::UtcMinute;

/// Times that a fine is raised at most.
const STEPS: usize = 4;

/// The first fine takes such a part of what a mission seems to earn by its limit.
const FIRST_STEP: i64 = 8;

/// The fines in force.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Fines {
    /// For each sector.
    pub(super) sector: Scaled,
    /// For each day.
    pub(super) day: Scaled,
}

impl<'a> Walk<'a> {
    /// Looks for fines that bound the cheapest mission better, as far as there seems to be one.
    pub(super) fn fine(&mut self) {
        let mut best = self.least();
        let days = self.row.max_away.started_days().max(1);
        let steps = |least: Scaled| {
            let sector = Fines { sector: least.saturating_neg() / i64::from(self.most_sectors) / FIRST_STEP, day: 0 };
            let day = Fines { sector: 0, day: least.saturating_neg() / days / FIRST_STEP };
            [sector, day]
        };
        for mut step in steps(best) {
            for _ in 0..STEPS {
                if best >= self.search.below.min(0) || best < -FORBIDDEN {
                    return;
                }
                let fines = Fines { sector: self.fines.sector + step.sector, day: self.fines.day + step.day };
                let clock = Clock::new(self.charges, self.day + fines.day);
                let to_go = ToGo::new(self.charges, &clock, fines.sector);
                let before = (self.fines, self.clock, self.time_fined, std::mem::replace(&mut self.to_go, to_go));
                let fined = Clock::new(self.charges, fines.day).lasting(self.row.max_away);
                (self.fines, self.clock, self.time_fined) = (fines, clock, fined);
                let least = self.least();
                if least <= best {
                    (self.fines, self.clock, self.time_fined, self.to_go) = before;
                    break;
                }
                best = least;
                step = Fines { sector: step.sector * 2, day: step.day * 2 };
            }
        }
    }

    /// What every mission costs at least.
    fn least(&self) -> Scaled {
        let departures = self.departures().map(|(sector, cost, set_out)| {
            self.spent(cost, set_out, 0).saturating_add(self.to_go.boarding(sector)).min(FORBIDDEN)
        });
        departures.min().unwrap_or(FORBIDDEN)
    }

    /// The sectors that a mission may leave on, with what leaving takes off the price of returning, and when.
    pub(super) fn departures(&self) -> impl Iterator<Item = (SectorIdx, Scaled, UtcMinute)> + use<'a> {
        let charges = self.charges;
        let grid = self.grid;
        charges.leaving().iter().map(move |&sector| {
            let day = charges.calendar.day(charges.market.network.sectors[sector].dep_local.date());
            (sector, -charges.calendar.leaving(day), grid.hops[sector].dep)
        })
    }

    /// What so many sectors at `cost`, fines left aside, count in bounds: time up to the first departure is taken off, and
    /// so is what all fines come to at most.
    pub(super) fn spent(&self, cost: Scaled, set_out: UtcMinute, sectors: u32) -> Scaled {
        let left = i64::from(self.most_sectors.saturating_sub(sectors));
        cost - self.clock.leaving(set_out) - self.fines.sector * left - self.time_fined
    }
}
