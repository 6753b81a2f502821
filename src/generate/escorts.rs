//! `escort_types.csv` and `escorts.csv`: what escorts there are, and where they start from.

use chrono::Days;

use super::presets::Shape;
use super::table::{Sheet, number, rows};
use super::ways::Ways;
use crate::money::Money;

/// A type of escort.
#[derive(Debug, Clone, Copy)]
pub(super) struct Kind {
    pub(super) name: &'static str,
    /// Persons that one looks after.
    pub(super) ratio: u32,
}

/// For unaccompanied minors: one for three (one for five would do for those of twelve and more alone).
pub(super) const MINOR: Kind = Kind { name: "minor", ratio: 3 };
/// For those who need oxygen or watching over.
pub(super) const NURSE: Kind = Kind { name: "nurse", ratio: 2 };
/// For those on stretchers and the gravely ill.
pub(super) const DOCTOR: Kind = Kind { name: "doctor", ratio: 1 };
/// For groups of whom nobody has flown before, on ways where nobody meets them at the hub.
pub(super) const OPERATIONAL: Kind = Kind { name: "operational", ratio: 25 };

/// All of them.
pub(super) const TYPES: [Kind; 4] = [MINOR, NURSE, DOCTOR, OPERATIONAL];

/// A pool of escorts.
#[derive(Debug, Clone)]
pub(super) struct PoolDraft {
    name: &'static str,
    pub(super) base: &'static str,
    pub(super) covers: Vec<&'static str>,
    count: u32,
    /// Whole units of the plan currency.
    day_cost: i64,
    max_away_hours: u32,
}

/// All pools that agencies keep; which of them a feed gets is told by [`pool_sheet`].
pub(super) fn pools() -> Vec<PoolDraft> {
    rows::<6>(include_str!("tables/escorts.csv"))
        .map(|[name, base, covers, count, day_cost, max_away_hours]| PoolDraft {
            name,
            base,
            covers: covers.split('|').collect(),
            count: number(count),
            day_cost: number(day_cost),
            max_away_hours: number(max_away_hours),
        })
        .collect()
}

/// `escort_types.csv`.
pub(super) fn type_sheet() -> Sheet {
    let mut sheet = Sheet::new("type,ratio");
    for kind in TYPES {
        sheet.row(&[&kind.name, &kind.ratio]);
    }
    sheet
}

/// `escorts.csv`: the pools that look after an origin of the feed, free from the first flights to the day after the last.
pub(super) fn pool_sheet(shape: &Shape, pools: &[PoolDraft], ways: &Ways) -> Sheet {
    let mut sheet = Sheet::new("pool,base,covers,count,day_cost,from,to,max_away_hours");
    let (from, to) = (shape.flights_from(), shape.flights_until() + Days::new(1));
    for pool in pools.iter().filter(|pool| ways.lead_to(pool.base)) {
        let (covers, day_cost) = (pool.covers.join("|"), Money::whole(pool.day_cost));
        let count = shape.scaled(|long| long.pool_percent, i64::from(pool.count));
        sheet.row(&[&pool.name, &pool.base, &covers, &count, &day_cost, &from, &to, &pool.max_away_hours]);
    }
    sheet
}
