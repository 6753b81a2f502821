//! `GET /metrics`: numbers for Prometheus.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{ConnectInfo, State};
use axum::http::header;
use axum::response::IntoResponse;

use crate::server::App;
use crate::server::refusal::Refusal;
use crate::service::problem::Problem;

/// Get metrics
///
/// In the text format of Prometheus: requests, jobs, the queue. Numbers only, of no office and nobody.
#[utoipa::path(
    get,
    path = "/metrics",
    tag = "operation",
    responses(
        (status = 200, description = "Metrics", body = String, content_type = "text/plain"),
        (status = 429, description = "Too many requests", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn metrics(
    State(app): State<Arc<App>>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
) -> Result<impl IntoResponse, Refusal> {
    app.pass(from.ip())?;
    // Where the database is away, the last numbers stand, and its absence shows.
    match app.store.queue().await {
        Ok(rows) => {
            for status in ["waiting", "queued", "running"] {
                let jobs: i64 = rows.iter().filter(|row| row.status == status).map(|row| row.jobs).sum();
                metrics::gauge!("onward_jobs", "status" => status).set(jobs as f64);
            }
            metrics::gauge!("onward_database_up").set(1.0);
        }
        Err(_) => metrics::gauge!("onward_database_up").set(0.0),
    }
    app.metrics.run_upkeep();
    app.forget();
    Ok(([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], app.metrics.render()))
}
