//! The child process that does a job: it reads an order and a feed from its standard input, calls the library, and tells on its
//! standard output how far it is and what came of it. It knows no database, no key and no token.

use std::io::{self, BufReader, Read, Write};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde::Serialize;

use super::frame::{self, Parts};
use super::order::{Measure, Order, Progress, Task, Told};
use super::problem::Problem;
use crate::feed::Feed;
use crate::plan::Plan;
use crate::report::{Journeys, Summary};
use crate::scenario::Tables;
use crate::solve::{self, Cancel, Experience, Options, Phase};
use crate::study::{self, Against, CharterWorth, Inquiry, Question, Row};

/// How often progress is told at most.
const TELL_EVERY: Duration = Duration::from_millis(200);

/// Does the job ordered on `input` and tells of it on `output`.
///
/// # Errors
/// Where the pipes break.
pub fn run(input: impl Read + Send + 'static, output: impl Write + Send) -> io::Result<()> {
    let mut input = BufReader::new(input);
    let order: Order = frame::read(&mut input)?.ok_or_else(|| io::Error::other("no order came"))?;
    let parts = frame::read_parts(&mut input, &order.parts)?;
    if let Some(mib) = order.memory_mib {
        limit_memory(mib);
    }
    // Requests come first: whoever asks how far a plan is doesn't wait for it.
    let _ = rustix::process::nice(5);
    let cancel = Cancel::default();
    listen(input, cancel.clone());
    let output = Mutex::new(output);
    let told = match done(&order, &parts, &cancel, &output) {
        Ok(made) => (Told::Done { parts: frame::sizes(&made) }, made),
        Err(problem) => (Told::Failed { problem: *problem }, Parts::new()),
    };
    let mut output = output.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    frame::write(&mut output, &told.0, &told.1)
}

/// Ends the whole process where memory runs out, rather than the machine.
fn limit_memory(mib: u64) {
    let limit = rustix::process::Rlimit { current: Some(mib << 20), maximum: Some(mib << 20) };
    // Where it can't be limited, the job is done without.
    let _ = rustix::process::setrlimit(rustix::process::Resource::As, limit);
}

/// Waits for `cancel` from the parent; where the parent is gone, nobody waits for the result.
fn listen(mut input: impl Read + Send + 'static, cancel: Cancel) {
    std::thread::spawn(move || {
        let mut byte = [0];
        match input.read(&mut byte) {
            Ok(1) => cancel.cancel(),
            _ => std::process::exit(1),
        }
    });
}

/// Why a job can't be done; boxed, since it is large beside what comes of most calls.
type Refused = Box<Problem>;

fn done(order: &Order, parts: &Parts, cancel: &Cancel, output: &Mutex<impl Write + Send>) -> Result<Parts, Refused> {
    let zip = frame::part(parts, "feed").unwrap_or_default();
    let options = order.effort.options();
    let tables = || Tables::from_zip(zip, "feed.zip").map_err(|faults| Box::new(Problem::from(&faults)));
    let given = |name: &str| frame::part(parts, name);
    let study = |error: study::StudyError| Box::new(Problem::from(&error));
    match &order.task {
        Task::Plan | Task::Base => {
            let (feed, _) = Feed::from_zip(zip, "feed.zip").map_err(|faults| Box::new(Problem::from(&faults)))?;
            let earlier = given("plan").map(plan).transpose()?;
            let options = Options { experience: earlier.map(|plan| Arc::new(Experience::of_plan(plan))), ..options };
            let mut teller = Teller::new(output, feed.persons.len());
            let made = solve::learn(&feed, &options, cancel, &mut |progress| teller.tell(progress));
            let made = made.map_err(|error| Box::new(Problem::from(&error)))?;
            let mut parts = planned(&feed, made.plan(), None)?;
            if order.task == Task::Base {
                let row = Row::of(study::BASE, made.plan(), &feed, made.plan());
                parts = planned(&feed, made.plan(), row)?;
                parts.push(("learnt".to_owned(), json(&made)?));
            }
            Ok(parts)
        }
        Task::Scenario { scenario } => {
            let learnt: Experience = serde_json::from_slice(given("learnt").unwrap_or_default())
                .map_err(|_| Box::new(Problem::broken("what the base has learnt can't be read")))?;
            let learnt = Arc::new(learnt);
            let made = study::scenario(&tables()?, scenario, &options, &learnt, cancel).map_err(study)?;
            let row = Row::of(&scenario.name, learnt.plan(), &made.feed, made.plan());
            planned(&made.feed, made.plan(), row)
        }
        Task::Charter { charter, seats } => {
            let (tables, feed) = opened(&tables()?)?;
            let fine = order.effort.gap.is_none();
            let question = Question { base: &tables, options: &options, fine, seats, cancel };
            let worth = CharterWorth::of(&question, &feed, charter).ok_or_else(|| unknown("charter", charter))?;
            answer(&worth.map_err(study)?)
        }
        Task::Agreement { agreement, terms } => {
            let (tables, feed) = opened(&tables()?)?;
            let worth = terms.asked().of(&tables, &feed, agreement, &options, cancel);
            answer(&worth.ok_or_else(|| unknown("agreement", agreement))?.map_err(study)?)
        }
        Task::Frontier { of } => {
            let (tables, feed) = opened(&tables()?)?;
            let against = match of {
                Measure::Delay => Against::Delay,
                Measure::Hours => Against::Hours,
                Measure::Unserved => Against::Unserved,
                Measure::Connections => Against::Connections,
            };
            let front = study::frontier(&tables, &feed, against, &options, cancel).map_err(study)?;
            answer(&front.into_iter().map(|(point, _)| point).collect::<Vec<_>>())
        }
        Task::Explain { case, with } => {
            let (tables, feed) = opened(&tables()?)?;
            let plan = plan(given("plan").unwrap_or_default())?;
            let inquiry = Inquiry { base: &tables, feed: &feed, plan: &plan, options: &options, cancel };
            let index = case.as_ref().map(|id| {
                let found = feed.cases.iter_enumerated().find(|(_, case)| *case.id == **id).map(|(index, _)| index);
                found.ok_or_else(|| unknown("case", id))
            });
            answer(&inquiry.explain(index.transpose()?, with.as_deref()).map_err(study)?)
        }
    }
}

/// A feed's content with the feed.
fn opened(tables: &Tables) -> Result<(Tables, Feed), Refused> {
    let (feed, _) = tables.feed().map_err(|faults| Box::new(Problem::from(&faults)))?;
    Ok((tables.clone(), feed))
}

fn plan(bytes: &[u8]) -> Result<Plan, Refused> {
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    Plan::from_json(text).map_err(|error| Box::new(Problem::value_refused(format!("the plan given is none: {error}"))))
}

fn unknown(what: &str, id: &str) -> Refused {
    Box::new(Problem::value_refused(format!("the feed has no {what} {id:?}")))
}

/// A plan, what it comes to, and in a sweep its row beside the base.
fn planned(feed: &Feed, plan: &Plan, row: Option<Row>) -> Result<Parts, Refused> {
    let journeys = Journeys::of_feed(plan, feed).map_err(|error| Box::new(Problem::broken(error.to_string())))?;
    let mut parts = vec![
        ("result".to_owned(), plan.to_json().into_bytes()),
        ("digest".to_owned(), json(&Summary::of(&journeys, None))?),
    ];
    if let Some(row) = row {
        parts.push(("row".to_owned(), json(&row)?));
    }
    Ok(parts)
}

/// An answer, written as the command line writes it.
fn answer(value: &impl Serialize) -> Result<Parts, Refused> {
    let mut text = serde_json::to_vec_pretty(value).map_err(|error| Box::new(Problem::broken(error.to_string())))?;
    text.push(b'\n');
    Ok(vec![("result".to_owned(), text)])
}

fn json(value: &impl Serialize) -> Result<Vec<u8>, Refused> {
    serde_json::to_vec(value).map_err(|error| Box::new(Problem::broken(error.to_string())))
}

/// Tells progress, not too often.
struct Teller<'o, W> {
    output: &'o Mutex<W>,
    persons: usize,
    last: Option<Instant>,
}

impl<'o, W: Write> Teller<'o, W> {
    fn new(output: &'o Mutex<W>, persons: usize) -> Self {
        Self { output, persons, last: None }
    }

    fn tell(&mut self, progress: &solve::Progress) {
        if self.last.is_some_and(|last| last.elapsed() < TELL_EVERY) {
            return;
        }
        self.last = Some(Instant::now());
        let phase = match progress.phase {
            Phase::Network => "network",
            Phase::Pricing => "pricing",
            Phase::Cutting => "cutting",
            Phase::Improving => "improving",
            Phase::Branching => "branching",
        };
        let told = Told::Progress(Progress {
            phase: phase.to_owned(),
            persons_planned: progress.served.map(|served| served as u64),
            persons: Some(self.persons as u64),
            columns: progress.columns as u64,
            total: progress.incumbent.map(|money| money.to_string()),
            bound: progress.bound.map(|money| money.to_string()),
            gap: progress.gap,
            elapsed_s: progress.elapsed.as_secs_f64(),
        });
        // A parent that is gone is noticed on the other pipe.
        if let Ok(mut output) = self.output.lock() {
            let _ = frame::write(&mut *output, &told, &Parts::new());
        }
    }
}
