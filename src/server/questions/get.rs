//! `GET /v1/questions/{id}`: how far a question is.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;

use super::QuestionJob;
use crate::server::App;
use crate::server::caller::Viewer;
use crate::server::extract::Path;
use crate::server::plans;
use crate::server::refusal::{Refusal, Refusals};

/// Get a question's status
#[utoipa::path(
    get,
    path = "/v1/questions/{id}",
    tag = "questions",
    params(("id" = String, Path, description = "The question")),
    responses((status = 200, description = "How far it is", body = QuestionJob), Refusals),
    security(("token" = []))
)]
pub async fn get(
    viewer: Viewer,
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
) -> Result<Json<QuestionJob>, Refusal> {
    let row = super::found(&app, &viewer, &id).await?;
    let mut told = QuestionJob::brief(&row);
    told.question = app.paper(&id, "request").await?.and_then(|text| serde_json::from_slice(&text).ok());
    told.error = plans::error(&app, &id).await?;
    Ok(Json(told))
}
