//! Feeds: what can be told of them without opening them. Their content is a paper.

use async_trait::async_trait;

use super::audit::Deed;
use super::replays::{Kept, Replay};
use super::{PostgresStore, SqliteStore, StoreError, on_both};
use crate::service::page::{Listed, Page};

/// A feed to be kept, its content sealed.
#[derive(Debug, Clone)]
pub struct NewFeed {
    /// What is told of it.
    pub row: FeedRow,
    /// Its zip, sealed as the feed's `feed`.
    pub sealed: Vec<u8>,
}

/// What is told of a feed.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct FeedRow {
    /// Its id.
    pub id: String,
    /// Whose it is.
    pub office: String,
    /// SHA-256 of its content, as plans name it.
    pub sha256: String,
    /// Its name.
    pub name: String,
    /// When it came.
    pub created_at: i64,
    /// Its cases.
    pub cases: i64,
    /// Its persons.
    pub persons: i64,
    /// Its flights, dated, and its charters' legs.
    pub sectors: i64,
    /// The first day of its period.
    pub first_day: String,
    /// The last.
    pub last_day: String,
    /// Bytes of its zip.
    pub bytes: i64,
}

/// What became of a feed that was to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Added {
    /// It is kept.
    New,
    /// The office has one of the same content.
    Known(FeedRow),
    /// The request was a repetition: its first answer.
    Again(i64, String),
    /// Another request came under the same key.
    KeyReused,
    /// The office has as many feeds as it may.
    Quota,
}

/// What became of a feed that was to be deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deleted {
    /// It is gone, with all plans made of it.
    Gone,
    /// Jobs of it are queued or running.
    InUse,
    /// There is none.
    Unknown,
}

/// Feeds.
#[async_trait]
pub trait Feeds {
    /// Keeps a feed, unless the office has its content, or `most` feeds, already; what was done is noted with it.
    async fn add_feed(
        &self,
        feed: &NewFeed,
        most: i64,
        replay: Option<&Replay>,
        deed: Option<&Deed>,
    ) -> Result<Added, StoreError>;
    /// A feed of an office.
    async fn feed(&self, office: &str, id: &str) -> Result<Option<FeedRow>, StoreError>;
    /// An office's feeds, newest first.
    async fn feeds(&self, office: &str, page: &Page) -> Result<Listed<FeedRow>, StoreError>;
    /// Deletes a feed and everything made of it, for good.
    async fn delete_feed(&self, office: &str, id: &str, deed: Option<&Deed>) -> Result<Deleted, StoreError>;
    /// Deletes the feeds that came before `before` (milliseconds since 1970) and everything made of them, but for those with
    /// unfinished jobs; how many.
    async fn delete_old_feeds(&self, before: i64) -> Result<u64, StoreError>;
}

macro_rules! feeds {
    ($store:ident, $db:ty, $now:literal, $lock:literal) => {
        #[async_trait]
        impl Feeds for $store {
            async fn add_feed(&self, feed: &NewFeed, most: i64, replay: Option<&Replay>, deed: Option<&Deed>) -> Result<Added, StoreError> {
                let mut tx = self.begin().await?;
                match Self::keep(&mut tx, replay).await? {
                    Kept::First => {}
                    Kept::Again(status, body) => return Ok(Added::Again(status, body)),
                    Kept::Other => return Ok(Added::KeyReused),
                }
                let row = &feed.row;
                let count: i64 = sqlx::query_scalar("SELECT count(*) FROM feeds WHERE office = $1")
                    .bind(&row.office)
                    .fetch_one(&mut *tx)
                    .await?;
                let known = sqlx::query_as("SELECT * FROM feeds WHERE office = $1 AND sha256 = $2")
                    .bind(&row.office)
                    .bind(&row.sha256)
                    .fetch_optional(&mut *tx)
                    .await?;
                if let Some(known) = known {
                    return Ok(Added::Known(known));
                }
                if count >= most {
                    return Ok(Added::Quota);
                }
                let added = sqlx::query(
                    "INSERT INTO feeds (id, office, sha256, name, created_at, cases, persons, sectors, first_day, last_day, \
                     bytes) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (office, sha256) DO NOTHING",
                )
                .bind(&row.id)
                .bind(&row.office)
                .bind(&row.sha256)
                .bind(&row.name)
                .bind(row.created_at)
                .bind(row.cases)
                .bind(row.persons)
                .bind(row.sectors)
                .bind(&row.first_day)
                .bind(&row.last_day)
                .bind(row.bytes)
                .execute(&mut *tx)
                .await?;
                if added.rows_affected() == 0 {
                    // Somebody was faster by a moment.
                    let known = sqlx::query_as("SELECT * FROM feeds WHERE office = $1 AND sha256 = $2")
                        .bind(&row.office)
                        .bind(&row.sha256)
                        .fetch_one(&mut *tx)
                        .await?;
                    return Ok(Added::Known(known));
                }
                Self::put_paper(&mut tx, &row.id, "feed", &feed.sealed).await?;
                Self::note_in(&mut tx, deed).await?;
                tx.commit().await?;
                Ok(Added::New)
            }

            async fn feed(&self, office: &str, id: &str) -> Result<Option<FeedRow>, StoreError> {
                let row = sqlx::query_as("SELECT * FROM feeds WHERE office = $1 AND id = $2");
                Ok(row.bind(office).bind(id).fetch_optional(self.reader()).await?)
            }

            async fn feeds(&self, office: &str, page: &Page) -> Result<Listed<FeedRow>, StoreError> {
                let rows =
                    sqlx::query_as("SELECT * FROM feeds WHERE office = $1 AND id < $2 ORDER BY id DESC LIMIT $3")
                        .bind(office)
                        .bind(page.after.as_deref().unwrap_or("z"))
                        .bind(page.limit + 1)
                        .fetch_all(self.reader())
                        .await?;
                Ok(Listed::of(rows, page, |row: &FeedRow| row.id.clone()))
            }

            async fn delete_feed(&self, office: &str, id: &str, deed: Option<&Deed>) -> Result<Deleted, StoreError> {
                let mut tx = self.begin().await?;
                let known: Option<String> =
                    sqlx::query_scalar(concat!("SELECT id FROM feeds WHERE office = $1 AND id = $2", $lock))
                        .bind(office)
                        .bind(id)
                        .fetch_optional(&mut *tx)
                        .await?;
                if known.is_none() {
                    return Ok(Deleted::Unknown);
                }
                if Self::forget_feed(&mut tx, id).await? {
                    Self::note_in(&mut tx, deed).await?;
                    tx.commit().await?;
                    Ok(Deleted::Gone)
                } else {
                    Ok(Deleted::InUse)
                }
            }

            async fn delete_old_feeds(&self, before: i64) -> Result<u64, StoreError> {
                let old: Vec<String> = sqlx::query_scalar("SELECT id FROM feeds WHERE created_at < $1 LIMIT 1000")
                    .bind(before)
                    .fetch_all(self.reader())
                    .await?;
                let mut gone = 0;
                for id in old {
                    let mut tx = self.begin().await?;
                    if Self::forget_feed(&mut tx, &id).await? {
                        tx.commit().await?;
                        gone += 1;
                    }
                }
                Ok(gone)
            }
        }

        impl $store {
            /// Deletes a feed and all that was made of it; not where jobs of it are unfinished.
            async fn forget_feed(tx: &mut sqlx::Transaction<'_, $db>, id: &str) -> Result<bool, StoreError> {
                let open: i64 = sqlx::query_scalar(
                    "SELECT count(*) FROM work WHERE feed = $1 AND status IN ('waiting', 'queued', 'running')",
                )
                .bind(id)
                .fetch_one(&mut **tx)
                .await?;
                if open > 0 {
                    return Ok(false);
                }
                for statement in [
                    "DELETE FROM papers WHERE owner = $1 OR owner IN (SELECT id FROM work WHERE feed = $1)",
                    "DELETE FROM events WHERE job IN (SELECT id FROM work WHERE feed = $1)",
                    "DELETE FROM work WHERE feed = $1 AND parent IS NOT NULL",
                    "DELETE FROM work WHERE feed = $1",
                    "DELETE FROM feeds WHERE id = $1",
                ] {
                    sqlx::query(statement).bind(id).execute(&mut **tx).await?;
                }
                Ok(true)
            }
        }
    };
}
on_both!(feeds);
