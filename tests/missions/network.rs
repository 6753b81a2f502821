//! What the network holds for missions, and that cases don't notice.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use onward::feed::Feed;
use onward::network::Network;
use onward::network::sectors::{self, Sector};

use crate::support::FeedBuilder;
use crate::{brute, drawn};

fn keys<'a>(feed: &Feed, sectors: impl Iterator<Item = &'a Sector>) -> BTreeSet<String> {
    sectors.map(|sector| sector.key(feed)).collect()
}

#[test]
fn every_sector_of_a_mission_that_a_case_may_be_on_is_there() {
    let (mut missions, mut more) = (0, 0);
    for seed in 0..200 {
        let feed = drawn::feed(seed).feed();
        let network = Network::new(&feed);
        let date = |day| NaiveDate::from_ymd_opt(2017, 5, day).unwrap();
        let all = sectors::between(&feed, date(1), date(31));
        let held = keys(&feed, network.sectors.iter());
        let useful =
            keys(&feed, network.sectors.iter_enumerated().filter(|(s, _)| network.useful_to_cases(*s)).map(|(_, s)| s));
        for pool in feed.pools.keys() {
            let sold = |sector: &Sector| {
                let sells = |carrier| feed.agreements.iter().any(|row| row.carriers.contains(&carrier));
                sector.carrier().is_none_or(sells)
            };
            for chain in brute::chains(&feed, &all, pool) {
                if !chain.iter().all(|&position| sold(&all[position])) {
                    continue;
                }
                let chain: Vec<String> = chain.into_iter().map(|position| all[position].key(&feed)).collect();
                if chain.iter().any(|key| useful.contains(key)) {
                    missions += 1;
                    let missing = |key: &&String| !held.contains(*key);
                    assert_eq!(chain.iter().find(missing), None, "seed {seed}: {chain:?}");
                }
            }
        }
        more += held.len() - useful.len();
    }
    assert!(missions > 1_000 && more > 500, "{missions} {more}");
}

#[test]
fn cases_find_the_network_they_find_without_escorts() {
    for seed in 0..100 {
        let builder = drawn::feed(seed);
        let (feed, alone) = (builder.feed(), builder.without("escorts.csv").feed());
        let (network, other) = (Network::new(&feed), Network::new(&alone));
        let index = |sector: &Sector| other.sectors.iter().position(|own| own.key(&alone) == sector.key(&feed));
        for airport in feed.airports.keys() {
            let there = |sectors: &[_]| sectors.iter().map(|&s| index(&network.sectors[s])).collect::<Vec<_>>();
            let own =
                |sectors: &[onward::ids::SectorIdx]| sectors.iter().map(|&s| Some(usize::from(s))).collect::<Vec<_>>();
            assert_eq!(there(network.leaving(airport)), own(other.leaving(airport)));
            assert_eq!(there(network.arriving(airport)), own(other.arriving(airport)));
        }
        for (sector, row) in network.sectors.iter_enumerated() {
            let arcs = |network: &Network, sector| {
                let arcs = network.connections.after(sector).iter();
                arcs.map(|arc| (arc.gap, arc.slack, arc.zone, arc.nights, arc.breaks_fare)).collect::<Vec<_>>()
            };
            let next = |network: &Network, feed: &Feed, sector| {
                let arcs = network.connections.after(sector).iter();
                arcs.map(|arc| network.sectors[arc.next].key(feed)).collect::<Vec<_>>()
            };
            match index(row).filter(|_| network.useful_to_cases(sector)) {
                None => assert!(arcs(&network, sector).is_empty() && !network.useful_to_cases(sector)),
                Some(position) => {
                    assert_eq!(arcs(&network, sector), arcs(&other, position.into()));
                    assert_eq!(next(&network, &feed, sector), next(&other, &alone, position.into()));
                }
            }
        }
    }
}

#[test]
fn what_fixed_locks_name_and_charters_must_fill_is_there() {
    let feed = FeedBuilder::minimal()
        .file(
            "locks.csv",
            "case,itinerary,mode,change_cost\nC1,QR1370/NBO/2017-05-08 QR701/DOH/2017-05-08 QR9/DOH/2017-05-08,fixed,\n",
        )
        // The first leg is of no use to the case; the second is, and may only be used where the first is filled.
        .file("charters.csv", "charter,fixed_cost,min_seats\nK1,900,2\nK2,900,0\n")
        .file(
            "charter_legs.csv",
            "charter,leg,from,to,dep,arr,seats\nK1,1,AMM,NBO,2017-05-16T04:00,2017-05-16T08:00,9\n\
             K1,2,NBO,JFK,2017-05-17T04:00,2017-05-17T14:00,9\nK2,1,AMM,NBO,2017-05-16T04:00,2017-05-16T08:00,9\n\
             K2,2,NBO,JFK,2017-05-17T04:00,2017-05-17T14:00,9\n",
        )
        .feed();
    let network = Network::new(&feed);
    let held = keys(&feed, network.sectors.iter());
    for (key, there) in [
        ("QR1370/NBO/2017-05-08", true),
        ("QR701/DOH/2017-05-08", true),
        ("QR1370/NBO/2017-05-09", false),
        ("K1/1", true),
        ("K1/2", true),
        ("K2/1", false),
        ("K2/2", true),
    ] {
        assert_eq!(held.contains(key), there, "{key}");
    }
    let chosen = |(sector, _): &(_, &Sector)| network.useful_to_cases(*sector);
    let useful = keys(&feed, network.sectors.iter_enumerated().filter(chosen).map(|(_, sector)| sector));
    assert!(!useful.contains("K1/1") && !useful.contains("QR701/DOH/2017-05-08") && useful.contains("K1/2"));
    // In order of departure, so that sectors are found by time.
    assert!(network.sectors.is_sorted_by_key(|sector| sector.dep));
}
