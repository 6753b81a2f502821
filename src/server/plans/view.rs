//! `GET /v1/plans/{id}/view`: a plan as it is drawn.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use crate::report::{Journeys, View};
use crate::server::App;
use crate::server::answer;
use crate::server::caller::Viewer;
use crate::server::extract::Path;
use crate::server::refusal::{Refusal, Refusals};
use crate::service::plans::Read;
use crate::service::problem::Problem;

/// View a plan
///
/// What a page draws: a summary, flows between airports, sectors, cases, destinations, charters, missions.
#[utoipa::path(
    get,
    path = "/v1/plans/{id}/view",
    tag = "plans",
    params(("id" = String, Path, description = "The plan"), ("If-None-Match" = Option<String>, Header, description = "The ETag of what the client has")),
    responses(
        (status = 200, description = "What is drawn", body = Object),
        (status = 304, description = "The client has it"),
        (status = 409, description = "The job isn't done", body = Problem, content_type = "application/problem+json"),
        Refusals,
    ),
    security(("token" = []))
)]
pub async fn view(
    viewer: Viewer,
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let row = super::found(&app, &viewer, &id).await?;
    let tag = format!("{}-view", row.result_tag.clone().unwrap_or_default());
    if row.result_tag.is_some() && answer::unchanged(&headers, &tag) {
        return Ok(answer::tagged(&headers, &tag, &()));
    }
    viewer.did(&app, "plan.view", &id).await?;
    let read = Read::of(app.store.as_ref(), &app.vault, &row).await?;
    let view = app.at_a_desk(move || {
        let (feed, plan) = read.open()?;
        let journeys = Journeys::of_feed(&plan, &feed).map_err(|error| Box::new(Problem::broken(error.to_string())))?;
        Ok::<View, Box<Problem>>(View::of(&journeys, &feed))
    });
    Ok(answer::tagged(&headers, &tag, &view.await??))
}
