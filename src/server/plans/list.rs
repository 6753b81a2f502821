//! `GET /v1/plans`: the office's plans.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;

use super::PlanJob;
use crate::server::App;
use crate::server::answer::Items;
use crate::server::caller::Viewer;
use crate::server::extract::{Paging, Query};
use crate::server::refusal::{Refusal, Refusals};
use crate::service::job::Kind;

/// List plans
///
/// Newest first, without errors and summaries; the plans of sweeps stand with their sweep.
#[utoipa::path(
    get,
    path = "/v1/plans",
    tag = "plans",
    params(Paging),
    responses((status = 200, description = "A page of them", body = Items<PlanJob>), Refusals),
    security(("token" = []))
)]
pub async fn list(
    viewer: Viewer,
    State(app): State<Arc<App>>,
    Query(paging): Query<Paging>,
) -> Result<Json<Items<PlanJob>>, Refusal> {
    let listed = app.store.jobs(viewer.office(), Kind::Plan, &paging.page()?).await?;
    Ok(Json(Items { items: listed.items.iter().map(PlanJob::brief).collect(), next: listed.next }))
}
