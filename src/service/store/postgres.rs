//! PostgreSQL: for a service with workers on any number of machines.

use std::collections::HashSet;
use std::time::Duration;

use sqlx::migrate::Migrator;
use sqlx::postgres::{PgPool, PgPoolOptions};
use sqlx::{Postgres, Transaction};

use super::StoreError;
use crate::service::dispatch;

/// The store in a server.
#[derive(Debug, Clone)]
pub struct PostgresStore {
    pub(in crate::service) pool: PgPool,
}

fn migrations() -> Migrator {
    sqlx::migrate!("src/service/store/postgres")
}

impl PostgresStore {
    /// Connects, and brings the tables up to date; whoever comes at the same time waits.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        let pool =
            PgPoolOptions::new().max_connections(12).acquire_timeout(Duration::from_secs(5)).connect(url).await?;
        // The engine has migrations of its own in the same table.
        let mut ours = migrations();
        ours.set_ignore_missing(true).run(&pool).await?;
        let mut engine = apalis_postgres::PostgresStorage::<()>::migrations();
        engine.set_ignore_missing(true).run(&pool).await?;
        Ok(Self { pool })
    }

    /// Where to read what was committed.
    pub(in crate::service) fn reader(&self) -> &PgPool {
        &self.pool
    }

    /// Begins to write.
    pub(in crate::service) async fn begin(&self) -> Result<Transaction<'static, Postgres>, StoreError> {
        Ok(self.pool.begin().await?)
    }

    /// Hands a job to the engine.
    pub(in crate::service) async fn push(tx: &mut Transaction<'_, Postgres>, job: &str) -> Result<(), StoreError> {
        let task = dispatch::task(job)?;
        let pushed = apalis_postgres::queries::push_tasks(&mut **tx, dispatch::QUEUE, vec![task]).await;
        pushed.map_err(|error| StoreError::Broken(error.to_string()))
    }

    /// The jobs that the engine has unfinished tasks of.
    pub(in crate::service) async fn unfinished_tasks(
        tx: &mut Transaction<'_, Postgres>,
    ) -> Result<HashSet<String>, StoreError> {
        let tasks: Vec<Vec<u8>> = sqlx::query_scalar(
            "SELECT job FROM apalis.jobs WHERE job_type = $1 AND status IN ('Pending', 'Queued', 'Running')",
        )
        .bind(dispatch::QUEUE)
        .fetch_all(&mut **tx)
        .await?;
        Ok(tasks.iter().filter_map(|task| serde_json::from_slice(task).ok()).collect())
    }
}
