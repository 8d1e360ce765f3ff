//! The server's life: open, announce, serve, go down.

use std::io::Write as _;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use domain::event::HealthStatus;
use events::Hub;
use matching::live::Live;
use realtime::{WireEnd, Wires};
use store::shards::HeldShards;
use store::{Store, StoreOptions};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::accounts::Logins;
use crate::app::App;
use crate::connections::{self, Connections};
use crate::settings::{DEFAULT_PORT, Settings};
use crate::watch::{Health, Service};
use crate::work::{Stages, Work};
use crate::{api, bus, demo, language_model, numbers, owner};

/// How many ports after the default one are tried.
const PORTS_TRIED: u16 = 50;
/// How long open requests and the goodbye of live connections may take when the server goes down.
const DRAIN: Duration = Duration::from_secs(5);
/// How often it is said how far the jobs are loaded.
const TELL_EVERY: Duration = Duration::from_secs(2);

/// Which part of the work this process does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Role {
    /// Requests and background work.
    All,
    /// Only requests.
    Web,
    /// Only background work.
    Worker,
}

/// Runs the server until it is told to stop.
pub async fn run(settings: Settings, with_demo: bool, role: Role) -> anyhow::Result<()> {
    if with_demo && !settings.bind.is_loopback() {
        bail!("The demo listens on this machine only: leave out --bind, or leave out --demo.");
    }
    let model = language_model::set_up(&settings)?;
    prepare_data_dir(&settings)?;
    progress("Opening the database");
    let store = Store::open(StoreOptions::new(settings.database_url(), settings.key_file()))
        .await
        .with_context(|| format!("The database {} cannot be opened", settings.shown_database_url()))?;
    if with_demo && store.count_users().await? > 1 {
        bail!(
            "The demo is for one person, and this data folder has several accounts. Use --data-dir with an empty folder."
        );
    }
    let stop = CancellationToken::new();
    let employers = match with_demo {
        true => {
            progress("Starting the demo employers");
            Some(demo::Employers::start(&settings).await?)
        }
        false => None,
    };
    let demo_address = employers.as_ref().map(demo::Employers::address);
    let (drafts, reader) = model.unzip();
    let app = App { drafts, reader, ..assemble(settings, store, demo_address, stop.clone()) };
    if let Some(drafts) = &app.drafts {
        progress(&format!(
            "Drafts of answers and second readings are written by {}",
            drafts.writer.model().name()
        ));
    }
    if let Some(employers) = &employers {
        demo::watch_boards(&app, employers).await?;
    }
    let going_down = stop.clone();
    tokio::spawn(async move {
        told_to_stop().await;
        going_down.cancel();
    });
    serve(app, role).await
}

/// Serves what `app` holds until its `stop` is cancelled.
async fn serve(app: App, role: Role) -> anyhow::Result<()> {
    if app.store.is_embedded() {
        owner::end_leases_of_the_dead(&app.store).await?;
    }
    load_jobs(&app).await?;
    let work = (role != Role::Web).then(|| Work::start(&app, Stages::new(&app)));
    tokio::spawn(numbers::run(app.clone()));
    tokio::spawn(connections::run(app.clone()));
    if let Some(url) = &app.settings.redis_url {
        bus::start(&app, url)?;
    }
    let listener = listen(&app.settings).await?;
    announce(&app, listener.local_addr()?);
    let (stop, waiting, connections) = (app.stop.clone(), app.stop.clone(), app.connections.clone());
    // Made into a service once: axum would build a bare router anew for every connection, which takes milliseconds and
    // keeps a copy of all routes with each.
    let service = api::router(app).into_make_service_with_connect_info::<WireEnd>();
    let server = axum::serve(Wires::new(listener), service)
        .with_graceful_shutdown(async move { waiting.cancelled().await });
    let closed = async {
        server.await?;
        connections.all_closed().await;
        Ok::<_, std::io::Error>(())
    };
    tokio::select! {
        closed = closed => closed?,
        () = async { stop.cancelled().await; tokio::time::sleep(DRAIN).await } => {}
    }
    if let Some(work) = work {
        // Work that does not end in time is taken up again at the next start.
        let _ = tokio::time::timeout(DRAIN, work.join()).await;
    }
    progress("Stopped");
    Ok(())
}

/// Reads the open jobs, and says how far it is while that takes long.
async fn load_jobs(app: &App) -> anyhow::Result<()> {
    progress("Loading jobs");
    let total = app.store.count_open_jobs().await?;
    let mut told = Instant::now();
    let loaded = app.live.load(|so_far| {
        if told.elapsed() >= TELL_EVERY {
            told = Instant::now();
            progress(&format!("Loading jobs: {so_far} of {total}"));
        }
    });
    progress(&format!("{} open jobs are ready to be matched", loaded.await?));
    Ok(())
}

/// A whole server inside another program, on a store that this program writes to as well: for measuring. Commits of
/// either are heard at once. Gives its hub, and what runs it.
pub fn beside(
    settings: Settings,
    store: Store,
    role: Role,
) -> (Hub, impl Future<Output = anyhow::Result<()>> + Send) {
    let app = assemble(settings, store, None, CancellationToken::new());
    (app.hub.clone(), serve(app, role))
}

fn assemble(
    settings: Settings,
    store: Store,
    demo_address: Option<SocketAddr>,
    stop: CancellationToken,
) -> App {
    let hub = Hub::new(store.clone());
    let (running, until) = (hub.clone(), stop.clone());
    tokio::spawn(async move { running.run(until).await });
    let egress = match demo_address {
        Some(address) => net::Egress::allowing(vec![address]),
        None => net::Egress::public(),
    };
    let health = Arc::new(Health::new(hub.clone()));
    let shards = Arc::new(HeldShards::new(owner::name()));
    health.set(Service::Database, HealthStatus::Healthy, format!("{} answers.", store.engine_name()));
    App {
        live: Arc::new(Live::sharing(store.clone(), shards.clone())),
        shards,
        runs: Default::default(),
        store,
        hub,
        settings: Arc::new(settings),
        health,
        egress,
        drafts: None,
        reader: None,
        demo: demo_address.is_some(),
        connections: Arc::new(Connections::until(stop.clone())),
        stop,
        logins: Arc::new(Logins::default()),
    }
}

/// Makes the data folder, readable by its owner only.
pub fn prepare_data_dir(settings: &Settings) -> anyhow::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(&settings.data_dir)
        .with_context(|| format!("The data folder {} cannot be made", settings.data_dir.display()))
}

/// The wanted port, or without one the first free port from the default on.
async fn listen(settings: &Settings) -> anyhow::Result<TcpListener> {
    if let Some(port) = settings.port {
        return TcpListener::bind((settings.bind, port))
            .await
            .with_context(|| format!("Port {port} is in use. Choose another with --port, or leave it out."));
    }
    for port in DEFAULT_PORT..DEFAULT_PORT + PORTS_TRIED {
        match TcpListener::bind((settings.bind, port)).await {
            Ok(listener) => {
                if port != DEFAULT_PORT {
                    progress(&format!("Port {DEFAULT_PORT} is in use; taking {port} instead"));
                }
                return Ok(listener);
            }
            Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {}
            Err(error) => return Err(error).context("The server cannot listen"),
        }
    }
    bail!(
        "The ports {DEFAULT_PORT} to {} are all in use. Choose one with --port.",
        DEFAULT_PORT + PORTS_TRIED - 1
    )
}

fn announce(app: &App, address: SocketAddr) {
    let host = match address.ip() {
        IpAddr::V4(ip) if ip.is_loopback() => "localhost".to_owned(),
        IpAddr::V6(ip) => format!("[{ip}]"),
        IpAddr::V4(ip) => ip.to_string(),
    };
    if app.demo {
        progress("Demo: the employers are invented and run on this machine; nothing is sent to anybody real");
    }
    say(&format!("Jobwire is ready at http://{host}:{}", address.port()));
}

/// A line for whoever watches the start.
fn progress(line: &str) {
    say(&format!("· {line}"));
}

/// Writes a line for whoever reads along; the server goes on when nobody does any more.
fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

async fn told_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = match signal(SignalKind::terminate()) {
        Ok(terminate) => terminate,
        Err(error) => {
            tracing::warn!(%error, "SIGTERM cannot be watched");
            return std::future::pending().await;
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}
