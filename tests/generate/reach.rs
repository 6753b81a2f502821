//! Escorts come where they are needed and home again, on a schedule of a size that is flown.

use std::collections::BTreeMap;

use chrono::Days;
use onward::feed::{Feed, Pool};
use onward::generate::Preset;
use onward::ids::AirportIdx;
use onward::network::sectors::{Sector, scheduled};
use onward::time::{Minutes, UtcMinute, to_utc};

use crate::{DAYS, read};

/// Longest wait that any station asks for between two sectors.
fn longest_wait(feed: &Feed) -> Minutes {
    feed.stations.iter().flat_map(|station| station.mct.iter().flatten().copied()).max().unwrap_or(feed.policy.mct)
}

/// Earliest arrival at each airport from `start` at `at`, by number of sectors, at most `most` of them. Sectors are in order of
/// departure.
fn earliest(
    sectors: &[Sector],
    wait: Minutes,
    start: AirportIdx,
    at: UtcMinute,
    most: usize,
) -> BTreeMap<AirportIdx, (UtcMinute, usize)> {
    let mut reached = BTreeMap::from([(start, (at, 0))]);
    for hops in 1..=most {
        let before = reached.clone();
        for sector in sectors {
            let Some(&(ready, count)) = before.get(&sector.from) else { continue };
            let ready = if count == 0 { ready } else { ready + wait };
            let sooner = reached.get(&sector.to).is_none_or(|&(arrived, _)| sector.arr < arrived);
            if count + 1 == hops && sector.dep >= ready && sooner {
                reached.insert(sector.to, (sector.arr, hops));
            }
        }
    }
    reached
}

/// Whether an escort of `pool` can leave on some day, accompany someone from `origin` to one of `ends`, and be home in time.
fn serves(feed: &Feed, sectors: &[Sector], pool: &Pool, (origin, ends): (AirportIdx, &[AirportIdx])) -> bool {
    let (wait, most) = (longest_wait(feed), feed.policy.max_sectors as usize);
    let zone = feed.airports[pool.base].zone;
    let midnight = |date: chrono::NaiveDate| to_utc(zone, date.and_hms_opt(0, 0, 0).expect("midnight"));
    let home_by = midnight(pool.to);
    let days = pool.from.iter_days().take_while(|&day| day <= feed.policy.end);
    days.into_iter().any(|day| {
        let leave = midnight(day);
        let out = earliest(sectors, wait, pool.base, leave, most);
        let Some(&(there, first)) = out.get(&origin) else { return false };
        // Nobody sets out before the first day.
        let start = to_utc(feed.airports[origin].zone, feed.policy.start.and_hms_opt(0, 0, 0).expect("midnight"));
        let with = earliest(sectors, wait, origin, (there + wait).max(start), most);
        ends.iter().any(|end| {
            let Some(&(arrived, second)) = with.get(end) else { return false };
            let back = earliest(sectors, wait, *end, arrived + wait, most);
            back.get(&pool.base).is_some_and(|&(home, third)| {
                home <= home_by && home - leave <= pool.max_away && first + second + third <= 2 * most
            })
        })
    })
}

#[test]
fn nearly_everyone_in_need_has_a_pool_that_can_come() {
    for preset in [Preset::Day20170516, Preset::Day20150909] {
        let feed = read(preset, preset.default_seed());
        let (start, end) = (feed.policy.start - Days::new(3), feed.policy.end + Days::new(9));
        let mut sectors: Vec<Sector> = scheduled(&feed, start, end).collect();
        sectors.sort_by_key(|sector| sector.dep);
        let mut needs = BTreeMap::new();
        for person in &feed.persons {
            let case = &feed.cases[person.case];
            if let Some(kind) = person.escort {
                *needs.entry((kind, case.origin, &case.destinations)).or_insert(0) += 1;
            }
        }
        let out_of_reach: Vec<_> = needs
            .iter()
            .filter(|((kind, origin, ends), _)| {
                let mut covering = feed.pools.iter().filter(|pool| pool.covers.contains(kind));
                !covering.any(|pool| serves(&feed, &sectors, pool, (*origin, ends)))
            })
            .collect();
        let persons: usize = needs.values().sum();
        let stuck: usize = out_of_reach.iter().map(|(_, count)| **count).sum();
        let name = |at: &AirportIdx| feed.airports[*at].iata;
        let named: Vec<_> =
            out_of_reach.iter().map(|((kind, from, _), _)| (&feed.escort_types[*kind].id, name(from))).collect();
        assert!(stuck * 100 <= persons * 5, "{preset}: {stuck} of {persons} out of reach: {named:?}");
    }
}

#[test]
fn the_schedule_is_one_that_a_day_needs() {
    for preset in DAYS {
        let feed = read(preset, preset.default_seed());
        let (first, last) = (feed.policy.start - Days::new(30), feed.policy.end + Days::new(30));
        let dates: Vec<_> = scheduled(&feed, first, last).map(|sector| sector.dep_local.date()).collect();
        assert!((5_000..=20_000).contains(&dates.len()), "{preset}: {} dated sectors", dates.len());
        // Escorts go out before the first day and home after the last.
        assert!(dates.iter().any(|&date| date < feed.policy.start), "{preset}");
        assert!(dates.iter().any(|&date| date > feed.policy.end + Days::new(3)), "{preset}");
    }
}
