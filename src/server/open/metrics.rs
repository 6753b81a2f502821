//! `GET /metrics`: numbers for Prometheus.

use std::sync::Arc;

use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;

use crate::server::App;

/// Get metrics
///
/// In the text format of Prometheus: requests, jobs, the queue. Numbers only, of no office and nobody.
#[utoipa::path(
    get,
    path = "/metrics",
    tag = "operation",
    responses((status = 200, description = "Metrics", body = String, content_type = "text/plain"))
)]
pub async fn metrics(State(app): State<Arc<App>>) -> impl IntoResponse {
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
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], app.metrics.render())
}
