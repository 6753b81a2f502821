//! A copy of everything, taken while the service runs.

use std::path::Path;

use async_trait::async_trait;

use super::{PostgresStore, SqliteStore, StoreError};

/// Copies.
#[async_trait]
pub trait Backup {
    /// Writes a whole and consistent copy to a file that isn't there yet.
    async fn backup(&self, to: &Path) -> Result<(), StoreError>;
}

#[async_trait]
impl Backup for SqliteStore {
    async fn backup(&self, to: &Path) -> Result<(), StoreError> {
        sqlx::query("VACUUM INTO $1").bind(to.to_string_lossy().into_owned()).execute(&self.pool).await?;
        Ok(())
    }
}

#[async_trait]
impl Backup for PostgresStore {
    async fn backup(&self, _to: &Path) -> Result<(), StoreError> {
        Err(StoreError::Broken("PostgreSQL is backed up by its own pg_dump (docs/service.md)".to_owned()))
    }
}
