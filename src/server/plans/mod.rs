//! Plans: of feeds as they are, and those of sweeps' scenarios.

pub mod cancel;
pub mod check;
pub mod events;
pub mod explain;
pub mod export;
pub mod get;
pub mod list;
pub mod result;
pub mod submit;
pub mod view;

use serde::Serialize;
use utoipa::ToSchema;

use super::app::App;
use super::caller::Viewer;
use super::refusal::Refusal;
use super::times;
use crate::service::job::{JobRow, Kind, Status};
use crate::service::order::Progress;
use crate::service::problem::Problem;

/// A plan's job.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlanJob {
    /// Its id.
    id: String,
    /// The feed it plans.
    feed: String,
    /// The sweep it belongs to, if it is a scenario's.
    sweep: Option<String>,
    /// How far it is.
    status: Status,
    /// How far planning is, or was last; none before it began to tell.
    progress: Option<Progress>,
    /// Why there is no plan, where it failed.
    error: Option<Problem>,
    /// What the plan comes to, once it is done: the summary of `onward show --json`.
    #[schema(value_type = Option<Object>)]
    summary: Option<serde_json::Value>,
    /// When it was accepted.
    #[schema(format = DateTime)]
    created_at: String,
    /// When a worker first took it.
    #[schema(format = DateTime)]
    started_at: Option<String>,
    /// When it ended.
    #[schema(format = DateTime)]
    finished_at: Option<String>,
    /// How often it was begun.
    attempts: i64,
}

impl PlanJob {
    /// What is told of a job; what is sealed is left out.
    fn brief(row: &JobRow) -> Self {
        Self {
            id: row.id.clone(),
            feed: row.feed.clone(),
            sweep: row.parent.clone(),
            status: row.status(),
            progress: row.progress.as_deref().and_then(|text| serde_json::from_str(text).ok()),
            error: None,
            summary: None,
            created_at: times::told(row.created_at),
            started_at: row.started_at.map(times::told),
            finished_at: row.finished_at.map(times::told),
            attempts: row.attempts,
        }
    }

    /// Adds what each done plan comes to.
    async fn summarise(app: &App, plans: &mut [Self]) -> Result<(), Refusal> {
        let done: Vec<&str> =
            plans.iter().filter(|plan| plan.status == Status::Done).map(|plan| plan.id.as_str()).collect();
        let digests = app.papers(&done, "digest").await?;
        for plan in plans {
            plan.summary = digests.get(&plan.id).and_then(|digest| serde_json::from_slice(digest).ok());
        }
        Ok(())
    }

    /// All that is told of a job.
    async fn whole(app: &App, row: &JobRow) -> Result<Self, Refusal> {
        let mut told = Self::brief(row);
        match row.status() {
            Status::Failed => told.error = error(app, &row.id).await?,
            Status::Done => {
                let digest = app.paper(&row.id, "digest").await?;
                told.summary = digest.and_then(|digest| serde_json::from_slice(&digest).ok());
            }
            _ => {}
        }
        Ok(told)
    }
}

/// What a job failed with.
pub async fn error(app: &App, id: &str) -> Result<Option<Problem>, Refusal> {
    Ok(app.paper(id, "error").await?.and_then(|error| serde_json::from_slice(&error).ok()))
}

/// The job of that id, if it is a plan's.
pub async fn found(app: &App, viewer: &Viewer, id: &str) -> Result<JobRow, Refusal> {
    let row = app.store.job(viewer.office(), id).await?;
    let row = row.filter(|row| matches!(row.kind(), Kind::Plan | Kind::Base | Kind::Scenario));
    row.ok_or_else(|| Problem::not_found("the office has no plan of this id").into())
}

/// A done job's result.
pub async fn result_of(app: &App, row: &JobRow) -> Result<Vec<u8>, Refusal> {
    match row.status() {
        Status::Done => {
            let result = app.paper(&row.id, "result").await?;
            result.ok_or_else(|| Problem::not_found("the result was deleted").into())
        }
        status => Err(Problem::not_done(format!("the job is {}", status.as_str())).into()),
    }
}
