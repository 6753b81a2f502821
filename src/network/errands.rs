//! Sectors that no case chooses to travel on but that a plan may hold all the same: those of missions, out to where
//! escorts are needed and home again (MODEL: *Escorts*), those of fixed locks (MODEL: *Locks*), and first legs of
//! charters that seats must be taken on (MODEL: *Charters*).

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use rustc_hash::FxHashSet;

use super::roundtrips::{Timetable, can_serve};
use super::sectors::{self, Sector, Service};
use crate::feed::{Agreement, Feed, LockMode, Pool};
use crate::ids::{SectorIdx, TiVec};
use crate::time::{self, Minutes, UtcMinute};

/// The sectors besides `useful`, which are those of use to cases, that a plan of `feed` may hold; in no order.
pub fn errands(feed: &Feed, useful: &TiVec<SectorIdx, Sector>) -> Vec<Sector> {
    let mut known: FxHashSet<(Service, NaiveDate)> = useful.iter().map(identity).collect();
    let mut errands = locked(feed);
    errands.extend(first_legs(feed, useful));
    errands.retain(|sector| known.insert(identity(sector)));
    if !missions_matter(feed) {
        return errands;
    }
    let wanted = || useful.iter().chain(&errands);
    // Where volume pays by itself, an escort may be sent wherever and whenever the pool can.
    let period = if feed.agreements.iter().any(rewards_volume) {
        Period { earliest: UtcMinute(i64::MIN / 4), latest: UtcMinute(i64::MAX / 4) }
    } else {
        let (Some(earliest), Some(latest)) = (wanted().map(|s| s.dep).min(), wanted().map(|s| s.arr).max()) else {
            return errands;
        };
        Period { earliest, latest }
    };
    let pools: Vec<&Pool> = feed.pools.iter().filter(|pool| can_serve(pool)).collect();
    let Some((first, last)) = period.of_missions(feed, &pools) else { return errands };
    let mut others = sectors::between(feed, first, last);
    // A change of clocks outside the days for which a feed is checked could make a flight end before it begins.
    others.retain(|sector| sector.dep <= sector.arr && !known.contains(&identity(sector)));
    let first = useful.len() + errands.len();
    let timetable = Timetable::new(feed, wanted().chain(&others));
    let pays: Vec<bool> = others.iter().map(|sector| period.counts_volume(feed, sector)).collect();
    let mut kept = vec![false; others.len()];
    for pool in pools {
        let ways = timetable.ways_home(pool, |position| position < first || pays[position - first]);
        kept.iter_mut().zip(&ways[first..]).for_each(|(kept, way)| *kept |= way.is_some());
    }
    drop(timetable);
    errands.extend(others.into_iter().zip(kept).filter(|(_, kept)| *kept).map(|(sector, _)| sector));
    errands
}

/// What no two sectors share.
fn identity(sector: &Sector) -> (Service, NaiveDate) {
    (sector.service, sector.dep_local.date())
}

/// Whether sending an escort can do any good: to someone who needs one, or to fill what wants filling. On duty doesn't
/// mean needed.
pub fn missions_matter(feed: &Feed) -> bool {
    feed.pools.iter().any(can_serve)
        && (feed.persons.iter().any(|person| person.escort.is_some())
            || feed.charters.iter().any(|charter| charter.min_seats > 0)
            || feed.agreements.iter().any(|agreement| agreement.min_group > 1 || rewards_volume(agreement)))
}

/// Whether seats sold under `agreement` can pay beyond the journey they are for.
fn rewards_volume(agreement: &Agreement) -> bool {
    agreement.commit_seats > 0 || !agreement.tiers.is_empty()
}

/// The sectors of fixed locks, whatever their dates.
fn locked(feed: &Feed) -> Vec<Sector> {
    let fixed = feed.locks.iter().filter(|lock| lock.mode == LockMode::Fixed);
    let keys: BTreeSet<&str> = fixed.flat_map(|lock| &lock.itinerary).map(String::as_str).collect();
    let dates: BTreeSet<NaiveDate> =
        keys.iter().filter_map(|key| key.rsplit_once('/')?.1.parse::<NaiveDate>().ok()).collect();
    let dated = dates.into_iter().flat_map(|date| sectors::scheduled(feed, date, date));
    let all = dated.chain(if keys.is_empty() { Vec::new() } else { sectors::charter_legs(feed).collect() });
    all.filter(|sector| keys.contains(sector.key(feed).as_str())).collect()
}

/// The first legs of the charters in `useful` that need seats taken on them.
fn first_legs(feed: &Feed, useful: &TiVec<SectorIdx, Sector>) -> Vec<Sector> {
    let used: BTreeSet<_> = useful.iter().filter_map(Sector::charter).collect();
    let needed = |sector: &Sector| {
        let charter = sector.charter().filter(|charter| used.contains(charter));
        sector.is_first_leg() && charter.is_some_and(|charter| feed.charters[charter].min_seats > 0)
    };
    sectors::charter_legs(feed).filter(needed).collect()
}

/// From the first departure to the last arrival of sectors that escorts are wanted on.
struct Period {
    earliest: UtcMinute,
    latest: UtcMinute,
}

impl Period {
    /// First and last local date on which a sector of a mission of `pools` may depart, wherever it does.
    fn of_missions(&self, feed: &Feed, pools: &[&Pool]) -> Option<(NaiveDate, NaiveDate)> {
        let day = Minutes::hours(24);
        let midnight = |pool: &Pool, date: NaiveDate| time::to_utc(feed.airports[pool.base].zone, date.into());
        let first = |pool: &&Pool| midnight(pool, pool.from).max(self.earliest - pool.max_away);
        let last = |pool: &&Pool| (midnight(pool, pool.to) + day + day).min(self.latest + pool.max_away);
        let first = time::to_local(chrono_tz::UTC, pools.iter().map(first).min()?).date();
        let last = time::to_local(chrono_tz::UTC, pools.iter().map(last).max()?).date();
        // No clocks are a day from UTC.
        Some((first.checked_sub_days(Days::new(1))?, last.checked_add_days(Days::new(1))?))
    }

    /// Whether an escort might be sent over `sector` for nothing but the volume.
    fn counts_volume(&self, feed: &Feed, sector: &Sector) -> bool {
        let sold = |carrier| {
            let mut agreements = feed.agreements.iter();
            agreements.any(|agreement| rewards_volume(agreement) && agreement.carriers.contains(&carrier))
        };
        self.earliest <= sector.dep && sector.arr <= self.latest && sector.carrier().is_some_and(sold)
    }
}
