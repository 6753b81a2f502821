//! `POST /v1/sweeps`: scenarios are to be planned.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::server::App;
use crate::server::caller::Planner;
use crate::server::extract::Json;
use crate::server::feeds;
use crate::server::plans::submit::{Call, EffortRequest, Submitted, accept};
use crate::server::refusal::{BodyRefusals, Refusal, Refusals};
use crate::service::sweep;

/// Scenarios to plan.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SweepRequest {
    /// The feed they change.
    feed: String,
    /// A scenario file's TOML text, or the same as JSON: `{"scenario": [{"name": …, "changes": […]}]}`.
    #[schema(value_type = Object)]
    scenarios: serde_json::Value,
    /// Stop each plan when (total - bound) / total is at most this; 0.001 without it.
    #[schema(minimum = 0, maximum = 1)]
    gap: Option<f64>,
    /// Stop each plan after so many seconds; 600 without it.
    #[schema(exclusive_minimum = 0, maximum = 14400)]
    time_limit_s: Option<f64>,
    /// Threads of the base; scenarios have one each, side by side.
    #[schema(minimum = 1, maximum = 1024)]
    threads: Option<usize>,
    /// Seed of every choice made at random; 0 without it.
    seed: Option<u64>,
}

/// Plan scenarios
///
/// Each is a job of its own, so that they spread over workers. Whatever is wrong with any of them is told before any is
/// accepted.
#[utoipa::path(
    post,
    path = "/v1/sweeps",
    tag = "sweeps",
    params(("Idempotency-Key" = Option<String>, Header, description = "A key under which the request may be repeated", pattern = "^[!-~]{1,255}$")),
    request_body = SweepRequest,
    responses((status = 202, description = "They will be planned", body = Submitted), Refusals, BodyRefusals),
    security(("token" = []))
)]
pub async fn submit(
    Planner(viewer): Planner,
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Json(asked, body): Json<SweepRequest>,
) -> Result<Response, Refusal> {
    let SweepRequest { gap, time_limit_s, threads, seed, .. } = asked;
    let effort = EffortRequest { gap, time_limit_s, threads, seed }.checked(&app)?;
    let feed = feeds::found(&app, &viewer, &asked.feed).await?;
    let zip = feeds::zip_of(&app, &feed).await?;
    let scenarios = asked.scenarios;
    let scenarios = app.at_a_desk(move || {
        let scenarios = sweep::parse(&scenarios)?;
        sweep::try_on(&zip, &scenarios).map(|()| scenarios)
    });
    let jobs = sweep::jobs(&app.vault, scenarios.await??, effort)?;
    let call = Call { headers: &headers, path: "/v1/sweeps", action: "sweep.submit", body: &body };
    accept(&app, &viewer, &call, &asked.feed, &jobs).await
}
