//! What every endpoint has at hand.

use std::collections::HashMap;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use metrics_exporter_prometheus::PrometheusHandle;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

use super::refusal::Refusal;
use crate::service::caller::{self, Caller, Scope};
use crate::service::problem::Problem;
use crate::service::settings::Quotas;
use crate::service::store::{Deed, Store, StoreError};
use crate::service::vault::Vault;

/// How long a token that was looked up is believed; so long a revocation elsewhere may take to be noticed here.
const BELIEVED: Duration = Duration::from_secs(2);
/// Tokens remembered at most.
const REMEMBERED: usize = 10_000;
/// Wrong tokens that one address may try a minute.
const WRONG_A_MINUTE: NonZeroU32 = NonZeroU32::new(60).unwrap();
/// Questions to the database that one address may ask a minute without a token.
const OPEN_A_MINUTE: NonZeroU32 = NonZeroU32::new(1_200).unwrap();
/// Streams of events at a time.
const WATCHERS: usize = 1_000;

/// What every endpoint has at hand.
pub struct App {
    /// Where everything is.
    pub store: Arc<dyn Store>,
    /// What seals and opens.
    pub vault: Arc<Vault>,
    /// What one office may have.
    pub quotas: Quotas,
    /// Threads of a plan that asks for none, and most that one may ask for.
    pub threads: (usize, usize),
    /// Tells metrics.
    pub metrics: PrometheusHandle,
    /// True once the service is to end.
    pub stop: watch::Receiver<bool>,
    /// Uploads and views that may be worked on at a time.
    pub desks: Arc<Semaphore>,
    believed: Mutex<HashMap<String, (Instant, Caller)>>,
    rates: DefaultKeyedRateLimiter<String>,
    strangers: DefaultKeyedRateLimiter<IpAddr>,
    passers_by: DefaultKeyedRateLimiter<IpAddr>,
    watchers: Arc<Semaphore>,
}

impl App {
    /// Everything at hand.
    pub fn new(
        store: Arc<dyn Store>,
        vault: Arc<Vault>,
        quotas: Quotas,
        threads: (usize, usize),
        metrics: PrometheusHandle,
        stop: watch::Receiver<bool>,
    ) -> Self {
        let rate = NonZeroU32::new(quotas.requests_a_minute).unwrap_or(NonZeroU32::MIN);
        Self {
            store,
            vault,
            quotas,
            threads,
            metrics,
            stop,
            desks: Arc::new(Semaphore::new(2)),
            believed: Mutex::default(),
            rates: RateLimiter::keyed(Quota::per_minute(rate)),
            strangers: RateLimiter::keyed(Quota::per_minute(WRONG_A_MINUTE)),
            passers_by: RateLimiter::keyed(Quota::per_minute(OPEN_A_MINUTE)),
            watchers: Arc::new(Semaphore::new(WATCHERS)),
        }
    }

    /// Who has the secret.
    pub async fn caller(&self, secret: &str, from: Option<IpAddr>) -> Result<Caller, Refusal> {
        let hash = caller::hash(secret);
        let now = chrono::DateTime::from(std::time::SystemTime::now());
        let now: i64 = chrono::DateTime::<chrono::Utc>::timestamp_millis(&now);
        let known =
            self.remembered().get(&hash).filter(|(at, _)| at.elapsed() < BELIEVED).map(|(_, known)| known.clone());
        let caller = match known {
            Some(known) => known,
            None => {
                let row = self.store.token(&hash).await?.filter(|row| row.revoked_at.is_none());
                let scope = row.as_ref().and_then(|row| Scope::read(&row.scope));
                let Some((row, scope)) = row.zip(scope) else {
                    if let Some(from) = from
                        && self.strangers.check_key(&from).is_err()
                    {
                        return Err(Problem::too_many("too many wrong tokens came from there; wait a minute").into());
                    }
                    return Err(Problem::unauthorized("the token is unknown or was revoked").into());
                };
                let caller = Caller { token: row.id, office: row.office, scope, expires_at: row.expires_at };
                let mut believed = self.remembered();
                if believed.len() >= REMEMBERED {
                    believed.clear();
                }
                believed.insert(hash, (Instant::now(), caller.clone()));
                caller
            }
        };
        if caller.expires_at.is_some_and(|end| end <= now) {
            return Err(Problem::unauthorized("the token has expired; ask an admin for a new one").into());
        }
        if self.rates.check_key(&caller.token).is_err() {
            return Err(Problem::too_many("the token's requests of this minute are used up").into());
        }
        Ok(caller)
    }

    /// Forgets what is believed of tokens: one was revoked.
    pub fn disbelieve(&self) {
        self.remembered().clear();
    }

    fn remembered(&self) -> std::sync::MutexGuard<'_, HashMap<String, (Instant, Caller)>> {
        self.believed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A part of an owner, opened; `None` where there is none.
    pub async fn paper(&self, owner: &str, part: &str) -> Result<Option<Vec<u8>>, Refusal> {
        match self.store.paper(owner, part).await? {
            Some(sealed) => Ok(Some(self.vault.open(owner, part, &sealed)?)),
            None => Ok(None),
        }
    }

    /// A part of each of these owners that has it, opened, by owner.
    pub async fn papers(&self, owners: &[&str], part: &str) -> Result<HashMap<String, Vec<u8>>, Refusal> {
        let mut opened = HashMap::new();
        for paper in self.store.papers_for(owners, part).await? {
            let plain = self.vault.open(&paper.owner, part, &paper.sealed)?;
            opened.insert(paper.owner, plain);
        }
        Ok(opened)
    }

    /// Does something long without keeping others from being served.
    pub async fn at_a_desk<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Refusal> {
        let desk = Arc::clone(&self.desks).acquire_owned().await;
        let done = tokio::task::spawn_blocking(move || {
            let _desk = desk;
            work()
        });
        done.await.map_err(|_| Problem::broken("the request ended in a slip of ours").into())
    }

    /// Writes a deed down.
    pub async fn note(&self, deed: Deed) -> Result<(), StoreError> {
        self.store.note(&deed).await
    }

    /// Lets somebody without a token ask the database something, not too often.
    pub fn pass(&self, from: IpAddr) -> Result<(), Refusal> {
        let passed = self.passers_by.check_key(&from);
        passed.map_err(|_| Problem::too_many("too many requests came from there; wait a minute").into())
    }

    /// A place to watch from, for as long as it is kept.
    pub fn watch(&self) -> Result<OwnedSemaphorePermit, Refusal> {
        let place = Arc::clone(&self.watchers).try_acquire_owned();
        place.map_err(|_| Problem::busy("too many streams of events are open; ask for the status instead").into())
    }

    /// Forgets rates of those who haven't come for a while.
    pub fn forget(&self) {
        self.rates.retain_recent();
        self.strangers.retain_recent();
        self.passers_by.retain_recent();
    }
}
