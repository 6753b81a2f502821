//! `GET /v1/questions`: the office's questions.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;

use super::QuestionJob;
use crate::server::App;
use crate::server::answer::Items;
use crate::server::caller::Viewer;
use crate::server::extract::{Paging, Query};
use crate::server::refusal::{Refusal, Refusals};
use crate::service::job::Kind;

/// List questions
///
/// Newest first, without what was asked.
#[utoipa::path(
    get,
    path = "/v1/questions",
    tag = "questions",
    params(Paging),
    responses((status = 200, description = "A page of them", body = Items<QuestionJob>), Refusals),
    security(("token" = []))
)]
pub async fn list(
    viewer: Viewer,
    State(app): State<Arc<App>>,
    Query(paging): Query<Paging>,
) -> Result<Json<Items<QuestionJob>>, Refusal> {
    let listed = app.store.jobs(viewer.office(), Kind::Question, &paging.page()?).await?;
    Ok(Json(Items { items: listed.items.iter().map(QuestionJob::brief).collect(), next: listed.next }))
}
