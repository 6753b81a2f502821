//! Questions: what charters and agreements are worth, what less delay costs, why cases stay.

pub mod cancel;
pub mod events;
pub mod get;
pub mod list;
pub mod result;
pub mod submit;

use serde::Serialize;
use utoipa::ToSchema;

use super::app::App;
use super::caller::Viewer;
use super::refusal::Refusal;
use super::times;
use crate::service::job::{JobRow, Kind, Status};
use crate::service::problem::Problem;

/// A question's job.
#[derive(Debug, Serialize, ToSchema)]
pub struct QuestionJob {
    /// Its id.
    id: String,
    /// The feed it is about.
    feed: String,
    /// How far it is.
    status: Status,
    /// What was asked.
    #[schema(value_type = Option<Object>)]
    question: Option<serde_json::Value>,
    /// Why there is no answer, where it failed.
    error: Option<Problem>,
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

impl QuestionJob {
    fn brief(row: &JobRow) -> Self {
        Self {
            id: row.id.clone(),
            feed: row.feed.clone(),
            status: row.status(),
            question: None,
            error: None,
            created_at: times::told(row.created_at),
            started_at: row.started_at.map(times::told),
            finished_at: row.finished_at.map(times::told),
            attempts: row.attempts,
        }
    }
}

/// The question of that id.
async fn found(app: &App, viewer: &Viewer, id: &str) -> Result<JobRow, Refusal> {
    let row = app.store.job(viewer.office(), id).await?.filter(|row| row.kind() == Kind::Question);
    row.ok_or_else(|| Problem::not_found("the office has no question of this id").into())
}
