//! What an operator may set.

use std::path::PathBuf;
use std::time::Duration;

/// How jobs are run.
#[derive(Debug, Clone)]
pub struct Work {
    /// The program whose `run-job` does a job: this one.
    pub program: PathBuf,
    /// Jobs at a time.
    pub jobs: usize,
    /// Memory of each, MiB.
    pub memory_mib: Option<u64>,
    /// Attempts of each.
    pub attempts: i64,
    /// How long a job stays with a worker that doesn't say that it lives.
    pub lease: Duration,
}

/// What one office may have.
#[derive(Debug, Clone, Copy)]
pub struct Quotas {
    /// Feeds kept.
    pub feeds: i64,
    /// Unfinished jobs.
    pub open_jobs: i64,
    /// Bytes of an upload.
    pub upload_bytes: usize,
    /// Requests a minute with one token.
    pub requests_a_minute: u32,
    /// Most seconds that a plan may be given.
    pub time_limit_s: f64,
}

impl Default for Quotas {
    fn default() -> Self {
        Self {
            feeds: 1_000,
            open_jobs: 20_000,
            upload_bytes: 64 << 20,
            requests_a_minute: 6_000,
            time_limit_s: 4.0 * 3600.0,
        }
    }
}

/// How long things are kept.
#[derive(Debug, Clone, Copy, Default)]
pub struct Retention {
    /// Feeds, with everything made of them, from when they came.
    pub feeds: Option<Duration>,
    /// Plans and other results, from when they were done.
    pub results: Option<Duration>,
}

/// How long an answer is kept for repetitions of its request.
pub const REPLAYS: Duration = Duration::from_secs(24 * 3600);
