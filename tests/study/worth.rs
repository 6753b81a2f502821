//! What scarce things are worth, held against feeds with more of them planned by themselves.

use std::collections::BTreeSet;

use onward::money::Money;
use onward::scenario::Tables;
use onward::solve::{Cancel, Options};
use onward::study::{Resource, Saving, Scope, Step, Worth, worth};

use super::support::FeedBuilder;
use super::{cold, exact, folder, small_feeds, tables, with};

fn ask(base: &Tables, scope: Scope, options: &Options) -> Worth {
    let (feed, _) = base.feed().expect("read before");
    worth(base, &feed, scope, options, &Cancel::default()).unwrap_or_else(|error| panic!("{error}"))
}

/// On small feeds, planned exactly and planned coarsely: what is told holds the least total and the saving, both found by
/// planning to the end, and more is never dearer.
#[test]
fn every_interval_holds_what_planning_to_the_end_finds() {
    let (mut compared, mut saving, mut loose, mut kinds) = (0, 0, 0, BTreeSet::new());
    for (path, base, feed) in small_feeds().step_by(2) {
        let truth = cold(&feed).total;
        for gap in [0.0, 0.25] {
            let told = ask(&base, Scope { most: 4, units: 4 }, &Options { gap, ..exact(2) });
            assert!(told.total.low <= truth && truth <= told.total.high, "{}: {:?}", path.display(), told.total);
            for valued in &told.resources {
                let at = format!("{}, gap {gap}, {}", path.display(), valued.resource);
                assert_eq!(valued.steps.iter().map(|step| step.units).collect::<Vec<_>>(), [1, 2, 4], "{at}");
                assert!(valued.steps.last().is_some_and(|step| step.planned), "{at}: the last is always planned");
                for step in &valued.steps {
                    let least = with(&base, &step.changes).total;
                    assert!(step.total.low <= least && least <= step.total.high, "{at}: {step:?}, {least}");
                    let saved = truth - least;
                    assert!(step.saves.low <= saved && saved <= step.saves.high, "{at}: {step:?} saves {saved}");
                    assert!(step.total.high <= told.total.high, "{at}: {step:?} is dearer than doing without");
                    if gap == 0.0 {
                        assert_eq!((step.saves.low, step.saves.high), (saved, saved), "{at}: {step:?}");
                    } else {
                        loose += usize::from(step.saves.low < step.saves.high);
                    }
                    compared += 1;
                }
                let own: Vec<&Step> = valued.steps.iter().filter(|step| step.units == valued.range.to).collect();
                let [step] = own[..] else { panic!("{at}: the range ends at a step") };
                assert_eq!(valued.value, step.saves.each_of(step.units), "{at}");
                if valued.saving == Saving::Proven {
                    kinds.extend(serde_json::to_value(&valued.resource).unwrap()["kind"].as_str().map(str::to_owned));
                    saving += 1;
                }
            }
            assert!(told.resources.is_sorted_by(|one, next| one.value.low >= next.value.low), "{}", path.display());
        }
    }
    assert!(compared > 250 && saving > 15 && loose > 0, "{compared} steps, {saving} save, {loose} are loose");
    assert!(kinds.len() >= 3, "{kinds:?}");
}

/// Each kind of thing, short by so many: asked for, found, and worth what those who stay cost.
#[test]
fn what_is_short_is_found_and_worth_what_staying_costs() {
    // Three singles who each pay 648.20, or stay for 5,000.
    let mut three = FeedBuilder::minimal();
    for n in [2, 3] {
        three = three.row("cases.csv", "", &format!("C{n},NBO,JFK,USRAP,normal,2017-05-16")).row(
            "persons.csv",
            "",
            &format!("P{n},C{n},1985-03-02,SO,ctd"),
        );
    }
    let three = three.replace("policy.json", "\"end\": \"2017-05-18\"", "\"end\": \"2017-05-16\"");
    let one_seat = |from: &str| (from.to_owned(), from.replace("2017-05-31,20", "2017-05-31,1"));
    let flight = "QR,701,DOH,JFK,08:10,15:00,0,1234567,2017-05-01,2017-05-31,20";
    let (before, after) = one_seat(flight);
    let stations = |row: &str| three.clone().file("stations.csv", row);
    let short: Vec<(FeedBuilder, &str)> = vec![
        (three.clone().replace("flights.csv", &before, &after), "seats on QR701/DOH/2017-05-16"),
        (
            three.clone().file(
                "agreements.csv",
                "agreement,carriers,valid_from,valid_to,seats_per_flight\nQR-REF,QR,2017-01-01,2017-12-31,1\n",
            ),
            "seats of QR-REF, each flight",
        ),
        (stations("airport,depart_per_day\nNBO,1\n"), "departures a day from NBO"),
        (stations("airport,assist_per_day\nDOH,1\n"), "assistance a day at DOH"),
        (
            stations("airport,airside_hours,beds\nDOH,1,1\n").replace("flights.csv", "08:10,15:00", "02:10,09:00"),
            "beds at DOH",
        ),
        (
            three.clone().file("reception.csv", "airport,programme,per_day\nJFK,USRAP,1\n"),
            "reception a day at JFK for USRAP",
        ),
        (three.clone().file("reception.csv", "airport,per_flight\nJFK,1\n"), "reception a flight at JFK"),
    ];
    for (built, name) in short {
        let base = tables(&built);
        let (feed, _) = base.feed().expect("sound");
        let behind = cold(&feed).unserved.len();
        assert_eq!(behind, 2, "{name}: one of three travels");
        let told = ask(&base, Scope { most: 10, units: 4 }, &exact(1));
        let found = told.resources.iter().find(|valued| valued.resource.to_string() == name);
        let found = found.unwrap_or_else(|| panic!("{name} among {:?}", told.resources));
        let each = found.steps[0].saves.high;
        assert!(each > Money::whole(4_000), "{name}: {each}");
        assert_eq!((found.value.low, found.value.high, found.range.to), (each, each, 2), "{name}");
        assert_eq!(found.saving, Saving::Proven, "{name}");
        assert_eq!(found.steps[2].saves, found.steps[1].saves, "{name}: there are but two more");
        assert_eq!(told.resources[0].value, found.value, "{name}: nothing is worth more");
    }
}

/// A charter's seats are had on all of its legs, escorts one by one.
#[test]
fn charters_and_escorts_are_asked_for_too() {
    let charter = FeedBuilder::minimal()
        .replace("flights.csv", "2017-05-31,20", "2017-05-31,0")
        .file("charters.csv", "charter,fixed_cost\nK1,100\n")
        .file(
            "charter_legs.csv",
            "charter,leg,from,to,dep,arr,seats\nK1,1,NBO,CAI,2017-05-16T08:00,2017-05-16T12:00,1\n\
             K1,2,CAI,JFK,2017-05-16T14:00,2017-05-16T20:00,1\n",
        )
        .row("cases.csv", "", "C2,NBO,JFK,USRAP,normal,2017-05-16")
        .row("persons.csv", "", "P2,C2,1985-03-02,SO,ctd");
    let told = ask(&tables(&charter), Scope { most: 10, units: 2 }, &exact(1));
    let found = told.resources.first().expect("its seats are scarce");
    assert_eq!(found.resource, Resource::Charter { charter: "K1".to_owned(), what: "seats" });
    assert_eq!(found.steps[0].changes.len(), 2, "a seat on each leg");
    assert_eq!((found.value.low, found.range.to), (Money::whole(5_000), 1), "{found:?}");

    // One guide for two cases of one day: the other one stays.
    let copy = tempfile::tempdir().expect("a folder can be made");
    for entry in std::fs::read_dir(folder("tests/data/escort-count")).expect("the feed is there") {
        let path = entry.expect("readable").path();
        std::fs::copy(&path, copy.path().join(path.file_name().expect("a file"))).expect("copied");
    }
    let path = copy.path().join("escorts.csv");
    let text = std::fs::read_to_string(&path).expect("it has escorts");
    std::fs::write(&path, text.replace(",guide,2,", ",guide,1,")).expect("written");
    let told = ask(&Tables::read(copy.path()).expect("sound"), Scope { most: 30, units: 1 }, &exact(1));
    let first = told.resources.first().expect("guides are scarce");
    assert_eq!(first.resource, Resource::Escorts { pool: "E1".to_owned() }, "{:?}", told.resources);
    assert_eq!((first.saving, first.steps[0].saves == first.value), (Saving::Proven, true));
}

/// What isn't planned with is named, and the same is told on any number of threads.
#[test]
fn what_is_left_untried_is_named() {
    let base = Tables::read(&folder("data/sample")).expect("the sample is sound");
    let options = |threads| Options { gap: 0.02, ..exact(threads) };
    let two = ask(&base, Scope { most: 3, units: 2 }, &options(2));
    assert_eq!(two.resources.len(), 3);
    assert!(two.untried.len() > 3, "{:?}", two.untried);
    assert!(two.resources.iter().all(|valued| !two.untried.contains(&valued.resource)));
    assert_eq!(ask(&base, Scope { most: 3, units: 2 }, &options(1)), two);
}
