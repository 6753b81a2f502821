//! `GET /v1/tokens`: all tokens.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;

use super::Token;
use crate::server::App;
use crate::server::answer::Items;
use crate::server::caller::Admin;
use crate::server::extract::{Paging, Query};
use crate::server::refusal::{Refusal, Refusals};

/// List tokens
///
/// Of all offices, newest first, without their secrets.
#[utoipa::path(
    get,
    path = "/v1/tokens",
    tag = "admin",
    params(Paging),
    responses((status = 200, description = "A page of them", body = Items<Token>), Refusals),
    security(("token" = []))
)]
pub async fn list(
    Admin(_viewer): Admin,
    State(app): State<Arc<App>>,
    Query(paging): Query<Paging>,
) -> Result<Json<Items<Token>>, Refusal> {
    let listed = app.store.tokens(&paging.page()?).await?;
    Ok(Json(Items { items: listed.items.into_iter().map(Token::from).collect(), next: listed.next }))
}
