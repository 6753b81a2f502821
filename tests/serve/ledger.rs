//! The ledger on both stores: fences, leases, clocks that jump, disks that are full.

use std::path::Path;
use std::sync::Arc;

use onward::service::job::{Claim, End, Kind, NewJob};
use onward::service::store::{self, Accepted, FeedRow, Limits, NewFeed, Store, StoreError};

use crate::postgres::Postgres;

const LEASE: i64 = 1_000;
const ATTEMPTS: i64 = 3;

fn on_both<F: Future<Output = ()>>(test: impl Fn(Arc<dyn Store>) -> F) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let folder = tempfile::tempdir().unwrap();
    runtime.block_on(async {
        test(store::open(None, folder.path()).await.unwrap()).await;
        let database = Postgres::start();
        test(store::open(Some(&database.url()), Path::new("")).await.unwrap()).await;
    });
}

async fn with_feed(store: &Arc<dyn Store>) -> String {
    let id = onward::service::new_id();
    let row = FeedRow {
        id: id.clone(),
        office: "o".into(),
        sha256: id.clone(),
        name: String::new(),
        created_at: 0,
        cases: 1,
        persons: 1,
        sectors: 1,
        first_day: String::new(),
        last_day: String::new(),
        bytes: 1,
    };
    store.add_feed(&NewFeed { row, sealed: vec![0] }, 100, None, None).await.unwrap();
    id
}

async fn job(store: &Arc<dyn Store>, feed: &str) -> String {
    let id = onward::service::new_id();
    let new = NewJob { id: id.clone(), kind: Kind::Plan, parent: None, place: 0, ready: true, request: vec![0] };
    let accepted = store.accept("o", feed, &[new], Limits { open: 100 }, None, None).await.unwrap();
    assert_eq!(accepted, Accepted::Yes);
    id
}

fn done(text: &str) -> End {
    End::Done { parts: vec![("result", text.as_bytes().to_vec())], tag: text.to_owned() }
}

async fn claim(store: &Arc<dyn Store>, id: &str, lease: i64) -> Option<Claim> {
    store.claim(id, "w", lease, ATTEMPTS).await.unwrap()
}

#[test]
fn only_the_latest_claim_can_write_an_end_and_only_once() {
    on_both(|store| async move {
        let feed = with_feed(&store).await;
        let id = job(&store, &feed).await;
        let first = claim(&store, &id, -1).await.unwrap();
        assert_eq!(store.revive(LEASE, ATTEMPTS).await.unwrap(), 1, "its lease was over at once");
        let second = claim(&store, &id, 60_000).await.unwrap();
        assert!(second.fence > first.fence);
        assert_eq!(claim(&store, &id, 60_000).await, None, "somebody has it");
        assert!(!store.beat(&first, LEASE, None).await.unwrap());
        assert!(!store.finish(&first, &done("first")).await.unwrap());
        assert!(!store.retry(&first, "late", ATTEMPTS).await.unwrap());
        assert!(!store.hand_back(&first).await.unwrap());
        assert!(store.finish(&second, &done("second")).await.unwrap());
        assert!(!store.finish(&second, &done("third")).await.unwrap());
        assert_eq!(store.paper(&id, "result").await.unwrap().unwrap(), b"second");
        assert_eq!(claim(&store, &id, LEASE).await, None, "it is done");
        assert_eq!(store.revive(LEASE, ATTEMPTS).await.unwrap(), 0);
    });
}

#[test]
fn a_clock_set_back_or_forth_keeps_no_job_for_ever() {
    on_both(|store| async move {
        let feed = with_feed(&store).await;
        let id = job(&store, &feed).await;
        // As if the clock had been set back by a day since: the lease ends in a day.
        let before = claim(&store, &id, 86_400_000).await.unwrap();
        assert_eq!(store.revive(LEASE, ATTEMPTS).await.unwrap(), 1);
        // As if it had been set forth: the lease is long over, though its holder lives. It loses the job, and notices.
        let after = claim(&store, &id, -86_400_000).await.unwrap();
        assert!(!store.beat(&before, LEASE, None).await.unwrap());
        assert!(store.beat(&after, LEASE, Some("{}")).await.unwrap(), "nobody else had come");
        assert!(store.finish(&after, &done("x")).await.unwrap());
    });
}

#[test]
fn attempts_end_and_hand_backs_are_none() {
    on_both(|store| async move {
        let feed = with_feed(&store).await;
        let id = job(&store, &feed).await;
        for _ in 0..10 {
            let held = claim(&store, &id, 60_000).await.unwrap();
            assert!(store.hand_back(&held).await.unwrap());
        }
        for attempt in 1..=ATTEMPTS {
            assert!(store.exhausted(LEASE, ATTEMPTS).await.unwrap().is_empty());
            let held = claim(&store, &id, 60_000).await.unwrap();
            assert_eq!(held.attempts, attempt);
            assert_eq!(store.retry(&held, "it died", ATTEMPTS).await.unwrap(), attempt < ATTEMPTS);
        }
        assert_eq!(claim(&store, &id, LEASE).await, None);
        assert_eq!(store.exhausted(LEASE, ATTEMPTS).await.unwrap(), [(id.clone(), Some("it died".to_owned()))]);
        assert!(store.give_up(&id, LEASE, ATTEMPTS, b"why").await.unwrap());
        assert!(!store.give_up(&id, LEASE, ATTEMPTS, b"why").await.unwrap());
        assert_eq!(store.job("o", &id).await.unwrap().unwrap().status, "failed");
    });
}

#[test]
fn a_cancelled_job_is_lost_to_its_worker_and_a_feed_in_use_is_kept() {
    on_both(|store| async move {
        let feed = with_feed(&store).await;
        let id = job(&store, &feed).await;
        let held = claim(&store, &id, 60_000).await.unwrap();
        assert_eq!(store.delete_feed("o", &feed, None).await.unwrap(), store::Deleted::InUse);
        assert_eq!(store.cancel("another", &id, None).await.unwrap(), None);
        assert!(store.cancel("o", &id, None).await.unwrap().is_some());
        assert!(!store.finish(&held, &done("late")).await.unwrap());
        assert_eq!(store.paper(&id, "result").await.unwrap(), None);
        assert_eq!(store.delete_feed("o", &feed, None).await.unwrap(), store::Deleted::Gone);
        assert_eq!(store.paper(&feed, "feed").await.unwrap(), None, "it is gone with its content");
        assert_eq!(store.paper(&id, "request").await.unwrap(), None);
    });
}

#[test]
fn a_full_disk_is_told_as_one_and_harms_nothing() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let folder = tempfile::tempdir().unwrap();
    runtime.block_on(async {
        let store = store::open(None, folder.path()).await.unwrap();
        let feed = with_feed(&store).await;
        let id = job(&store, &feed).await;
        let held = claim(&store, &id, 60_000).await.unwrap();
        drop(store);
        // As many pages as there are: SQLite takes it for a full disk.
        let file = folder.path().join("onward.db");
        let store = store::SqliteStore::open_within(&file, Some(1)).await.unwrap();
        let store: Arc<dyn Store> = Arc::new(store);
        let big = End::Done { parts: vec![("result", vec![0; 4 << 20])], tag: "t".to_owned() };
        let full = store.finish(&held, &big).await.unwrap_err();
        assert!(matches!(full, StoreError::Full(_)), "{full}");
        assert_eq!(onward::service::problem::Problem::from(&full).status, 507);
        assert_eq!(store.job("o", &id).await.unwrap().unwrap().status, "running", "all or nothing");
        drop(store);
        let store = store::open(None, folder.path()).await.unwrap();
        assert!(store.finish(&held, &big).await.unwrap(), "with room again it goes on");
    });
}
