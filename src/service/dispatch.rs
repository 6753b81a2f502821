//! The job engine, apalis: it hands the ids of jobs to workers on any machine, keeps workers' heartbeats, and takes back what
//! dead ones had.
//!
//! The ledger doesn't rely on more than that an id comes to somebody at least once, and not even on that for ever
//! ([`super::store::Ends::revive`]): the engine's own limit of attempts doesn't hold for orphaned tasks, its acknowledgements
//! are written after a job's end, and any error of the database ends its worker, which begins anew here.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use apalis::prelude::*;
use apalis_core::backend::ext::BackendExt;
use apalis_core::task::builder::TaskBuilder;
use async_trait::async_trait;
use tokio::sync::watch;

use super::store::{PostgresStore, SqliteStore, StoreError};
use super::{new_id, told_to_stop};

/// The engine's queue.
pub const QUEUE: &str = "onward";

/// How often a worker asks for a job when there was none.
const POLL: Duration = Duration::from_millis(200);
/// How often it says that it lives.
const HEARTBEAT: Duration = Duration::from_secs(5);
/// How long to wait after the engine's worker ended by an error.
const PAUSE: Duration = Duration::from_secs(1);

/// What is done with a job's id.
pub type Handler = Arc<dyn Fn(String) -> Pin<Box<dyn Future<Output = ()> + Send>> + Send + Sync>;

/// A task of the engine for a job. Its time to run is long past, so that no clock set back makes it wait.
pub(super) fn task(job: &str) -> Result<Task<Vec<u8>>, StoreError> {
    let id = serde_json::to_vec(job).map_err(|error| StoreError::Broken(error.to_string()))?;
    Ok(TaskBuilder::new(id).run_at_timestamp(1).build())
}

/// An engine at a store.
#[async_trait]
pub trait Engine {
    /// Takes jobs, `most` at a time, until `stop` is true.
    async fn dispatch(&self, most: usize, handler: Handler, stop: watch::Receiver<bool>);
    /// Deletes the engine's finished tasks.
    async fn vacuum(&self) -> Result<(), StoreError>;
}

macro_rules! engine {
    ($store:ident, $storage:ty, $config:ty, [$($vacuum:literal),+]) => {
        #[async_trait]
        impl Engine for $store {
            async fn dispatch(&self, most: usize, handler: Handler, stop: watch::Receiver<bool>) {
                while !*stop.borrow() {
                    let (pool, handler, stopping) = (self.pool.clone(), Arc::clone(&handler), stop.clone());
                    let runtime = tokio::runtime::Handle::current();
                    // The engine's worker keeps a thread to itself: its future can't move between threads.
                    let ended = tokio::task::spawn_blocking(move || {
                        runtime.block_on(async move {
                            // A name of its own each time: recovery hangs on the worker's row.
                            let name = format!("onward-{}", new_id());
                            let config = <$config>::default()
                                .queue(QUEUE)
                                .batch_size(1)
                                .heartbeat_interval(HEARTBEAT)
                                .missed_heartbeats(2);
                            let backend = <$storage>::new(&pool).with_config(config).poll_with_interval(POLL);
                            let work = move |job: String| {
                                let done = handler(job);
                                async move {
                                    // Should the engine's worker end by an error, the job goes on.
                                    let ended = tokio::spawn(done).await;
                                    ended.map_err(|error| BoxDynError::from(error.to_string()))
                                }
                            };
                            let worker = WorkerBuilder::new(name).backend(backend).concurrency(most).build(work);
                            let mut stopping = stopping;
                            let signal = async move {
                                told_to_stop(&mut stopping).await;
                                Ok::<(), std::io::Error>(())
                            };
                            worker.run_until(signal).await.map_err(|error| error.to_string())
                        })
                    });
                    let why = match ended.await {
                        Ok(Ok(())) => "it was told to".to_owned(),
                        Ok(Err(error)) => error,
                        Err(panic) => panic.to_string(),
                    };
                    if !*stop.borrow() {
                        tracing::warn!(why, "the job engine's worker ended; another begins");
                        tokio::time::sleep(PAUSE).await;
                    }
                }
            }

            async fn vacuum(&self) -> Result<(), StoreError> {
                $(sqlx::query($vacuum).execute(&self.pool).await?;)+
                Ok(())
            }
        }
    };
}

engine!(
    SqliteStore,
    apalis_sqlite::SqliteStorage<String>,
    apalis_sqlite::Config,
    [
        "DELETE FROM Jobs WHERE status IN ('Done', 'Killed') AND done_at < unixepoch() - 600",
        "DELETE FROM Workers WHERE last_seen < unixepoch() - 86400 AND id NOT IN \
         (SELECT lock_by FROM Jobs WHERE lock_by IS NOT NULL)"
    ]
);
engine!(
    PostgresStore,
    apalis_postgres::PostgresStorage<String>,
    apalis_postgres::Config,
    [
        "DELETE FROM apalis.jobs WHERE status IN ('Done', 'Killed') AND done_at < now() - interval '10 minutes'",
        "DELETE FROM apalis.workers WHERE last_seen < now() - interval '1 day' AND id NOT IN \
         (SELECT lock_by FROM apalis.jobs WHERE lock_by IS NOT NULL)"
    ]
);
