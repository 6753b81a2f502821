//! Jobs as the ledger keeps them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a job makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A plan of a feed.
    Plan,
    /// Many scenarios; the jobs below it do the work.
    Sweep,
    /// The plan that a sweep's scenarios are compared with.
    Base,
    /// A scenario of a sweep.
    Scenario,
    /// A charter, an agreement, a front or an explanation.
    Question,
}

/// How far a job is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Until a worker takes it.
    Queued,
    /// A worker is at it.
    Running,
    /// It has a result.
    Done,
    /// It has an error.
    Failed,
    /// It was cancelled.
    Cancelled,
}

macro_rules! words {
    ($name:ident: $($variant:ident $word:literal),+) => {
        impl $name {
            /// As it is stored and told.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// From what is stored.
            pub fn read(text: &str) -> Option<Self> {
                match text { $($word => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

words!(Kind: Plan "plan", Sweep "sweep", Base "base", Scenario "scenario", Question "question");
words!(Status: Queued "queued", Running "running", Done "done", Failed "failed", Cancelled "cancelled");

impl Status {
    /// Whether nothing more happens to the job.
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Done | Self::Failed | Self::Cancelled)
    }
}

/// A job to be accepted, its texts sealed already.
#[derive(Debug, Clone)]
pub struct NewJob {
    /// Its id.
    pub id: String,
    /// What it makes.
    pub kind: Kind,
    /// The sweep it belongs to.
    pub parent: Option<String>,
    /// Where it stands in the sweep.
    pub place: i64,
    /// Whether it can start now; scenarios wait for their base.
    pub ready: bool,
    /// What was asked, sealed as the job's `request`.
    pub request: Vec<u8>,
}

/// What is written of a job without opening anything sealed.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct JobRow {
    /// Its id.
    pub id: String,
    /// Whose it is.
    pub office: String,
    /// [`Kind`].
    pub kind: String,
    /// The feed it is about.
    pub feed: String,
    /// The sweep it belongs to.
    pub parent: Option<String>,
    /// Where it stands in the sweep.
    pub place: i64,
    /// [`Status`]; `waiting` for a scenario whose base isn't done.
    pub status: String,
    /// When it was accepted, milliseconds since 1970; so are all times.
    pub created_at: i64,
    /// When a worker first took it.
    pub started_at: Option<i64>,
    /// When it ended.
    pub finished_at: Option<i64>,
    /// How often it was begun, hand-backs not counted.
    pub attempts: i64,
    /// How far it is, as JSON.
    pub progress: Option<String>,
    /// Rises with every change of the row.
    pub version: i64,
    /// SHA-256 of its result.
    pub result_tag: Option<String>,
}

impl JobRow {
    /// Its status; a scenario that waits is queued.
    pub fn status(&self) -> Status {
        Status::read(&self.status).unwrap_or(Status::Queued)
    }

    /// What it makes.
    pub fn kind(&self) -> Kind {
        Kind::read(&self.kind).unwrap_or(Kind::Plan)
    }
}

/// A job that a worker holds: only who has the latest fence can write its end.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Claim {
    /// The job.
    pub id: String,
    /// [`Kind`].
    pub kind: String,
    /// The feed it is about.
    pub feed: String,
    /// The sweep it belongs to.
    pub parent: Option<String>,
    /// Raised by every claim.
    pub fence: i64,
    /// How often it was begun, this time too.
    pub attempts: i64,
}

/// How a claimed job ended, its texts sealed already.
#[derive(Debug, Clone)]
pub enum End {
    /// With a result.
    Done {
        /// The parts, by name.
        parts: Vec<(&'static str, Vec<u8>)>,
        /// SHA-256 of the result.
        tag: String,
    },
    /// For good, with an error.
    Failed {
        /// The problem, sealed as the job's `error`.
        error: Vec<u8>,
    },
}

/// Something that happened to a job, for those who watch.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct EventRow {
    /// Its number, rising.
    pub seq: i64,
    /// `progress` or `status`.
    pub kind: String,
    /// JSON.
    pub data: String,
}
