//! How jobs end, or begin again: with a result, with an error, after a crash, handed back, or found dead.

use async_trait::async_trait;

use super::{PostgresStore, SqliteStore, StoreError, on_both};
use crate::service::job::{Claim, End};

/// Ends of jobs.
#[async_trait]
pub trait Ends {
    /// Writes down how a claimed job ended, all of it or nothing; false where the claim is lost.
    async fn finish(&self, claim: &Claim, end: &End) -> Result<bool, StoreError>;
    /// An attempt failed: the job is queued again; false where it has no attempts left, or the claim is lost.
    async fn retry(&self, claim: &Claim, fault: &str, attempts: i64) -> Result<bool, StoreError>;
    /// Gives a job back that was hardly begun: the attempt doesn't count; false where the claim is lost.
    async fn hand_back(&self, claim: &Claim) -> Result<bool, StoreError>;
    /// Queues jobs again whose worker is gone, and those that the engine has lost; how many.
    async fn revive(&self, lease: i64, attempts: i64) -> Result<u64, StoreError>;
    /// Jobs that have no attempts left though nobody has them: id and what went wrong last.
    async fn exhausted(&self, lease: i64, attempts: i64) -> Result<Vec<(String, Option<String>)>, StoreError>;
    /// Ends such a job as failed with its sealed error; false where it isn't so any more.
    async fn give_up(&self, id: &str, lease: i64, attempts: i64, error: &[u8]) -> Result<bool, StoreError>;
    /// Deletes jobs that ended before `before` for good, those of unfinished sweeps aside; how many.
    async fn delete_old_jobs(&self, before: i64) -> Result<u64, StoreError>;
    /// Deletes answers kept for repetitions from before `before`.
    async fn delete_old_replays(&self, before: i64) -> Result<u64, StoreError>;
}

macro_rules! ends {
    ($store:ident, $db:ty, $now:literal, $lock:literal) => {
        #[async_trait]
        impl Ends for $store {
            async fn finish(&self, claim: &Claim, end: &End) -> Result<bool, StoreError> {
                let mut tx = self.begin().await?;
                let (status, tag) = match end {
                    End::Done { tag, .. } => ("done", Some(tag.as_str())),
                    End::Failed { .. } => ("failed", None),
                };
                let ended = sqlx::query(concat!(
                    "UPDATE work SET status = $3, result_tag = $4, finished_at = ",
                    $now,
                    ", holder = NULL, lease = NULL, version = version + 1 ",
                    "WHERE id = $1 AND fence = $2 AND status = 'running'"
                ))
                .bind(&claim.id)
                .bind(claim.fence)
                .bind(status)
                .bind(tag)
                .execute(&mut *tx)
                .await?;
                if ended.rows_affected() == 0 {
                    return Ok(false);
                }
                match end {
                    End::Done { parts, .. } => {
                        for (part, sealed) in parts {
                            Self::put_paper(&mut tx, &claim.id, part, sealed).await?;
                        }
                    }
                    End::Failed { error } => Self::put_paper(&mut tx, &claim.id, "error", error).await?,
                }
                Self::tell(&mut tx, &claim.id, "status", &format!(r#"{{"status":"{status}"}}"#)).await?;
                if let Some(parent) = &claim.parent {
                    if claim.kind == "base" && status == "done" {
                        Self::release(&mut tx, parent).await?;
                    }
                    Self::settle(&mut tx, parent).await?;
                }
                tx.commit().await?;
                Ok(true)
            }

            async fn retry(&self, claim: &Claim, fault: &str, attempts: i64) -> Result<bool, StoreError> {
                let mut tx = self.begin().await?;
                let again = sqlx::query(concat!(
                    "UPDATE work SET status = 'queued', holder = NULL, lease = NULL, last_fault = $3, dispatched_at = ",
                    $now,
                    ", version = version + 1 WHERE id = $1 AND fence = $2 AND status = 'running'"
                ))
                .bind(&claim.id)
                .bind(claim.fence)
                .bind(fault)
                .execute(&mut *tx)
                .await?;
                if again.rows_affected() == 0 {
                    return Ok(false);
                }
                Self::tell(&mut tx, &claim.id, "status", r#"{"status":"queued"}"#).await?;
                let left = claim.attempts < attempts;
                if left {
                    Self::push(&mut tx, &claim.id).await?;
                }
                tx.commit().await?;
                Ok(left)
            }

            async fn hand_back(&self, claim: &Claim) -> Result<bool, StoreError> {
                let mut tx = self.begin().await?;
                let back = sqlx::query(concat!(
                    "UPDATE work SET status = 'queued', holder = NULL, lease = NULL, attempts = attempts - 1, ",
                    "dispatched_at = ",
                    $now,
                    ", version = version + 1 WHERE id = $1 AND fence = $2 AND status = 'running'"
                ))
                .bind(&claim.id)
                .bind(claim.fence)
                .execute(&mut *tx)
                .await?;
                if back.rows_affected() == 0 {
                    return Ok(false);
                }
                Self::tell(&mut tx, &claim.id, "status", r#"{"status":"queued"}"#).await?;
                Self::push(&mut tx, &claim.id).await?;
                tx.commit().await?;
                Ok(true)
            }

            async fn revive(&self, lease: i64, attempts: i64) -> Result<u64, StoreError> {
                let mut tx = self.begin().await?;
                let mut dead: Vec<String> = sqlx::query_scalar(concat!(
                    "UPDATE work SET status = 'queued', holder = NULL, lease = NULL, dispatched_at = ",
                    $now,
                    ", last_fault = 'the worker stopped answering', version = version + 1 ",
                    "WHERE status = 'running' AND kind <> 'sweep' AND attempts < $2 AND (lease < ",
                    $now,
                    " OR lease > ",
                    $now,
                    " + 4 * $1) RETURNING id"
                ))
                .bind(lease)
                .bind(attempts)
                .fetch_all(&mut *tx)
                .await?;
                for job in &dead {
                    Self::tell(&mut tx, job, "status", r#"{"status":"queued"}"#).await?;
                }
                // What the engine has no unfinished task of, though it was handed to it a while ago.
                let lost: Vec<String> = sqlx::query_scalar(concat!(
                    "SELECT id FROM work WHERE status = 'queued' AND kind <> 'sweep' AND attempts < $2 AND (dispatched_at < ",
                    $now,
                    " - 2 * $1 OR dispatched_at > ",
                    $now,
                    " + 4 * $1) LIMIT 10000"
                ))
                .bind(lease)
                .bind(attempts)
                .fetch_all(&mut *tx)
                .await?;
                if !lost.is_empty() {
                    let at_hand = Self::unfinished_tasks(&mut tx).await?;
                    dead.extend(lost.into_iter().filter(|job| !at_hand.contains(job)));
                }
                for job in &dead {
                    sqlx::query(concat!("UPDATE work SET dispatched_at = ", $now, " WHERE id = $1"))
                        .bind(job)
                        .execute(&mut *tx)
                        .await?;
                    Self::push(&mut tx, job).await?;
                }
                tx.commit().await?;
                Ok(dead.len() as u64)
            }

            async fn exhausted(&self, lease: i64, attempts: i64) -> Result<Vec<(String, Option<String>)>, StoreError> {
                let rows = sqlx::query_as(concat!(
                    "SELECT id, last_fault FROM work WHERE kind <> 'sweep' AND attempts >= $2 AND (status = 'queued' OR ",
                    "(status = 'running' AND (lease < ",
                    $now,
                    " OR lease > ",
                    $now,
                    " + 4 * $1))) LIMIT 1000"
                ));
                Ok(rows.bind(lease).bind(attempts).fetch_all(self.reader()).await?)
            }

            async fn give_up(&self, id: &str, lease: i64, attempts: i64, error: &[u8]) -> Result<bool, StoreError> {
                let mut tx = self.begin().await?;
                let parent: Option<(Option<String>,)> = sqlx::query_as(concat!(
                    "UPDATE work SET status = 'failed', fence = fence + 1, holder = NULL, lease = NULL, finished_at = ",
                    $now,
                    ", version = version + 1 WHERE id = $1 AND attempts >= $3 AND (status = 'queued' OR ",
                    "(status = 'running' AND (lease < ",
                    $now,
                    " OR lease > ",
                    $now,
                    " + 4 * $2))) RETURNING parent"
                ))
                .bind(id)
                .bind(lease)
                .bind(attempts)
                .fetch_optional(&mut *tx)
                .await?;
                let Some((parent,)) = parent else { return Ok(false) };
                Self::put_paper(&mut tx, id, "error", error).await?;
                Self::tell(&mut tx, id, "status", r#"{"status":"failed"}"#).await?;
                if let Some(parent) = parent {
                    Self::settle(&mut tx, &parent).await?;
                }
                tx.commit().await?;
                Ok(true)
            }

            async fn delete_old_jobs(&self, before: i64) -> Result<u64, StoreError> {
                let mut tx = self.begin().await?;
                let old: Vec<String> = sqlx::query_scalar(
                    "SELECT id FROM work WHERE finished_at < $1 AND parent IS NULL LIMIT 1000",
                )
                .bind(before)
                .fetch_all(&mut *tx)
                .await?;
                for id in &old {
                    for statement in [
                        "DELETE FROM papers WHERE owner = $1 OR owner IN (SELECT id FROM work WHERE parent = $1)",
                        "DELETE FROM events WHERE job = $1 OR job IN (SELECT id FROM work WHERE parent = $1)",
                        "DELETE FROM work WHERE parent = $1",
                        "DELETE FROM work WHERE id = $1",
                    ] {
                        sqlx::query(statement).bind(id).execute(&mut *tx).await?;
                    }
                }
                tx.commit().await?;
                Ok(old.len() as u64)
            }

            async fn delete_old_replays(&self, before: i64) -> Result<u64, StoreError> {
                let gone = sqlx::query("DELETE FROM replays WHERE created_at < $1").bind(before);
                Ok(gone.execute(&self.pool).await?.rows_affected())
            }
        }

        impl $store {
            /// Lets a sweep's scenarios begin: their base is done.
            async fn release(tx: &mut sqlx::Transaction<'_, $db>, parent: &str) -> Result<(), StoreError> {
                let ready: Vec<String> = sqlx::query_scalar(concat!(
                    "UPDATE work SET status = 'queued', dispatched_at = ",
                    $now,
                    ", version = version + 1 WHERE parent = $1 AND status = 'waiting' RETURNING id"
                ))
                .bind(parent)
                .fetch_all(&mut **tx)
                .await?;
                for job in ready {
                    Self::push(tx, &job).await?;
                }
                Ok(())
            }

            /// Brings a sweep's row up to its jobs': without a base its scenarios can't be; once all have ended, it has.
            pub(super) async fn settle(tx: &mut sqlx::Transaction<'_, $db>, parent: &str) -> Result<(), StoreError> {
                // Its row is locked first: of two jobs that end at once, the second sees the first's end.
                let status: Option<String> =
                    sqlx::query_scalar("UPDATE work SET version = version + 1 WHERE id = $1 RETURNING status")
                        .bind(parent)
                        .fetch_optional(&mut **tx)
                        .await?;
                if !status.is_some_and(|status| status == "queued" || status == "running") {
                    return Ok(());
                }
                let base: Option<String> =
                    sqlx::query_scalar("SELECT status FROM work WHERE parent = $1 AND kind = 'base'")
                        .bind(parent)
                        .fetch_optional(&mut **tx)
                        .await?;
                let lost = base.as_deref().is_none_or(|base| base == "failed" || base == "cancelled");
                if lost {
                    sqlx::query(concat!(
                        "UPDATE work SET status = 'cancelled', finished_at = ",
                        $now,
                        ", version = version + 1 WHERE parent = $1 AND status IN ('waiting', 'queued', 'running')"
                    ))
                    .bind(parent)
                    .execute(&mut **tx)
                    .await?;
                }
                let (all, open): (i64, i64) = sqlx::query_as(
                    "SELECT count(*), count(CASE WHEN status IN ('waiting', 'queued', 'running') THEN 1 END) FROM work \
                     WHERE parent = $1 AND kind = 'scenario'",
                )
                .bind(parent)
                .fetch_one(&mut **tx)
                .await?;
                let done = base.as_deref() == Some("done");
                let progress = format!(r#"{{"done":{},"total":{all}}}"#, if done { all - open } else { 0 });
                let status = if lost { "failed" } else { "done" };
                let ended = open == 0 && (lost || done);
                sqlx::query(concat!(
                    "UPDATE work SET progress = $2, status = CASE WHEN $3 = 1 THEN $4 ELSE status END, finished_at = ",
                    "CASE WHEN $3 = 1 THEN ",
                    $now,
                    " ELSE finished_at END WHERE id = $1"
                ))
                .bind(parent)
                .bind(&progress)
                .bind(i64::from(ended))
                .bind(status)
                .execute(&mut **tx)
                .await?;
                Self::tell(tx, parent, "progress", &progress).await?;
                if ended {
                    Self::tell(tx, parent, "status", &format!(r#"{{"status":"{status}"}}"#)).await?;
                }
                Ok(())
            }
        }
    };
}
on_both!(ends);
