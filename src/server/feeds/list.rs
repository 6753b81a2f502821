//! `GET /v1/feeds`: the office's feeds.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;

use super::Feed;
use crate::server::App;
use crate::server::answer::Items;
use crate::server::caller::Viewer;
use crate::server::extract::{Paging, Query};
use crate::server::refusal::{Refusal, Refusals};

/// List feeds
///
/// Newest first.
#[utoipa::path(
    get,
    path = "/v1/feeds",
    tag = "feeds",
    params(Paging),
    responses((status = 200, description = "A page of them", body = Items<Feed>), Refusals),
    security(("token" = []))
)]
pub async fn list(
    viewer: Viewer,
    State(app): State<Arc<App>>,
    Query(paging): Query<Paging>,
) -> Result<Json<Items<Feed>>, Refusal> {
    let listed = app.store.feeds(viewer.office(), &paging.page()?).await?;
    Ok(Json(Items { items: listed.items.into_iter().map(Feed::from).collect(), next: listed.next }))
}
