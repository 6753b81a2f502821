//! `GET /v1/sweeps/{id}/result`: the scenarios' numbers side by side.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::Entry;
use crate::server::App;
use crate::server::caller::Viewer;
use crate::server::extract::Path;
use crate::server::refusal::{Refusal, Refusals};
use crate::service::job::Status;
use crate::service::problem::Problem;

/// Get a sweep's result
///
/// As `onward scenarios --json`; `plan` is the id of each plan.
#[utoipa::path(
    get,
    path = "/v1/sweeps/{id}/result",
    tag = "sweeps",
    params(("id" = String, Path, description = "The sweep")),
    responses(
        (status = 200, description = "The base and the scenarios", body = Object),
        (status = 409, description = "The sweep isn't done", body = Problem, content_type = "application/problem+json"),
        Refusals,
    ),
    security(("token" = []))
)]
pub async fn result(viewer: Viewer, State(app): State<Arc<App>>, Path(id): Path<String>) -> Result<Response, Refusal> {
    let row = super::found(&app, &viewer, &id).await?;
    if row.status() != Status::Done {
        return Err(Problem::not_done(format!("the job is {}", row.status().as_str())).into());
    }
    viewer.did(&app, "sweep.result", &id).await?;
    let mut entries = super::entries(&app, &id).await?.into_iter().map(told);
    let base = entries.next();
    Ok(Json(json!({"base": base, "scenarios": entries.collect::<Vec<_>>()})).into_response())
}

fn told(entry: Entry) -> Value {
    match entry.row {
        Some(Value::Object(mut row)) => {
            row.insert("plan".to_owned(), entry.plan.into());
            Value::Object(row)
        }
        _ => json!({"name": entry.name, "error": entry.error, "status": entry.status}),
    }
}
