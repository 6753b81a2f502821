//! Answers: JSON, bytes, and none where the client has them already.

use axum::Json;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

/// A page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct Items<T> {
    /// The items.
    pub items: Vec<T>,
    /// What to give as `after` for the next page, if there is one.
    pub next: Option<String>,
}

/// Whether the client has what `tag` tells apart already.
fn fresh(headers: &HeaderMap, tag: &str) -> bool {
    let known = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    known.flat_map(|value| value.split(',')).any(|one| {
        let one = one.trim();
        one == "*" || one.trim_start_matches("W/") == format!("\"{tag}\"")
    })
}

/// A value as JSON under a tag, or nothing where the client has it.
pub fn tagged(headers: &HeaderMap, tag: &str, value: &impl Serialize) -> Response {
    labelled(headers, tag, || Json(value).into_response())
}

/// Bytes of a kind under a tag, or nothing where the client has them.
pub fn bytes(headers: &HeaderMap, tag: &str, kind: &'static str, bytes: Vec<u8>) -> Response {
    labelled(headers, tag, || ([(header::CONTENT_TYPE, kind)], bytes).into_response())
}

/// An answer under a tag that is made only where the client hasn't got it.
pub fn labelled(headers: &HeaderMap, tag: &str, make: impl FnOnce() -> Response) -> Response {
    let mut response = if fresh(headers, tag) { StatusCode::NOT_MODIFIED.into_response() } else { make() };
    if let Ok(tag) = HeaderValue::from_str(&format!("\"{tag}\"")) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    // Whoever keeps it asks again each time: a token may have been revoked.
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    response
}

/// Whether an answer under the tag needn't be made: the client has it.
pub fn unchanged(headers: &HeaderMap, tag: &str) -> bool {
    fresh(headers, tag)
}

/// JSON text as an answer of that status, e.g. one that was given before.
pub fn text(status: i64, body: String) -> Response {
    let status = u16::try_from(status).ok().and_then(|status| StatusCode::from_u16(status).ok());
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")];
    (status.unwrap_or(StatusCode::OK), headers, body).into_response()
}
