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
use crate::service::job::{JobRow, Kind};

/// List questions
///
/// Newest first, without errors.
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
    let listed = app.store.jobs(viewer.office(), Kind::Question, None, &paging.page()?).await?;
    let ids: Vec<&str> = listed.items.iter().map(|row| row.id.as_str()).collect();
    let requests = app.papers(&ids, "request").await?;
    let told = |row: &JobRow| {
        let question = requests.get(&row.id).and_then(|text| serde_json::from_slice(text).ok());
        QuestionJob { question, ..QuestionJob::brief(row) }
    };
    Ok(Json(Items { items: listed.items.iter().map(told).collect(), next: listed.next }))
}
