//! Why the store couldn't do what it was asked.

use crate::service::problem::Problem;

/// Why the store couldn't do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database can't be reached; trying again may help.
    #[error("the database can't be reached: {0}")]
    Away(String),
    /// Others write at the same time; trying again helps.
    #[error("the database is busy: {0}")]
    Busy(String),
    /// There is no room left.
    #[error("the disk is full: {0}")]
    Full(String),
    /// Text that the database can't hold; PostgreSQL has none with a NUL.
    #[error("the database can't hold the text: {0}")]
    Text(String),
    /// Anything else: a slip of ours, or a database that was changed by other hands.
    #[error("the database refuses: {0}")]
    Broken(String),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        let text = error.to_string();
        match &error {
            sqlx::Error::Io(io) if io.kind() == std::io::ErrorKind::StorageFull => Self::Full(text),
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed
            | sqlx::Error::Protocol(_) => Self::Away(text),
            sqlx::Error::Database(database) => {
                let code = database.code().unwrap_or_default().into_owned();
                // SQLite tells extended codes: the low byte is the error's kind.
                let kind = if code.len() == 5 { None } else { code.parse::<i64>().ok().map(|code| code & 0xFF) };
                match (code.as_str(), kind) {
                    (_, Some(13)) | ("53100", _) => Self::Full(text),
                    (_, Some(5 | 6)) | ("40001" | "40P01" | "55P03", _) => Self::Busy(text),
                    (_, Some(10 | 14)) => Self::Away(text),
                    ("22021" | "22P05", _) => Self::Text(text),
                    // A class of connection trouble, too many of them, or a server that is going down or coming up.
                    (code, _) if code.starts_with("08") || code.starts_with("57P") || code.starts_with("53") => {
                        Self::Away(text)
                    }
                    _ => Self::Broken(text),
                }
            }
            _ => Self::Broken(text),
        }
    }
}

impl From<sqlx::migrate::MigrateError> for StoreError {
    fn from(error: sqlx::migrate::MigrateError) -> Self {
        match error {
            sqlx::migrate::MigrateError::Execute(error) => error.into(),
            other => Self::Broken(other.to_string()),
        }
    }
}

impl From<&StoreError> for Problem {
    fn from(error: &StoreError) -> Self {
        match error {
            StoreError::Away(_) => Self::away("nothing was changed; try again in a moment"),
            StoreError::Busy(_) => Self::busy("nothing was changed; try again in a moment"),
            StoreError::Full(_) => Self::disk_full("nothing was changed; the operator has to make room"),
            StoreError::Text(_) => Self::bad_request("text with a NUL character names nothing and can't be kept"),
            StoreError::Broken(_) => Self::broken("the service's log tells more under the request's id"),
        }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match &error {
            // What a client sent was wrong; nothing is amiss here.
            StoreError::Text(_) => {}
            StoreError::Broken(why) => tracing::error!(why, "the database refuses"),
            other => tracing::warn!(why = %other, "the database can't serve"),
        }
        Self::from(&error)
    }
}
