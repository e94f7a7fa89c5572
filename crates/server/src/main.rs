//! Reads the configuration, opens the store, serves.

use std::{process::ExitCode, sync::Arc};

use catalogue::Catalogue;
use clap::Parser as _;
use loket_server::{
    App,
    clock::Clock,
    config::Config,
    db::Db,
    identity::ServerKey,
    observe,
    randomness::Randomness,
    retention, router_with_pages,
    serve::{Bounds, serve},
    site::Site,
};
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> ExitCode {
    let config = Config::parse();
    tracing_subscriber::fmt().with_target(false).init();
    observe::quieten_panics();
    match run(config).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            tracing::error!("{sentence}");
            ExitCode::FAILURE
        }
    }
}

/// Serves until it is told to stop. An error is one sentence for whoever started it.
async fn run(config: Config) -> Result<(), String> {
    let catalogue = match &config.catalogue {
        Some(folder) => Catalogue::read(folder),
        None => Catalogue::shipped(),
    }
    .map_err(|error| format!("the catalogue has faults:\n{error}"))?;
    std::fs::create_dir_all(&config.data)
        .map_err(|error| format!("the data folder {} can't be made: {error}", config.data.display()))?;
    let (key_file, database_file) = (config.key_file(), config.database_file());
    let key = ServerKey::read_or_make(&key_file, &database_file).map_err(|error| error.to_string())?;
    let db = Db::open(&config.place()).await.map_err(|error| error.to_string())?;
    let listener = TcpListener::bind(config.listen)
        .await
        .map_err(|error| format!("nothing can listen on {}: {error}", config.listen))?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    let bounds = Bounds::with_connections(config.connections_max);
    let catalogue = Arc::new(catalogue);
    let clock = Clock::system();
    let site = Site::read(&config.app, Arc::clone(&catalogue), clock.clone(), &config.public_url)
        .map_err(|error| error.to_string())?;
    let app = App::new(config, catalogue, db.clone(), key, clock.clone(), Randomness::system())
        .await
        .map_err(|error| error.to_string())?;
    let retention = tokio::spawn(retention::keep_promises(app.clone()));
    tracing::info!(%address, "listening");
    serve(listener, router_with_pages(app.clone(), site.router()), bounds, told_to_stop()).await;
    retention.abort();
    // The next start may bring another catalogue: what is over is judged by this one.
    if let Err(error) = retention::settle(&app, clock.now()).await {
        tracing::warn!(%error, "what is over could not be written");
    }
    db.close().await;
    tracing::info!("stopped");
    Ok(())
}

/// Ctrl-C, or SIGTERM.
async fn told_to_stop() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}
