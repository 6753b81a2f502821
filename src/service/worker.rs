//! What a worker does with a job's id: claim it, have it done by a child process, write its end down.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Semaphore, mpsc, watch};

use super::caller::hex;
use super::dispatch::Handler;
use super::frame::Parts;
use super::job::{Claim, End};
use super::order::{Progress, Request, Task};
use super::problem::Problem;
use super::runner::{self, Outcome};
use super::settings::Work;
use super::store::{Store, StoreError};
use super::vault::Vault;
use super::{new_id, told_to_stop};

/// How often a job's progress is written down, and its claim kept alive.
const BEAT: Duration = Duration::from_millis(700);
/// How long the end of a job is tried to be written while the database is away.
const WRITE_FOR: Duration = Duration::from_secs(3600);

/// A worker.
#[derive(Clone)]
pub struct Worker {
    store: Arc<dyn Store>,
    vault: Arc<Vault>,
    work: Arc<Work>,
    /// Who it is.
    holder: String,
    places: Arc<Semaphore>,
    stop: watch::Receiver<bool>,
}

impl Worker {
    /// A worker that ends once `stop` is true.
    pub fn new(store: Arc<dyn Store>, vault: Arc<Vault>, work: Work, stop: watch::Receiver<bool>) -> Self {
        let places = Arc::new(Semaphore::new(work.jobs));
        Self { store, vault, work: Arc::new(work), holder: new_id(), places, stop }
    }

    /// Takes jobs until it is told to stop; those it has by then are handed back.
    pub async fn run(&self) {
        let worker = self.clone();
        let handler: Handler = Arc::new(move |job| {
            let worker = worker.clone();
            Box::pin(async move { worker.take(&job).await })
        });
        self.store.dispatch(self.work.jobs, handler, self.stop.clone()).await;
        // The engine may have let go of jobs that are still being handed back.
        let _ = self.places.acquire_many(self.work.jobs as u32).await;
    }

    fn lease(&self) -> i64 {
        self.work.lease.as_millis() as i64
    }

    async fn take(&self, job: &str) {
        let Ok(_place) = self.places.acquire().await else { return };
        let claim = match self.store.claim(job, &self.holder, self.lease(), self.work.attempts).await {
            Ok(Some(claim)) => claim,
            // Done, cancelled, somebody else's, or out of attempts, which the keeper sees to.
            Ok(None) => return,
            Err(error) => {
                tracing::warn!(job, %error, "the job can't be claimed now");
                return;
            }
        };
        if *self.stop.borrow() {
            // The engine takes it for done once this ends: it needs a new task.
            self.insist(|| self.store.hand_back(&claim)).await;
            return;
        }
        tracing::info!(job, kind = claim.kind, attempt = claim.attempts, "job begins");
        metrics::gauge!("onward_jobs_running").increment(1);
        let started = std::time::Instant::now();
        let outcome = self.carry_out(&claim).await;
        metrics::gauge!("onward_jobs_running").decrement(1);
        let how = self.conclude(&claim, outcome).await;
        metrics::histogram!("onward_job_seconds", "kind" => claim.kind.clone()).record(started.elapsed());
        metrics::counter!("onward_jobs_ended_total", "kind" => claim.kind.clone(), "how" => how).increment(1);
        tracing::info!(job, how, seconds = started.elapsed().as_secs_f64(), "job ends");
    }

    /// Does a claimed job, keeping the claim alive all the while.
    async fn carry_out(&self, claim: &Claim) -> Outcome {
        let (request, parts) = match self.material(claim).await {
            Ok(material) => material,
            Err(problem) if problem.status >= 503 => return Outcome::Crashed(problem.to_string()),
            Err(problem) => return Outcome::Refused(*problem),
        };
        let order = runner::order(&request, &self.work, &parts);
        let (told, mut heard) = mpsc::channel::<Progress>(16);
        let mut stop = self.stop.clone();
        let mut latest = None;
        let lost = async {
            let mut beat = tokio::time::interval(BEAT);
            beat.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
            loop {
                tokio::select! {
                    Some(progress) = heard.recv() => latest = Some(progress),
                    _ = beat.tick() => {
                        let progress = latest.take().and_then(|progress| serde_json::to_string(&progress).ok());
                        match self.store.beat(claim, self.lease(), progress.as_deref()).await {
                            Ok(true) => {}
                            Ok(false) => return,
                            // The child goes on: the database may be back before the job is done.
                            Err(error) => tracing::warn!(job = claim.id, %error, "the claim can't be kept alive now"),
                        }
                    }
                    () = told_to_stop(&mut stop) => return,
                }
            }
        };
        runner::run(&self.work, &order, &parts, &told, lost).await
    }

    /// What a job needs, opened.
    async fn material(&self, claim: &Claim) -> Result<(Request, Parts), Box<Problem>> {
        let request = self.open(&claim.id, "request").await?;
        let request: Request = serde_json::from_slice(&request)
            .map_err(|_| Box::new(Problem::broken("the request was written by another version")))?;
        let mut parts = vec![("feed".to_owned(), self.open(&claim.feed, "feed").await?)];
        if let Some(plan) = &request.plan {
            parts.push(("plan".to_owned(), self.open(plan, "result").await?));
        }
        if let (Task::Scenario { .. }, Some(parent)) = (&request.task, &claim.parent) {
            let jobs = self.store.jobs_of(parent).await.map_err(|error| Box::new(Problem::from(error)))?;
            let base = jobs.iter().find(|job| job.kind == "base");
            let base = base.ok_or_else(|| Box::new(Problem::broken("the sweep has no base")))?;
            parts.push(("learnt".to_owned(), self.open(&base.id, "learnt").await?));
        }
        Ok((request, parts))
    }

    async fn open(&self, owner: &str, part: &str) -> Result<Vec<u8>, Box<Problem>> {
        let sealed = self.store.paper(owner, part).await.map_err(|error| Box::new(Problem::from(error)))?;
        let sealed = sealed.ok_or_else(|| Box::new(Problem::conflict(format!("{part} of {owner} was deleted"))))?;
        self.vault.open(owner, part, &sealed)
    }

    /// Writes down how a job ended; in a word, how.
    async fn conclude(&self, claim: &Claim, outcome: Outcome) -> &'static str {
        let end = match outcome {
            Outcome::Done(parts) => self.done(claim, &parts),
            Outcome::Refused(problem) => self.failed(claim, &problem),
            Outcome::Crashed(fault) => {
                let attempts = self.work.attempts;
                let again = self.insist(|| self.store.retry(claim, &fault, attempts)).await;
                tracing::warn!(job = claim.id, fault, again = again == Some(true), "attempt failed");
                return if again == Some(true) { "again" } else { "crashed" };
            }
            Outcome::Stopped if *self.stop.borrow() => {
                let back = self.insist(|| self.store.hand_back(claim)).await;
                return if back == Some(true) { "handed back" } else { "lost" };
            }
            Outcome::Stopped => return "lost",
        };
        let end = match end {
            Ok(end) => end,
            Err(problem) => {
                tracing::error!(job = claim.id, %problem, "the result can't be sealed");
                return "lost";
            }
        };
        match self.insist(|| self.store.finish(claim, &end)).await {
            Some(true) if matches!(end, End::Done { .. }) => "done",
            Some(true) => "failed",
            _ => "lost",
        }
    }

    fn done(&self, claim: &Claim, parts: &Parts) -> Result<End, Box<Problem>> {
        let mut tag = String::new();
        let mut sealed = Vec::new();
        for (name, bytes) in parts {
            let part = match name.as_str() {
                "result" => {
                    tag = hex(&<sha2::Sha256 as sha2::Digest>::digest(bytes));
                    "result"
                }
                "digest" => "digest",
                "row" => "row",
                "learnt" => "learnt",
                _ => continue,
            };
            sealed.push((part, self.vault.seal(&claim.id, part, bytes)?));
        }
        Ok(End::Done { parts: sealed, tag })
    }

    fn failed(&self, claim: &Claim, problem: &Problem) -> Result<End, Box<Problem>> {
        let text = serde_json::to_vec(problem).map_err(|error| Box::new(Problem::broken(error.to_string())))?;
        Ok(End::Failed { error: self.vault.seal(&claim.id, "error", &text)? })
    }

    /// Writes for as long as it takes while the database is away; `None` where it gave up.
    async fn insist<F, W>(&self, write: W) -> Option<bool>
    where
        W: Fn() -> F,
        F: Future<Output = Result<bool, StoreError>>,
    {
        let begun = std::time::Instant::now();
        let mut pause = Duration::from_millis(100);
        loop {
            match write().await {
                Ok(written) => return Some(written),
                Err(error @ (StoreError::Broken(_) | StoreError::Text(_))) => {
                    tracing::error!(%error, "the end of a job can't be written");
                    return None;
                }
                // What isn't written is done again by whoever takes the job next.
                Err(error) if begun.elapsed() > WRITE_FOR || *self.stop.borrow() && begun.elapsed() > BEAT * 5 => {
                    tracing::error!(%error, "the end of a job can't be written; it will be done again");
                    return None;
                }
                Err(error) => tracing::warn!(%error, "the end of a job can't be written now; trying again"),
            }
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(Duration::from_secs(5));
        }
    }
}
