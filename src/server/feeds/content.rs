//! `GET /v1/feeds/{id}/content`: a feed's files.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use crate::server::App;
use crate::server::answer;
use crate::server::caller::Viewer;
use crate::server::extract::Path;
use crate::server::refusal::{Refusal, Refusals};

/// Get a feed's files
///
/// The zip as it was uploaded.
#[utoipa::path(
    get,
    path = "/v1/feeds/{id}/content",
    tag = "feeds",
    params(("id" = String, Path, description = "The feed"), ("If-None-Match" = Option<String>, Header, description = "The ETag of what the client has")),
    responses(
        (status = 200, description = "The zip", body = Vec<u8>, content_type = "application/zip"),
        (status = 304, description = "The client has it"),
        Refusals,
    ),
    security(("token" = []))
)]
pub async fn content(
    viewer: Viewer,
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let row = super::found(&app, &viewer, &id).await?;
    viewer.did(&app, "feed.content", &id).await?;
    let zip = super::zip_of(&app, &row).await?;
    Ok(answer::bytes(&headers, &format!("{}-zip", row.sha256), "application/zip", zip))
}
