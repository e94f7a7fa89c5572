//! Reads the configuration, opens the store, serves; or does what else it is told.

use std::{process::ExitCode, sync::Arc};

use catalogue::Catalogue;
use clap::Parser as _;
use loket_server::{
    App,
    clock::Clock,
    command::{Command, CommandLine},
    config::Config,
    db::Db,
    keyring::{self, Keyring, retire},
    observe,
    randomness::Randomness,
    retention, router_with_pages,
    serve::{Bounds, serve},
    site::Site,
};
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> ExitCode {
    let CommandLine { config, command } = CommandLine::parse();
    tracing_subscriber::fmt().with_target(false).init();
    observe::quieten_panics();
    let done = match command.unwrap_or(Command::Serve) {
        Command::Serve => run(config).await,
        Command::RotateKey => rotate_key(&config),
        Command::RetireKeys => retire_keys(config).await,
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
    let catalogue = read_catalogue(&config)?;
    std::fs::create_dir_all(&config.data)
        .map_err(|error| format!("the data folder {} can't be made: {error}", config.data.display()))?;
    let (key_file, database_file) = (config.key_file(), config.database_file());
    let keys = Keyring::read_or_make(&key_file, &database_file).map_err(|error| error.to_string())?;
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
    let app = App::new(config, catalogue, db.clone(), keys, clock, Randomness::system())
        .await
        .map_err(|error| error.to_string())?;
    let retention = tokio::spawn(retention::keep_promises(app.clone()));
    tracing::info!(%address, "listening");
    serve(listener, router_with_pages(app, site.router()), bounds, told_to_stop()).await;
    retention.abort();
    db.close().await;
    tracing::info!("stopped");
    Ok(())
}

fn read_catalogue(config: &Config) -> Result<Catalogue, String> {
    match &config.catalogue {
        Some(folder) => Catalogue::read(folder),
        None => Catalogue::shipped(),
    }
    .map_err(|error| format!("the catalogue has faults:\n{error}"))
}

/// Changes the file alone: servers go on with the keys that they have read.
fn rotate_key(config: &Config) -> Result<(), String> {
    let file = config.key_file();
    let version = keyring::rotate(&file).map_err(|error| error.to_string())?;
    tracing::info!(
        "key {version} is in {}: give this file to every server of the database, then restart them one after the other",
        file.display()
    );
    Ok(())
}

async fn retire_keys(config: Config) -> Result<(), String> {
    let catalogue = Arc::new(read_catalogue(&config)?);
    let keys = Keyring::read(&config.key_file()).map_err(|error| error.to_string())?;
    let db = Db::open(&config.place()).await.map_err(|error| error.to_string())?;
    let app = App::new(config, catalogue, db.clone(), keys, Clock::system(), Randomness::system())
        .await
        .map_err(|error| error.to_string())?;
    let outcome = retire::run(&app).await;
    db.close().await;
    let outcome = outcome.map_err(|error| error.to_string())?;
    tracing::info!(resealed = outcome.resealed, "sealed anew by the newest key");
    for version in &outcome.retired {
        tracing::info!("key {version} is retired: backups from before still need it");
    }
    for need in &outcome.needed {
        tracing::info!("{need}");
    }
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
