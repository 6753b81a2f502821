//! `POST /v1/plans`: a feed is to be planned.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use crate::server::App;
use crate::server::answer;
use crate::server::caller::{Planner, Viewer};
use crate::server::extract::{self, Json};
use crate::server::feeds;
use crate::server::refusal::{BodyRefusals, Refusal, Refusals};
use crate::service::job::{Kind, NewJob, Status};
use crate::service::new_id;
use crate::service::order::{Effort, Request, Task};
use crate::service::problem::Problem;
use crate::service::store::{Accepted, Limits};

/// What to plan, and how hard to try.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanRequest {
    /// The feed.
    feed: String,
    /// Stop when (total - bound) / total is at most this; 0.001 without it.
    #[schema(minimum = 0, maximum = 1)]
    gap: Option<f64>,
    /// Stop after so many seconds with the best plan found so far; 600 without it.
    #[schema(exclusive_minimum = 0, maximum = 14400)]
    time_limit_s: Option<f64>,
    /// Threads; no result depends on it.
    #[schema(minimum = 1, maximum = 1024)]
    threads: Option<usize>,
    /// Seed of every choice made at random; 0 without it.
    seed: Option<u64>,
    /// An earlier plan to start from.
    from: Option<String>,
}

/// How hard to try.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
pub struct EffortRequest {
    /// Stop when (total - bound) / total is at most this; 0.001 without it.
    #[schema(minimum = 0, maximum = 1)]
    pub gap: Option<f64>,
    /// Stop after so many seconds with the best plan found so far; 600 without it.
    #[schema(exclusive_minimum = 0, maximum = 14400)]
    pub time_limit_s: Option<f64>,
    /// Threads; no result depends on it.
    #[schema(minimum = 1, maximum = 1024)]
    pub threads: Option<usize>,
    /// Seed of every choice made at random; 0 without it.
    pub seed: Option<u64>,
}

/// Seconds that a plan is given when nothing is said.
const TIME_LIMIT: f64 = 600.0;

impl EffortRequest {
    /// The effort, if it is within bounds. Without `gap` it is left open, for studies that choose it.
    pub fn checked(&self, app: &App) -> Result<Effort, Refusal> {
        if self.gap.is_some_and(|gap| !(0.0..=1.0).contains(&gap)) {
            return Err(Problem::value_refused("gap: a number from 0 to 1 is needed").into());
        }
        let most = app.quotas.time_limit_s;
        let time_limit_s = self.time_limit_s.unwrap_or(TIME_LIMIT.min(most));
        if !(time_limit_s > 0.0 && time_limit_s <= most) {
            let needed = format!("time_limit_s: a number of seconds above 0, at most {most}, is needed");
            return Err(Problem::value_refused(needed).into());
        }
        if self.threads == Some(0) {
            return Err(Problem::value_refused("threads: at least 1 is needed").into());
        }
        let threads = self.threads.unwrap_or(app.threads.0).min(app.threads.1);
        Ok(Effort { gap: self.gap, time_limit_s, threads, seed: self.seed.unwrap_or(0) })
    }
}

/// A job that was accepted.
#[derive(Debug, Serialize, ToSchema)]
pub struct Submitted {
    /// Its id.
    id: String,
    /// `queued`.
    status: Status,
}

/// Plan a feed
///
/// The plan is made in the background; once this is answered it is made for certain, whatever fails in between.
#[utoipa::path(
    post,
    path = "/v1/plans",
    tag = "plans",
    params(("Idempotency-Key" = Option<String>, Header, description = "A key under which the request may be repeated", pattern = "^[!-~]{1,255}$")),
    request_body = PlanRequest,
    responses((status = 202, description = "It will be planned", body = Submitted), Refusals, BodyRefusals),
    security(("token" = []))
)]
pub async fn submit(
    Planner(viewer): Planner,
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Json(asked, body): Json<PlanRequest>,
) -> Result<Response, Refusal> {
    let PlanRequest { gap, time_limit_s, threads, seed, .. } = asked;
    let effort = EffortRequest { gap, time_limit_s, threads, seed }.checked(&app)?;
    if let Some(from) = &asked.from {
        let from = super::found(&app, &viewer, from).await?;
        super::result_of(&app, &from).await?;
    }
    let request = Request { task: Task::Plan, effort, plan: asked.from };
    let jobs = [job(&app, new_id(), Kind::Plan, &request)?];
    let call = Call { headers: &headers, path: "/v1/plans", action: "plan.submit", body: &body };
    accept(&app, &viewer, &call, &asked.feed, &jobs).await
}

/// A job without a parent, its request sealed.
pub fn job(app: &App, id: String, kind: Kind, request: &Request) -> Result<NewJob, Refusal> {
    let text = serde_json::to_vec(request).map_err(|error| Problem::broken(error.to_string()))?;
    let request = app.vault.seal(&id, "request", &text)?;
    Ok(NewJob { id, kind, parent: None, place: 0, ready: true, request })
}

/// The request that jobs come from.
pub struct Call<'c> {
    /// Its headers.
    pub headers: &'c HeaderMap,
    /// Its path.
    pub path: &'static str,
    /// What the audit calls it.
    pub action: &'static str,
    /// Its body.
    pub body: &'c [u8],
}

/// Writes jobs down, the first of which the answer names.
pub async fn accept(
    app: &App,
    viewer: &Viewer,
    call: &Call<'_>,
    feed: &str,
    jobs: &[NewJob],
) -> Result<Response, Refusal> {
    let Some(first) = jobs.first() else { return Err(Problem::value_refused("there is nothing to do").into()) };
    let told = json!({"id": first.id, "status": Status::Queued});
    let post = format!("POST {}", call.path);
    let replay = extract::replay(call.headers, viewer.office(), &post, call.body, (202, &told))?;
    let limits = Limits { open: app.quotas.open_jobs };
    let deed = viewer.deed(call.action, &first.id);
    match app.store.accept(viewer.office(), feed, jobs, limits, replay.as_ref(), Some(&deed)).await? {
        Accepted::Yes => {
            metrics::counter!("onward_jobs_accepted_total").increment(jobs.len() as u64);
            let place = [(header::LOCATION, format!("{}/{}", call.path, first.id))];
            Ok((StatusCode::ACCEPTED, place, axum::Json(told)).into_response())
        }
        Accepted::Again(status, body) => Ok(answer::text(status, body)),
        Accepted::KeyReused => Err(Problem::key_reused("use a new Idempotency-Key for each new request").into()),
        Accepted::Quota => Err(Problem::quota("the office has too many unfinished jobs; wait or cancel some").into()),
        Accepted::NoFeed => Err(feeds::unknown().into()),
    }
}
