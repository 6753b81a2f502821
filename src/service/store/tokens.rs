//! Tokens: their hashes, never their secrets.

use async_trait::async_trait;

use super::audit::Deed;
use super::{PostgresStore, SqliteStore, StoreError, on_both};
use crate::service::caller::Scope;
use crate::service::page::{Listed, Page};

/// A token to be kept.
#[derive(Debug, Clone)]
pub struct NewToken {
    /// Its id.
    pub id: String,
    /// The office whose data it sees.
    pub office: String,
    /// What it may do.
    pub scope: Scope,
    /// What it is for.
    pub label: String,
    /// SHA-256 of its secret.
    pub hash: String,
    /// When it ends.
    pub expires_at: Option<i64>,
}

/// A token as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct TokenRow {
    /// Its id.
    pub id: String,
    /// The office whose data it sees.
    pub office: String,
    /// What it may do.
    pub scope: String,
    /// What it is for.
    pub label: String,
    /// When it was made.
    pub created_at: i64,
    /// When it ends.
    pub expires_at: Option<i64>,
    /// When it was revoked.
    pub revoked_at: Option<i64>,
}

/// Tokens.
#[async_trait]
pub trait Tokens {
    /// Keeps a token; whether it is new, its hash unknown before.
    async fn add_token(&self, token: &NewToken, deed: Option<&Deed>) -> Result<bool, StoreError>;
    /// The token with that hash, revoked or not.
    async fn token(&self, hash: &str) -> Result<Option<TokenRow>, StoreError>;
    /// All tokens, newest first.
    async fn tokens(&self, page: &Page) -> Result<Listed<TokenRow>, StoreError>;
    /// Whether there is any token.
    async fn has_tokens(&self) -> Result<bool, StoreError>;
    /// Revokes a token for good; whether there is one.
    async fn revoke(&self, id: &str, deed: Option<&Deed>) -> Result<bool, StoreError>;
}

macro_rules! tokens {
    ($store:ident, $db:ty, $now:literal, $lock:literal) => {
        #[async_trait]
        impl Tokens for $store {
            async fn add_token(&self, token: &NewToken, deed: Option<&Deed>) -> Result<bool, StoreError> {
                let mut tx = self.begin().await?;
                let added = sqlx::query(concat!(
                    "INSERT INTO tokens (id, office, scope, label, hash, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, ",
                    $now,
                    ", $6) ON CONFLICT (hash) DO NOTHING"
                ))
                .bind(&token.id)
                .bind(&token.office)
                .bind(token.scope.as_str())
                .bind(&token.label)
                .bind(&token.hash)
                .bind(token.expires_at)
                .execute(&mut *tx)
                .await?;
                Self::note_in(&mut tx, deed).await?;
                tx.commit().await?;
                Ok(added.rows_affected() > 0)
            }

            async fn token(&self, hash: &str) -> Result<Option<TokenRow>, StoreError> {
                let row = sqlx::query_as(
                    "SELECT id, office, scope, label, created_at, expires_at, revoked_at FROM tokens WHERE hash = $1",
                );
                Ok(row.bind(hash).fetch_optional(self.reader()).await?)
            }

            async fn tokens(&self, page: &Page) -> Result<Listed<TokenRow>, StoreError> {
                let rows = sqlx::query_as(
                    "SELECT id, office, scope, label, created_at, expires_at, revoked_at FROM tokens WHERE id < $1 \
                     ORDER BY id DESC LIMIT $2",
                );
                let after = page.after.as_deref().unwrap_or("z");
                let rows = rows.bind(after).bind(page.limit + 1).fetch_all(self.reader()).await?;
                Ok(Listed::of(rows, page, |row: &TokenRow| row.id.clone()))
            }

            async fn has_tokens(&self) -> Result<bool, StoreError> {
                let count: i64 = sqlx::query_scalar("SELECT count(*) FROM tokens").fetch_one(self.reader()).await?;
                Ok(count > 0)
            }

            async fn revoke(&self, id: &str, deed: Option<&Deed>) -> Result<bool, StoreError> {
                let mut tx = self.begin().await?;
                let revoked =
                    sqlx::query(concat!("UPDATE tokens SET revoked_at = COALESCE(revoked_at, ", $now, ") WHERE id = $1"))
                        .bind(id)
                        .execute(&mut *tx)
                        .await?;
                if revoked.rows_affected() == 0 {
                    return Ok(false);
                }
                Self::note_in(&mut tx, deed).await?;
                tx.commit().await?;
                Ok(true)
            }
        }
    };
}
on_both!(tokens);
