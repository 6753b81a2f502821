//! `GET /readyz`: the service can serve.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{ConnectInfo, State};

use crate::server::App;
use crate::server::refusal::Refusal;
use crate::service::problem::Problem;

/// Ask whether the service can serve
///
/// Its database answers and can be written to, and it isn't about to end.
#[utoipa::path(
    get,
    path = "/readyz",
    tag = "operation",
    responses(
        (status = 200, description = "It can", body = String, content_type = "text/plain"),
        (status = 429, description = "Too many requests", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "It can't now", body = Problem, content_type = "application/problem+json"),
        (status = 507, description = "The disk is full", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "The database refuses", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn ready(
    State(app): State<Arc<App>>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
) -> Result<&'static str, Refusal> {
    app.pass(from.ip())?;
    if *app.stop.borrow() {
        return Err(Problem::busy("the service is about to end").into());
    }
    app.store.ready().await?;
    Ok("ready\n")
}
