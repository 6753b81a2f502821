//! `onward rotate-key`: a new key for all that a service stores.

use super::daemon::{self, Places};
use super::exit::{Exit, Failure};
use super::streams;
use crate::service::rotation;

/// Seal all that `onward serve` stores with a new key, while it runs.
///
/// The new key is added to the key file; bring the file to workers on other machines. Old keys stay in the file, since
/// backups need them; --forget takes them out once nothing is sealed with them any more.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  onward rotate-key --data onward-data
  onward rotate-key --data onward-data --forget")]
pub(super) struct Args {
    #[command(flatten)]
    places: Places,
    /// Take keys that nothing is sealed with out of the file
    #[arg(long)]
    forget: bool,
}

pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    daemon::block_on(async {
        let store = args.places.store().await?;
        let file = args.places.keys();
        let failed = |error: rotation::RotationError| Failure::Failed(error.to_string());
        if args.forget {
            let gone = rotation::forget(store.as_ref(), &file).await.map_err(failed)?;
            streams::print(&format!("{gone} old keys taken out\n"))?;
        } else {
            let sealed = rotation::rotate(store.as_ref(), &file).await.map_err(failed)?;
            streams::print(&format!("{sealed} blobs sealed with a new key\n"))?;
        }
        Ok(Exit::Done)
    })
}
