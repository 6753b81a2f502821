//! `GET /v1/me`: whose token this is.

use axum::Json;
use serde::Serialize;
use utoipa::ToSchema;

use crate::server::caller::Viewer;
use crate::server::refusal::{Refusal, Refusals};
use crate::server::times;
use crate::service::caller::Scope;

/// A token's office and scope.
#[derive(Debug, Serialize, ToSchema)]
pub struct Me {
    /// The office whose data it sees.
    office: String,
    /// What it may do.
    scope: Scope,
    /// When it ends.
    #[schema(format = DateTime)]
    expires_at: Option<String>,
}

/// Ask who one is
#[utoipa::path(
    get,
    path = "/v1/me",
    tag = "admin",
    responses((status = 200, description = "The token's office and scope", body = Me), Refusals),
    security(("token" = []))
)]
pub async fn me(viewer: Viewer) -> Result<Json<Me>, Refusal> {
    let caller = viewer.caller;
    let expires_at = caller.expires_at.map(times::told);
    Ok(Json(Me { office: caller.office, scope: caller.scope, expires_at }))
}
