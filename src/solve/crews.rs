//! Crews: who could do certain duties, asked pool by pool as long as nobody is found who has room.

use super::escorting::{self, Duty};
use super::master::Master;
use super::run::Run;
use crate::ids::PoolIdx;
use crate::itineraries::free::Free;
use crate::itineraries::sites::Site;
use crate::missions::way::Mission;

/// Pools that are asked at once: a number that doesn't depend on threads.
const PAIR: usize = 2;

/// Missions that cover some of certain duties, were all escorts at their bases: those of the nearest pools that have
/// anyone left, and of others when they are wanted.
#[derive(Debug, Clone)]
pub struct Crews {
    missing: Vec<Duty>,
    /// What a mission would cost, as far as fares and days tell.
    pub estimate: i64,
    waiting: Vec<PoolIdx>,
    /// Those known so far; those first that cover most for their cost.
    missions: Vec<Mission>,
}

impl Crews {
    /// Nothing is known yet of who could cover `missing`.
    pub fn new(master: &Master, run: &Run, missing: &[Duty]) -> Self {
        let nearest = escorting::nearest(master, run, missing, &[]);
        let estimate = nearest.first().map_or(i64::MAX / 2, |&(estimate, _)| estimate);
        let waiting = nearest.into_iter().map(|(_, pool)| pool).take(escorting::NEAREST).collect();
        Self { missing: missing.to_vec(), estimate, waiting, missions: Vec::new() }
    }

    /// The first mission that fits what is `free`, if there is one.
    pub fn find(&mut self, master: &Master, run: &Run, free: &Free) -> Option<Mission> {
        loop {
            if let Some(found) = self.missions.iter().find(|mission| free.takes(master.network, &mission.uses)) {
                return Some(found.clone());
            }
            let left = self.waiting.iter().copied().filter(|&pool| self.has_anyone(master, run, free, pool));
            let next: Vec<PoolIdx> = left.take(PAIR).collect();
            if next.is_empty() || run.stopped() {
                return None;
            }
            self.waiting.retain(|pool| !next.contains(pool));
            self.missions.extend(escorting::offers(master, run, &run.free, &self.missing, &next, true));
            let missing = &self.missing;
            let worth = |mission: &Mission| escorting::worth(mission, missing);
            self.missions.sort_by(|one, other| (worth(one), &one.way).cmp(&(worth(other), &other.way)));
        }
    }

    /// Whether an escort of `pool` may be free for one of the duties.
    fn has_anyone(&self, master: &Master, run: &Run, free: &Free, pool: PoolIdx) -> bool {
        let covers = &master.network.feed.pools[pool].covers;
        let mut own = self.missing.iter().filter(|(kind, _)| covers.contains(kind));
        own.any(|&(_, sector)| {
            let dates = run.corps(master.network).dates(master.network, pool, sector);
            dates.is_some_and(|mut dates| dates.all(|date| free.fits(master.network, Site::Away(pool, date), 1)))
        })
    }
}
