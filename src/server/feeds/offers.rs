//! `GET /v1/feeds/{id}/offers`: the charters and agreements of a feed.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use crate::report::Offers;
use crate::server::App;
use crate::server::answer;
use crate::server::caller::Viewer;
use crate::server::extract::Path;
use crate::server::refusal::{Refusal, Refusals};
use crate::service::intake;

/// Get a feed's offers
///
/// Its charters at the price asked, and its agreements: what questions and scenarios can be about.
#[utoipa::path(
    get,
    path = "/v1/feeds/{id}/offers",
    tag = "feeds",
    params(("id" = String, Path, description = "The feed"), ("If-None-Match" = Option<String>, Header, description = "The ETag of what the client has")),
    responses(
        (status = 200, description = "Charters and agreements", body = Object),
        (status = 304, description = "The client has it"),
        Refusals,
    ),
    security(("token" = []))
)]
pub async fn offers(
    viewer: Viewer,
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let row = super::found(&app, &viewer, &id).await?;
    let tag = format!("{}-offers", row.sha256);
    if answer::unchanged(&headers, &tag) {
        return Ok(answer::tagged(&headers, &tag, &()));
    }
    viewer.did(&app, "feed.offers", &id).await?;
    let zip = super::zip_of(&app, &row).await?;
    let offers = app.at_a_desk(move || intake::read(&zip).map(|feed| Offers::of(&feed)));
    Ok(answer::tagged(&headers, &tag, &offers.await??))
}
