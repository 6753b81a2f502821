//! Feeds and plans named on the command line.

use std::fs;
use std::path::{Path, PathBuf};

use clap::builder::{PathBufValueParser, TypedValueParser};
use serde::Serialize;

use super::exit::Failure;
use crate::feed::Feed;
use crate::plan::{FORMAT, Plan};
use crate::report::clean;

/// Most bytes of a plan: a week's is a few megabytes.
const PLAN_BYTES: u64 = 256 << 20;

/// Takes a path that is there; any other is wrong usage.
pub(super) fn existing() -> impl TypedValueParser<Value = PathBuf> {
    PathBufValueParser::new().try_map(|path| fs::metadata(&path).map(|_| path))
}

/// The feed at `path`, or all its faults.
pub(super) fn feed(path: &Path) -> Result<Feed, Failure> {
    Feed::read(path).map(|read| read.feed).map_err(|faults| Failure::Refused(format!("the feed is refused:\n{faults}")))
}

/// The plan at `path`.
pub(super) fn plan(path: &Path) -> Result<Plan, Failure> {
    let invalid = |why: String| Failure::Invalid(format!("{} is no plan: {why}", path.display()));
    if fs::metadata(path).is_ok_and(|file| file.len() > PLAN_BYTES) {
        return Err(invalid(format!("it is larger than {} MiB", PLAN_BYTES >> 20)));
    }
    let text = fs::read_to_string(path).map_err(|error| invalid(error.to_string()))?;
    let plan = Plan::from_json(&text).map_err(|error| invalid(error.to_string()))?;
    if plan.format != FORMAT {
        return Err(invalid(format!("its format is {:?}, {FORMAT:?} is needed", clean(&plan.format))));
    }
    Ok(plan)
}

/// `value` as indented JSON with a newline at its end.
pub(super) fn json(value: &impl Serialize) -> Result<String, Failure> {
    let text = serde_json::to_string_pretty(value).map_err(|error| Failure::Failed(error.to_string()))?;
    Ok(text + "\n")
}
