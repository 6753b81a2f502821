//! SQLite in one file: for a service on one machine.

use std::collections::HashSet;
use std::path::Path;
use std::time::Duration;

use sqlx::migrate::Migrator;
use sqlx::sqlite::{
    SqliteAutoVacuum, SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{Sqlite, Transaction};

use super::StoreError;
use crate::service::dispatch;

/// The store in a file.
#[derive(Debug, Clone)]
pub struct SqliteStore {
    pub(in crate::service) pool: SqlitePool,
    /// Connections for reading: who reads never waits for those who wait to write.
    readers: SqlitePool,
}

fn migrations() -> Migrator {
    sqlx::migrate!("src/service/store/sqlite")
}

impl SqliteStore {
    /// Opens the file, which is made where it isn't there, and brings its tables up to date.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn open(path: &Path) -> Result<Self, StoreError> {
        Self::open_within(path, None).await
    }

    /// Opens it so that it can't grow beyond so many pages, or what it has already, if that is more: a disk that is full.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn open_within(path: &Path, pages: Option<u32>) -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // What was committed is on the disk, also after a power cut.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .auto_vacuum(SqliteAutoVacuum::Incremental)
            // What is deleted is overwritten.
            .pragma("secure_delete", "ON")
            .busy_timeout(Duration::from_secs(10));
        let options = match pages {
            Some(pages) => options.pragma("max_page_count", pages.to_string()),
            None => options,
        };
        let connections =
            |most| SqlitePoolOptions::new().max_connections(most).acquire_timeout(Duration::from_secs(10));
        let pool = connections(8).connect_with(options.clone()).await?;
        // The engine has migrations of its own in the same table.
        let mut ours = migrations();
        ours.set_ignore_missing(true).run(&pool).await?;
        let mut engine = apalis_sqlite::SqliteStorage::<()>::migrations();
        engine.set_ignore_missing(true).run(&pool).await?;
        let readers = connections(8).connect_with(options).await?;
        Ok(Self { pool, readers })
    }

    /// Where to read what was committed.
    pub(in crate::service) fn reader(&self) -> &SqlitePool {
        &self.readers
    }

    /// Begins to write: at once, so that what is read first is still so when it is written upon.
    pub(in crate::service) async fn begin(&self) -> Result<Transaction<'static, Sqlite>, StoreError> {
        Ok(self.pool.begin_with("BEGIN IMMEDIATE").await?)
    }

    /// Hands a job to the engine.
    pub(in crate::service) async fn push(tx: &mut Transaction<'_, Sqlite>, job: &str) -> Result<(), StoreError> {
        let task = dispatch::task(job)?;
        let pushed = apalis_sqlite::queries::push_tasks(&mut **tx, dispatch::QUEUE, &[task]).await;
        pushed.map_err(|error| StoreError::Broken(error.to_string()))
    }

    /// The jobs that the engine has unfinished tasks of.
    pub(in crate::service) async fn unfinished_tasks(
        tx: &mut Transaction<'_, Sqlite>,
    ) -> Result<HashSet<String>, StoreError> {
        let tasks: Vec<Vec<u8>> = sqlx::query_scalar(
            "SELECT job FROM Jobs WHERE job_type = $1 AND status IN ('Pending', 'Queued', 'Running')",
        )
        .bind(dispatch::QUEUE)
        .fetch_all(&mut **tx)
        .await?;
        Ok(tasks.iter().filter_map(|task| serde_json::from_slice(task).ok()).collect())
    }
}
