//! `GET /v1/sweeps`: the office's sweeps.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;

use super::SweepJob;
use crate::server::App;
use crate::server::answer::Items;
use crate::server::caller::Viewer;
use crate::server::extract::{Paging, Query};
use crate::server::refusal::{Refusal, Refusals};
use crate::service::job::Kind;

/// List sweeps
///
/// Newest first.
#[utoipa::path(
    get,
    path = "/v1/sweeps",
    tag = "sweeps",
    params(Paging),
    responses((status = 200, description = "A page of them", body = Items<SweepJob>), Refusals),
    security(("token" = []))
)]
pub async fn list(
    viewer: Viewer,
    State(app): State<Arc<App>>,
    Query(paging): Query<Paging>,
) -> Result<Json<Items<SweepJob>>, Refusal> {
    let listed = app.store.jobs(viewer.office(), Kind::Sweep, None, &paging.page()?).await?;
    Ok(Json(Items { items: listed.items.iter().map(SweepJob::from).collect(), next: listed.next }))
}
