//! `onward backup`: a copy of a service's database.

use std::path::PathBuf;

use super::daemon::{self, Places};
use super::exit::{Exit, Failure};
use super::streams;

/// Copy the database of `onward serve` while it runs, whole and consistent.
///
/// For the one in the data folder; PostgreSQL is copied by pg_dump. The key file isn't in the copy: keep it apart, since
/// nothing in the copy can be read without it. To restore, put the copy as onward.db and the key file as vault.key into an
/// empty data folder (docs/service.md).
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  onward backup --data onward-data -o onward-backup.db")]
pub(super) struct Args {
    #[command(flatten)]
    places: Places,
    /// The copy; it must not be there yet
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    if args.output.exists() {
        return Err(Failure::Usage(format!("{} is there already", args.output.display())));
    }
    if args.places.database.is_none() && !args.places.data.join("onward.db").exists() {
        return Err(Failure::Usage(format!("{} holds no service's database", args.places.data.display())));
    }
    daemon::block_on(async {
        let store = args.places.store().await?;
        store.backup(&args.output).await.map_err(|error| Failure::Failed(error.to_string()))?;
        streams::print(&format!("copied to {}\n", args.output.display()))?;
        Ok(Exit::Done)
    })
}
