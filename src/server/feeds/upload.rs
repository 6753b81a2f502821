//! `POST /v1/feeds`: a feed is uploaded, checked, and kept.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::{Feed, FeedFiles, Naming};
use crate::server::App;
use crate::server::answer;
use crate::server::caller::Planner;
use crate::server::extract::{self, Query};
use crate::server::refusal::{BodyRefusals, Refusal, Refusals};
use crate::service::intake;
use crate::service::problem::Problem;
use crate::service::store::{Added, NewFeed};

/// Upload a feed
///
/// As a zip, or as JSON with the text of each file. A feed with faults is refused with all of them. The same content again
/// is the same feed.
#[utoipa::path(
    post,
    path = "/v1/feeds",
    tag = "feeds",
    params(Naming, ("Idempotency-Key" = Option<String>, Header, description = "A key under which the request may be repeated", pattern = "^[!-~]{1,255}$")),
    request_body(content(
        (Vec<u8> = "application/zip"),
        (FeedFiles = "application/json"),
    )),
    responses(
        (status = 200, description = "The office has this content already", body = Feed),
        (status = 201, description = "It is kept", body = Feed),
        Refusals,
        BodyRefusals,
    ),
    security(("token" = []))
)]
pub async fn upload(
    Planner(viewer): Planner,
    State(app): State<Arc<App>>,
    Query(naming): Query<Naming>,
    request: Request,
) -> Result<Response, Refusal> {
    let headers = request.headers().clone();
    let name = naming.checked()?;
    let zip = super::zip(request, app.quotas.upload_bytes).await?;
    let fingerprint = zip.clone();
    let office = viewer.office().to_owned();
    let now = app.store.clock().await?;
    let sound = app.at_a_desk(move || intake::check(zip, &office, name, now)).await?;
    let sound = match sound {
        Ok(sound) => sound,
        Err(problem) => {
            metrics::counter!("onward_feeds_refused_total").increment(1);
            return Err(problem.into());
        }
    };
    let id = sound.row.id.clone();
    let sealed = app.vault.seal(&id, "feed", &sound.zip)?;
    let told = serde_json::to_value(Feed::from(sound.row.clone())).unwrap_or_default();
    let replay = extract::replay(&headers, viewer.office(), "POST /v1/feeds", &fingerprint, (201, &told))?;
    let feed = NewFeed { row: sound.row, sealed };
    let deed = viewer.deed("feed.upload", &id);
    match app.store.add_feed(&feed, app.quotas.feeds, replay.as_ref(), Some(&deed)).await? {
        Added::New => {
            let place = [(header::LOCATION, format!("/v1/feeds/{id}"))];
            Ok((StatusCode::CREATED, place, axum::Json(told)).into_response())
        }
        Added::Known(row) => Ok(axum::Json(Feed::from(row)).into_response()),
        Added::Again(status, body) => Ok(answer::text(status, body)),
        Added::KeyReused => Err(Problem::key_reused("use a new Idempotency-Key for each new request").into()),
        Added::Quota => Err(Problem::quota("the office keeps as many feeds as it may; delete some").into()),
    }
}
