//! Feeds.

pub mod content;
pub mod delete;
pub mod get;
pub mod list;
pub mod offers;
pub mod upload;
pub mod validate;

use std::collections::BTreeMap;

use axum::extract::Request;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::app::App;
use super::caller::Viewer;
use super::extract;
use super::refusal::Refusal;
use super::times;
use crate::service::intake;
use crate::service::problem::Problem;
use crate::service::store::FeedRow;

/// A feed.
#[derive(Debug, Serialize, ToSchema)]
pub struct Feed {
    /// Its id.
    id: String,
    /// Its name.
    name: String,
    /// SHA-256 of its content: two uploads of one content are one feed.
    version: String,
    /// When it came.
    #[schema(format = DateTime)]
    created_at: String,
    /// Its persons.
    persons: i64,
    /// Its cases.
    cases: i64,
    /// Rows of flights.
    sectors: i64,
    /// First day on which journeys may begin.
    from: String,
    /// Last such day.
    to: String,
    /// Bytes of its zip.
    bytes: i64,
}

impl From<FeedRow> for Feed {
    fn from(row: FeedRow) -> Self {
        Self {
            id: row.id,
            name: row.name,
            version: row.sha256,
            created_at: times::told(row.created_at),
            persons: row.persons,
            cases: row.cases,
            sectors: row.sectors,
            from: row.first_day,
            to: row.last_day,
            bytes: row.bytes,
        }
    }
}

/// A feed as files by name.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FeedFiles {
    /// The text of each file, e.g. of `cases.csv` and `policy.json`.
    files: BTreeMap<String, String>,
}

/// How a feed is called.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Naming {
    /// A name for it; that of its policy without one.
    #[param(max_length = 200)]
    name: Option<String>,
}

impl Naming {
    fn checked(self) -> Result<Option<String>, Refusal> {
        let name = self.name.as_deref().map(extract::printable);
        if name.as_ref().is_some_and(|name| name.chars().count() > 200) {
            return Err(Problem::bad_request("a name has at most 200 characters").into());
        }
        Ok(name.filter(|name| !name.is_empty()))
    }
}

/// What is answered where the office has no such feed.
pub fn unknown() -> Problem {
    Problem::not_found("the office has no feed of this id")
}

/// The feed of that id.
pub async fn found(app: &App, viewer: &Viewer, id: &str) -> Result<FeedRow, Refusal> {
    Ok(app.store.feed(viewer.office(), id).await?.ok_or_else(unknown)?)
}

/// The zip of a feed that the office has.
pub async fn zip_of(app: &App, feed: &FeedRow) -> Result<Vec<u8>, Refusal> {
    // It may have been deleted since its row was read.
    Ok(app.paper(&feed.id, "feed").await?.ok_or_else(unknown)?)
}

/// The zip that a request carries, or makes of its files.
async fn zip(request: Request, most: usize) -> Result<Vec<u8>, Refusal> {
    let kind = extract::kind(request.headers());
    match kind.as_str() {
        "application/zip" | "application/x-zip-compressed" | "application/octet-stream" => {
            Ok(extract::body(request, &(), most).await?.to_vec())
        }
        "application/json" => {
            let bytes = extract::body(request, &(), most).await?;
            let files: FeedFiles =
                serde_json::from_slice(&bytes).map_err(|error| Problem::value_refused(error.to_string()))?;
            Ok(intake::pack(&files.files)?)
        }
        // Clients that don't say what they send are believed if it is a zip.
        _ => {
            let bytes = extract::body(request, &(), most).await?;
            if bytes.starts_with(b"PK") {
                return Ok(bytes.to_vec());
            }
            Err(Problem::unsupported_media_type("send application/zip, or application/json with files").into())
        }
    }
}
