//! `POST /v1/feeds/validate`: is a feed sound? Nothing is kept.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Request, State};
use serde::Serialize;
use utoipa::ToSchema;

use super::FeedFiles;
use crate::server::App;
use crate::server::caller::Viewer;
use crate::server::refusal::{BodyRefusals, Refusal, Refusals};
use crate::service::faults::Fault;
use crate::service::intake;

/// A sound feed.
#[derive(Debug, Serialize, ToSchema)]
pub struct Validated {
    /// No faults.
    faults: Vec<Fault>,
    /// SHA-256 of its content.
    version: String,
}

/// Check a feed
///
/// Every fault at once, as `onward validate` tells them; nothing is kept.
#[utoipa::path(
    post,
    path = "/v1/feeds/validate",
    tag = "feeds",
    request_body(content(
        (Vec<u8> = "application/zip"),
        (FeedFiles = "application/json"),
    )),
    responses((status = 200, description = "It has no faults", body = Validated), Refusals, BodyRefusals),
    security(("token" = []))
)]
pub async fn validate(
    viewer: Viewer,
    State(app): State<Arc<App>>,
    request: Request,
) -> Result<Json<Validated>, Refusal> {
    let zip = super::zip(request, app.quotas.upload_bytes).await?;
    let office = viewer.office().to_owned();
    let sound = app.at_a_desk(move || intake::check(zip, &office, None, 0)).await??;
    Ok(Json(Validated { faults: Vec::new(), version: sound.row.sha256 }))
}
