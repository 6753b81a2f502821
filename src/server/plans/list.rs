//! `GET /v1/plans`: the office's plans.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;

use super::PlanJob;
use crate::server::App;
use crate::server::answer::Items;
use crate::server::caller::Viewer;
use crate::server::extract::{Paging, Query};
use crate::server::refusal::{Refusal, Refusals};
use crate::service::job::Kind;

/// Which plans, and what else to tell of each.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Besides {
    /// Plans of this feed alone.
    feed: Option<String>,
    /// What each done plan comes to, too.
    summaries: Option<bool>,
}

/// List plans
///
/// Newest first, without errors, and without summaries unless asked for; the plans of sweeps stand with their sweep.
#[utoipa::path(
    get,
    path = "/v1/plans",
    tag = "plans",
    params(Paging, Besides),
    responses((status = 200, description = "A page of them", body = Items<PlanJob>), Refusals),
    security(("token" = []))
)]
pub async fn list(
    viewer: Viewer,
    State(app): State<Arc<App>>,
    Query(paging): Query<Paging>,
    Query(besides): Query<Besides>,
) -> Result<Json<Items<PlanJob>>, Refusal> {
    let listed = app.store.jobs(viewer.office(), Kind::Plan, besides.feed.as_deref(), &paging.page()?).await?;
    let mut items: Vec<PlanJob> = listed.items.iter().map(PlanJob::brief).collect();
    if besides.summaries == Some(true) {
        PlanJob::summarise(&app, &mut items).await?;
    }
    Ok(Json(Items { items, next: listed.next }))
}
