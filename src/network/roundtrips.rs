//! Which sectors lie on a possible mission of a pool (MODEL: *Escorts*), by time, place and number alone.
//!
//! Two sweeps over the timetable tell for each sector the latest departure from the base that still reaches it and the
//! earliest return there after it. Fares, seats under agreements and types served are left aside, so that no sector is
//! ever dropped which a mission can use.

use super::sectors::Sector;
use crate::feed::{Feed, Pool};
use crate::time::{Minutes, UtcMinute};

/// A time that never comes, in both directions; two of them can be added.
const NEVER: i64 = i64::MIN / 4;

/// Something that happens to a sector.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Happening {
    /// Who arrived on it may depart on domestic (0) or international (1) ones from now on.
    Connects(usize),
    /// It departs.
    Departs,
}

/// The way between the base and a sector: how late it can set out, or by how little less than nothing it can return.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Reach {
    /// Over any sectors.
    any: i64,
    /// Over one at least that is wanted.
    wanted: i64,
    /// Least sectors, this one included.
    sectors: u32,
}

impl Reach {
    const NONE: Self = Self { any: NEVER, wanted: NEVER, sectors: u32::MAX };

    /// The better of two ways in each respect, which need not be the same.
    fn or(self, other: Self) -> Self {
        Self {
            any: self.any.max(other.any),
            wanted: self.wanted.max(other.wanted),
            sectors: self.sectors.min(other.sectors),
        }
    }

    /// The way with one sector more.
    fn and(self, wanted: bool) -> Self {
        let sectors = self.sectors.saturating_add(1);
        Self { sectors, wanted: if wanted { self.any } else { self.wanted }, ..self }
    }
}

/// What a way from a sector to the base takes at least; no single way need do both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WayHome {
    /// Earliest arrival at the base.
    pub earliest: UtcMinute,
    /// Least sectors, the one it begins with included.
    pub sectors: u32,
}

/// The timetable of some sectors, as escorts use it.
#[derive(Debug)]
pub struct Timetable<'a> {
    feed: &'a Feed,
    sectors: Vec<&'a Sector>,
    /// By time.
    events: Vec<(i64, Happening, usize)>,
    /// Sweeps until nothing changes: one, unless sectors take no time.
    sweeps: u32,
}

impl<'a> Timetable<'a> {
    /// The timetable of `sectors`.
    pub fn new(feed: &'a Feed, sectors: impl Iterator<Item = &'a Sector>) -> Self {
        let sectors: Vec<&Sector> = sectors.collect();
        let mut events = Vec::with_capacity(3 * sectors.len());
        let mut instant = false;
        for (position, sector) in sectors.iter().enumerate().filter(|(_, sector)| sells_seats(feed, sector)) {
            events.push((sector.dep.0, Happening::Departs, position));
            for (out, &mct) in feed.stations[sector.to].mct[usize::from(!sector.domestic)].iter().enumerate() {
                instant |= sector.arr + mct <= sector.dep;
                events.push(((sector.arr + mct).0, Happening::Connects(out), position));
            }
        }
        events.sort_unstable();
        Self { feed, sectors, events, sweeps: if instant { most_sectors(feed) } else { 1 } }
    }

    /// The way home from each of the sectors on a possible mission of `pool` over one at least that is `wanted`; `None`
    /// for those that lie on none.
    pub fn ways_home(&self, pool: &Pool, wanted: impl Fn(usize) -> bool) -> Vec<Option<WayHome>> {
        let out = self.sweep(self.events.iter(), |reach, state, happening, position| {
            let sector = self.sectors[position];
            match happening {
                Happening::Connects(out) if sector.to != pool.base => {
                    let state = &mut state[usize::from(sector.to)][out];
                    *state = state.or(reach[position]);
                }
                Happening::Connects(_) => {}
                Happening::Departs => {
                    let before = if sector.from != pool.base {
                        state[usize::from(sector.from)][usize::from(!sector.domestic)]
                    } else if sector.dep_local.date() >= pool.from {
                        Reach { any: sector.dep.0, wanted: NEVER, sectors: 0 }
                    } else {
                        Reach::NONE
                    };
                    reach[position] = reach[position].or(before.and(wanted(position)));
                }
            }
        });
        let back = self.sweep(self.events.iter().rev(), |reach, state, happening, position| {
            let sector = self.sectors[position];
            match happening {
                Happening::Connects(out) => {
                    let after = if sector.to != pool.base {
                        state[usize::from(sector.to)][out]
                    } else if sector.arr_local.date() <= pool.to {
                        Reach { any: -sector.arr.0, wanted: NEVER, sectors: 0 }
                    } else {
                        Reach::NONE
                    };
                    reach[position] = reach[position].or(after.and(wanted(position)));
                }
                Happening::Departs if sector.from != pool.base => {
                    let state = &mut state[usize::from(sector.from)][usize::from(!sector.domestic)];
                    *state = state.or(reach[position]);
                }
                Happening::Departs => {}
            }
        });
        let most = most_sectors(self.feed);
        let lies = |(out, back): (Reach, Reach)| {
            let away = -(out.any + back.wanted).max(out.wanted + back.any);
            let lies =
                Minutes(away) <= pool.max_away && out.sectors.saturating_add(back.sectors) <= most.saturating_add(1);
            lies.then_some(WayHome { earliest: UtcMinute(-back.any), sectors: back.sectors })
        };
        out.into_iter().zip(back).map(lies).collect()
    }

    fn sweep<'e>(
        &self,
        events: impl Iterator<Item = &'e (i64, Happening, usize)> + Clone,
        happen: impl Fn(&mut [Reach], &mut [[Reach; 2]], Happening, usize),
    ) -> Vec<Reach> {
        let mut reach = vec![Reach::NONE; self.sectors.len()];
        for _ in 0..self.sweeps {
            let before = if self.sweeps > 1 { reach.clone() } else { Vec::new() };
            let mut state = vec![[Reach::NONE; 2]; self.feed.airports.len()];
            for &(_, happening, position) in events.clone() {
                happen(&mut reach, &mut state, happening, position);
            }
            if reach == before {
                break;
            }
        }
        reach
    }
}

/// Most sectors of a mission.
pub fn most_sectors(feed: &Feed) -> u32 {
    feed.policy.max_sectors.saturating_mul(2)
}

/// Whether an escort could ever have a seat on `sector`.
fn sells_seats(feed: &Feed, sector: &Sector) -> bool {
    let sold = |carrier| feed.agreements.iter().any(|agreement| agreement.carriers.contains(&carrier));
    sector.capacity.seats > 0 && sector.carrier().is_none_or(sold)
}

/// Whether escorts of `pool` can be sent at all.
pub fn can_serve(pool: &Pool) -> bool {
    pool.count > 0 && !pool.covers.is_empty()
}
