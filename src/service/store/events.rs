//! What happened to jobs, for those who watch.

use async_trait::async_trait;

use super::{PostgresStore, SqliteStore, StoreError, on_both};
use crate::service::job::EventRow;

/// Events.
#[async_trait]
pub trait Events {
    /// The events of a job that come after one, oldest first, a hundred at most.
    async fn events(&self, job: &str, after: i64) -> Result<Vec<EventRow>, StoreError>;
    /// What a newcomer has to know of a job: every status it had and its latest progress.
    async fn recap(&self, job: &str) -> Result<Vec<EventRow>, StoreError>;
}

macro_rules! events {
    ($store:ident, $db:ty, $now:literal, $lock:literal) => {
        #[async_trait]
        impl Events for $store {
            async fn events(&self, job: &str, after: i64) -> Result<Vec<EventRow>, StoreError> {
                let rows = sqlx::query_as(
                    "SELECT seq, kind, data FROM events WHERE job = $1 AND seq > $2 ORDER BY seq LIMIT 100",
                );
                Ok(rows.bind(job).bind(after).fetch_all(self.reader()).await?)
            }

            async fn recap(&self, job: &str) -> Result<Vec<EventRow>, StoreError> {
                let rows = sqlx::query_as(
                    "SELECT seq, kind, data FROM events WHERE job = $1 AND (kind = 'status' OR seq = \
                     (SELECT max(seq) FROM events WHERE job = $1 AND kind = 'progress')) ORDER BY seq",
                );
                Ok(rows.bind(job).fetch_all(self.reader()).await?)
            }
        }

        impl $store {
            /// Notes what happened to a job.
            pub(super) async fn tell(
                tx: &mut sqlx::Transaction<'_, $db>,
                job: &str,
                kind: &str,
                data: &str,
            ) -> Result<(), StoreError> {
                sqlx::query(concat!("INSERT INTO events (job, kind, data, at) VALUES ($1, $2, $3, ", $now, ")"))
                    .bind(job)
                    .bind(kind)
                    .bind(data)
                    .execute(&mut **tx)
                    .await?;
                Ok(())
            }
        }
    };
}
on_both!(events);
