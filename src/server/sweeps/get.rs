//! `GET /v1/sweeps/{id}`: how far a sweep is, scenario by scenario.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Entry, SweepJob};
use crate::server::App;
use crate::server::caller::Viewer;
use crate::server::extract::Path;
use crate::server::refusal::{Refusal, Refusals};

/// A sweep with its scenarios.
#[derive(Debug, Serialize, ToSchema)]
pub struct Whole {
    /// The sweep.
    #[serde(flatten)]
    sweep: SweepJob,
    /// The feed as it is.
    base: Option<Entry>,
    /// The scenarios, in their order.
    scenarios: Vec<Entry>,
}

/// Get a sweep's status
#[utoipa::path(
    get,
    path = "/v1/sweeps/{id}",
    tag = "sweeps",
    params(("id" = String, Path, description = "The sweep")),
    responses((status = 200, description = "How far it is", body = Whole), Refusals),
    security(("token" = []))
)]
pub async fn get(viewer: Viewer, State(app): State<Arc<App>>, Path(id): Path<String>) -> Result<Json<Whole>, Refusal> {
    let row = super::found(&app, &viewer, &id).await?;
    viewer.did(&app, "sweep.get", &id).await?;
    let mut sweep = SweepJob::from(&row);
    sweep.error = super::error(&app, &row).await?;
    let mut entries = super::entries(&app, &id).await?.into_iter();
    Ok(Json(Whole { sweep, base: entries.next(), scenarios: entries.collect() }))
}
