//! `DELETE /v1/plans/{id}`: a plan is cancelled.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use crate::server::App;
use crate::server::caller::Planner;
use crate::server::extract::Path;
use crate::server::refusal::{Refusal, Refusals};
use crate::service::job::Status;

/// What became of a job that was to be cancelled.
#[derive(Debug, Serialize, ToSchema)]
pub struct Cancelled {
    /// Its id.
    pub id: String,
    /// `cancelled`, or how it had ended before.
    pub status: Status,
}

/// Cancel a plan
///
/// A job that has ended stays as it is.
#[utoipa::path(
    delete,
    path = "/v1/plans/{id}",
    tag = "plans",
    params(("id" = String, Path, description = "The plan")),
    responses((status = 200, description = "What became of it", body = Cancelled), Refusals),
    security(("token" = []))
)]
pub async fn cancel(
    Planner(viewer): Planner,
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
) -> Result<Json<Cancelled>, Refusal> {
    let row = super::found(&app, &viewer, &id).await?;
    Ok(Json(stop(&app, &viewer, row.id, "plan.cancel").await?))
}

/// Cancels a job that was found.
pub async fn stop(
    app: &App,
    viewer: &crate::server::caller::Viewer,
    id: String,
    action: &str,
) -> Result<Cancelled, Refusal> {
    let was = app.store.cancel(viewer.office(), &id, Some(&viewer.deed(action, &id))).await?;
    let status = was.filter(|was| was.is_final()).unwrap_or(Status::Cancelled);
    Ok(Cancelled { id, status })
}
