//! Tokens, the audit log, and who one is.

pub mod audit;
pub mod me;
pub mod token_list;
pub mod token_new;
pub mod token_revoke;

use serde::Serialize;
use utoipa::ToSchema;

use super::times;
use crate::service::caller::Scope;
use crate::service::store::TokenRow;

/// A token, without its secret.
#[derive(Debug, Serialize, ToSchema)]
pub struct Token {
    /// Its id, as logs and the audit name it.
    id: String,
    /// The office whose data it sees.
    office: String,
    /// What it may do.
    scope: Scope,
    /// What it is for.
    label: String,
    /// When it was made.
    #[schema(format = DateTime)]
    created_at: String,
    /// When it ends.
    #[schema(format = DateTime)]
    expires_at: Option<String>,
    /// When it was revoked.
    #[schema(format = DateTime)]
    revoked_at: Option<String>,
}

impl From<TokenRow> for Token {
    fn from(row: TokenRow) -> Self {
        Self {
            id: row.id,
            office: row.office,
            scope: Scope::read(&row.scope).unwrap_or(Scope::Viewer),
            label: row.label,
            created_at: times::told(row.created_at),
            expires_at: row.expires_at.map(times::told),
            revoked_at: row.revoked_at.map(times::told),
        }
    }
}
