//! Where everything is kept: SQLite in the data folder, or PostgreSQL for many machines.
//!
//! One trait a noun, written once over both: the statements are the same text, and what differs (the clock, row locks, how a
//! transaction begins, how a job's id is pushed to the engine) is handed to them by `on_both`.

mod audit;
mod backup;
mod error;
mod events;
mod feeds;
mod health;
mod ledger;
mod ledger_ends;
mod papers;
mod postgres;
mod replays;
mod sqlite;
mod tokens;

use std::path::Path;
use std::sync::Arc;

pub use audit::{Audit, AuditRow, Deed};
pub use backup::Backup;
pub use error::StoreError;
pub use events::Events;
pub use feeds::{Added, Deleted, FeedRow, Feeds, NewFeed};
pub use health::{Health, QueueRow};
pub use ledger::{Accepted, Ledger, Limits};
pub use ledger_ends::Ends;
pub use papers::{Paper, Papers};
pub use postgres::PostgresStore;
pub use replays::Replay;
pub use sqlite::SqliteStore;
pub use tokens::{NewToken, TokenRow, Tokens};

use super::dispatch::Engine;

/// Everything that is kept.
pub trait Store:
    Tokens + Feeds + Papers + Ledger + Ends + Events + Audit + Health + Backup + Engine + Send + Sync
{
}

impl Store for SqliteStore {}
impl Store for PostgresStore {}

/// Opens the store that `url` names, its migrations made: `postgres://…`, or by default a file in the data folder.
///
/// # Errors
/// [`StoreError`].
pub async fn open(url: Option<&str>, data: &Path) -> Result<Arc<dyn Store>, StoreError> {
    match url {
        Some(url) if url.starts_with("postgres://") || url.starts_with("postgresql://") => {
            Ok(Arc::new(PostgresStore::open(url).await?))
        }
        Some(url) if url.starts_with("sqlite:") => {
            let path = url.trim_start_matches("sqlite:").trim_start_matches("//");
            Ok(Arc::new(SqliteStore::open(Path::new(path)).await?))
        }
        Some(_) => Err(StoreError::Broken("a database is named as postgres://… or sqlite:PATH".to_owned())),
        None => Ok(Arc::new(SqliteStore::open(&data.join("onward.db")).await?)),
    }
}

/// Writes a noun's statements for both stores: the store, its database, its clock in milliseconds, what locks a row that is
/// read.
macro_rules! on_both {
    ($noun:ident) => {
        $noun!(SqliteStore, sqlx::Sqlite, "CAST(unixepoch('subsec') * 1000 AS INTEGER)", "");
        $noun!(PostgresStore, sqlx::Postgres, "(extract(epoch FROM clock_timestamp()) * 1000)::bigint", " FOR UPDATE");
    };
}
use on_both;
