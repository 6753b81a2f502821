//! What `onward serve` and `onward worker` have in common: where things are, how jobs are run, logs, signals.

use std::io::IsTerminal;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tracing_subscriber::EnvFilter;

use super::exit::Failure;
use crate::service::keys;
use crate::service::settings::Work;
use crate::service::store::{self, Store};
use crate::service::vault::Vault;

/// Where things are.
#[derive(Debug, clap::Args)]
pub(super) struct Places {
    /// Folder of the database and the key file, made where it isn't there
    #[arg(long, value_name = "DIR", default_value = "onward-data")]
    pub data: PathBuf,
    /// A PostgreSQL database instead of the one in the data folder; its password is better kept in ONWARD_DATABASE
    #[arg(long, value_name = "postgres://…")]
    pub database: Option<String>,
    /// Key file for what is stored [default: vault.key in the data folder]
    #[arg(long, value_name = "FILE")]
    pub key_file: Option<PathBuf>,
}

/// How jobs are run.
#[derive(Debug, clap::Args)]
pub(super) struct Working {
    /// Jobs at a time; 0 leaves them to `onward worker` [default: half as many as cores]
    #[arg(long, value_name = "N")]
    pub jobs: Option<usize>,
    /// Memory of each job, MiB
    #[arg(long, value_name = "MIB")]
    pub memory_mib: Option<u64>,
    /// Attempts of each job before it is given up: attempts fail when their process or machine dies
    #[arg(long, value_name = "N", default_value_t = 3)]
    pub attempts: u32,
    /// Seconds after which a job is taken from a worker that doesn't say that it lives
    #[arg(long, value_name = "S", default_value_t = 10)]
    pub lease: u32,
}

impl Working {
    /// Jobs at a time and threads of each by default.
    pub fn jobs_and_threads(&self) -> (usize, usize) {
        let cores = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
        let jobs = self.jobs.unwrap_or((cores / 2).max(1));
        (jobs, (cores / jobs.max(1)).max(1))
    }

    /// As the service takes it.
    pub fn work(&self) -> Result<Work, Failure> {
        let program = std::env::current_exe().map_err(|error| Failure::Failed(format!("{error}")))?;
        Ok(Work {
            program,
            jobs: self.jobs_and_threads().0,
            memory_mib: self.memory_mib,
            attempts: i64::from(self.attempts.max(1)),
            lease: Duration::from_secs(u64::from(self.lease.max(3))),
        })
    }
}

impl Places {
    /// The key file.
    pub fn keys(&self) -> PathBuf {
        self.key_file.clone().unwrap_or_else(|| self.data.join("vault.key"))
    }

    fn database(&self) -> Option<String> {
        self.database.clone().or_else(|| std::env::var("ONWARD_DATABASE").ok().filter(|url| !url.is_empty()))
    }

    /// Makes the data folder, for its owner only.
    pub fn make(&self) -> Result<(), Failure> {
        let mut folder = std::fs::DirBuilder::new();
        folder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut folder, 0o700);
        let failed = |error| Failure::Failed(format!("{} can't be made: {error}", self.data.display()));
        folder.create(&self.data).map_err(failed)
    }

    /// Opens the store and the vault.
    pub async fn open(&self, make_key: bool) -> Result<(Arc<dyn Store>, Arc<Vault>), Failure> {
        let file = self.keys();
        if make_key {
            keys::read_or_make(&file).map_err(|error| Failure::Failed(error.to_string()))?;
        }
        let vault = Vault::of_file(&file).map_err(|error| Failure::Failed(error.to_string()))?;
        Ok((self.store().await?, Arc::new(vault)))
    }

    /// Opens the store.
    pub async fn store(&self) -> Result<Arc<dyn Store>, Failure> {
        let opened = store::open(self.database().as_deref(), &self.data).await;
        opened.map_err(|error| Failure::Failed(error.to_string()))
    }
}

/// Runs `work` where it can wait for many things at once.
pub(super) fn block_on<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    runtime.map_err(|error| Failure::Failed(format!("no threads can be had: {error}")))?.block_on(work)
}

/// Logs to standard error: lines for people at a terminal, JSON otherwise. `ONWARD_LOG` sets how much, e.g. `debug`.
pub(super) fn log() {
    let filter =
        EnvFilter::try_from_env("ONWARD_LOG").unwrap_or_else(|_| EnvFilter::new("info,sqlx=error,apalis_core=off"));
    let logs = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // Logs that were set up already stay so.
    let _ = if std::io::stderr().is_terminal() { logs.try_init() } else { logs.json().try_init() };
}

/// True once Ctrl-C or SIGTERM came.
pub(super) fn stopping() -> Result<watch::Receiver<bool>, Failure> {
    let (stop, stopping) = watch::channel(false);
    let failed = |error: std::io::Error| Failure::Failed(format!("signals can't be had: {error}"));
    #[cfg(unix)]
    let mut terminated = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()).map_err(failed)?;
    tokio::spawn(async move {
        #[cfg(unix)]
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = terminated.recv() => {}
        }
        #[cfg(not(unix))]
        let _ = tokio::signal::ctrl_c().await;
        tracing::info!("ending: jobs are handed back");
        let _ = stop.send(true);
        // Whoever asks again doesn't want to wait.
        let _ = tokio::signal::ctrl_c().await;
        std::process::exit(130);
    });
    Ok(stopping)
}
