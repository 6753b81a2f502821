//! `GET /healthz`: the process lives.

/// Ask whether the process lives
#[utoipa::path(
    get,
    path = "/healthz",
    tag = "operation",
    responses((status = 200, description = "It lives", body = String, content_type = "text/plain"))
)]
pub async fn health() -> &'static str {
    "ok\n"
}
