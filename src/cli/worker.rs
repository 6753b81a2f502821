//! `onward worker`: does the jobs of a service.

use std::sync::Arc;

use super::daemon::{self, Places, Working};
use super::exit::{Exit, Failure};
use super::streams;
use crate::service::keeper::Keeper;
use crate::service::settings::Retention;
use crate::service::worker::Worker;

/// Do the jobs that `onward serve` accepts, on this machine too.
///
/// It needs the service's database and a copy of its key file. SIGTERM ends it: jobs at hand are handed back at once, and
/// done by others.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  onward worker --database postgres://onward@db/onward --key-file vault.key --jobs 4")]
pub(super) struct Args {
    #[command(flatten)]
    places: Places,
    #[command(flatten)]
    working: Working,
}

pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    daemon::log();
    let _ = rustls::crypto::ring::default_provider().install_default();
    if args.working.jobs == Some(0) {
        return Err(Failure::Usage("a worker without jobs does nothing: give --jobs 1 or more".to_owned()));
    }
    daemon::block_on(async {
        let (store, vault) = args.places.open(false).await?;
        let stop = daemon::stopping()?;
        let work = args.working.work()?;
        streams::print(&format!("working on {} jobs at a time\n", work.jobs))?;
        let keeper = Keeper {
            store: Arc::clone(&store),
            vault: Arc::clone(&vault),
            lease: work.lease,
            attempts: work.attempts,
            retention: Retention::default(),
        };
        let worker = Worker::new(store, vault, work, stop.clone());
        tokio::join!(worker.run(), keeper.run(stop));
        Ok(Exit::Done)
    })
}
