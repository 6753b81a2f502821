//! Whether the store answers, and how much waits in it.

use async_trait::async_trait;

use super::{PostgresStore, SqliteStore, StoreError, on_both};

/// How many jobs of a kind are so far.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct QueueRow {
    /// The kind of job.
    pub kind: String,
    /// Their status.
    pub status: String,
    /// How many.
    pub jobs: i64,
}

/// Health.
#[async_trait]
pub trait Health {
    /// Whether it can be written to.
    async fn ready(&self) -> Result<(), StoreError>;
    /// Unfinished jobs by kind and status.
    async fn queue(&self) -> Result<Vec<QueueRow>, StoreError>;
    /// The database's clock, milliseconds since 1970.
    async fn clock(&self) -> Result<i64, StoreError>;
}

macro_rules! health {
    ($store:ident, $db:ty, $now:literal, $lock:literal) => {
        #[async_trait]
        impl Health for $store {
            async fn ready(&self) -> Result<(), StoreError> {
                let mut tx = self.begin().await?;
                // Nothing is changed, but whoever can't write can't do this either.
                sqlx::query("UPDATE work SET version = version WHERE id = ''").execute(&mut *tx).await?;
                tx.rollback().await?;
                Ok(())
            }

            async fn queue(&self) -> Result<Vec<QueueRow>, StoreError> {
                let rows = sqlx::query_as(
                    "SELECT kind, status, count(*) AS jobs FROM work WHERE status IN ('waiting', 'queued', 'running') \
                     GROUP BY kind, status",
                );
                Ok(rows.fetch_all(self.reader()).await?)
            }

            async fn clock(&self) -> Result<i64, StoreError> {
                Ok(sqlx::query_scalar(concat!("SELECT ", $now)).fetch_one(self.reader()).await?)
            }
        }
    };
}
on_both!(health);
