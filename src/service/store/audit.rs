//! Who saw or changed what: a log that is only added to. Ids only.

use async_trait::async_trait;

use super::{PostgresStore, SqliteStore, StoreError, on_both};
use crate::service::page::{Listed, Page};

/// Something that somebody did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deed {
    /// The token's id; empty where there was no valid one.
    pub token: String,
    /// Its office.
    pub office: String,
    /// What was done, e.g. `plan.submit`.
    pub action: String,
    /// The id of what it was done to.
    pub object: String,
    /// `done`, or the code of the problem.
    pub outcome: String,
    /// The request's id, as logs have it.
    pub request: String,
}

/// A line of the log.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct AuditRow {
    /// Its number, rising.
    pub seq: i64,
    /// When.
    pub at: i64,
    /// The token's id.
    pub token: String,
    /// Its office.
    pub office: String,
    /// What was done.
    pub action: String,
    /// The id of what it was done to.
    pub object: String,
    /// How it went.
    pub outcome: String,
    /// The request's id.
    pub request: String,
}

/// The audit log.
#[async_trait]
pub trait Audit {
    /// Adds a line.
    async fn note(&self, deed: &Deed) -> Result<(), StoreError>;
    /// Its lines, newest first; `after` is a line's number.
    async fn audit(&self, page: &Page) -> Result<Listed<AuditRow>, StoreError>;
}

macro_rules! audit {
    ($store:ident, $db:ty, $now:literal, $lock:literal) => {
        #[async_trait]
        impl Audit for $store {
            async fn note(&self, deed: &Deed) -> Result<(), StoreError> {
                let mut tx = self.begin().await?;
                Self::note_in(&mut tx, Some(deed)).await?;
                Ok(tx.commit().await?)
            }

            async fn audit(&self, page: &Page) -> Result<Listed<AuditRow>, StoreError> {
                let after = page.after.as_deref().and_then(|after| after.parse().ok()).unwrap_or(i64::MAX);
                let rows = sqlx::query_as(
                    "SELECT seq, at, token, office, action, object, outcome, request FROM audit WHERE seq < $1 \
                     ORDER BY seq DESC LIMIT $2",
                );
                let rows = rows.bind(after).bind(page.limit + 1).fetch_all(self.reader()).await?;
                Ok(Listed::of(rows, page, |row: &AuditRow| row.seq.to_string()))
            }
        }

        impl $store {
            /// Adds a line in the transaction that does what it tells: either both stand or neither.
            pub(super) async fn note_in(
                tx: &mut sqlx::Transaction<'_, $db>,
                deed: Option<&Deed>,
            ) -> Result<(), StoreError> {
                let Some(deed) = deed else { return Ok(()) };
                sqlx::query(concat!(
                    "INSERT INTO audit (at, token, office, action, object, outcome, request) VALUES (",
                    $now,
                    ", $1, $2, $3, $4, $5, $6)"
                ))
                .bind(&deed.token)
                .bind(&deed.office)
                .bind(&deed.action)
                .bind(&deed.object)
                .bind(&deed.outcome)
                .bind(&deed.request)
                .execute(&mut **tx)
                .await?;
                Ok(())
            }
        }
    };
}
on_both!(audit);
