//! `GET /v1/questions/{id}/events`: a question's progress as it happens.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::IntoResponse;

use crate::server::App;
use crate::server::caller::Viewer;
use crate::server::events;
use crate::server::extract::Path;
use crate::server::refusal::{Refusal, Refusals};

/// Watch a question
///
/// As plans are watched.
#[utoipa::path(
    get,
    path = "/v1/questions/{id}/events",
    tag = "questions",
    params(("id" = String, Path, description = "The question"), ("Last-Event-ID" = Option<i64>, Header, description = "The last event that the client has")),
    responses((status = 200, description = "Events", body = String, content_type = "text/event-stream"), Refusals),
    security(("token" = []))
)]
pub async fn watch(
    viewer: Viewer,
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<impl IntoResponse, Refusal> {
    let row = super::found(&app, &viewer, &id).await?;
    events::stream(app, row, &headers)
}
