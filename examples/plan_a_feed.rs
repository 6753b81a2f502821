//! Reads a feed, plans it with a progress callback and a handle to cancel, and reads the plan.
//!
//! `cargo run --release --example plan_a_feed -- examples/small`

use std::error::Error;
use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use onward::feed::Feed;
use onward::plan::MissionLeg;
use onward::report::{Journeys, Look, Summary, by_case};
use onward::solve::{self, Cancel, Options, PlanError};
use onward::{check, report};

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args_os().nth(1).map_or_else(|| PathBuf::from("examples/small"), PathBuf::from);

    // A feed is refused with all its faults at once; each has a code, a place and a remedy.
    let (feed, warnings) = Feed::read(&path)?;
    warnings.iter().for_each(|warning| println!("{warning}"));
    println!("{}: {} cases, {} persons", feed.policy.name, feed.cases.len(), feed.persons.len());

    // Any thread may cancel: a signal handler, a server's request, or, as here, a timer. What stands then is returned.
    let cancel = Cancel::default();
    let timer = cancel.clone();
    thread::spawn(move || {
        thread::sleep(Duration::from_secs(60));
        timer.cancel();
    });

    let options = Options { gap: 0.001, seed: 1, ..Options::default() };
    let made = solve::plan(&feed, &options, &cancel, &mut |progress| {
        println!(
            "{:?}: {} columns, bound {:?}",
            progress.phase,
            progress.columns,
            progress.bound.map(|b| b.to_string())
        );
    });
    let plan = match made {
        Ok(plan) => plan,
        // The feed is sound, but its fixed locks can't all be kept; each conflict names cases and says what to do.
        Err(PlanError::Conflict { conflicts }) => {
            conflicts.iter().for_each(|conflict| println!("{conflict}"));
            return Err("no plan keeps every fixed lock".into());
        }
        Err(error) => return Err(error.into()),
    };

    println!("total {} {}, gap {:.6}", plan.total, plan.currency, plan.gap);
    for itinerary in &plan.itineraries {
        println!("{} takes {}", itinerary.case, itinerary.legs.join(", "));
    }
    for mission in &plan.missions {
        let duty = |leg: &MissionLeg| leg.duty.clone().unwrap_or_else(|| "free of duty".to_owned());
        let legs: Vec<_> = mission.legs.iter().map(|leg| format!("{} as {}", leg.sector, duty(leg))).collect();
        println!("{} sends an escort by {}", mission.pool, legs.join(", "));
    }
    for left in &plan.unserved {
        println!("{} stays: {} ({})", left.case, left.reason, left.detail);
    }

    // The same reports as the command line's.
    let journeys = Journeys::of_feed(&plan, &feed)?;
    print!("\n{}", Summary::of(&journeys, None));
    print!("\n{}", report::CaseRow::table(&by_case(&journeys)).render(Look::Plain));

    // Trust nobody: the checker shares no code with the planner.
    let report = check::check(&feed, &plan);
    println!("\nvalid: {}", report.is_valid());
    Ok(())
}
