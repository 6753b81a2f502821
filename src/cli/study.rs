//! What the commands that plan changed feeds have in common: how they are asked to plan, and how they fail.

use std::fs;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::exit::Failure;
use super::streams::Output;
use super::{load, plan, signals, streams};
use crate::feed::Feed;
use crate::picture::Undrawn;
use crate::plan::Plan;
use crate::report::{amount, clean};
use crate::scenario::Tables;
use crate::solve::{Cancel, Options, PlanError};
use crate::study::{Bounds, Saving, StudyError};

/// How each of the plans is made.
#[derive(Debug, clap::Args)]
pub(super) struct Planning {
    /// Stop each plan when (total - bound) / total is at most this, 0 to 1
    #[arg(long, allow_negative_numbers = true, value_parser = plan::gap)]
    pub gap: Option<f64>,
    /// Stop each plan after so many seconds
    #[arg(long, value_name = "S", allow_negative_numbers = true, value_parser = plan::seconds)]
    time_limit: Option<Duration>,
    /// Threads; no result depends on it [default: one a core]
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
    /// Seed of every choice made at random
    #[arg(long, value_name = "N", default_value_t = 0)]
    seed: u64,
}

impl Planning {
    /// As the library takes it.
    pub fn options(&self) -> Options {
        let standard = Options::default();
        Options {
            gap: self.gap.unwrap_or(standard.gap),
            time_limit: self.time_limit,
            threads: self.threads.map_or(standard.threads, NonZeroUsize::get),
            seed: self.seed,
            experience: None,
        }
    }
}

/// The content of the feed at `path`.
///
/// # Errors
/// All the feed's faults.
pub(super) fn tables(path: &Path) -> Result<Tables, Failure> {
    Tables::read(path).map_err(|faults| load::refused(path, &faults))
}

/// The content of the feed at `path`, and the feed.
///
/// # Errors
/// All the feed's faults.
pub(super) fn open(path: &Path) -> Result<(Tables, Feed), Failure> {
    let tables = tables(path)?;
    let (feed, _warnings) = tables.feed().map_err(|faults| load::refused(path, &faults))?;
    Ok((tables, feed))
}

/// A handle that Ctrl-C stops planning by, which `said` then tells.
///
/// # Errors
/// Where signals can't be had.
pub(super) fn stoppable(said: &'static str) -> Result<Cancel, Failure> {
    let cancel = Cancel::default();
    signals::listen(cancel.clone(), move || streams::tell(said))?;
    Ok(cancel)
}

/// An amount between two, or the one that both are.
pub(super) fn between(bounds: Bounds) -> String {
    match bounds {
        Bounds { low, high } if low == high => amount(low),
        Bounds { low, high } => format!("{} to {}", amount(low), amount(high)),
    }
}

/// Writes `plan` into `folder` under `name`, and tells where.
///
/// # Errors
/// Where that can't be done.
pub(super) fn write_plan(folder: &Path, name: &str, plan: &Plan) -> Result<String, Failure> {
    fs::create_dir_all(folder).map_err(|error| unwritable(folder, &error))?;
    let path = folder.join(format!("{name}.json"));
    Output::at(&path)?.write(&plan.to_json())?;
    Ok(path.display().to_string())
}

/// Where a picture is to be written, if one is asked for: tried out before anything is planned.
///
/// # Errors
/// Where nothing can be written there.
pub(super) fn picture_at(path: Option<&PathBuf>) -> Result<Option<Output>, Failure> {
    path.map(|path| Output::at(path)).transpose()
}

/// Writes a picture, if one is asked for.
///
/// # Errors
/// Where it can't be drawn, or not written there.
pub(super) fn write_picture(
    output: Option<&Output>,
    drawn: impl FnOnce() -> Result<String, Undrawn>,
) -> Result<(), Failure> {
    let Some(output) = output else { return Ok(()) };
    output.write(&drawn().map_err(|error| Failure::Failed(error.to_string()))?)
}

/// What is known of a saving, in words.
pub(super) const fn saving(saving: Saving) -> &'static str {
    match saving {
        Saving::Proven => "proven",
        Saving::Nothing => "proven to save nothing",
        Saving::Undecided => "not decided within the gap",
    }
}

/// What to do about savings that aren't decided, where there are any.
pub(super) fn hint(savings: impl IntoIterator<Item = Saving>) -> &'static str {
    if savings.into_iter().any(|saving| saving == Saving::Undecided) {
        "\nnot decided within the gap: plan with a smaller --gap or for longer\n"
    } else {
        ""
    }
}

/// The failure to write to `path`.
pub(super) fn unwritable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::Failed(format!("{} can't be written: {error}", path.display()))
}

/// Why a changed feed has no plan.
pub(super) fn failure(error: StudyError) -> Failure {
    let text = clean_lines(&error.to_string());
    match error {
        StudyError::Invalid(_) => Failure::Invalid(text),
        StudyError::Plan { error: PlanError::Stopped, .. } => Failure::Stopped(text),
        StudyError::Plan { error: PlanError::Solver(_), .. } => Failure::Failed(text),
        _ => Failure::Refused(text),
    }
}

/// Several lines, each fit to be printed.
pub(super) fn clean_lines(text: &str) -> String {
    text.lines().map(clean).collect::<Vec<_>>().join("\n")
}
