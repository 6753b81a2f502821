//! `DELETE /v1/sweeps/{id}`: a sweep is cancelled.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;

use crate::server::App;
use crate::server::caller::Planner;
use crate::server::extract::Path;
use crate::server::plans::cancel::{Cancelled, stop};
use crate::server::refusal::{Refusal, Refusals};

/// Cancel a sweep
///
/// What has ended stays as it is.
#[utoipa::path(
    delete,
    path = "/v1/sweeps/{id}",
    tag = "sweeps",
    params(("id" = String, Path, description = "The sweep")),
    responses((status = 200, description = "What became of it", body = Cancelled), Refusals),
    security(("token" = []))
)]
pub async fn cancel(
    Planner(viewer): Planner,
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
) -> Result<Json<Cancelled>, Refusal> {
    let row = super::found(&app, &viewer, &id).await?;
    Ok(Json(stop(&app, &viewer, row.id, "sweep.cancel").await?))
}
