//! `GET /` and `/assets/…`: the planners' page, as it was built and embedded.

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::Embed;

use crate::server::refusal::Refusal;
use crate::service::problem::Problem;

#[derive(Embed)]
#[folder = "src/page/dist"]
#[allow_missing = true]
struct Built;

/// The page itself.
pub async fn page() -> Response {
    match Built::get("index.html") {
        Some(file) => {
            let headers = [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")];
            (headers, file.data).into_response()
        }
        None => {
            let told = "onward serves its API at /v1, described at /docs. The page wasn't built into this program: \
                        run `make page` and build it again.\n";
            ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], told).into_response()
        }
    }
}

/// What it is made of; names carry a hash of the content.
pub async fn asset(Path(path): Path<String>) -> Response {
    match Built::get(&format!("assets/{path}")) {
        Some(file) => {
            let kind = file.metadata.mimetype().to_owned();
            let headers = [
                (header::CONTENT_TYPE, kind),
                (header::CACHE_CONTROL, "public, max-age=31536000, immutable".to_owned()),
            ];
            (StatusCode::OK, headers, file.data).into_response()
        }
        None => Refusal::from(Problem::not_found("there is no such file")).into_response(),
    }
}
