//! `GET /v1/plans/{id}`: how far a plan is.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use super::PlanJob;
use crate::server::App;
use crate::server::answer;
use crate::server::caller::Viewer;
use crate::server::extract::Path;
use crate::server::refusal::{Refusal, Refusals};

/// Get a plan's status
#[utoipa::path(
    get,
    path = "/v1/plans/{id}",
    tag = "plans",
    params(("id" = String, Path, description = "The plan"), ("If-None-Match" = Option<String>, Header, description = "The ETag of what the client has")),
    responses(
        (status = 200, description = "How far it is", body = PlanJob),
        (status = 304, description = "As the client knows it"),
        Refusals,
    ),
    security(("token" = []))
)]
pub async fn get(
    viewer: Viewer,
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let row = super::found(&app, &viewer, &id).await?;
    let tag = format!("{}-{}", row.id, row.version);
    if answer::unchanged(&headers, &tag) {
        return Ok(answer::tagged(&headers, &tag, &()));
    }
    let told = PlanJob::whole(&app, &row).await?;
    Ok(answer::tagged(&headers, &tag, &told))
}
