//! `onward run-job`: one job of the service, in a process of its own. Hidden: only the service knows what to say to it.

use super::exit::{Exit, Failure};
use crate::service::child;

/// Do one job that comes on standard input.
#[derive(Debug, clap::Args)]
pub(super) struct Args {}

pub(super) fn run(_args: &Args) -> Result<Exit, Failure> {
    child::run(std::io::stdin(), std::io::stdout()).map_err(|error| Failure::Failed(error.to_string()))?;
    Ok(Exit::Done)
}
