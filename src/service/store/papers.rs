//! Sealed blobs by owner and part.

use async_trait::async_trait;

use super::{PostgresStore, SqliteStore, StoreError, on_both};

/// A sealed blob.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Paper {
    /// The feed or job it is of.
    pub owner: String,
    /// Which of its parts.
    pub part: String,
    /// As the vault sealed it.
    pub sealed: Vec<u8>,
}

/// Sealed blobs.
#[async_trait]
pub trait Papers {
    /// A part of an owner.
    async fn paper(&self, owner: &str, part: &str) -> Result<Option<Vec<u8>>, StoreError>;
    /// A part of every job of a sweep that has it.
    async fn papers_of(&self, parent: &str, part: &str) -> Result<Vec<Paper>, StoreError>;
    /// A part of each of these owners that has it.
    async fn papers_for(&self, owners: &[&str], part: &str) -> Result<Vec<Paper>, StoreError>;
    /// So many papers that come after one, by owner and part: to seal them all anew.
    async fn papers_after(&self, owner: &str, part: &str, most: i64) -> Result<Vec<Paper>, StoreError>;
    /// Puts a blob in the place of another, unless that was replaced in the meantime; whether it was there.
    async fn reseal(&self, old: &Paper, sealed: &[u8]) -> Result<bool, StoreError>;
}

macro_rules! papers {
    ($store:ident, $db:ty, $now:literal, $lock:literal) => {
        #[async_trait]
        impl Papers for $store {
            async fn paper(&self, owner: &str, part: &str) -> Result<Option<Vec<u8>>, StoreError> {
                let sealed = sqlx::query_scalar("SELECT sealed FROM papers WHERE owner = $1 AND part = $2");
                Ok(sealed.bind(owner).bind(part).fetch_optional(self.reader()).await?)
            }

            async fn papers_of(&self, parent: &str, part: &str) -> Result<Vec<Paper>, StoreError> {
                let rows = sqlx::query_as(
                    "SELECT owner, part, sealed FROM papers WHERE part = $2 AND owner IN \
                     (SELECT id FROM work WHERE parent = $1)",
                );
                Ok(rows.bind(parent).bind(part).fetch_all(self.reader()).await?)
            }

            async fn papers_for(&self, owners: &[&str], part: &str) -> Result<Vec<Paper>, StoreError> {
                if owners.is_empty() {
                    return Ok(Vec::new());
                }
                let mut asked = sqlx::QueryBuilder::<$db>::new("SELECT owner, part, sealed FROM papers WHERE part = ");
                asked.push_bind(part).push(" AND owner IN (");
                let mut list = asked.separated(", ");
                for &owner in owners {
                    list.push_bind(owner);
                }
                asked.push(")");
                Ok(asked.build_query_as().fetch_all(self.reader()).await?)
            }

            async fn papers_after(&self, owner: &str, part: &str, most: i64) -> Result<Vec<Paper>, StoreError> {
                let rows = sqlx::query_as(
                    "SELECT owner, part, sealed FROM papers WHERE owner > $1 OR (owner = $1 AND part > $2) \
                     ORDER BY owner, part LIMIT $3",
                );
                Ok(rows.bind(owner).bind(part).bind(most).fetch_all(self.reader()).await?)
            }

            async fn reseal(&self, old: &Paper, sealed: &[u8]) -> Result<bool, StoreError> {
                let replaced =
                    sqlx::query("UPDATE papers SET sealed = $1 WHERE owner = $2 AND part = $3 AND sealed = $4")
                        .bind(sealed)
                        .bind(&old.owner)
                        .bind(&old.part)
                        .bind(&old.sealed)
                        .execute(&self.pool)
                        .await?;
                Ok(replaced.rows_affected() > 0)
            }
        }

        impl $store {
            /// Puts a part of an owner, in the place of an earlier one.
            pub(super) async fn put_paper(
                tx: &mut sqlx::Transaction<'_, $db>,
                owner: &str,
                part: &str,
                sealed: &[u8],
            ) -> Result<(), StoreError> {
                sqlx::query(
                    "INSERT INTO papers (owner, part, sealed) VALUES ($1, $2, $3) \
                     ON CONFLICT (owner, part) DO UPDATE SET sealed = excluded.sealed",
                )
                .bind(owner)
                .bind(part)
                .bind(sealed)
                .execute(&mut **tx)
                .await?;
                Ok(())
            }
        }
    };
}
on_both!(papers);
