//! `GET /v1/plans/{id}/explain`: why cases stay, and what else a case could fly.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::json;
use utoipa::IntoParams;

use super::submit::{EffortRequest, Submitted, job};
use crate::server::App;
use crate::server::answer;
use crate::server::caller::Viewer;
use crate::server::extract::{self, Path, Query};
use crate::server::refusal::{Refusal, Refusals};
use crate::service::job::{Kind, Status};
use crate::service::new_id;
use crate::service::order::{Request, Task};
use crate::service::problem::Problem;
use crate::service::store::{Accepted, Limits};

/// How long an answer is waited for before it is left to be fetched.
const WAIT: Duration = Duration::from_secs(10);

/// Whom to explain, and how hard to try.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// One case, instead of all that stay.
    #[param(max_length = 500)]
    case: Option<String>,
    /// Stop each plan at this gap.
    #[param(minimum = 0, maximum = 1)]
    gap: Option<f64>,
    /// Stop each plan after so many seconds; 30 without it.
    #[param(exclusive_minimum = 0, maximum = 14400)]
    time_limit_s: Option<f64>,
}

/// Explain a plan
///
/// As `onward explain --json`. Suggestions are planned, which may take a while: then this answers 202 with a question, and the
/// same request later gets its result.
#[utoipa::path(
    get,
    path = "/v1/plans/{id}/explain",
    tag = "plans",
    params(("id" = String, Path, description = "The plan"), Asked),
    responses(
        (status = 200, description = "Why cases stay, changes that let them travel, other itineraries", body = Object),
        (status = 202, description = "It is being worked on: at /v1/questions/{id}", body = Submitted),
        (status = 304, description = "The client has it"),
        (status = 409, description = "The job isn't done", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "It can't be explained", body = Problem, content_type = "application/problem+json"),
        Refusals,
    ),
    security(("token" = []))
)]
pub async fn explain(
    viewer: Viewer,
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let row = super::found(&app, &viewer, &id).await?;
    explainable(&row)?;
    let effort = EffortRequest {
        gap: asked.gap,
        time_limit_s: Some(asked.time_limit_s.unwrap_or(30.0)),
        ..EffortRequest::default()
    };
    let effort = effort.checked(&app)?;
    let request = Request { task: Task::Explain { case: asked.case, with: None }, effort, plan: Some(id.clone()) };
    let question = new_id();
    let told = json!({"id": question, "status": Status::Queued});
    // The same question again is the same job, as under an idempotency key.
    let text = serde_json::to_vec(&request).map_err(|error| Problem::broken(error.to_string()))?;
    let mut once = HeaderMap::new();
    let key = crate::service::caller::hex(&<sha2::Sha256 as sha2::Digest>::digest(&text));
    if let Ok(key) = HeaderValue::from_str(&key) {
        once.insert(extract::IDEMPOTENCY_KEY.clone(), key);
    }
    let call = format!("GET /v1/plans/{id}/explain");
    let replay = extract::replay(&once, viewer.office(), &call, &text, (202, &told))?;
    let jobs = [job(&app, question.clone(), Kind::Question, &request)?];
    let limits = Limits { open: app.quotas.open_jobs };
    let deed = viewer.deed("question.submit", &question);
    let accepted = app.store.accept(viewer.office(), &row.feed, &jobs, limits, replay.as_ref(), Some(&deed));
    let question = match accepted.await? {
        Accepted::Yes => question,
        Accepted::Again(_, body) => {
            let told: serde_json::Value = serde_json::from_str(&body).unwrap_or_default();
            told["id"].as_str().unwrap_or_default().to_owned()
        }
        Accepted::KeyReused => return Err(Problem::broken("two questions have one key").into()),
        Accepted::Quota => return Err(Problem::quota("the office has too many unfinished jobs").into()),
        Accepted::NoFeed => return Err(Problem::not_found("the plan's feed was deleted").into()),
    };
    let begun = Instant::now();
    loop {
        let job = app.store.job(viewer.office(), &question).await?;
        let job = job.ok_or_else(|| Problem::not_found("the answer was deleted; ask it as a question"))?;
        match job.status() {
            Status::Done => {
                viewer.did(&app, "question.result", &question).await?;
                let result = super::result_of(&app, &job).await?;
                return Ok(answer::bytes(&headers, &job.result_tag.unwrap_or_default(), "application/json", result));
            }
            Status::Failed => {
                let problem = super::error(&app, &question).await?;
                return Err(problem.unwrap_or_else(|| Problem::broken("the question failed")).into());
            }
            Status::Cancelled => {
                return Err(Problem::conflict("the question was cancelled; ask it as a question").into());
            }
            status if begun.elapsed() >= WAIT => {
                let told = json!({"id": question, "status": status});
                let place = [(header::LOCATION, format!("/v1/questions/{question}"))];
                return Ok((StatusCode::ACCEPTED, place, axum::Json(told)).into_response());
            }
            _ => tokio::time::sleep(Duration::from_millis(200)).await,
        }
    }
}

/// Refuses to explain what can't be.
pub fn explainable(row: &crate::service::job::JobRow) -> Result<(), Refusal> {
    if row.kind() == Kind::Scenario {
        return Err(
            Problem::value_refused("the plan of a scenario is for a changed feed: upload that and plan it").into()
        );
    }
    if row.status() != Status::Done {
        return Err(Problem::not_done(format!("the job is {}", row.status().as_str())).into());
    }
    Ok(())
}
