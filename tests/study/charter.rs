//! A charter's break-even, held against plans at prices on either side of it.

use onward::money::Money;
use onward::scenario::changes::charter::{CharterChanged, CharterDropped};
use onward::scenario::{Change, Tables};
use onward::solve::Cancel;
use onward::study::{CharterWorth, Question, Verdict};

use super::{cold, exact, folder};

fn planned(base: &Tables, change: impl Into<Change>) -> onward::plan::Plan {
    let mut tables = base.clone();
    tables.apply(&change.into()).expect("the change can be made");
    cold(&tables.feed().expect("the changed feed is sound").0)
}

fn priced(base: &Tables, charter: &str, price: Money) -> Option<onward::plan::Plan> {
    let at = CharterChanged {
        charter: charter.to_owned(),
        fixed_cost: Some(price.into()),
        per_seat: None,
        min_seats: None,
        seats: None,
        group: None,
    };
    let mut tables = base.clone();
    match tables.apply(&at.into()) {
        Ok(()) => Some(cold(&tables.feed().expect("the changed feed is sound").0)),
        // The price it has already.
        Err(_) => None,
    }
}

/// Every hand-made feed with a charter priced in the plan's currency, whose locks leave it free.
#[test]
fn below_the_break_even_a_charter_is_used_and_above_it_isnt() {
    let mut studied = 0;
    let mut worthless = 0;
    let folders = std::fs::read_dir(folder("tests/data")).expect("the folder is there");
    let mut folders: Vec<_> = folders.map(|entry| entry.expect("readable").path()).collect();
    folders.sort();
    for path in folders.into_iter().filter(|path| path.join("charters.csv").is_file()) {
        let Ok(tables) = Tables::read(&path) else { continue };
        let (feed, _) = tables.feed().expect("read before");
        let plain = !std::fs::read_to_string(path.join("charters.csv")).expect("there").contains("currency");
        if !plain || !feed.locks.is_empty() {
            continue;
        }
        for charter in &feed.charters {
            let options = exact(2);
            let cancel = Cancel::default();
            let question = Question { base: &tables, options: &options, fine: false, seats: &[], cancel: &cancel };
            let worth = CharterWorth::of(&question, &feed, &charter.id).expect("it is offered");
            let worth = worth.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            let at = format!("{}, {}", path.display(), charter.id);
            let without = planned(&tables, CharterDropped { charter: charter.id.to_string() });
            assert_eq!(worth.without.high, without.total, "{at}");
            assert_eq!(worth.break_even.low, worth.break_even.high, "{at}: exact plans leave nothing open");
            let break_even = worth.break_even.low;
            let pays = match worth.verdict {
                Verdict::Pays => true,
                Verdict::DoesNotPay => false,
                // Then both cost the same.
                Verdict::Undecided => continue,
            };
            assert_eq!(pays, charter.fixed_cost < break_even, "{at}");
            if let Some(above) = priced(&tables, &charter.id, break_even + Money(100)) {
                assert_eq!(above.total, without.total, "{at}");
                assert!(!above.charters.iter().any(|id| **id == *charter.id), "{at}: used above its break-even");
            }
            if break_even > Money(100) {
                if let Some(below) = priced(&tables, &charter.id, break_even - Money(100)) {
                    assert_eq!(below.total, without.total - Money(100), "{at}");
                    assert!(below.charters.iter().any(|id| **id == *charter.id), "{at}: not used below its break-even");
                }
                studied += 1;
            } else {
                worthless += 1;
            }
            // The curve is what plans at its prices cost.
            for point in worth.curve.iter().step_by(7) {
                if let Some(plan) = priced(&tables, &charter.id, point.price) {
                    assert!(point.total.low <= plan.total && plan.total <= point.total.high, "{at}: {point:?}");
                }
            }
        }
    }
    assert!(studied > 5, "{studied} charters were worth something");
    assert!(worthless > 0, "some weren't");
}

#[test]
fn a_charter_that_isnt_offered_is_none() {
    let tables = Tables::read(&folder("examples/small")).expect("the example is sound");
    let (feed, _) = tables.feed().expect("read before");
    let options = exact(1);
    let cancel = Cancel::default();
    let question = Question { base: &tables, options: &options, fine: false, seats: &[], cancel: &cancel };
    assert!(CharterWorth::of(&question, &feed, "nobody's").is_none());
}

/// The least total falls as seats are added, and offers of a group come best first.
#[test]
fn seats_and_offers_are_planned_as_they_are_asked_for() {
    let tables = Tables::read(&folder("tests/data/charter-group")).expect("the feed is sound");
    let (feed, _) = tables.feed().expect("read before");
    let charter = feed.charters.iter().find(|charter| charter.group.is_some()).expect("one of a group");
    let options = exact(1);
    let cancel = Cancel::default();
    let seats = [1, 2, 300];
    let question = Question { base: &tables, options: &options, fine: false, seats: &seats, cancel: &cancel };
    let worth = CharterWorth::of(&question, &feed, &charter.id).expect("offered").expect("planned");
    let totals: Vec<Money> = worth.seats.iter().map(|point| point.total.high).collect();
    assert_eq!(totals.len(), seats.len());
    assert!(totals.is_sorted_by(|one, next| one >= next), "{totals:?}");
    let members = feed.charters.iter().filter(|other| other.group == charter.group).count();
    assert_eq!(worth.offers.len(), members);
    assert!(worth.offers.is_sorted_by_key(|offer| offer.total.high));
    for offer in &worth.offers {
        let mut alone = tables.clone();
        for other in feed.charters.iter().filter(|other| other.group == charter.group && *other.id != *offer.charter) {
            let dropped = CharterDropped { charter: other.id.to_string() };
            alone.apply(&dropped.into()).expect("it is offered");
        }
        let plan = cold(&alone.feed().expect("sound").0);
        assert_eq!(plan.total, offer.total.high, "{}", offer.charter);
        assert_eq!(plan.charters.contains(&offer.charter), offer.used);
    }
}
