//! `GET /v1/feeds/{id}`: what is told of a feed.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use super::Feed;
use crate::server::App;
use crate::server::answer;
use crate::server::caller::Viewer;
use crate::server::extract::Path;
use crate::server::refusal::{Refusal, Refusals};

/// Get a feed
///
/// What is told of it; its files are at `/content`.
#[utoipa::path(
    get,
    path = "/v1/feeds/{id}",
    tag = "feeds",
    params(("id" = String, Path, description = "The feed"), ("If-None-Match" = Option<String>, Header, description = "The ETag of what the client has")),
    responses(
        (status = 200, description = "The feed", body = Feed),
        (status = 304, description = "The client has it"),
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
    let tag = row.sha256.clone();
    Ok(answer::tagged(&headers, &tag, &Feed::from(row)))
}
