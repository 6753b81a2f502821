//! Feeds and plans named on the command line.

use std::fs;
use std::path::{Path, PathBuf};

use clap::builder::{PathBufValueParser, TypedValueParser};
use serde::Serialize;

use super::exit::Failure;
use crate::feed::{Fault, Faults, Feed};
use crate::plan::{FORMAT, Plan};
use crate::report::{clean, count};

/// Most bytes of a plan: a week's is a few megabytes.
const PLAN_BYTES: u64 = 256 << 20;

/// Takes a path that is there; any other is wrong usage.
pub(super) fn existing() -> impl TypedValueParser<Value = PathBuf> {
    PathBufValueParser::new().try_map(|path| fs::metadata(&path).map(|_| path))
}

/// The feed at `path`; its warnings are `onward validate`'s business.
///
/// # Errors
/// All its faults.
pub(super) fn feed(path: &Path) -> Result<Feed, Failure> {
    Feed::read(path).map(|(feed, _)| feed).map_err(|faults| refused(path, &faults))
}

/// The refusal of the feed at `path`.
pub(super) fn refused(path: &Path, faults: &Faults) -> Failure {
    let number = counted(faults.0.len(), "fault");
    Failure::Refused(format!("{}: the feed is refused with {number}\n{}", path.display(), lines(&faults.0).trim_end()))
}

/// Faults or warnings, one a line.
pub(super) fn lines(faults: &[Fault]) -> String {
    faults.iter().map(|fault| clean(&fault.to_string()) + "\n").collect()
}

/// `1 fault`, `2,000 faults`.
pub(super) fn counted(number: usize, noun: &str) -> String {
    format!("{} {noun}{}", count(number), if number == 1 { "" } else { "s" })
}

/// What a feed holds, in numbers.
pub(super) fn holdings(feed: &Feed) -> String {
    let tables = [
        (feed.cases.len(), "case"),
        (feed.persons.len(), "person"),
        (feed.flights.len(), "flight row"),
        (feed.agreements.len(), "agreement"),
        (feed.fares.len(), "fare"),
        (feed.charters.len(), "charter"),
    ];
    tables.map(|(number, noun)| counted(number, noun)).join(", ")
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
