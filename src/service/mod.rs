//! What the daemon keeps and does behind its HTTP interface: a store, a vault, jobs.
//!
//! Jobs are written down in a ledger (`store::Ledger`) before they are accepted; a kept job engine (apalis) hands their ids to
//! workers ([`dispatch`]); a worker claims a job in the ledger, lets a child process of the same binary do it ([`runner`],
//! [`child`]), and writes the end down, all or nothing. So whatever is killed in between, a job ends once: the ledger's fence
//! is raised by every claim, and only whoever holds the latest claim can write.

pub mod caller;
pub mod child;
pub mod dispatch;
pub mod faults;
pub mod frame;
pub mod intake;
pub mod job;
pub mod keeper;
pub mod keys;
pub mod order;
pub mod page;
pub mod plans;
pub mod problem;
pub mod rotation;
pub mod runner;
pub mod settings;
pub mod store;
pub mod sweep;
pub mod vault;
pub mod worker;

/// A new id: 26 letters and digits that sort by when they were made.
pub fn new_id() -> String {
    ulid::Ulid::generate().to_string().to_lowercase()
}

/// Waits until it is time to stop.
pub(crate) async fn told_to_stop(stop: &mut tokio::sync::watch::Receiver<bool>) {
    // Whoever could have told is gone: it is time, too.
    let _ = stop.wait_for(|stop| *stop).await;
}
