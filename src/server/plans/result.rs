//! `GET /v1/plans/{id}/result`: the plan.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use crate::server::App;
use crate::server::answer;
use crate::server::caller::Viewer;
use crate::server::extract::Path;
use crate::server::refusal::{Refusal, Refusals};
use crate::service::problem::Problem;

/// Get a plan
///
/// As `onward plan` writes it: the same bytes for the same feed, effort and seed.
#[utoipa::path(
    get,
    path = "/v1/plans/{id}/result",
    tag = "plans",
    params(("id" = String, Path, description = "The plan"), ("If-None-Match" = Option<String>, Header, description = "The ETag of what the client has")),
    responses(
        (status = 200, description = "plan.json", body = Object, content_type = "application/json"),
        (status = 304, description = "The client has it"),
        (status = 409, description = "The job isn't done", body = Problem, content_type = "application/problem+json"),
        Refusals,
    ),
    security(("token" = []))
)]
pub async fn result(
    viewer: Viewer,
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let row = super::found(&app, &viewer, &id).await?;
    viewer.did(&app, "plan.result", &id).await?;
    let tag = row.result_tag.clone().unwrap_or_default();
    let result = super::result_of(&app, &row).await?;
    Ok(answer::bytes(&headers, &tag, "application/json", result))
}
