//! Studies beside plans: scenarios beside cold runs, reasons beside planning, a break-even beside plans.
//!
//! `cargo bench --bench studies` prints what it measured beside what must be reached; it fails nothing, since a machine that
//! others use too is slower. All that is compared is measured in one run, on the same threads, to the same gap.
//!
//! - `ONWARD_STUDIES_FEED` (`data/sample`): the feed.
//! - `ONWARD_STUDIES_GAP` (0.01): the gap that every plan is made to, but those of the break-even.
//! - `ONWARD_STUDIES_SECONDS`: a limit for every plan, for feeds that aren't proven to the gap in time. Plans that the clock ends
//!   are told of: a ratio of them says little.
//! - `ONWARD_STUDIES_SCENARIOS` (100): scenarios.
//! - `ONWARD_STUDIES_WHAT` (`reasons,break-even,sweep`): which of them.
//! - `ONWARD_STUDIES_COLD` (20): so many of them, spread evenly, are planned cold; all would take as much more.

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::{Duration, Instant};

use onward::feed::Feed;
use onward::ids::{AgreementIdx, CaseIdx};
use onward::plan::Plan;
use onward::scenario::{Change, Scenario, Tables};
use onward::solve::{self, Cancel, Options};
use onward::study::{CharterWorth, Inquiry, Question, sweep};
use rayon::prelude::*;
use serde_json::json;

/// A break-even is to be known to this part of the price asked.
const PART: f64 = 0.01;

fn setting<T: FromStr>(name: &str) -> Option<T> {
    std::env::var(name).ok().and_then(|text| text.parse().ok())
}

/// What is measured, on what.
struct Bench {
    tables: Tables,
    feed: Feed,
    options: Options,
}

/// Runs `work` and says how long it took, in seconds.
fn timed<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let begun = Instant::now();
    let made = work();
    (made, begun.elapsed().as_secs_f64())
}

/// A line of the table: what, reached, wanted.
fn line(what: &str, reached: &str, met: bool, wanted: &str) {
    println!("| {what} | {reached} | {wanted} | {} |", if met { "yes" } else { "**no**" });
}

impl Bench {
    fn cold(&self, feed: &Feed, options: &Options) -> Plan {
        solve::plan(feed, options, &Cancel::default(), &mut |_| {}).expect("the feed can be planned")
    }

    /// Changes of fares, allotments and penalties by turns, each scenario its own.
    fn scenarios(&self, most: usize) -> Vec<Scenario> {
        let changes = |n: usize| {
            let agreements = &self.feed.agreements;
            let row = &agreements[AgreementIdx::from(n / 2 % agreements.len())];
            let percent = format!("-{}.{}", 1 + n % 7, n / 7 % 10);
            let fare = json!({"change": "fare_changed", "agreement": &*row.id, "by_percent": percent});
            let seats = json!({"change": "allotment", "agreement": &*row.id, "by": 1 + n / 8});
            let written = if n.is_multiple_of(2) || row.seats_per_flight.is_none() { fare } else { seats };
            let change: Change = serde_json::from_value(written).expect("written as in a scenario file");
            vec![change]
        };
        let all = (0..).map(|n| Scenario { name: format!("scenario {n}"), changes: changes(n) });
        // An agreement without fares has none to change.
        all.filter(|scenario| scenario.apply(&self.tables).is_ok_and(|tables| tables.feed().is_ok()))
            .take(most)
            .collect()
    }

    /// Scenarios in a sweep, its base among them, beside the same planned from nothing.
    fn sweeps(&self) {
        let most = setting("ONWARD_STUDIES_SCENARIOS").unwrap_or(100).max(1);
        let scenarios = self.scenarios(most);
        let cold = setting("ONWARD_STUDIES_COLD").unwrap_or(20).clamp(1, scenarios.len());
        let chosen: Vec<&Scenario> = (0..cold).map(|n| &scenarios[n * scenarios.len() / cold]).collect();
        let (made, warm) =
            timed(|| sweep(&self.tables, scenarios.clone(), &self.options, &Cancel::default(), &|_, _| {}));
        let made = made.unwrap_or_else(|errors| panic!("{} scenarios can't be planned", errors.len()));
        let gaps =
            made.scenarios.iter().filter_map(|(_, planned)| planned.as_ref().ok()).map(|planned| planned.plan().gap);
        let open = gaps.filter(|&gap| gap > self.options.gap).count();
        let alone = Options { threads: 1, ..self.options.clone() };
        let pool =
            rayon::ThreadPoolBuilder::new().num_threads(self.options.threads).build().expect("threads can be had");
        let (late, some) = timed(|| {
            let plan = |scenario: &&Scenario| {
                let feed = scenario.apply(&self.tables).expect("tried before").feed().expect("tried before").0;
                usize::from(self.cold(&feed, &alone).gap > alone.gap)
            };
            // Side by side as the sweep plans them.
            pool.install(|| chosen.par_iter().map(plan).sum::<usize>())
        });
        let all = some * scenarios.len() as f64 / cold as f64;
        let ratio = all / warm;
        let reached = format!(
            "{ratio:.1} times: {warm:.1} s, cold {all:.1} s ({cold} of them took {some:.1} s); short of the gap {open} and {late}"
        );
        let what = format!("{} scenarios, at least 10 times faster than as many cold runs", scenarios.len());
        line(&what, &reached, ratio >= 10.0, "10");
    }

    /// Verdict and relaxations for all who stay, and for each of them alone, beside the plan they are of.
    fn reasons(&self) {
        let (plan, once) = timed(|| self.cold(&self.feed, &self.options));
        let cancel = Cancel::default();
        let asked =
            Inquiry { base: &self.tables, feed: &self.feed, plan: &plan, options: &self.options, cancel: &cancel };
        let (told, all) = timed(|| asked.explain(None, None).expect("the plan is valid"));
        let (behind, found) =
            (told.unserved.len(), told.unserved.iter().filter(|one| !one.relaxations.is_empty()).count());
        let reached = format!("{:.2} of {once:.1} s: {behind} cases stay, {found} have a relaxation", all / once);
        line("verdict and relaxations for all who stay, within the time of planning", &reached, all <= once, "1");
        let named = |id: &str| self.feed.cases.iter_enumerated().find(|(_, row)| *row.id == *id).map(|(case, _)| case);
        let stay = plan.unserved.iter().filter_map(|one| named(&one.case));
        let travel = plan.itineraries.iter().filter_map(|one| named(&one.case)).step_by(plan.itineraries.len() / 5 + 1);
        let cases: Vec<CaseIdx> = stay.chain(travel).collect();
        let each = cases.iter().map(|&case| timed(|| asked.explain(Some(case), None).expect("the plan is valid")).1);
        let times: Vec<f64> = each.collect();
        let longest = times.iter().copied().fold(0.0, f64::max);
        let mean = times.iter().sum::<f64>() / times.len().max(1) as f64;
        let reached = format!("{:.3}, longest of {} ({:.3} in the mean)", longest / once, times.len(), mean / once);
        line("one explain within a tenth of it", &reached, longest <= once / 10.0, "0.1");
    }

    /// A charter's break-even to a hundredth of its price, beside one plan as fine and one to the gap of the others.
    fn break_even(&self) {
        let Some(charter) = self.feed.charters.iter().find(|charter| charter.fixed_cost.0 > 0) else {
            println!("the feed has no charter");
            return;
        };
        let plan = self.cold(&self.feed, &self.options);
        let fine = PART * charter.fixed_cost.0 as f64 / 2.0 / plan.total.0 as f64;
        let options = Options { gap: fine, ..self.options.clone() };
        let (_, once) = timed(|| self.cold(&self.feed, &options));
        let cancel = Cancel::default();
        let alone = self.without_rivals(&charter.id);
        let question = Question { base: &alone, options: &options, fine: true, seats: &[], cancel: &cancel };
        let feed = alone.feed().expect("fewer offers are sound").0;
        let (worth, took) = timed(|| CharterWorth::of(&question, &feed, &charter.id).expect("offered"));
        let worth = worth.unwrap_or_else(|error| panic!("{error}"));
        let width = (worth.break_even.high - worth.break_even.low).0 as f64 / charter.fixed_cost.0 as f64;
        let reached = format!(
            "{:.1} plans of {once:.1} s at a gap of {:.3} %: {} to {}, {:.2} % of the price",
            took / once,
            100.0 * fine,
            worth.break_even.low,
            worth.break_even.high,
            100.0 * width
        );
        let what = format!("break-even of {} to within 1 % of its price, in at most 5 plans", charter.id);
        line(&what, &reached, took <= 5.0 * once && width <= PART, "5");
    }

    /// The feed without the other offers of the charter's group, which would each be planned too.
    fn without_rivals(&self, id: &str) -> Tables {
        let mut tables = self.tables.clone();
        let own = self.feed.charters.iter().find(|charter| *charter.id == *id).and_then(|charter| charter.group);
        let rivals = self.feed.charters.iter().filter(|other| own.is_some() && other.group == own && *other.id != *id);
        for rival in rivals {
            let change = json!({"change": "charter_dropped", "charter": &*rival.id});
            let change: Change = serde_json::from_value(change).expect("written as in a scenario file");
            tables.apply(&change).unwrap_or_else(|faults| panic!("{faults}"));
        }
        tables
    }
}

fn main() {
    let name = setting("ONWARD_STUDIES_FEED").unwrap_or_else(|| "data/sample".to_owned());
    let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join(&name);
    let tables = Tables::read(&path).unwrap_or_else(|faults| panic!("{name}: {faults}"));
    let feed = tables.feed().expect("read before").0;
    let time_limit = setting("ONWARD_STUDIES_SECONDS").map(Duration::from_secs_f64);
    let gap = setting("ONWARD_STUDIES_GAP").unwrap_or(0.01);
    let options = Options { gap, time_limit, ..Options::default() };
    let limit = time_limit.map(|limit| format!(", {} s a plan", limit.as_secs_f64())).unwrap_or_default();
    println!("{name}, gap {:.3} %{limit}, {} threads\n", 100.0 * gap, options.threads);
    println!("| what | reached | wanted | met |\n|---|---|---|---|");
    let bench = Bench { tables, feed, options };
    let what = setting("ONWARD_STUDIES_WHAT").unwrap_or_else(|| "reasons,break-even,sweep".to_owned());
    for what in what.split(',') {
        match what {
            "reasons" => bench.reasons(),
            "break-even" => bench.break_even(),
            "sweep" => bench.sweeps(),
            other => panic!("ONWARD_STUDIES_WHAT: {other:?} is none of reasons, break-even, sweep"),
        }
    }
}
