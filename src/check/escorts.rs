//! Escorts on duty suffice on every sector, and pools suffice every day (MODEL: *Escorts*).

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use super::capacity::Aboard;
use super::missions::Mission;
use super::report::Findings;
use super::rule::Rule;
use super::sectors::Sectors;
use crate::feed::Feed;
use crate::ids::PoolIdx;

/// Checks that on each sector enough escorts are on duty for each type needed there.
pub(super) fn check_cover(feed: &Feed, sectors: &Sectors<'_>, aboard: &Aboard, findings: &mut Findings) {
    for (&(sector, kind), &persons) in &aboard.needing {
        let kind_row = &feed.escort_types[kind];
        let needed = persons.div_ceil(u64::from(kind_row.ratio.max(1)));
        let found = aboard.on_duty.get(&(sector, kind)).copied().unwrap_or_default();
        if found < needed {
            let place = format!("sector {}, escort type {}", sectors.get(sector).key, kind_row.id);
            let message = format!("{found} on duty, {persons} persons need {needed}");
            findings.add(Rule::EscortCover, place, message);
        }
    }
}

/// Checks that no more escorts of a pool are away or resting than it has, on any date at the base.
pub(super) fn check_pools(feed: &Feed, missions: &[Mission], findings: &mut Findings) {
    // Changes of the number away, by date, rather than dates: a mission may last for decades in a hostile plan.
    let mut changes: BTreeMap<PoolIdx, BTreeMap<NaiveDate, i128>> = BTreeMap::new();
    let rest = Days::new(u64::from(feed.policy.escort_rest_days) + 1);
    for mission in missions.iter().filter(|mission| mission.leaves <= mission.returns) {
        let changes = changes.entry(mission.pool).or_default();
        *changes.entry(mission.leaves).or_default() += 1;
        if let Some(back) = mission.returns.checked_add_days(rest) {
            *changes.entry(back).or_default() -= 1;
        }
    }
    for (idx, changes) in changes {
        let pool = &feed.pools[idx];
        let mut away = 0;
        for (date, change) in changes {
            let before = away;
            away += change;
            if away > i128::from(pool.count) && away > before {
                let message = format!("{away} escorts away or resting from {date} on, the pool has {}", pool.count);
                findings.add(Rule::PoolCount, format!("pool {}", pool.id), message);
            }
        }
    }
}
