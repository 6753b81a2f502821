//! `GET /v1/audit`: who saw or changed what.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use crate::server::App;
use crate::server::answer::Items;
use crate::server::caller::Admin;
use crate::server::extract::{Paging, Query};
use crate::server::refusal::{Refusal, Refusals};
use crate::server::times;

/// A line of the audit log.
#[derive(Debug, Serialize, ToSchema)]
pub struct Line {
    /// Its number, rising.
    number: i64,
    /// When.
    #[schema(format = DateTime)]
    at: String,
    /// The token's id.
    token: String,
    /// Its office.
    office: String,
    /// What was done, e.g. `plan.submit`.
    action: String,
    /// The id of what it was done to.
    object: String,
    /// `done`, or why not.
    outcome: String,
    /// The request's id, as logs have it.
    request: String,
}

/// Read the audit log
///
/// Newest first. It is only ever added to.
#[utoipa::path(
    get,
    path = "/v1/audit",
    tag = "admin",
    params(Paging),
    responses((status = 200, description = "A page of it", body = Items<Line>), Refusals),
    security(("token" = []))
)]
pub async fn audit(
    Admin(viewer): Admin,
    State(app): State<Arc<App>>,
    Query(paging): Query<Paging>,
) -> Result<Json<Items<Line>>, Refusal> {
    let page = paging.page()?;
    viewer.did(&app, "audit.read", "").await?;
    let listed = app.store.audit(&page).await?;
    let line = |row: crate::service::store::AuditRow| Line {
        number: row.seq,
        at: times::told(row.at),
        token: row.token,
        office: row.office,
        action: row.action,
        object: row.object,
        outcome: row.outcome,
        request: row.request,
    };
    Ok(Json(Items { items: listed.items.into_iter().map(line).collect(), next: listed.next }))
}
