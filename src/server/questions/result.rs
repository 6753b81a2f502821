//! `GET /v1/questions/{id}/result`: a question's answer.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use crate::server::App;
use crate::server::answer;
use crate::server::caller::Viewer;
use crate::server::extract::Path;
use crate::server::plans;
use crate::server::refusal::{Refusal, Refusals};
use crate::service::problem::Problem;

/// Get a question's answer
#[utoipa::path(
    get,
    path = "/v1/questions/{id}/result",
    tag = "questions",
    params(("id" = String, Path, description = "The question"), ("If-None-Match" = Option<String>, Header, description = "The ETag of what the client has")),
    responses(
        (status = 200, description = "The answer, as the command line has it as JSON", body = serde_json::Value),
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
    viewer.did(&app, "question.result", &id).await?;
    let result = plans::result_of(&app, &row).await?;
    Ok(answer::bytes(&headers, &row.result_tag.unwrap_or_default(), "application/json", result))
}
