//! An agreement's worth and the trade-offs of cost, held against changed feeds planned by themselves.

use onward::money::Money;
use onward::scenario::{Scenario, Tables};
use onward::solve::{Cancel, Options};
use onward::study::{Against, agreement, frontier};

use super::{cold, exact, folder};

/// On small feeds every saving is known to the cent, and is what the changed feed planned by itself saves.
#[test]
fn other_terms_save_what_the_changed_feed_costs_less() {
    let folders = std::fs::read_dir(folder("tests/data")).expect("the folder is there");
    let mut folders: Vec<_> = folders.map(|entry| entry.expect("readable").path()).collect();
    folders.sort();
    let (mut compared, mut saving) = (0, 0);
    for path in folders.into_iter().step_by(4) {
        let Ok(base) = Tables::read(&path) else { continue };
        let (feed, _) = base.feed().expect("read before");
        let Some(row) = feed.agreements.first() else { continue };
        let worth = agreement(&base, &feed, &row.id, &exact(2), &Cancel::default()).expect("it stands");
        let Ok(worth) = worth else { continue };
        for terms in &worth.terms {
            let at = format!("{}: {}", path.display(), terms.what);
            let scenario = Scenario { name: terms.what.clone(), changes: terms.changes.clone() };
            let changed = scenario.apply(&base).unwrap_or_else(|faults| panic!("{at}: {faults}"));
            let total = cold(&changed.feed().expect("planned before").0).total;
            assert_eq!(terms.total.high, total, "{at}");
            assert_eq!(
                (terms.saves.low, terms.saves.high),
                (worth.total.high - total, worth.total.high - total),
                "{at}"
            );
            compared += 1;
            saving += usize::from(terms.saves.low > Money(0));
        }
    }
    assert!(compared > 100 && saving > 20, "{saving} of {compared} terms save");
}

/// Along the front less of the measure costs more, and every point's plan is valid for its feed's amounts.
#[test]
fn a_front_rises_in_cost_as_the_measure_falls() {
    let base = Tables::read(&folder("data/sample")).expect("the sample is sound");
    let (feed, _) = base.feed().expect("read before");
    let options = Options { gap: 0.02, ..exact(2) };
    for against in [Against::Delay, Against::Unserved] {
        let points = frontier(&base, &feed, against, &options, &Cancel::default()).expect("it can be planned");
        assert!(points.len() >= 3, "{against:?}: {} points", points.len());
        assert!(points.windows(2).all(|pair| pair[0].0.measure > pair[1].0.measure && pair[0].0.cost < pair[1].0.cost));
        for (point, plan) in &points {
            assert!(point.gap <= options.gap);
            assert_eq!(point.outcome.served_persons + point.outcome.unserved_persons, feed.persons.len());
            let weighed = plan.total - point.cost;
            let own = if against == Against::Delay { plan.penalties.delay } else { plan.penalties.unserved };
            assert_eq!(weighed, own);
        }
    }
}
