//! What went wrong, as clients read it: `application/problem+json` (RFC 9457) with the codes of the command line.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::faults::Fault;

/// An error with a stable code and all that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Problem {
    /// `/problems/` and the code.
    #[serde(rename = "type")]
    pub kind: String,
    /// The code in words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// A stable code, e.g. `feed-refused`.
    pub code: String,
    /// What is wrong here, and what to do; ids only.
    pub detail: String,
    /// Every fault found, where there are several or they have a place.
    #[serde(default)]
    pub faults: Vec<Fault>,
}

/// Declares the problems: a function a code, and a catalogue of them all.
macro_rules! problems {
    ($($name:ident $status:literal $title:literal;)+) => {
        /// Code, status and title of every problem there is.
        pub const PROBLEMS: &[(&str, u16, &str)] = &[$((stringify!($name), $status, $title)),+];

        impl Problem {
            $(
                #[doc = concat!($title, ".")]
                pub fn $name(detail: impl Into<String>) -> Self {
                    Self::new(stringify!($name), $status, $title, detail.into())
                }
            )+
        }
    };
}

problems! {
    bad_request 400 "The request isn't understood";
    unauthorized 401 "No valid token";
    forbidden 403 "The token's scope doesn't allow this";
    not_found 404 "There is nothing here for this token";
    method_not_allowed 405 "The method isn't allowed here";
    not_acceptable 406 "The format can't be had";
    conflict 409 "It can't be done as things stand";
    not_done 409 "The job isn't done";
    secret_shown 409 "The secret was shown already";
    too_large 413 "The body is too large";
    unsupported_media_type 415 "The body isn't of a known kind";
    feed_refused 422 "The feed is refused";
    locks_conflict 422 "The fixed locks of the feed can't all be kept";
    scenarios_refused 422 "The scenarios are refused";
    value_refused 422 "A value is refused";
    key_reused 422 "The idempotency key was used for another request";
    too_many 429 "Too many requests";
    quota 429 "The office's quota is used up";
    broken 500 "The service failed";
    stopped 500 "Stopped before there was a plan";
    solver_failed 500 "The solver failed";
    attempts_exhausted 500 "Every attempt failed";
    locked 500 "What is stored can't be read with the keys there are";
    away 503 "The database can't be reached";
    busy 503 "The service is busy";
    slow 503 "It takes too long";
    disk_full 507 "The disk is full";
}

impl Problem {
    fn new(name: &str, status: u16, title: &str, detail: String) -> Self {
        let code = name.replace('_', "-");
        Self { kind: format!("/problems/{code}"), title: title.to_owned(), status, code, detail, faults: Vec::new() }
    }

    /// With the faults found.
    #[must_use]
    pub fn with(mut self, faults: Vec<Fault>) -> Self {
        self.faults = faults;
        self
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.code, self.detail)
    }
}

impl std::error::Error for Problem {}
