//! Starts, runs and stops the demo employers. The only module that reads the system's clock.

use crate::behaviour::Behaviours;
use crate::catalogue::Wish;
use crate::codes::Codes;
use crate::connection::{BreakableListener, Breaker};
use crate::ledger::Ledger;
use crate::mail::Scheduler;
use crate::replica::Replicas;
use crate::routes::{self, App};
use crate::world::World;
use crate::{Clock, Config, Error};
use chrono::Utc;
use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::MissedTickBehavior;

/// Requests still running when the server is told to stop get this long.
const DRAIN: Duration = Duration::from_millis(500);

/// Runs the demo employers until `shutdown` is done.
///
/// # Errors
/// When the address or a file cannot be opened, or the server fails.
pub async fn serve(config: Config, shutdown: impl Future<Output = ()>) -> Result<(), Error> {
    let sandbox = Sandbox::start(config).await?;
    shutdown.await;
    sandbox.shutdown().await
}

/// Running demo employers. Dropping the handle stops them without waiting.
#[derive(Debug)]
pub struct Sandbox {
    addr: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    server: JoinHandle<std::io::Result<()>>,
    chores: Vec<JoinHandle<()>>,
}

impl Sandbox {
    /// Starts the demo employers; they answer when this returns.
    ///
    /// # Errors
    /// When the address or a file cannot be opened.
    pub async fn start(config: Config) -> Result<Self, Error> {
        let listen = |source| Error::Listen { addr: config.listen, source };
        let listener = TcpListener::bind(config.listen).await.map_err(listen)?;
        let addr = listener.local_addr().map_err(listen)?;
        let settings = config.clone();
        let app = tokio::task::spawn_blocking(move || open(&settings, addr))
            .await
            .expect("opening the files does not panic")?;
        let app = Arc::new(app);
        let (stop, stopped) = oneshot::channel::<()>();
        let service = routes::router(Arc::clone(&app)).into_make_service_with_connect_info::<Breaker>();
        let server = tokio::spawn(async move {
            axum::serve(BreakableListener(listener), service)
                .with_graceful_shutdown(async {
                    // A dropped handle means the same as a stop.
                    let _ = stopped.await;
                })
                .await
        });
        let chores = vec![
            tokio::spawn(Arc::clone(&app.scheduler).run()),
            tokio::spawn(every(config.open_every, Arc::clone(&app), |app, now| {
                app.world.open_one(Wish::default(), now).map(drop)
            })),
            tokio::spawn(every(config.close_every, Arc::clone(&app), |app, now| {
                app.world.close_one(now).map(drop)
            })),
        ];
        tracing::info!(%addr, postings = app.world.open_count(), accepted = app.ledger.count(), mails_pending = app.scheduler.pending(), "the demo employers are open");
        Ok(Self { addr, stop: Some(stop), server, chores })
    }

    /// Where they listen.
    #[must_use]
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Their address with scheme and without a path, as `http://127.0.0.1:4010`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.addr)
    }

    /// Stops listening, lets running requests finish for a moment, and returns when nothing runs any more.
    ///
    /// # Errors
    /// When the server had failed.
    pub async fn shutdown(mut self) -> Result<(), Error> {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        for chore in &self.chores {
            chore.abort();
        }
        match tokio::time::timeout(DRAIN, &mut self.server).await {
            Ok(Ok(outcome)) => outcome.map_err(Error::Serve),
            // The server was cancelled together with its runtime, or is held up by a slow request: both are an end.
            Ok(Err(_)) => Ok(()),
            Err(_) => {
                self.server.abort();
                Ok(())
            }
        }
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.server.abort();
        for chore in &self.chores {
            chore.abort();
        }
    }
}

fn open(config: &Config, addr: SocketAddr) -> Result<App, Error> {
    for path in [&config.data_dir, &config.mail_dir] {
        std::fs::create_dir_all(path).map_err(|source| Error::Open { path: path.clone(), source })?;
    }
    let clock: Clock = Arc::new(system_time);
    let world = World::open(&config.data_dir, config.seed, clock())?;
    let ledger = Ledger::open(&config.data_dir)?;
    let base = format!("http://{addr}");
    let scheduler = Scheduler::open(
        &config.data_dir,
        &config.mail_dir,
        config.seed,
        config.mail_pace,
        &base,
        Arc::clone(&clock),
        &ledger.entries(),
    )?;
    Ok(App {
        seed: config.seed,
        base,
        world,
        ledger,
        scheduler: Arc::new(scheduler),
        behaviours: Behaviours::default(),
        codes: Codes::default(),
        replicas: Replicas::new(),
        clock,
    })
}

#[allow(clippy::disallowed_methods, reason = "the demo employers' one look at the system clock")]
fn system_time() -> chrono::DateTime<Utc> {
    Utc::now()
}

/// Does something each time the period has passed; a period of zero means never.
async fn every<F>(period: Duration, app: Arc<App>, act: F)
where
    F: Fn(&App, chrono::DateTime<Utc>) -> Result<(), Error>,
{
    if period.is_zero() {
        return;
    }
    let mut ticks = tokio::time::interval(period);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    ticks.tick().await; // The first tick is at once; the first posting should be later.
    loop {
        ticks.tick().await;
        if let Err(error) = act(&app, (app.clock)()) {
            tracing::warn!(%error, "the postings could not change");
        }
    }
}
