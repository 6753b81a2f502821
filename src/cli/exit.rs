//! How a command ends.

use std::process::ExitCode;

/// The exit codes; scripts may rely on them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// Done.
    Done = 0,
    /// The plan is invalid.
    Invalid = 1,
    /// Wrong usage: an unknown option, a value out of range, a path that isn't there.
    Usage = 2,
    /// The feed is refused, or its fixed locks can't all be kept.
    Refused = 3,
    /// Stopped before there was a plan.
    Stopped = 4,
    /// Anything else: output that can't be written, a solver that failed.
    Failed = 5,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Why a command couldn't do what it was asked to.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// Wrong usage that only shows once the command runs.
    #[error("{0}")]
    Usage(String),
    /// The feed is refused, or its fixed locks can't all be kept.
    #[error("{0}")]
    Refused(String),
    /// The plan is no plan, or not one for this feed.
    #[error("{0}")]
    Invalid(String),
    /// Stopped before there was a plan.
    #[error("{0}")]
    Stopped(String),
    /// Anything else.
    #[error("{0}")]
    Failed(String),
    /// Whoever read standard output closed it.
    #[error("standard output was closed")]
    Closed,
}

impl Failure {
    /// The exit code for it.
    pub const fn exit(&self) -> Exit {
        match self {
            Self::Usage(_) => Exit::Usage,
            Self::Refused(_) => Exit::Refused,
            Self::Invalid(_) => Exit::Invalid,
            Self::Stopped(_) => Exit::Stopped,
            Self::Failed(_) => Exit::Failed,
            Self::Closed => Exit::Done,
        }
    }
}
