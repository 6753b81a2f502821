//! What is seen to every few seconds: jobs whose worker died, jobs without attempts left, and what has been kept long enough.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::watch;

use super::problem::Problem;
use super::settings::{REPLAYS, Retention};
use super::store::{Store, StoreError};
use super::told_to_stop;
use super::vault::Vault;

/// How often jobs are looked after.
const EVERY: Duration = Duration::from_secs(2);
/// How often what is old is deleted.
const CLEAN_EVERY: Duration = Duration::from_secs(300);

/// Sees to jobs and retention.
pub struct Keeper {
    /// Where everything is.
    pub store: Arc<dyn Store>,
    /// What seals the errors of poison jobs.
    pub vault: Arc<Vault>,
    /// How long a job stays with a silent worker.
    pub lease: Duration,
    /// Attempts of a job.
    pub attempts: i64,
    /// How long things are kept.
    pub retention: Retention,
}

impl Keeper {
    /// Sees to everything until `stop` is true.
    pub async fn run(&self, mut stop: watch::Receiver<bool>) {
        let mut cleaned: Option<Instant> = None;
        loop {
            self.vault.refresh();
            if let Err(error) = self.look_after().await {
                tracing::warn!(%error, "jobs can't be looked after now");
            }
            if cleaned.is_none_or(|at| at.elapsed() >= CLEAN_EVERY) {
                cleaned = Some(Instant::now());
                if let Err(error) = self.clean().await {
                    tracing::warn!(%error, "what is old can't be deleted now");
                }
            }
            tokio::select! {
                () = tokio::time::sleep(EVERY) => {}
                () = told_to_stop(&mut stop) => return,
            }
        }
    }

    async fn look_after(&self) -> Result<(), StoreError> {
        let lease = self.lease.as_millis() as i64;
        let revived = self.store.revive(lease, self.attempts).await?;
        if revived > 0 {
            tracing::info!(revived, "jobs queued again whose worker stopped answering");
            metrics::counter!("onward_jobs_revived_total").increment(revived);
        }
        for (job, fault) in self.store.exhausted(lease, self.attempts).await? {
            let fault = fault.unwrap_or_else(|| "the worker stopped answering".to_owned());
            let attempts = self.attempts;
            let problem = Problem::attempts_exhausted(format!("{attempts} attempts failed; the last: {fault}"));
            let text = serde_json::to_vec(&problem).unwrap_or_default();
            match self.vault.seal(&job, "error", &text) {
                Ok(error) => {
                    if self.store.give_up(&job, lease, attempts, &error).await? {
                        tracing::error!(job, fault, "the job is given up");
                        metrics::counter!("onward_jobs_given_up_total").increment(1);
                    }
                }
                Err(problem) => tracing::error!(job, %problem, "the error of a job can't be sealed"),
            }
        }
        Ok(())
    }

    /// Deletes what has been kept long enough.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn clean(&self) -> Result<(), StoreError> {
        let now = self.store.clock().await?;
        let before = |time: Duration| now.saturating_sub(i64::try_from(time.as_millis()).unwrap_or(i64::MAX));
        if let Some(time) = self.retention.results {
            let gone = self.store.delete_old_jobs(before(time)).await?;
            if gone > 0 {
                tracing::info!(gone, "results deleted that were kept long enough");
            }
        }
        if let Some(time) = self.retention.feeds {
            let gone = self.store.delete_old_feeds(before(time)).await?;
            if gone > 0 {
                tracing::info!(gone, "feeds deleted that were kept long enough");
            }
        }
        self.store.delete_old_replays(before(REPLAYS)).await?;
        self.store.vacuum().await
    }
}
