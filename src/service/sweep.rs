//! Sweeps: a base and its scenarios as jobs of their own, so that they spread over workers.

use serde_json::Value;

use super::job::{Kind, NewJob};
use super::new_id;
use super::order::{Effort, Request, Task};
use super::problem::Problem;
use super::vault::Vault;
use crate::scenario::{File, Scenario, Tables};
use crate::study;

/// Scenarios up to whose number the feeds they make are read before any is accepted; of more, only that their changes can be
/// made, and each job tells of its own feed.
const READ: usize = 200;

/// The scenarios of a file in TOML, or of the same as JSON.
///
/// # Errors
/// Every fault of form.
pub fn parse(scenarios: &Value) -> Result<Vec<Scenario>, Box<Problem>> {
    let text = match scenarios {
        Value::String(text) => text.clone(),
        other => toml::to_string(other).map_err(|error| {
            Box::new(Problem::value_refused(format!("scenarios: give TOML text, or the same as JSON: {error}")))
        })?,
    };
    let file = File::parse(&text, "scenarios").map_err(|faults| Box::new(Problem::from(&faults)))?;
    Ok(file.scenarios)
}

/// Tries scenarios on the feed in a zip.
///
/// # Errors
/// Whatever is wrong with any of them.
pub fn try_on(zip: &[u8], scenarios: &[Scenario]) -> Result<(), Box<Problem>> {
    let tables = Tables::from_zip(zip, "feed.zip").map_err(|faults| Box::new(Problem::from(&faults)))?;
    let mut faults = Vec::new();
    if scenarios.len() <= READ {
        for error in study::try_scenarios(&tables, scenarios).err().unwrap_or_default() {
            let mut problem = Problem::from(&error);
            faults.append(&mut problem.faults);
        }
    } else {
        for scenario in scenarios {
            if let Err(wrong) = scenario.apply(&tables) {
                faults.append(&mut Problem::from(&wrong).faults);
            }
        }
    }
    match faults.len() {
        0 => Ok(()),
        n => Err(Box::new(Problem::scenarios_refused(format!("{n} faults, with the scenario of each")).with(faults))),
    }
}

/// The jobs of a sweep, the sweep itself first.
///
/// # Errors
/// [`Problem::locked`].
pub fn jobs(vault: &Vault, scenarios: Vec<Scenario>, effort: Effort) -> Result<Vec<NewJob>, Box<Problem>> {
    let sweep = new_id();
    let job = |id: String, kind, place: usize, task: Task, effort: Effort| {
        let request = Request { task, effort, plan: None };
        let text = serde_json::to_vec(&request).map_err(|error| Box::new(Problem::broken(error.to_string())))?;
        let parent = (kind != Kind::Sweep).then(|| sweep.clone());
        let ready = kind != Kind::Scenario;
        Ok::<NewJob, Box<Problem>>(NewJob {
            request: vault.seal(&id, "request", &text)?,
            id,
            kind,
            parent,
            place: place as i64,
            ready,
        })
    };
    let mut jobs = vec![
        job(sweep.clone(), Kind::Sweep, 0, Task::Base, effort)?,
        job(new_id(), Kind::Base, 0, Task::Base, effort)?,
    ];
    // Scenarios side by side keep cores busier than a scenario's pricing does.
    let alone = Effort { threads: 1, ..effort };
    for (place, scenario) in (1..).zip(scenarios) {
        jobs.push(job(new_id(), Kind::Scenario, place, Task::Scenario { scenario }, alone)?);
    }
    Ok(jobs)
}
