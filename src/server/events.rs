//! A job's events as they happen (server-sent events of the HTML standard).

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::Stream;
use futures_util::stream;
use tokio::sync::OwnedSemaphorePermit;

use super::app::App;
use super::refusal::Refusal;
use crate::service::job::{EventRow, JobRow, Status};
use crate::service::problem::Problem;
use crate::service::told_to_stop;

/// How often news are looked for.
const LOOK_EVERY: Duration = Duration::from_millis(300);

struct Watching {
    app: Arc<App>,
    office: String,
    job: String,
    /// The last event told; none yet for a newcomer.
    last: Option<i64>,
    ready: VecDeque<EventRow>,
    ended: bool,
    /// The job had ended when there were no news: what it told last is told by the next look.
    seen_all: bool,
    _place: OwnedSemaphorePermit,
}

/// The events of a job from where the client left off, until it has ended.
pub fn stream(
    app: Arc<App>,
    row: JobRow,
    headers: &HeaderMap,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>> + use<>>, Refusal> {
    let last = match headers.get("last-event-id") {
        None => None,
        Some(id) => {
            let id = id.to_str().ok().and_then(|id| id.trim().parse::<i64>().ok());
            Some(id.ok_or_else(|| Problem::bad_request("Last-Event-ID is the id of an event of this stream"))?)
        }
    };
    let place = app.watch()?;
    let watching = Watching {
        app,
        office: row.office,
        job: row.id,
        last,
        ready: VecDeque::new(),
        ended: false,
        seen_all: false,
        _place: place,
    };
    let events = stream::unfold(watching, |mut watching| async move {
        let event = watching.next().await?;
        Some((Ok(event), watching))
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(Duration::from_secs(15))))
}

impl Watching {
    async fn next(&mut self) -> Option<Event> {
        let mut stop = self.app.stop.clone();
        while self.ready.is_empty() {
            if self.ended || *stop.borrow() {
                return None;
            }
            let news = match self.last {
                Some(last) => self.app.store.events(&self.job, last).await,
                None => self.app.store.recap(&self.job).await,
            };
            match news {
                // Whoever has seen the end, or watches what was deleted, waits for nothing.
                Ok(news) if news.is_empty() => match self.app.store.job(&self.office, &self.job).await {
                    Ok(None) => return None,
                    Ok(Some(row)) if row.status().is_final() && self.last.is_some_and(|_| self.seen_all) => {
                        return None;
                    }
                    Ok(Some(row)) => self.seen_all = row.status().is_final(),
                    Err(_) => {}
                },
                Ok(news) => self.ready.extend(news),
                // The client keeps its connection; once the database is back, it goes on where it was.
                Err(error) => tracing::warn!(%error, "events can't be read now"),
            }
            if self.ready.is_empty() {
                tokio::select! {
                    () = tokio::time::sleep(LOOK_EVERY) => {}
                    () = told_to_stop(&mut stop) => {}
                }
            }
        }
        let row = self.ready.pop_front()?;
        self.last = Some(row.seq);
        self.ended = row.kind == "status" && is_final(&row.data);
        Some(Event::default().id(row.seq.to_string()).event(row.kind).data(row.data))
    }
}

fn is_final(data: &str) -> bool {
    let told: Option<serde_json::Value> = serde_json::from_str(data).ok();
    let status = told.as_ref().and_then(|told| told["status"].as_str()).and_then(Status::read);
    status.is_some_and(Status::is_final)
}
