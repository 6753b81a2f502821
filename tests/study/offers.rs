//! Best sets of charters, held against every set planned by itself.

use std::collections::BTreeSet;

use onward::money::Money;
use onward::scenario::changes::charter::CharterDropped;
use onward::scenario::{Change, Tables};
use onward::solve::{Cancel, Options};
use onward::study::{BestOffers, Saving, Wish, best_offers};

use super::support::FeedBuilder;
use super::{exact, small_feeds, tables, with};

fn ask(base: &Tables, most: usize, within: Option<Money>, options: &Options) -> BestOffers {
    let (feed, _) = base.feed().expect("read before");
    let wish = Wish { most, within };
    best_offers(base, &feed, wish, options, &Cancel::default()).unwrap_or_else(|error| panic!("{error}"))
}

/// Every set of charters, what is asked for it, and the least total with nothing else on offer.
fn every_set(base: &Tables) -> Vec<(BTreeSet<String>, Money, Money)> {
    let (feed, _) = base.feed().expect("read before");
    let set = |bits: usize| {
        let (mut held, mut asked, mut dropped) = (BTreeSet::new(), Money(0), Vec::new());
        for (place, charter) in feed.charters.iter().enumerate() {
            let id = charter.id.to_string();
            if bits >> place & 1 == 1 {
                asked += charter.fixed_cost;
                held.insert(id);
            } else {
                dropped.push(Change::from(CharterDropped { charter: id }));
            }
        }
        (held, asked, with(base, &dropped).total)
    };
    (0..1 << feed.charters.len()).map(set).collect()
}

/// Holds that the best sets are those of the least totals over every set of that size and price.
fn hold(base: &Tables, most: usize, within: Option<Money>, at: &str) {
    let every = every_set(base);
    let least = |most: usize| {
        let fits = |(held, asked, _): &&(BTreeSet<String>, Money, Money)| {
            held.len() <= most && within.is_none_or(|within| *asked <= within)
        };
        every.iter().filter(fits).map(|(.., total)| *total).min().expect("no charter is a set")
    };
    for gap in [0.0, 0.2] {
        let told = ask(base, most, within, &Options { gap, ..exact(1) });
        for set in &told.sets {
            let (least, saved) = (least(set.most), least(0) - least(set.most));
            let at = format!("{at}, gap {gap}: {set:?}, {least}");
            assert!(set.total.low <= least && least <= set.total.high, "{at}");
            assert!(set.saves.low <= saved && saved <= set.saves.high, "{at}");
            assert!(set.charters.len() <= set.most && within.is_none_or(|within| set.asked <= within), "{at}");
            let own: BTreeSet<String> = set.charters.iter().cloned().collect();
            let (_, asked, total) = every.iter().find(|(held, ..)| *held == own).expect("a set of charters");
            assert_eq!(*asked, set.asked, "{at}");
            assert!(*total <= set.total.high, "{at}: its charters reach what is told");
            if gap == 0.0 {
                assert_eq!((set.total.low, set.total.high), (least, least), "{at}");
            }
        }
        assert!(told.sets.is_sorted_by(|one, next| one.total.high >= next.total.high), "{at}");
    }
}

/// Four persons who each pay 4,948.20 by schedule; charters of one seat, two of them one group, whose prices differ.
fn four() -> FeedBuilder {
    let mut built = FeedBuilder::minimal()
        .replace("fares.csv", "600.00", "4900.00")
        .file("charters.csv", "charter,group,fixed_cost\nK1,A,1000\nK2,A,1100\nK3,,1500\nK4,,2000\nK5,,4990\n");
    let mut legs = "charter,leg,from,to,dep,arr,seats\n".to_owned();
    for n in 1..=5 {
        legs += &format!("K{n},1,NBO,JFK,2017-05-16T0{n}:00,2017-05-16T1{n}:00,1\n");
    }
    built = built.file("charter_legs.csv", &legs);
    for n in 2..=4 {
        built = built.row("cases.csv", "", &format!("C{n},NBO,JFK,USRAP,normal,2017-05-16")).row(
            "persons.csv",
            "",
            &format!("P{n},C{n},1985-03-02,SO,ctd"),
        );
    }
    built
}

#[test]
fn best_sets_are_best_of_every_set() {
    let mut held = 0;
    for (path, base, feed) in small_feeds().filter(|(.., feed)| !feed.charters.is_empty()) {
        // A fixed ticket needs its charter, so that not every set can be planned.
        if !feed.locks.is_empty() {
            continue;
        }
        hold(&base, feed.charters.len(), None, &path.display().to_string());
        held += 1;
    }
    assert!(held > 8, "{held} feeds");
    let base = tables(&four());
    for within in [None, Some(Money::whole(2_500)), Some(Money::whole(3_000)), Some(Money::whole(900))] {
        hold(&base, 5, within, &format!("four, within {within:?}"));
    }
}

#[test]
fn groups_and_money_limit_what_is_taken() {
    let base = tables(&four());
    let names = |told: &BestOffers| told.sets.iter().map(|set| set.charters.join(" ")).collect::<Vec<_>>();
    let free = ask(&base, 3, None, &exact(2));
    assert_eq!(names(&free), ["", "K1", "K1 K3", "K1 K3 K4"], "K2 is of the group of K1");
    // 4,948.20 a seat saved, less 1,000.
    assert_eq!((free.sets[1].saves.low.to_string(), free.sets[1].saving), ("3948.20".to_owned(), Saving::Proven));
    let poor = ask(&base, 3, Some(Money::whole(2_500)), &exact(2));
    assert_eq!(names(&poor), ["", "K1", "K1 K3", "K1 K3"]);
    assert_eq!(poor.sets[3].asked, Money::whole(2_500));
    assert_eq!(names(&ask(&base, 3, Some(Money::whole(999)), &exact(1))), ["", "", "", ""]);
}
