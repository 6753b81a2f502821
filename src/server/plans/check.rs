//! `GET /v1/plans/{id}/check`: is the plan valid?

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use crate::server::App;
use crate::server::answer;
use crate::server::caller::Viewer;
use crate::server::extract::Path;
use crate::server::refusal::{Refusal, Refusals};
use crate::service::plans::Read;
use crate::service::problem::Problem;

/// Check a plan
///
/// Every rule and every cent, recomputed from the feed and the plan alone: as `onward check --json`.
#[utoipa::path(
    get,
    path = "/v1/plans/{id}/check",
    tag = "plans",
    params(("id" = String, Path, description = "The plan"), ("If-None-Match" = Option<String>, Header, description = "The ETag of what the client has")),
    responses(
        (status = 200, description = "The violations, none for a valid plan, and the amounts as recomputed", body = Object),
        (status = 304, description = "The client has it"),
        (status = 409, description = "The job isn't done", body = Problem, content_type = "application/problem+json"),
        Refusals,
    ),
    security(("token" = []))
)]
pub async fn check(
    viewer: Viewer,
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let row = super::found(&app, &viewer, &id).await?;
    let tag = format!("{}-check", row.result_tag.clone().unwrap_or_default());
    viewer.did(&app, "plan.check", &id).await?;
    let read = Read::of(app.store.as_ref(), &app.vault, &row).await?;
    let report = app.at_a_desk(move || read.open().map(|(feed, plan)| crate::check::check(&feed, &plan))).await??;
    Ok(answer::tagged(&headers, &tag, &report))
}
