//! `GET /v1/plans/{id}/events`: a plan's progress as it happens.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::IntoResponse;

use crate::server::App;
use crate::server::caller::Viewer;
use crate::server::events;
use crate::server::extract::Path;
use crate::server::refusal::{Refusal, Refusals};

/// Watch a plan
///
/// Server-sent events `progress` and `status`, with ids that rise. Whoever reconnects sends the last one as Last-Event-ID
/// and misses nothing. The stream ends after a final status.
#[utoipa::path(
    get,
    path = "/v1/plans/{id}/events",
    tag = "plans",
    params(("id" = String, Path, description = "The plan"), ("Last-Event-ID" = Option<i64>, Header, description = "The last event that the client has")),
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
