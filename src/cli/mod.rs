//! The command line: one file a subcommand. It parses, calls the library, prints and says how it went; it plans,
//! checks and reckons nothing itself.

mod agreement;
mod backup;
mod charter;
mod check;
mod daemon;
mod diff;
mod exit;
mod explain;
mod export;
mod frontier;
mod generate;
mod load;
mod locks;
mod plan;
mod progress;
mod rotate_key;
mod run_job;
mod scenarios;
mod serve;
mod show;
mod signals;
mod streams;
mod study;
mod validate;
mod waivers;
mod worker;
mod worth;

use std::ffi::OsString;
use std::process::ExitCode;
use std::sync::LazyLock;

use clap::{Parser, Subcommand};

pub use exit::{Exit, Failure};

use crate::time::zone_data_version;

/// `0.1.0 (zone data 2025b+2026f)`: local times in a plan depend on both.
static VERSION: LazyLock<String> =
    LazyLock::new(|| format!("{} (zone data {})", env!("CARGO_PKG_VERSION"), zone_data_version()));

const AFTER_HELP: &str = "\
Exit codes:
  0  done
  1  the plan is invalid
  2  wrong usage
  3  the feed is refused, or its fixed locks can't all be kept
  4  stopped before there was a plan
  5  anything else: output that can't be written, a solver that failed

Example:
  onward plan data/day-2017-05-16 -o plan.json
  onward check data/day-2017-05-16 plan.json
  onward show plan.json --feed data/day-2017-05-16";

/// Plans flights for refugee resettlement, and proves how far from the best possible the plan can be.
#[derive(Debug, Parser)]
#[command(name = "onward", version = VERSION.as_str(), after_help = AFTER_HELP)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Validate(validate::Args),
    Plan(plan::Args),
    Check(check::Args),
    Show(show::Args),
    Explain(explain::Args),
    Diff(diff::Args),
    Scenarios(scenarios::Args),
    Charter(charter::Args),
    Agreement(agreement::Args),
    Worth(worth::Args),
    Waivers(waivers::Args),
    Frontier(frontier::Args),
    Locks(locks::Args),
    Export(export::Args),
    Generate(generate::Args),
    Serve(serve::Args),
    Worker(worker::Args),
    Backup(backup::Args),
    RotateKey(rotate_key::Args),
    #[command(hide = true)]
    RunJob(run_job::Args),
}

/// Runs the command that `args` (the program's name first) ask for and says how it ended. Errors are told on standard
/// error; a reader that closes standard output early ends the command without a word.
pub fn run(args: impl IntoIterator<Item = impl Into<OsString> + Clone>) -> ExitCode {
    let done = match Cli::try_parse_from(args) {
        Ok(cli) => match cli.command {
            Command::Validate(args) => validate::run(&args),
            Command::Plan(args) => plan::run(&args),
            Command::Check(args) => check::run(&args),
            Command::Show(args) => show::run(&args),
            Command::Explain(args) => explain::run(&args),
            Command::Diff(args) => diff::run(&args),
            Command::Scenarios(args) => scenarios::run(&args),
            Command::Charter(args) => charter::run(&args),
            Command::Agreement(args) => agreement::run(&args),
            Command::Worth(args) => worth::run(&args),
            Command::Waivers(args) => waivers::run(&args),
            Command::Frontier(args) => frontier::run(&args),
            Command::Locks(args) => locks::run(&args),
            Command::Export(args) => export::run(&args),
            Command::Generate(args) => generate::run(&args),
            Command::Serve(args) => serve::run(&args),
            Command::Worker(args) => worker::run(&args),
            Command::Backup(args) => backup::run(&args),
            Command::RotateKey(args) => rotate_key::run(&args),
            Command::RunJob(args) => run_job::run(&args),
        },
        Err(wrong) => {
            // Help and version come this way too. Where nobody listens there is nobody to tell.
            let _ = wrong.print();
            return if wrong.use_stderr() { Exit::Usage.into() } else { Exit::Done.into() };
        }
    };
    match done {
        Ok(exit) => exit.into(),
        Err(Failure::Closed) => Exit::Done.into(),
        Err(failure) => {
            streams::tell(&format!("error: {failure}"));
            failure.exit().into()
        }
    }
}
