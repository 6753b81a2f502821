//! Sweeps of scenarios.

pub mod cancel;
pub mod events;
pub mod get;
pub mod list;
pub mod result;
pub mod submit;

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::app::App;
use super::caller::Viewer;
use super::refusal::Refusal;
use super::{plans, times};
use crate::service::job::{JobRow, Kind, Status};
use crate::service::order::{Request, Task};
use crate::service::problem::Problem;

/// How many of a sweep's scenarios have ended.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct SweepProgress {
    /// So many have.
    done: u64,
    /// Of so many.
    total: u64,
}

/// A sweep's job.
#[derive(Debug, Serialize, ToSchema)]
pub struct SweepJob {
    /// Its id.
    id: String,
    /// The feed it is over.
    feed: String,
    /// How far it is: done once every scenario has ended, whether with a plan or with an error.
    status: Status,
    /// How many scenarios have ended.
    progress: Option<SweepProgress>,
    /// Why there is no base, where it failed.
    error: Option<Problem>,
    /// When it was accepted.
    #[schema(format = DateTime)]
    created_at: String,
    /// When a worker first took a job of it.
    #[schema(format = DateTime)]
    started_at: Option<String>,
    /// When it ended.
    #[schema(format = DateTime)]
    finished_at: Option<String>,
}

impl From<&JobRow> for SweepJob {
    fn from(row: &JobRow) -> Self {
        Self {
            id: row.id.clone(),
            feed: row.feed.clone(),
            status: row.status(),
            progress: row.progress.as_deref().and_then(|text| serde_json::from_str(text).ok()),
            error: None,
            created_at: times::told(row.created_at),
            started_at: row.started_at.map(times::told),
            finished_at: row.finished_at.map(times::told),
        }
    }
}

/// A scenario of a sweep, or its base.
#[derive(Debug, Serialize, ToSchema)]
pub struct Entry {
    /// Its name; the base's is `base`.
    name: String,
    /// Its plan's id, for /v1/plans.
    plan: String,
    /// How far it is.
    status: Status,
    /// Its numbers beside the base's, once it is done: as `onward scenarios --json` has them.
    #[schema(value_type = Option<Object>)]
    row: Option<serde_json::Value>,
    /// Why there is no plan, where it failed.
    error: Option<Problem>,
}

/// The sweep of that id.
async fn found(app: &App, viewer: &Viewer, id: &str) -> Result<JobRow, Refusal> {
    let row = app.store.job(viewer.office(), id).await?.filter(|row| row.kind() == Kind::Sweep);
    row.ok_or_else(|| Problem::not_found("the office has no sweep of this id").into())
}

/// A sweep's base and scenarios, in their order.
async fn entries(app: &App, sweep: &str) -> Result<Vec<Entry>, Refusal> {
    let mut opened: HashMap<(String, &str), Vec<u8>> = HashMap::new();
    for part in ["request", "row", "error"] {
        for paper in app.store.papers_of(sweep, part).await? {
            let plain = app.vault.open(&paper.owner, part, &paper.sealed)?;
            opened.insert((paper.owner, part), plain);
        }
    }
    let mut entries = Vec::new();
    for job in app.store.jobs_of(sweep).await? {
        let mut paper = |part| opened.remove(&(job.id.clone(), part));
        let name = paper("request").and_then(|text| serde_json::from_slice::<Request>(&text).ok());
        let name = match name.map(|request| request.task) {
            Some(Task::Scenario { scenario }) => scenario.name,
            _ => crate::study::BASE.to_owned(),
        };
        entries.push(Entry {
            name,
            status: job.status(),
            row: paper("row").and_then(|text| serde_json::from_slice(&text).ok()),
            error: paper("error").and_then(|text| serde_json::from_slice(&text).ok()),
            plan: job.id,
        });
    }
    Ok(entries)
}

/// Why a sweep has no base.
async fn error(app: &App, row: &JobRow) -> Result<Option<Problem>, Refusal> {
    if row.status() != Status::Failed {
        return Ok(None);
    }
    let jobs = app.store.jobs_of(&row.id).await?;
    match jobs.iter().find(|job| job.kind() == Kind::Base) {
        Some(base) => plans::error(app, &base.id).await,
        None => Ok(None),
    }
}
