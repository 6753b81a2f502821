//! What an explanation suggests, held against the changed feed planned by itself.

use std::collections::BTreeSet;
use std::path::PathBuf;

use onward::feed::Feed;
use onward::plan::Plan;
use onward::scenario::{Change, Scenario, Tables};
use onward::solve::Cancel;
use onward::study::{Explanation, Inquiry};

use super::{cold, exact, folder};

fn folders() -> Vec<PathBuf> {
    let folders = std::fs::read_dir(folder("tests/data")).expect("the folder is there");
    let mut folders: Vec<_> = folders.map(|entry| entry.expect("readable").path()).collect();
    folders.sort();
    folders
}

/// Every hand-made feed whose best plan leaves somebody behind, with that plan.
fn leaving_somebody() -> impl Iterator<Item = (PathBuf, Tables, Feed, Plan)> {
    folders().into_iter().filter_map(|path| {
        let base = Tables::read(&path).ok()?;
        let (feed, _) = base.feed().expect("read before");
        let plan = onward::solve::plan(&feed, &exact(1), &Cancel::default(), &mut |_| {}).ok()?;
        (!plan.unserved.is_empty()).then_some((path, base, feed, plan))
    })
}

fn explain(base: &Tables, feed: &Feed, plan: &Plan) -> Explanation {
    let options = exact(2);
    let cancel = Cancel::default();
    let inquiry = Inquiry { base, feed, plan, options: &options, cancel: &cancel };
    inquiry.explain_anew(None, None).expect("the feed can be planned again")
}

fn changed(base: &Tables, changes: &[Change]) -> Plan {
    let scenario = Scenario { name: "suggested".to_owned(), changes: changes.to_vec() };
    let tables = scenario.apply(base).unwrap_or_else(|faults| panic!("{faults}"));
    cold(&tables.feed().expect("a suggested feed is sound").0)
}

/// Every hand-made feed that leaves somebody behind: with each suggestion the case travels, at the difference that is told,
/// and of several changes none can be left out.
#[test]
fn every_suggestion_lets_its_case_travel() {
    let (mut suggested, mut kinds, mut behind) = (0, BTreeSet::new(), 0);
    for (path, base, feed, plan) in leaving_somebody() {
        let explanation = explain(&base, &feed, &plan);
        assert_eq!(explanation.unserved.len(), plan.unserved.len(), "{}", path.display());
        for (verdict, unserved) in explanation.unserved.iter().zip(&plan.unserved) {
            behind += 1;
            let at = format!("{}, {}", path.display(), verdict.case);
            assert_eq!((&verdict.case, &verdict.reasons[0].code), (&unserved.case, &unserved.reason), "{at}");
            for relaxation in &verdict.relaxations {
                let served = |plan: &Plan| plan.itineraries.iter().any(|one| one.case == verdict.case);
                let with = changed(&base, &relaxation.changes);
                // Where travelling and staying cost the same, either may be planned.
                assert_eq!(with.total - plan.total, relaxation.total_change, "{at}: {:?}", relaxation.changes);
                if relaxation.total_change.0 != 0 {
                    assert!(served(&with), "{at}: {:?}", relaxation.changes);
                }
                assert!(!relaxation.itinerary.is_empty(), "{at}");
                suggested += 1;
                kinds.extend(relaxation.changes.iter().map(Change::kind));
            }
        }
    }
    assert!(behind > 10 && suggested > 5, "{behind} behind, {suggested} suggestions of {kinds:?}");
}

/// From a file's text to another.
type Edit = Box<dyn Fn(&str) -> String>;

/// A copy of an example with one file written anew or changed.
fn broken(example: &str, file: &str, edit: impl Fn(&str) -> String) -> (tempfile::TempDir, Tables) {
    let copy = tempfile::tempdir().expect("a folder can be made");
    for entry in std::fs::read_dir(folder(example)).expect("the example is there") {
        let path = entry.expect("readable").path();
        std::fs::copy(&path, copy.path().join(path.file_name().expect("a file"))).expect("copied");
    }
    let path = copy.path().join(file);
    let text = std::fs::read_to_string(&path).unwrap_or_default();
    std::fs::write(&path, edit(&text)).expect("written");
    let tables = Tables::read(copy.path()).unwrap_or_else(|faults| panic!("{file}: {faults}"));
    (copy, tables)
}

/// What stands in a case's way is what is suggested to be changed, and by no more than it takes.
#[test]
fn what_was_broken_is_what_is_to_be_mended() {
    let written = |text: &'static str| move |_: &str| text.to_owned();
    let swapped = |from: &'static str, to: &'static str| {
        move |text: &str| {
            assert!(text.contains(from), "{from:?} in {text}");
            text.replace(from, to)
        }
    };
    // A column more, with a value for one case.
    let limited = |column: &'static str, value: &'static str| {
        move |text: &str| {
            let cell = |line: &str| match line.split(',').next() {
                Some("case") => column,
                Some("C2") => value,
                _ => "",
            };
            text.lines().map(|line| format!("{line},{}\n", cell(line))).collect::<String>()
        }
    };
    let small = "examples/small";
    let breaks: Vec<(&str, &str, Edit, &str, &str)> = vec![
        (
            small,
            "clearances.csv",
            Box::new(written("case,kind,valid_from,valid_to,at\nC2,medical,2017-05-01,2017-05-14,departure\n")),
            "C2",
            r#"{"change":"clearance","case":"C2","kind":"medical","later_days":2}"#,
        ),
        (
            small,
            "transit.csv",
            Box::new(written("place,nationality,document,zone,decision\nDOH,ET,ctd,airside|landside,deny\n")),
            "C2",
            r#"{"change":"waiver_granted","place":"DOH","nationality":"ET","document":"ctd"}"#,
        ),
        (
            small,
            "cases.csv",
            Box::new(limited("max_hours", "9")),
            "C2",
            r#"{"change":"case_changed","case":"C2","max_hours":"36"}"#,
        ),
        (
            small,
            "cases.csv",
            Box::new(limited("max_sectors", "1")),
            "C2",
            r#"{"change":"case_changed","case":"C2","max_sectors":2}"#,
        ),
        (
            small,
            "reception.csv",
            Box::new(written("airport,per_day\nJFK,3\n")),
            "C2",
            r#"{"change":"reception","airport":"JFK","per_day_by":1}"#,
        ),
        (
            small,
            "agreements.csv",
            Box::new(swapped("2017-12-31,10", "2017-12-31,3")),
            "C2",
            r#"{"change":"allotment","agreement":"QR-REF","by":1}"#,
        ),
        (
            small,
            "flights.csv",
            Box::new(swapped(
                "DOH,17:15,22:30,0,1234567,2017-05-01,2017-05-31,20",
                "DOH,17:15,22:30,0,1234567,2017-05-01,2017-05-31,3",
            )),
            "C2",
            r#"{"change":"seats","flight":"QR1370/NBO/2017-05-16","by":1}"#,
        ),
    ];
    for (example, file, edit, case, mended) in breaks {
        let (_copy, base) = broken(example, file, edit);
        let (feed, _) = base.feed().expect("read before");
        let plan = cold(&feed);
        let explanation = explain(&base, &feed, &plan);
        let verdict = explanation.unserved.iter().find(|verdict| verdict.case == case);
        let verdict = verdict.unwrap_or_else(|| panic!("{file}: {case} travels"));
        let expected: Change = serde_json::from_str(mended).expect("written as in a scenario file");
        let found = verdict.relaxations.iter().find(|found| found.changes == [expected.clone()]);
        let found = found.unwrap_or_else(|| panic!("{file}: {mended} among {:#?}", verdict.relaxations));
        let with = changed(&base, &found.changes);
        assert!(with.itineraries.iter().any(|one| one.case == case), "{file}");
        assert_eq!(with.cash.total() - plan.cash.total(), found.delta, "{file}");
        assert_eq!(with.total - plan.total, found.total_change, "{file}");
    }
}

/// A pool that is too small is the pool to be made larger.
#[test]
fn an_escort_more_is_suggested_where_one_is_missing() {
    let (_copy, base) = broken("examples/escorted", "escorts.csv", |text| {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let count = lines[0].split(',').position(|column| column == "count").expect("a column");
        for line in &mut lines[1..] {
            let mut cells: Vec<&str> = line.split(',').collect();
            cells[count] = "0";
            *line = cells.join(",");
        }
        lines.join("\n") + "\n"
    });
    let (feed, _) = base.feed().expect("read before");
    let plan = cold(&feed);
    let explanation = explain(&base, &feed, &plan);
    assert!(!explanation.unserved.is_empty(), "nobody is escorted");
    for verdict in &explanation.unserved {
        assert_eq!(verdict.reasons[0].code, "no_escort");
        let found = verdict.relaxations.first().unwrap_or_else(|| panic!("{}: nothing suggested", verdict.case));
        assert_eq!(found.changes.iter().map(Change::kind).collect::<Vec<_>>(), ["pool_changed"]);
        let with = changed(&base, &found.changes);
        assert!(with.itineraries.iter().any(|one| one.case == verdict.case), "{}", verdict.case);
    }
}

/// A case that travels is shown what else it could fly, and what a wish costs.
#[test]
fn alternatives_cost_what_a_plan_bound_to_them_costs() {
    let (mut told, mut displaced) = (0, 0);
    for path in folders().into_iter().step_by(2) {
        let Ok(base) = Tables::read(&path) else { continue };
        let (feed, _) = base.feed().expect("read before");
        if !feed.locks.is_empty() {
            continue;
        }
        let Ok(plan) = onward::solve::plan(&feed, &exact(1), &Cancel::default(), &mut |_| {}) else { continue };
        let Some(first) = plan.itineraries.first() else { continue };
        let (case, row) = feed.cases.iter_enumerated().find(|(_, case)| *case.id == *first.case).expect("known");
        if row.link.is_some() {
            continue;
        }
        let options = exact(1);
        let cancel = Cancel::default();
        let inquiry = Inquiry { base: &base, feed: &feed, plan: &plan, options: &options, cancel: &cancel };
        let explanation = inquiry.explain_anew(Some(case), Some(&first.legs)).expect("planned again");
        assert!(explanation.unserved.is_empty(), "{}", path.display());
        let own = explanation.alternatives.iter().find(|other| other.itinerary == first.legs);
        let own = own.unwrap_or_else(|| panic!("{}: the wish is priced", path.display()));
        assert_eq!(own.delta.0, 0, "{}: what is flown costs what it costs", path.display());
        assert!(own.breaks.is_empty(), "{}: {:?}", path.display(), own.breaks);
        for other in &explanation.alternatives {
            assert!(other.delta.0 >= 0, "{}: nothing beats the best plan", path.display());
            displaced += other.displaces.len();
            told += 1;
        }
    }
    assert!(told > 60, "{told} itineraries were told of");
    assert!(displaced > 0, "an alternative takes somebody's place");
}

/// Beside a plan that stands: every suggestion makes a feed whose best plan costs no more than was told, and moves the case
/// unless leaving it is cheaper still; of several changes none can be left out.
#[test]
fn suggestions_beside_a_plan_hold_when_everyone_is_planned_anew() {
    let (mut suggested, mut two, mut anew) = (0, 0, 0);
    for (path, base, feed, plan) in leaving_somebody() {
        let (options, cancel) = (exact(2), Cancel::default());
        let inquiry = Inquiry { base: &base, feed: &feed, plan: &plan, options: &options, cancel: &cancel };
        let explanation = inquiry.explain(None, None).expect("the plan is valid");
        assert_eq!(explanation.unserved.len(), plan.unserved.len(), "{}", path.display());
        for verdict in &explanation.unserved {
            for relaxation in &verdict.relaxations {
                let at = format!("{}, {}: {:?}", path.display(), verdict.case, relaxation.changes);
                let with = changed(&base, &relaxation.changes);
                let told = plan.total + relaxation.total_change;
                assert!(with.total <= told, "{at}: told {told}, planned {}", with.total);
                let served = with.itineraries.iter().any(|one| one.case == verdict.case);
                // Where travelling and staying cost the same, either may be planned.
                assert!(served || with.total < told || relaxation.total_change.0 == 0, "{at}: stays");
                assert!(!relaxation.itinerary.is_empty(), "{at}");
                suggested += 1;
                two += usize::from(relaxation.changes.len() > 1);
                anew += usize::from(served);
            }
        }
    }
    assert!(
        suggested > 5 && anew * 10 >= suggested * 9,
        "{suggested} suggestions, {two} of several, {anew} moved anew"
    );
}

/// Two rules in the way of one case: each alone doesn't help, both do.
#[test]
fn two_rules_at_once_are_suggested_where_no_single_one_helps() {
    let clearances = "case,kind,valid_from,valid_to,at\nC2,medical,2017-05-01,2017-05-14,departure\n";
    let (copy, _) = broken("examples/small", "clearances.csv", |_| clearances.to_owned());
    let transit = "place,nationality,document,zone,decision\nDOH,ET,ctd,airside|landside,deny\n";
    std::fs::write(copy.path().join("transit.csv"), transit).expect("written");
    let base = Tables::read(copy.path()).expect("sound");
    let (feed, _) = base.feed().expect("read before");
    let plan = cold(&feed);
    let (options, cancel) = (exact(1), Cancel::default());
    let inquiry = Inquiry { base: &base, feed: &feed, plan: &plan, options: &options, cancel: &cancel };
    let explanation = inquiry.explain(None, None).expect("the plan is valid");
    let verdict = explanation.unserved.iter().find(|verdict| verdict.case == "C2").expect("C2 stays");
    let found = verdict.relaxations.first().expect("both together help");
    let kinds: BTreeSet<&str> = found.changes.iter().map(Change::kind).collect();
    assert_eq!(kinds, BTreeSet::from(["clearance", "waiver_granted"]));
    for left_out in 0..found.changes.len() {
        let mut fewer = found.changes.clone();
        fewer.remove(left_out);
        assert!(!changed(&base, &fewer).itineraries.iter().any(|one| one.case == "C2"), "{fewer:?} is enough");
    }
    assert!(changed(&base, &found.changes).itineraries.iter().any(|one| one.case == "C2"));
}

/// Who holds a full place is named, and a case that travels is billed to the cent.
#[test]
fn full_places_name_their_holders_and_bills_add_up() {
    let (_copy, base) =
        broken("examples/small", "agreements.csv", |text| text.replace("2017-12-31,10", "2017-12-31,3"));
    let (feed, _) = base.feed().expect("read before");
    let plan = cold(&feed);
    let (options, cancel) = (exact(1), Cancel::default());
    let inquiry = Inquiry { base: &base, feed: &feed, plan: &plan, options: &options, cancel: &cancel };
    let explanation = inquiry.explain(None, None).expect("the plan is valid");
    let verdict = explanation.unserved.iter().find(|verdict| verdict.case == "C2").expect("C2 stays");
    assert!(!verdict.full.is_empty() && verdict.full.iter().all(|short| short.cases == ["C1"]), "{:?}", verdict.full);
    let mut billed = 0;
    for (case, row) in feed.cases.iter_enumerated() {
        if plan.itineraries.iter().any(|one| *one.case == *row.id) {
            let told = inquiry.explain(Some(case), None).expect("the plan is valid");
            billed += told.cost.iter().map(|item| item.amount.0).sum::<i64>();
        }
    }
    assert_eq!(billed, plan.total.0 - plan.penalties.unserved.0, "nothing else is paid here");
}
