//! Listening: on loopback as it is, beyond it by TLS or where that was asked for; until the service is to end.

use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum_server::Handle;
use axum_server::tls_rustls::RustlsConfig;
use tokio::sync::watch;

use super::app::App;
use super::router::router;
use crate::service::told_to_stop;

/// How long requests may go on once the service is to end.
const GRACE: Duration = Duration::from_secs(5);

/// A certificate and its key, as PEM files.
#[derive(Debug, Clone)]
pub struct Tls {
    /// The certificate and those that lead to its root.
    pub certificate: PathBuf,
    /// Its private key.
    pub key: PathBuf,
}

/// Why the service can't listen.
#[derive(Debug, thiserror::Error)]
pub enum ListenError {
    /// The address is open to others and nothing protects what is said.
    #[error(
        "{0} can be reached from other machines: give --tls-certificate and --tls-key, or --insecure where something \
         else encrypts (a proxy on the same machine, a private network)"
    )]
    Insecure(SocketAddr),
    /// The address can't be had.
    #[error("{0} can't be listened on: {1}")]
    Address(SocketAddr, std::io::Error),
    /// The certificate or its key can't be used.
    #[error("the certificate {0} or its key can't be used: {1}")]
    Certificate(PathBuf, std::io::Error),
    /// Listening ended by an error.
    #[error("serving ended: {0}")]
    Ended(std::io::Error),
}

/// A socket that is listened on.
#[derive(Debug)]
pub struct Listening {
    socket: TcpListener,
    tls: Option<Tls>,
    /// Where.
    pub address: SocketAddr,
}

impl Listening {
    /// Takes the address.
    ///
    /// # Errors
    /// [`ListenError`].
    pub fn at(address: SocketAddr, tls: Option<Tls>, insecure: bool) -> Result<Self, ListenError> {
        if !address.ip().is_loopback() && tls.is_none() && !insecure {
            return Err(ListenError::Insecure(address));
        }
        let wrong = |error| ListenError::Address(address, error);
        let socket = TcpListener::bind(address).map_err(wrong)?;
        socket.set_nonblocking(true).map_err(wrong)?;
        let address = socket.local_addr().map_err(wrong)?;
        Ok(Self { socket, tls, address })
    }

    /// The address as a URL.
    pub fn url(&self) -> String {
        format!("http{}://{}", if self.tls.is_some() { "s" } else { "" }, self.address)
    }
}

/// Serves until `stop` is true and the requests at hand are answered.
///
/// # Errors
/// [`ListenError`].
pub async fn serve(app: Arc<App>, listening: Listening, mut stop: watch::Receiver<bool>) -> Result<(), ListenError> {
    let service = router(app).into_make_service_with_connect_info::<SocketAddr>();
    let handle = Handle::new();
    let ending = handle.clone();
    tokio::spawn(async move {
        told_to_stop(&mut stop).await;
        ending.graceful_shutdown(Some(GRACE));
    });
    let served = match listening.tls {
        None => {
            axum_server::from_tcp(listening.socket).map_err(ListenError::Ended)?.handle(handle).serve(service).await
        }
        Some(tls) => {
            let config = RustlsConfig::from_pem_file(&tls.certificate, &tls.key).await;
            let config = config.map_err(|error| ListenError::Certificate(tls.certificate, error))?;
            let server = axum_server::tls_rustls::from_tcp_rustls(listening.socket, config);
            server.map_err(ListenError::Ended)?.handle(handle).serve(service).await
        }
    };
    served.map_err(ListenError::Ended)
}
