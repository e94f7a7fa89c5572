//! Reads the configuration, binds its addresses, opens the store, serves; or does what else it is told.

use std::{net::SocketAddr, process::ExitCode, sync::Arc, time::Duration};

use loket_server::{
    App,
    clock::{Clock, LeapWatch},
    command::{self, Command, CommandLine},
    config::Config,
    db::Db,
    health::Stopping,
    keyring::Keyring,
    logging,
    metrics::{self, Metrics},
    observe,
    randomness::Randomness,
    reminders, retention, router_with_pages,
    serve::{Bounds, serve},
    signals::Signals,
    site::Site,
};
use prometheus_client::metrics::gauge::Gauge;
use tokio::net::TcpListener;

/// Prometheus, and whoever looks.
const METRICS_CONNECTIONS_MAX: usize = 16;

#[tokio::main]
async fn main() -> ExitCode {
    let CommandLine { config, command } =
        CommandLine::read(std::env::args_os().collect()).unwrap_or_else(|error| error.exit());
    logging::start(&config.log);
    observe::quieten_panics();
    let say = |sentence: String| tracing::info!("{sentence}");
    let done = match command.unwrap_or(Command::Serve) {
        Command::Serve => run(config).await,
        Command::Backup { file } => command::back_up(&config, &file).await.map(say),
        Command::Restore { file } => command::restore(&config, &file).await.map(say),
        Command::Check => command::check(&config).await.map(say),
        Command::Export { folder } => command::export(&config, &folder).map(say),
        Command::RotateKey => command::rotate_key(&config).map(say),
        Command::RetireKeys => command::retire_keys(config).await.map(|said| said.into_iter().for_each(say)),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            tracing::error!("{sentence}");
            ExitCode::FAILURE
        }
    }
}

/// Serves until it is told to stop. An error is one sentence for whoever started it.
async fn run(config: Config) -> Result<(), String> {
    let signals = Signals::listen().map_err(|error| format!("nobody could tell this server to stop: {error}"))?;
    let catalogue = Arc::new(command::read_catalogue(&config)?);
    let clock = Clock::system();
    // All that may be missing or taken comes before the ledger: a start that fails must not have brought its tables up to date,
    // since the program before does not start on them any more.
    let mut site = Site::read(&config, Arc::clone(&catalogue), clock.clone()).map_err(|error| error.to_string())?;
    if let Some(before) = &config.previous_app {
        site = site.after(before).map_err(|error| error.to_string())?;
    }
    let (listener, address) = listen(config.listen).await?;
    let metrics_listener = match config.metrics_listen {
        Some(address) => Some(listen(address).await?),
        None => None,
    };
    std::fs::create_dir_all(&config.data)
        .map_err(|error| format!("the data folder {} can't be made: {error}", config.data.display()))?;
    let (key_file, database_file) = (config.key_file(), config.database_file());
    let keys = Keyring::read_or_make(&key_file, &database_file).map_err(|error| error.to_string())?;
    let db = Db::open(&config.place()).await.map_err(|error| error.to_string())?;
    let stop_delay = Duration::from_secs(config.stop_delay_seconds);
    let bounds = Bounds::with_connections(config.connections_max.get() as usize);
    let app = App::new(config, catalogue, db.clone(), keys, clock.clone(), Randomness::system())
        .await
        .map_err(|error| error.to_string())?;
    let leaps = LeapWatch::of(clock.clone());
    let retention = tokio::spawn(retention::keep_promises(app.clone(), leaps.clone()));
    let reminding = tokio::spawn(reminders::keep_reminding(app.clone()));
    let telling = metrics_listener.map(|(listener, address)| {
        tracing::info!(%address, "telling metrics");
        tokio::spawn(tell_metrics(listener, app.metrics.clone()))
    });
    tracing::info!(%address, "listening");
    let stop = told_and_waited(signals, app.stopping.clone(), stop_delay);
    let open = app.metrics.connections_open().clone();
    serve(listener, router_with_pages(app.clone(), site.router()), bounds, &open, stop).await;
    retention.abort();
    reminding.abort();
    if let Some(telling) = telling {
        telling.abort();
    }
    // The next start may bring another catalogue: what is over is judged by this one.
    if !retention::has_leapt(&leaps)
        && let Err(error) = retention::settle(&app, clock.now()).await
    {
        tracing::warn!(%error, "what is over could not be written");
    }
    db.close().await;
    tracing::info!("stopped");
    Ok(())
}

async fn listen(address: SocketAddr) -> Result<(TcpListener, SocketAddr), String> {
    let failed = |error| format!("nothing can listen on {address}: {error}");
    let listener = TcpListener::bind(address).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    Ok((listener, address))
}

/// Answers `GET /metrics` until it is dropped.
async fn tell_metrics(listener: TcpListener, metrics: Metrics) {
    let bounds = Bounds::with_connections(METRICS_CONNECTIONS_MAX);
    serve(listener, metrics::router(metrics), bounds, &Gauge::default(), std::future::pending()).await;
}

/// Ends when the door is to be closed: told to stop, the server is no longer ready, and goes on for as long as load
/// balancers need to see that.
async fn told_and_waited(mut signals: Signals, stopping: Stopping, delay: Duration) {
    signals.next().await;
    stopping.begin();
    tracing::info!("told to stop");
    tokio::select! {
        () = tokio::time::sleep(delay) => {}
        // Who says it twice does not want to wait.
        () = signals.next() => {}
    }
}
