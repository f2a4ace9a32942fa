//! From a store's path to a running server: bound first, so that the address is known before anything is answered.

use std::io::ErrorKind;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use super::app::App;
use super::{connections, routes};
use crate::error::{Error, Result};
use crate::ledger::Texts;
use crate::report::html::Language;

/// The port when none is named.
pub const DEFAULT_PORT: u16 = 7480;
/// How often the store is looked at for what a scan has committed.
const LOOK: Duration = Duration::from_secs(1);
/// Threads that wait for the store; more requests than that stand in line.
const THREADS: usize = 8;

/// How a store is served.
#[derive(Clone, Debug)]
pub struct Options {
    /// The store.
    pub store: PathBuf,
    /// The port on 127.0.0.1; 0 for any free one.
    pub port: u16,
    /// The texts that the store does not keep.
    pub texts: Option<Arc<Texts>>,
    /// Language of the pages for browsers that ask for none that there is.
    pub language: Language,
}

/// A server that has its port and its store and does not answer yet.
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    app: Arc<App>,
}

impl Server {
    /// Opens the store and takes the port.
    ///
    /// # Errors
    /// [`Error::Usage`] when the port is in use or may not be taken; otherwise when the store cannot be opened.
    pub fn bind(options: &Options) -> Result<Self> {
        let app = Arc::new(App::open(
            options.store.clone(),
            options.texts.clone(),
            options.language,
        )?);
        let port = options.port;
        let bound = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
            .and_then(|listener| Ok((listener.local_addr()?, listener)));
        let (address, listener) = bound.map_err(|error| match error.kind() {
            ErrorKind::AddrInUse => Error::Usage(format!(
                "port {port} is in use: choose another with --port N, or any free one with --port 0"
            )),
            ErrorKind::PermissionDenied => Error::Usage(format!(
                "port {port} may not be taken by this user: choose one from 1024 on with --port N"
            )),
            _ => Error::Usage(format!("127.0.0.1:{port} cannot be listened on: {error}")),
        })?;
        Ok(Self {
            listener,
            address,
            app,
        })
    }

    /// Answers until the process is interrupted or asked to end. `ready` is told where, as soon as an interrupt ends it in order.
    ///
    /// # Errors
    /// When the system gives no threads or timers; those of `ready`.
    pub fn run<E: From<Error>>(
        self,
        ready: impl FnOnce(SocketAddr) -> std::result::Result<(), E>,
    ) -> std::result::Result<(), E> {
        let failed = |error: std::io::Error| Error::Usage(format!("the server cannot run: {error}"));
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .max_blocking_threads(THREADS)
            .build()
            .map_err(failed)?;
        runtime.block_on(async {
            self.listener.set_nonblocking(true).map_err(failed)?;
            let listener = tokio::net::TcpListener::from_std(self.listener).map_err(failed)?;
            let stop = stopped().map_err(failed)?;
            ready(self.address)?;
            let looking = tokio::spawn(look(Arc::clone(&self.app)));
            let router = routes::router(self.app, self.address.port());
            connections::serve(listener, router, stop).await;
            looking.abort();
            Ok::<_, E>(())
        })?;
        // Whoever still computes has nobody to tell.
        runtime.shutdown_background();
        Ok(())
    }
}

/// Notices what others commit to the store.
async fn look(app: Arc<App>) {
    loop {
        tokio::time::sleep(LOOK).await;
        let app = Arc::clone(&app);
        // What cannot be read now is read a second later.
        let _ = tokio::task::spawn_blocking(move || app.refresh()).await;
    }
}

/// Done when the process is interrupted or asked to end.
#[cfg(unix)]
fn stopped() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Done when the process is interrupted.
#[cfg(not(unix))]
fn stopped() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}
