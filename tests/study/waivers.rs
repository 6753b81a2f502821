//! Waivers worth asking for, held against every waiver of a small feed planned by itself.

use std::collections::BTreeSet;

use onward::money::Money;
use onward::scenario::changes::transit::WaiverGranted;
use onward::scenario::{Change, Tables};
use onward::solve::{Cancel, Options};
use onward::study::{Saving, Waivers, waivers};

use super::support::FeedBuilder;
use super::{cold, exact, small_feeds, tables, with};

fn ask(base: &Tables, most: usize, options: &Options) -> Waivers {
    let (feed, _) = base.feed().expect("read before");
    waivers(base, &feed, most, options, &Cancel::default()).unwrap_or_else(|error| panic!("{error}"))
}

/// Every waiver at one airport that changes something.
fn all(base: &Tables) -> Vec<Change> {
    let (feed, _) = base.feed().expect("read before");
    let papers: BTreeSet<(String, String)> = feed
        .persons
        .iter()
        .map(|person| (person.nationality.to_string(), feed.documents[person.document].to_string()))
        .collect();
    let mut all = Vec::new();
    for airport in &feed.airports {
        for (nationality, document) in &papers {
            let waiver = WaiverGranted {
                place: airport.iata.to_string(),
                nationality: nationality.clone(),
                document: document.clone(),
                destination: None,
                zone: None,
                max_hours: None,
                fee: None,
            };
            let change = Change::from(waiver);
            if base.clone().apply(&change).is_ok() {
                all.push(change);
            }
        }
    }
    all
}

/// Every hand-made feed with transit rules: what is told holds the truth, and no waiver that isn't told saves more.
#[test]
fn no_waiver_of_a_small_feed_saves_more_than_those_told() {
    let (mut told, mut helpful, mut tried) = (0, 0, 0);
    for (path, base, feed) in small_feeds() {
        if feed.transit.is_empty() && feed.policy.transit_default_allow {
            continue;
        }
        let truth = cold(&feed).total;
        let exactly = ask(&base, 50, &exact(2));
        assert_eq!((exactly.total.low, exactly.total.high), (truth, truth), "{}", path.display());
        for waiver in &exactly.waivers {
            let at = format!("{}, {}", path.display(), waiver.what);
            let saved = truth - with(&base, &waiver.changes).total;
            assert_eq!((waiver.saves.low, waiver.saves.high), (saved, saved), "{at}");
            assert!(!waiver.sought_for.is_empty(), "{at}");
            told += 1;
        }
        assert!(exactly.waivers.is_sorted_by(|one, next| one.saves.low >= next.saves.low), "{}", path.display());
        let coarse = ask(&base, 50, &Options { gap: 0.3, ..exact(1) });
        for waiver in &coarse.waivers {
            let saved = truth - with(&base, &waiver.changes).total;
            assert!(waiver.saves.low <= saved && saved <= waiver.saves.high, "{}: {waiver:?}", path.display());
        }
        let best = exactly.waivers.first().map_or(Money(0), |waiver| waiver.saves.low);
        for change in all(&base) {
            let saved = truth - with(&base, std::slice::from_ref(&change)).total;
            assert!(saved <= best, "{}: {change:?} saves {saved}, the best told {best}", path.display());
            helpful += usize::from(saved > Money(0));
            tried += 1;
        }
    }
    assert!(told > 5 && helpful > 3 && tried > 25, "{told} told; {helpful} of {tried} save something");
}

/// Two nationalities of one case are refused at the only hub: both waivers are asked for at once, and the case travels with
/// them; another case needs one of them.
#[test]
fn waivers_that_are_needed_together_are_asked_for_together() {
    let built = FeedBuilder::minimal()
        .row("persons.csv", "", "P2,C1,1986-03-02,ER,ctd")
        .row("cases.csv", "", "C2,NBO,JFK,USRAP,normal,2017-05-16")
        .row("persons.csv", "", "P3,C2,1985-03-02,SO,ctd")
        .file("transit.csv", "place,nationality,document,zone,decision\nDOH,SO|ER,ctd,airside|landside,deny\n");
    let base = tables(&built);
    let told = ask(&base, 10, &exact(1));
    let both = &told.waivers[0];
    assert_eq!(
        (both.what.as_str(), &both.served[..]),
        ("DOH for ER on ctd, DOH for SO on ctd", &["C1".to_owned(), "C2".to_owned()][..])
    );
    // Three at 648.20 instead of staying for 5,000 each.
    assert_eq!((both.saves.low.to_string(), both.saving), ("13055.40".to_owned(), Saving::Proven));
    let one = &told.waivers[1];
    assert_eq!((one.what.as_str(), &one.served[..]), ("DOH for SO on ctd", &["C2".to_owned()][..]));
    assert_eq!(one.sought_for, ["C2"]);
    let with_both = with(&base, &both.changes);
    assert!(with_both.unserved.is_empty(), "{:?}", with_both.unserved);
}

/// A fee that is paid is saved, and a detour is.
#[test]
fn a_waiver_that_only_makes_travel_cheaper_is_told_too() {
    let fee = FeedBuilder::minimal().file(
        "transit.csv",
        "place,nationality,document,zone,decision,fee\nDOH,SO,ctd,airside|landside,waiver,35.50\n",
    );
    let told = ask(&tables(&fee), 10, &exact(1));
    assert_eq!((told.waivers.len(), told.waivers[0].saves.low.to_string()), (1, "35.50".to_owned()));
    assert!(told.waivers[0].served.is_empty(), "nobody stays");
    // As things stand nobody is refused anything.
    assert!(ask(&tables(&FeedBuilder::minimal()), 10, &exact(1)).waivers.is_empty());
}
