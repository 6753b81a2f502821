//! `POST /v1/tokens`: a token is made.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::server::App;
use crate::server::caller::Admin;
use crate::server::extract::{self, IDEMPOTENCY_KEY, Json};
use crate::server::refusal::{BodyRefusals, Refusal, Refusals};
use crate::server::times;
use crate::service::caller::{self, Scope};
use crate::service::new_id;
use crate::service::problem::Problem;
use crate::service::store::NewToken;

/// A token to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TokenRequest {
    /// The office whose data it is to see: 1 to 64 of a-z, 0-9, `-`, `_`, `.`.
    #[schema(min_length = 1, max_length = 64, pattern = "^[a-z0-9._-]+$")]
    office: String,
    /// What it may do.
    scope: Scope,
    /// What it is for; no personal detail.
    #[schema(max_length = 200)]
    #[serde(default)]
    label: String,
    /// When it ends; never without it.
    #[schema(format = DateTime)]
    expires_at: Option<String>,
}

/// A token that was made.
#[derive(Debug, Serialize, ToSchema)]
pub struct NewlyMade {
    /// Its id.
    id: String,
    /// Its secret, told this once.
    token: String,
}

/// Make a token
///
/// Its secret is told in this answer and never again; so a repetition under an Idempotency-Key isn't answered with it.
#[utoipa::path(
    post,
    path = "/v1/tokens",
    tag = "admin",
    request_body = TokenRequest,
    responses((status = 201, description = "It is made", body = NewlyMade), Refusals, BodyRefusals),
    security(("token" = []))
)]
pub async fn make(
    Admin(viewer): Admin,
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Json(asked, _body): Json<TokenRequest>,
) -> Result<Response, Refusal> {
    if headers.contains_key(&IDEMPOTENCY_KEY) {
        let why = "a secret is told once: make tokens without Idempotency-Key, and revoke those that got lost";
        return Err(Problem::bad_request(why).into());
    }
    let sound = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_' | '.');
    if !(1..=64).contains(&asked.office.len()) || !asked.office.chars().all(sound) {
        return Err(Problem::value_refused("office: 1 to 64 of a-z, 0-9, -, _ and . are needed").into());
    }
    let label = extract::printable(&asked.label);
    if label.chars().count() > 200 {
        return Err(Problem::value_refused("label: at most 200 characters").into());
    }
    let expires_at = match &asked.expires_at {
        None => None,
        Some(text) => {
            let time = times::read(text);
            Some(time.ok_or_else(|| Problem::value_refused("expires_at: a time as 2027-01-31T12:00:00Z is needed"))?)
        }
    };
    let secret = caller::new_secret();
    let token = NewToken {
        id: new_id(),
        office: asked.office,
        scope: asked.scope,
        label,
        hash: caller::hash(&secret),
        expires_at,
    };
    app.store.add_token(&token, Some(&viewer.deed("token.make", &token.id))).await?;
    let made = NewlyMade { id: token.id, token: secret };
    Ok((StatusCode::CREATED, [("cache-control", "no-store")], axum::Json(made)).into_response())
}
