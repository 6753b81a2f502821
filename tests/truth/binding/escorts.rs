//! The rules of escorts.

use chrono::Days;
use onward::feed::{Feed, Pool};
use onward::money::{Decimal, Money};
use onward::time::Minutes;

use super::{Rules, Take};
use crate::oracle::Without;

fn pools(feed: &mut Feed, change: fn(&mut Pool)) {
    feed.pools.iter_mut().for_each(change);
}

pub fn rules() -> Rules {
    use Take::{Feed as F, Rule as R};
    vec![
        ("escorts at all", F(|feed| feed.persons.iter_mut().for_each(|person| person.escort = None))),
        ("ratio", F(|feed| feed.escort_types.iter_mut().for_each(|escort| escort.ratio = 1000))),
        ("persons of all cases count together", R(Without::RatioTogether)),
        (
            "covers",
            F(|feed| {
                let all: Vec<_> = feed.escort_types.iter_enumerated().map(|(index, _)| index).collect();
                feed.pools.iter_mut().for_each(|pool| pool.covers.extend(&all));
            }),
        ),
        ("on duty for one type", R(Without::OneDuty)),
        ("count", F(|feed| pools(feed, |pool| pool.count += 2))),
        ("escort_rest_days", F(|feed| feed.policy.escort_rest_days = 0)),
        ("day_cost", F(|feed| pools(feed, |pool| pool.day_cost = Money::ZERO))),
        ("from", F(|feed| pools(feed, |pool| pool.from = pool.from - Days::new(3)))),
        ("to", F(|feed| pools(feed, |pool| pool.to = pool.to + Days::new(6)))),
        ("max_away_hours", F(|feed| pools(feed, |pool| pool.max_away = Minutes::hours(240)))),
        ("2 × max_sectors", R(Without::MissionSectors)),
        ("the first return ends a mission", R(Without::FirstReturn)),
        ("MCT", R(Without::EscortMct)),
        ("waits of any length", R(Without::EscortWaits)),
        ("escort_pct", F(|feed| feed.agreements.iter_mut().for_each(|a| a.escort_pct = Decimal::from(100)))),
        ("escorts' tax", R(Without::EscortTax)),
        ("escorts' seats", R(Without::EscortSeat)),
        ("escorts' seats of allotments", R(Without::EscortAllotment)),
        ("escorts' seats on charters", R(Without::EscortCharterSeat)),
        ("escorts' seats on first legs", R(Without::EscortFirstLeg)),
        ("no airport twice in a component", R(Without::ComponentAirportOnce)),
    ]
}
