//! The ledger of jobs: accepted, claimed, kept alive.
//!
//! A job's row says where it stands. Every claim raises its fence, and whoever writes for a claim names the fence: a worker
//! that was taken for dead can't write any more. Clocks are the database's. A lease that ends too far in the future is no
//! lease: the clock was set back since.

use async_trait::async_trait;

use super::audit::Deed;
use super::replays::{Kept, Replay};
use super::{PostgresStore, SqliteStore, StoreError, on_both};
use crate::service::job::{Claim, JobRow, Kind, NewJob, Status};
use crate::service::page::{Listed, Page};

/// How many jobs an office may have unfinished.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Unfinished jobs at most.
    pub open: i64,
}

/// What became of jobs that were to be accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Accepted {
    /// They are written down and will be done.
    Yes,
    /// The request was a repetition: its first answer.
    Again(i64, String),
    /// Another request came under the same key.
    KeyReused,
    /// The office has too many unfinished jobs.
    Quota,
    /// The feed was deleted in the meantime.
    NoFeed,
}

/// Accepting, finding, claiming.
#[async_trait]
pub trait Ledger {
    /// Writes jobs of a feed down and hands those that are ready to the engine: all or none, and noted with them who asked.
    async fn accept(
        &self,
        office: &str,
        feed: &str,
        jobs: &[NewJob],
        limits: Limits,
        replay: Option<&Replay>,
        deed: Option<&Deed>,
    ) -> Result<Accepted, StoreError>;
    /// A job of an office.
    async fn job(&self, office: &str, id: &str) -> Result<Option<JobRow>, StoreError>;
    /// An office's jobs of a kind, of one feed or of all, newest first.
    async fn jobs(
        &self,
        office: &str,
        kind: Kind,
        feed: Option<&str>,
        page: &Page,
    ) -> Result<Listed<JobRow>, StoreError>;
    /// The jobs of a sweep in their order, the base first.
    async fn jobs_of(&self, parent: &str) -> Result<Vec<JobRow>, StoreError>;
    /// Takes a job for `holder` until `lease` milliseconds from now, if nobody else has it and it has attempts left.
    async fn claim(&self, id: &str, holder: &str, lease: i64, attempts: i64) -> Result<Option<Claim>, StoreError>;
    /// Keeps a claim alive and tells how far the job is; false where the claim is lost: the job was cancelled, or others
    /// have it.
    async fn beat(&self, claim: &Claim, lease: i64, progress: Option<&str>) -> Result<bool, StoreError>;
    /// Cancels a job, and those of a sweep with it; what it was before, if there is one.
    async fn cancel(&self, office: &str, id: &str, deed: Option<&Deed>) -> Result<Option<Status>, StoreError>;
}

macro_rules! ledger {
    ($store:ident, $db:ty, $now:literal, $lock:literal) => {
        #[async_trait]
        impl Ledger for $store {
            async fn accept(
                &self,
                office: &str,
                feed: &str,
                jobs: &[NewJob],
                limits: Limits,
                replay: Option<&Replay>,
                deed: Option<&Deed>,
            ) -> Result<Accepted, StoreError> {
                let mut tx = self.begin().await?;
                match Self::keep(&mut tx, replay).await? {
                    Kept::First => {}
                    Kept::Again(status, body) => return Ok(Accepted::Again(status, body)),
                    Kept::Other => return Ok(Accepted::KeyReused),
                }
                // The feed can't be deleted while its jobs are written down.
                let known: Option<String> =
                    sqlx::query_scalar(concat!("SELECT id FROM feeds WHERE office = $1 AND id = $2", $lock))
                        .bind(office)
                        .bind(feed)
                        .fetch_optional(&mut *tx)
                        .await?;
                if known.is_none() {
                    return Ok(Accepted::NoFeed);
                }
                let open: i64 = sqlx::query_scalar(
                    "SELECT count(*) FROM work WHERE office = $1 AND status IN ('waiting', 'queued', 'running')",
                )
                .bind(office)
                .fetch_one(&mut *tx)
                .await?;
                if open + jobs.len() as i64 > limits.open {
                    return Ok(Accepted::Quota);
                }
                for job in jobs {
                    let runs = job.ready && job.kind != Kind::Sweep;
                    let status = if job.ready { "queued" } else { "waiting" };
                    sqlx::query(concat!(
                        "INSERT INTO work (id, office, kind, feed, parent, place, status, created_at, dispatched_at) ",
                        "VALUES ($1, $2, $3, $4, $5, $6, $7, ",
                        $now,
                        ", ",
                        $now,
                        ")"
                    ))
                    .bind(&job.id)
                    .bind(office)
                    .bind(job.kind.as_str())
                    .bind(feed)
                    .bind(&job.parent)
                    .bind(job.place)
                    .bind(status)
                    .execute(&mut *tx)
                    .await?;
                    Self::put_paper(&mut tx, &job.id, "request", &job.request).await?;
                    if job.kind != Kind::Scenario && job.kind != Kind::Base {
                        Self::tell(&mut tx, &job.id, "status", r#"{"status":"queued"}"#).await?;
                    }
                    if runs {
                        Self::push(&mut tx, &job.id).await?;
                    }
                }
                Self::note_in(&mut tx, deed).await?;
                tx.commit().await?;
                Ok(Accepted::Yes)
            }

            async fn job(&self, office: &str, id: &str) -> Result<Option<JobRow>, StoreError> {
                let row = sqlx::query_as(
                    "SELECT id, office, kind, feed, parent, place, status, created_at, started_at, finished_at, attempts, \
                     progress, version, result_tag FROM work WHERE office = $1 AND id = $2",
                );
                Ok(row.bind(office).bind(id).fetch_optional(self.reader()).await?)
            }

            async fn jobs(
                &self,
                office: &str,
                kind: Kind,
                feed: Option<&str>,
                page: &Page,
            ) -> Result<Listed<JobRow>, StoreError> {
                let rows = sqlx::query_as(
                    "SELECT id, office, kind, feed, parent, place, status, created_at, started_at, finished_at, attempts, \
                     progress, version, result_tag FROM work WHERE office = $1 AND kind = $2 AND id < $3 \
                     AND (CAST($5 AS TEXT) IS NULL OR feed = $5) ORDER BY id DESC LIMIT $4",
                );
                let rows = rows
                    .bind(office)
                    .bind(kind.as_str())
                    .bind(page.after.as_deref().unwrap_or("z"))
                    .bind(page.limit + 1)
                    .bind(feed)
                    .fetch_all(self.reader())
                    .await?;
                Ok(Listed::of(rows, page, |row: &JobRow| row.id.clone()))
            }

            async fn jobs_of(&self, parent: &str) -> Result<Vec<JobRow>, StoreError> {
                let rows = sqlx::query_as(
                    "SELECT id, office, kind, feed, parent, place, status, created_at, started_at, finished_at, attempts, \
                     progress, version, result_tag FROM work WHERE parent = $1 ORDER BY place",
                );
                Ok(rows.bind(parent).fetch_all(self.reader()).await?)
            }

            async fn claim(
                &self,
                id: &str,
                holder: &str,
                lease: i64,
                attempts: i64,
            ) -> Result<Option<Claim>, StoreError> {
                let mut tx = self.begin().await?;
                let claim: Option<Claim> = sqlx::query_as(concat!(
                    "UPDATE work SET status = 'running', attempts = attempts + 1, fence = fence + 1, holder = $2, lease = ",
                    $now,
                    " + $3, started_at = COALESCE(started_at, ",
                    $now,
                    "), version = version + 1 WHERE id = $1 AND attempts < $4 AND (status = 'queued' OR (status = 'running' ",
                    "AND (lease < ",
                    $now,
                    " OR lease > ",
                    $now,
                    " + 4 * $3))) RETURNING id, kind, feed, parent, fence, attempts"
                ))
                .bind(id)
                .bind(holder)
                .bind(lease)
                .bind(attempts)
                .fetch_optional(&mut *tx)
                .await?;
                let Some(claim) = claim else { return Ok(None) };
                let told = format!(r#"{{"status":"running","attempts":{}}}"#, claim.attempts);
                Self::tell(&mut tx, id, "status", &told).await?;
                if let Some(parent) = &claim.parent {
                    let begun = sqlx::query(concat!(
                        "UPDATE work SET status = 'running', started_at = ",
                        $now,
                        ", version = version + 1 WHERE id = $1 AND status = 'queued'"
                    ))
                    .bind(parent)
                    .execute(&mut *tx)
                    .await?;
                    if begun.rows_affected() > 0 {
                        Self::tell(&mut tx, parent, "status", r#"{"status":"running"}"#).await?;
                    }
                }
                tx.commit().await?;
                Ok(Some(claim))
            }

            async fn beat(&self, claim: &Claim, lease: i64, progress: Option<&str>) -> Result<bool, StoreError> {
                let mut tx = self.begin().await?;
                let alive = sqlx::query(concat!(
                    "UPDATE work SET lease = ",
                    $now,
                    " + $3, progress = COALESCE($4, progress), version = version + $5 ",
                    "WHERE id = $1 AND fence = $2 AND status = 'running'"
                ))
                .bind(&claim.id)
                .bind(claim.fence)
                .bind(lease)
                .bind(progress)
                .bind(i64::from(progress.is_some()))
                .execute(&mut *tx)
                .await?;
                if alive.rows_affected() == 0 {
                    return Ok(false);
                }
                if let Some(progress) = progress {
                    Self::tell(&mut tx, &claim.id, "progress", progress).await?;
                }
                tx.commit().await?;
                Ok(true)
            }

            async fn cancel(&self, office: &str, id: &str, deed: Option<&Deed>) -> Result<Option<Status>, StoreError> {
                let mut tx = self.begin().await?;
                let row: Option<(String, Option<String>)> =
                    sqlx::query_as(concat!("SELECT status, parent FROM work WHERE office = $1 AND id = $2", $lock))
                        .bind(office)
                        .bind(id)
                        .fetch_optional(&mut *tx)
                        .await?;
                let Some((status, parent)) = row else { return Ok(None) };
                let was = Status::read(&status).unwrap_or(Status::Queued);
                if was.is_final() {
                    return Ok(Some(was));
                }
                let gone: Vec<String> = sqlx::query_scalar(concat!(
                    "UPDATE work SET status = 'cancelled', finished_at = ",
                    $now,
                    ", holder = NULL, lease = NULL, version = version + 1 WHERE (id = $1 OR parent = $1) ",
                    "AND status IN ('waiting', 'queued', 'running') RETURNING id"
                ))
                .bind(id)
                .fetch_all(&mut *tx)
                .await?;
                for job in &gone {
                    Self::tell(&mut tx, job, "status", r#"{"status":"cancelled"}"#).await?;
                }
                if let Some(parent) = parent {
                    Self::settle(&mut tx, &parent).await?;
                }
                Self::note_in(&mut tx, deed).await?;
                tx.commit().await?;
                Ok(Some(was))
            }
        }
    };
}
on_both!(ledger);
