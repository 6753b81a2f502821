//! `DELETE /v1/tokens/{id}`: a token is revoked.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;

use crate::server::App;
use crate::server::caller::Admin;
use crate::server::extract::Path;
use crate::server::refusal::{Refusal, Refusals};
use crate::service::problem::Problem;

/// Revoke a token
///
/// For good. Servers beside this one notice within two seconds.
#[utoipa::path(
    delete,
    path = "/v1/tokens/{id}",
    tag = "admin",
    params(("id" = String, Path, description = "The token's id, not its secret")),
    responses((status = 204, description = "It is revoked"), Refusals),
    security(("token" = []))
)]
pub async fn revoke(
    Admin(viewer): Admin,
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
) -> Result<StatusCode, Refusal> {
    if !app.store.revoke(&id, Some(&viewer.deed("token.revoke", &id))).await? {
        return Err(Problem::not_found("there is no token of this id").into());
    }
    app.disbelieve();
    Ok(StatusCode::NO_CONTENT)
}
