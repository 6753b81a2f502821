//! Idempotency keys: the first answer to a request, given again to its repetitions.

use super::{PostgresStore, SqliteStore, StoreError, on_both};

/// A request that may be repeated under a key, and the answer it gets if it is the first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replay {
    /// Whose key it is.
    pub office: String,
    /// Method and path.
    pub call: String,
    /// The key.
    pub key: String,
    /// SHA-256 of the request.
    pub fingerprint: String,
    /// The answer's status.
    pub status: i64,
    /// The answer's body.
    pub body: String,
}

/// What a repeated key comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kept {
    /// The key is new: go on.
    First,
    /// The same request again: its answer.
    Again(i64, String),
    /// Another request under the same key.
    Other,
}

macro_rules! replays {
    ($store:ident, $db:ty, $now:literal, $lock:literal) => {
        impl $store {
            /// Keeps the answer to a request under its key, in the transaction that does what was asked.
            pub(super) async fn keep(
                tx: &mut sqlx::Transaction<'_, $db>,
                replay: Option<&Replay>,
            ) -> Result<Kept, StoreError> {
                let Some(replay) = replay else { return Ok(Kept::First) };
                let kept = sqlx::query(concat!(
                    "INSERT INTO replays (office, call, idempotency_key, fingerprint, status, body, created_at) ",
                    "VALUES ($1, $2, $3, $4, $5, $6, ",
                    $now,
                    ") ON CONFLICT (office, call, idempotency_key) DO NOTHING"
                ))
                .bind(&replay.office)
                .bind(&replay.call)
                .bind(&replay.key)
                .bind(&replay.fingerprint)
                .bind(replay.status)
                .bind(&replay.body)
                .execute(&mut **tx)
                .await?;
                if kept.rows_affected() > 0 {
                    return Ok(Kept::First);
                }
                let (fingerprint, status, body): (String, i64, String) = sqlx::query_as(
                    "SELECT fingerprint, status, body FROM replays \
                     WHERE office = $1 AND call = $2 AND idempotency_key = $3",
                )
                .bind(&replay.office)
                .bind(&replay.call)
                .bind(&replay.key)
                .fetch_one(&mut **tx)
                .await?;
                Ok(if fingerprint == replay.fingerprint { Kept::Again(status, body) } else { Kept::Other })
            }
        }
    };
}
on_both!(replays);
