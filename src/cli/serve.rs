//! `onward serve`: the planning service.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use metrics_exporter_prometheus::PrometheusBuilder;

use super::daemon::{self, Places, Working};
use super::exit::{Exit, Failure};
use super::streams;
use crate::server::{App, ListenError, Listening, Tls};
use crate::service::caller::{self, Scope};
use crate::service::keeper::Keeper;
use crate::service::new_id;
use crate::service::settings::{Quotas, Retention};
use crate::service::store::{NewToken, Store};
use crate::service::worker::Worker;

/// Serve plans to many: an HTTP API and a page for planners.
///
/// Starts with nothing: database and key file are made in the data folder, and a first admin token is printed once, unless
/// ONWARD_TOKEN has one. Listens beyond this machine only with a certificate, or with --insecure. SIGTERM ends it: jobs at
/// hand are handed back and done once it runs again. docs/service.md tells more.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  onward serve
  onward serve --listen 0.0.0.0:443 --tls-certificate cert.pem --tls-key key.pem --database postgres://onward@db/onward")]
pub(super) struct Args {
    #[command(flatten)]
    places: Places,
    #[command(flatten)]
    working: Working,
    /// Where to listen
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Certificate, with those that lead to its root, as PEM
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_certificate: Option<PathBuf>,
    /// The certificate's private key, as PEM
    #[arg(long, value_name = "FILE", requires = "tls_certificate")]
    tls_key: Option<PathBuf>,
    /// Listen beyond this machine without encryption
    #[arg(long)]
    insecure: bool,
    /// Office of the first admin token
    #[arg(long, value_name = "NAME", default_value = "main")]
    office: String,
    /// Days after which feeds are deleted for good, with all that was made of them [default: never]
    #[arg(long, value_name = "DAYS", value_parser = days)]
    keep_feeds: Option<Duration>,
    /// Days after which plans and other results are deleted for good [default: never]
    #[arg(long, value_name = "DAYS", value_parser = days)]
    keep_results: Option<Duration>,
    /// Largest upload, MiB
    #[arg(long, value_name = "MIB", default_value_t = 64)]
    upload_mib: usize,
    /// Requests a minute with one token
    #[arg(long, value_name = "N", default_value_t = Quotas::default().requests_a_minute)]
    requests_a_minute: u32,
    /// Feeds that an office may keep
    #[arg(long, value_name = "N", default_value_t = Quotas::default().feeds)]
    feeds: i64,
    /// Unfinished jobs that an office may have
    #[arg(long, value_name = "N", default_value_t = Quotas::default().open_jobs)]
    open_jobs: i64,
}

fn days(text: &str) -> Result<Duration, String> {
    let days = text.parse::<f64>().ok().and_then(|days| Duration::try_from_secs_f64(days * 86_400.0).ok());
    days.ok_or_else(|| "a number of days is needed".to_owned())
}

pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    daemon::log();
    // Where it is set already, it is this one.
    let _ = rustls::crypto::ring::default_provider().install_default();
    args.places.make()?;
    daemon::block_on(serve(args))
}

async fn serve(args: &Args) -> Result<Exit, Failure> {
    let tls = args.tls_certificate.clone().zip(args.tls_key.clone());
    let tls = tls.map(|(certificate, key)| Tls { certificate, key });
    let listening = Listening::at(args.listen, tls, args.insecure).map_err(|error| match error {
        ListenError::Insecure(_) => Failure::Usage(error.to_string()),
        _ => Failure::Failed(error.to_string()),
    })?;
    let (store, vault) = args.places.open(true).await?;
    let stop = daemon::stopping()?;
    let (jobs, threads) = args.working.jobs_and_threads();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let quotas = Quotas {
        feeds: args.feeds,
        open_jobs: args.open_jobs,
        upload_bytes: args.upload_mib << 20,
        requests_a_minute: args.requests_a_minute,
        ..Quotas::default()
    };
    let failed = |error: &dyn std::fmt::Display| Failure::Failed(error.to_string());
    let metrics = PrometheusBuilder::new().install_recorder().map_err(|error| failed(&error))?;
    first_admin(store.as_ref(), &args.office, args.listen.ip().is_loopback()).await?;
    streams::print(&format!("listening on {}\n", listening.url()))?;
    let app = App::new(Arc::clone(&store), Arc::clone(&vault), quotas, (threads, cores), metrics, stop.clone());
    let app = Arc::new(app);
    let work = args.working.work()?;
    let retention = Retention { feeds: args.keep_feeds, results: args.keep_results };
    let keeper = Keeper {
        store: Arc::clone(&store),
        vault: Arc::clone(&vault),
        lease: work.lease,
        attempts: work.attempts,
        retention,
    };
    let worker = (jobs > 0).then(|| Worker::new(store, vault, work, stop.clone()));
    let working = async {
        if let Some(worker) = worker {
            worker.run().await;
        }
    };
    let serving = crate::server::serve(app, listening, stop.clone());
    let (served, (), ()) = tokio::join!(serving, working, keeper.run(stop));
    served.map_err(|error| failed(&error))?;
    Ok(Exit::Done)
}

/// Sees to it that there is an admin: the token in ONWARD_TOKEN, or where there are no tokens one that is printed once.
async fn first_admin(store: &dyn Store, office: &str, loopback: bool) -> Result<(), Failure> {
    let failed = |error: crate::service::store::StoreError| Failure::Failed(error.to_string());
    let given = std::env::var("ONWARD_TOKEN").ok().filter(|token| !token.is_empty());
    if given.is_none() && store.has_tokens().await.map_err(failed)? {
        return Ok(());
    }
    if given.as_ref().is_some_and(|secret| secret.len() < 16) {
        if !loopback {
            return Err(Failure::Usage("ONWARD_TOKEN has fewer than 16 characters: it could be guessed".to_owned()));
        }
        tracing::warn!("ONWARD_TOKEN has fewer than 16 characters: it could be guessed");
    }
    let secret = given.clone().unwrap_or_else(caller::new_secret);
    let token = NewToken {
        id: new_id(),
        office: office.to_owned(),
        scope: Scope::Admin,
        label: if given.is_some() { "from ONWARD_TOKEN" } else { "first admin" }.to_owned(),
        hash: caller::hash(&secret),
        expires_at: None,
    };
    let new = store.add_token(&token, None).await.map_err(failed)?;
    if new && given.is_none() {
        streams::print(&format!("admin token (shown this once): {secret}\n"))?;
    }
    Ok(())
}
