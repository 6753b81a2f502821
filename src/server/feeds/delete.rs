//! `DELETE /v1/feeds/{id}`: a feed is deleted for good.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;

use crate::server::App;
use crate::server::caller::Planner;
use crate::server::extract::Path;
use crate::server::refusal::{Refusal, Refusals};
use crate::service::problem::Problem;
use crate::service::store::Deleted;

/// Delete a feed
///
/// For good, with every plan and study made of it. Not while jobs of it are queued or running.
#[utoipa::path(
    delete,
    path = "/v1/feeds/{id}",
    tag = "feeds",
    params(("id" = String, Path, description = "The feed")),
    responses(
        (status = 204, description = "It is gone"),
        (status = 409, description = "Jobs of it are queued or running", body = Problem, content_type = "application/problem+json"),
        Refusals,
    ),
    security(("token" = []))
)]
pub async fn delete(
    Planner(viewer): Planner,
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
) -> Result<StatusCode, Refusal> {
    match app.store.delete_feed(viewer.office(), &id, Some(&viewer.deed("feed.delete", &id))).await? {
        Deleted::Gone => Ok(StatusCode::NO_CONTENT),
        Deleted::InUse => Err(Problem::conflict("jobs of the feed are queued or running; cancel them first").into()),
        Deleted::Unknown => Err(super::unknown().into()),
    }
}
