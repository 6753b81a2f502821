//! `GET /v1/diff`: two plans told apart.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use utoipa::IntoParams;

use super::app::App;
use super::caller::Viewer;
use super::extract::Query;
use super::plans;
use super::refusal::{Refusal, Refusals};
use crate::service::plans::Read;
use crate::service::problem::Problem;
use crate::study::Difference;

/// Two plans.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Two {
    /// The earlier plan.
    from: String,
    /// The later plan.
    to: String,
}

/// Tell two plans apart
///
/// Amount by amount and case by case, as `onward diff --json`; plans of a sweep's scenarios too.
#[utoipa::path(
    get,
    path = "/v1/diff",
    tag = "plans",
    params(Two),
    responses(
        (status = 200, description = "What tells them apart", body = Object),
        (status = 409, description = "A job isn't done", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "They can't be compared", body = Problem, content_type = "application/problem+json"),
        Refusals,
    ),
    security(("token" = []))
)]
pub async fn diff(viewer: Viewer, State(app): State<Arc<App>>, Query(two): Query<Two>) -> Result<Response, Refusal> {
    let (from, to) = (plans::found(&app, &viewer, &two.from).await?, plans::found(&app, &viewer, &two.to).await?);
    viewer.did(&app, "plan.diff", &format!("{} {}", from.id, to.id)).await?;
    let from = Read::of(app.store.as_ref(), &app.vault, &from).await?;
    let to = Read::of(app.store.as_ref(), &app.vault, &to).await?;
    let told = app.at_a_desk(move || {
        let (before, after) = (from.plan()?, to.plan()?);
        if before.currency != after.currency {
            return Err(Box::new(Problem::value_refused("the plans are in two currencies")));
        }
        Ok(Difference::between(&before, &after))
    });
    Ok(Json(told.await??).into_response())
}
