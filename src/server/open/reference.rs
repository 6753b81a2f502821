//! `GET /openapi.json` and `GET /docs`: the API's description for programs and for people.

use axum::Json;
use axum::http::header;
use axum::response::{Html, IntoResponse};

use crate::server::{reference, router};

/// Get this description
#[utoipa::path(
    get,
    path = "/openapi.json",
    tag = "operation",
    responses((status = 200, description = "OpenAPI 3.1", body = Object))
)]
pub async fn openapi() -> impl IntoResponse {
    ([(header::CACHE_CONTROL, "no-cache")], Json(router::document()))
}

/// The same as a page.
pub async fn docs() -> Html<String> {
    Html(reference::page(&router::document()))
}
