//! Scenarios planned together, held against each planned by itself.

use onward::check::check;
use onward::scenario::{File, Scenario, Tables};
use onward::solve::{Cancel, Options};
use onward::study::{Difference, StudyError, Sweep, sweep};

use super::{cold, exact, folder};

const FILE: &str = r#"
[[scenario]]
name = "without K1"
changes = [{ change = "charter_dropped", charter = "K1" }]

[[scenario]]
name = "{seats} seats of QR"
grid = { seats = [12, 40] }
changes = [{ change = "allotment", agreement = "QR-IOM", seats = "{seats}" }]
"#;

fn scenarios() -> Vec<Scenario> {
    File::parse(FILE, "test.toml").unwrap_or_else(|faults| panic!("{faults}")).scenarios
}

fn run(base: &Tables, scenarios: Vec<Scenario>, options: &Options) -> Sweep {
    let made = sweep(base, scenarios, options, &Cancel::default(), &|_, _| {});
    made.unwrap_or_else(|errors| panic!("{}", errors.iter().map(|error| format!("{error}\n")).collect::<String>()))
}

fn plans(sweep: &Sweep) -> Vec<String> {
    let of = |(_, made): &(Scenario, Result<onward::study::Planned, StudyError>)| {
        made.as_ref().map(|planned| planned.plan().to_json()).expect("planned")
    };
    sweep.scenarios.iter().map(of).collect()
}

#[test]
fn a_scenario_is_planned_alike_whatever_is_beside_it() {
    let base = Tables::read(&folder("data/sample")).expect("the sample is sound");
    let options = |threads| Options { gap: 0.01, ..exact(threads) };
    let together = run(&base, scenarios(), &options(2));
    let plans_together = plans(&together);
    for (position, scenario) in scenarios().into_iter().enumerate() {
        let alone = run(&base, vec![scenario], &options(1));
        assert_eq!(plans(&alone), plans_together[position..=position]);
    }
    for (scenario, planned) in &together.scenarios {
        let planned = planned.as_ref().expect("planned");
        let report = check(&planned.feed, planned.plan());
        assert!(report.is_valid(), "{}: {:?}", scenario.name, report.violations.first());
        assert!(planned.plan().gap <= 0.01, "{}", scenario.name);
        let row = together.row(&scenario.name, planned).expect("its plan");
        assert_eq!(row.outcome.programmes.values().copied().sum::<onward::money::Money>(), planned.plan().cash.total());
        assert_eq!(row.outcome.served_persons + row.outcome.unserved_persons, planned.feed.persons.len());
        assert_eq!(row.change, planned.plan().total - together.base.plan().total);
    }
}

/// What only relaxes the feed, or changes what nobody uses, never ends with a dearer plan than the base's.
#[test]
fn a_relaxed_feed_is_never_dearer_than_the_base() {
    let base = Tables::read(&folder("data/sample")).expect("the sample is sound");
    let text = r#"
        [[scenario]]
        name = "Qatar: {more} seats a flight more"
        grid = { more = [2, 5] }
        changes = [{ change = "allotment", agreement = "QR-IOM", by = "{more}" }]
        [[scenario]]
        name = "two nurses more"
        changes = [{ change = "pool_changed", pool = "NBO-NURSES", by = 2 }]
    "#;
    let scenarios = File::parse(text, "relaxed.toml").unwrap_or_else(|faults| panic!("{faults}")).scenarios;
    let made = run(&base, scenarios, &Options { gap: 0.02, ..exact(2) });
    for (scenario, planned) in &made.scenarios {
        let planned = planned.as_ref().expect("planned");
        let (plan, now) = (planned.plan(), made.base.plan());
        assert!(plan.total <= now.total, "{}: {} instead of {}", scenario.name, plan.total, now.total);
        assert!(plan.bound <= plan.total && plan.gap <= 0.02, "{}: {} {}", scenario.name, plan.bound, plan.gap);
        assert!(check(&planned.feed, plan).is_valid(), "{}", scenario.name);
    }
}

/// The example's scenarios are all planned over the feed that they are for.
#[test]
fn the_example_of_scenarios_is_planned() {
    let base = Tables::read(&folder("data/sample")).expect("the sample is sound");
    let text = std::fs::read_to_string(folder("examples/scenarios.toml")).expect("the example is there");
    let scenarios = File::parse(&text, "examples/scenarios.toml").unwrap_or_else(|faults| panic!("{faults}")).scenarios;
    let made = run(&base, scenarios, &Options { gap: 0.05, ..exact(2) });
    assert!(made.scenarios.len() > 10);
    for (scenario, planned) in &made.scenarios {
        let planned = planned.as_ref().unwrap_or_else(|error| panic!("{error}"));
        let report = check(&planned.feed, planned.plan());
        assert!(report.is_valid(), "{}: {:?}", scenario.name, report.violations.first());
    }
}

/// Each hand-made feed with a flight cancelled costs what it costs planned by itself.
#[test]
fn scenarios_of_small_feeds_cost_what_they_cost_by_themselves() {
    let folders = std::fs::read_dir(folder("tests/data")).expect("the folder is there");
    let mut folders: Vec<_> = folders.map(|entry| entry.expect("readable").path()).collect();
    folders.sort();
    let mut compared = 0;
    for path in folders.into_iter().step_by(3) {
        let Ok(base) = Tables::read(&path) else { continue };
        let (feed, _) = base.feed().expect("read before");
        let scenarios: Vec<Scenario> = feed
            .flights
            .iter()
            .map(|flight| {
                let (carrier, number) = (&feed.carriers[flight.carrier], &flight.number);
                let text = format!(
                    "[[scenario]]\nname = \"x\"\nchanges = [{{ change = \"flight_cancelled\", carrier = \"{carrier}\", number = \"{number}\" }}]"
                );
                let file = File::parse(&text, "x").unwrap_or_else(|faults| panic!("{faults}"));
                Scenario { name: format!("{carrier}{number}"), ..file.scenarios[0].clone() }
            })
            .take(2)
            .collect();
        let Ok(made) = sweep(&base, scenarios, &exact(2), &Cancel::default(), &|_, _| {}) else { continue };
        for (scenario, planned) in &made.scenarios {
            let Ok(planned) = planned else { continue };
            let alone = cold(&planned.feed);
            assert_eq!(planned.plan().total, alone.total, "{}: {}", path.display(), scenario.name);
            assert!(check(&planned.feed, planned.plan()).is_valid());
            compared += 1;
        }
    }
    assert!(compared > 60, "{compared} scenarios were compared");
}

#[test]
fn whatever_is_wrong_with_any_scenario_is_told_at_once() {
    let base = Tables::read(&folder("examples/small")).expect("the example is sound");
    let text = r#"
        [[scenario]]
        name = "one"
        changes = [{ change = "charter_dropped", charter = "K9" }]
        [[scenario]]
        name = "two"
        changes = [{ change = "agreement_dropped", agreement = "NO-SUCH" }]
    "#;
    let scenarios = File::parse(text, "bad.toml").unwrap_or_else(|faults| panic!("{faults}")).scenarios;
    let never = |name: &str, _: &onward::plan::Plan| panic!("{name} was planned");
    let errors = sweep(&base, scenarios, &exact(1), &Cancel::default(), &never).expect_err("nothing can be changed so");
    let (faults, others) = Sweep::change_faults(errors);
    assert!(others.is_empty());
    let named: Vec<Option<String>> = faults.0.iter().map(|fault| fault.scenario.clone()).collect();
    assert_eq!(named, [Some("one".to_owned()), Some("two".to_owned())]);
}

#[test]
fn a_difference_names_every_case_that_travels_otherwise() {
    let feed = Tables::read(&folder("examples/small")).expect("sound").feed().expect("sound").0;
    let before = cold(&feed);
    let same = Difference::between(&before, &before);
    assert!(same.cases.is_empty() && same.missions_added.is_empty() && same.charters_dropped.is_empty());
    assert!(same.amounts.iter().all(|amount| amount.change.0 == 0));
    let mut after = before.clone();
    let gone = after.itineraries.remove(0);
    let cheaper = onward::money::Money(after.total.0 - 1);
    after.total = cheaper;
    let told = Difference::between(&before, &after);
    assert_eq!(told.cases.len(), 1);
    assert_eq!(
        (told.cases[0].case.as_str(), &told.cases[0].before, &told.cases[0].after),
        (gone.case.as_str(), &Some(gone.legs), &None)
    );
    let changed: Vec<(&str, i64)> =
        told.amounts.iter().filter(|amount| amount.change.0 != 0).map(|amount| (amount.of, amount.change.0)).collect();
    assert_eq!(changed, [("total", -1)]);
}
