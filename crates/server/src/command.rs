//! The command line: what is to be done, and the settings that it is done with. Without a command, the server serves.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
    sync::Arc,
};

use catalogue::Catalogue;
use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};
use tracing::Level;

use crate::{
    App, backup,
    clock::Clock,
    config::{Config, environment, file},
    db::{
        Connection, Db, Place,
        upkeep::{self, Schema},
    },
    keyring::{self, KeyError, Keyring, retire},
    ledger_check::{self, Fault},
    randomness::Randomness,
    site::{Exported, Site},
};

/// The front door of a public service mall: API, ledger and pages. Without a command it serves.
#[derive(Debug, Parser)]
#[command(name = "loket-server", version)]
pub struct CommandLine {
    #[command(flatten)]
    pub config: Config,

    #[command(subcommand)]
    pub command: Option<Command>,
}

#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum Command {
    /// Serves until it is told to stop (also without a command).
    Serve,
    /// Copies the ledger into a file that is not there yet, also while the server runs (SQLite). Without its keys.
    Backup { file: PathBuf },
    /// Puts a backup into a data folder that has its keys and no ledger, once it is checked.
    Restore { file: PathBuf },
    /// Checks the ledger: that it is whole, balances, and belongs to the keys.
    Check,
    /// Writes the app and every page into an empty folder, for a host that only has files.
    Export { folder: PathBuf },
    /// Adds a key to the key file, the newest for every server that is started with the file from then on.
    RotateKey,
    /// Seals by the newest key what older ones sealed, removes the old keys that nothing needs, and says what needs the others.
    RetireKeys,
}

impl CommandLine {
    /// Reads arguments, the program's name first. Settings may stand before or after the command.
    ///
    /// # Errors
    /// What clap has to say, help and version among it, and what is wrong with the environment or the settings file.
    pub fn read(arguments: Vec<OsString>) -> Result<Self, clap::Error> {
        let command = Self::command().mut_args(|argument| argument.global(true));
        let mut matches = command.clone().try_get_matches_from(&arguments)?;
        environment::check(&command, std::env::vars_os())?;
        if let Some(file) = matches.get_one::<PathBuf>("config") {
            matches = file::as_defaults(command, file)?.try_get_matches_from(&arguments)?;
        }
        let mut line = Self::from_arg_matches(&matches)?;
        // Whoever gives a command hears what it did, however quiet the server is to be.
        if line.command.as_ref().is_some_and(|command| *command != Command::Serve) {
            line.config.log.log_level = line.config.log.log_level.max(Level::INFO);
        }
        Ok(line)
    }
}

/// Answers what was done, in one sentence.
///
/// # Errors
/// Why not, in one sentence.
pub async fn back_up(config: &Config, file: &Path) -> Result<String, String> {
    let Place::File(database_file) = config.place() else {
        return Err("the ledger is in PostgreSQL: back it up with pg_dump --format=custom".to_owned());
    };
    let length = backup::back_up(&database_file, file).await?;
    let (file, key_file) = (file.display(), config.key_file());
    Ok(format!("{file} is written, {length} bytes; its keys {} are not in it, keep them elsewhere", key_file.display()))
}

/// Answers what was done, in one sentence.
///
/// # Errors
/// Why not, in one sentence.
pub async fn restore(config: &Config, file: &Path) -> Result<String, String> {
    let Place::File(database_file) = config.place() else {
        return Err("the ledger is in PostgreSQL: restore it with pg_restore, then run loket-server check".to_owned());
    };
    let keys = keys(config)?;
    backup::restore(file, &database_file, &keys, Clock::system().now()).await?;
    Ok(format!("{} is checked and restored to {}", file.display(), database_file.display()))
}

/// Answers that all is well, in one sentence.
///
/// # Errors
/// A sentence for each fault, or why nothing could be checked.
pub async fn check(config: &Config) -> Result<String, String> {
    let mut connection = connect(config).await?;
    let keys = keys(config)?;
    let faults = ledger_check::faults(&mut connection, &keys, Clock::system().now()).await;
    let faults = faults.map_err(|error| format!("the ledger can't be checked: {error}"))?;
    let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
    if faults.is_empty() {
        Ok("the ledger is whole, balances, and belongs to its keys".to_owned())
    } else {
        Err(faults.join("\n"))
    }
}

/// Answers what was written, in one sentence.
///
/// # Errors
/// Why not, in one sentence.
pub fn export(config: &Config, folder: &Path) -> Result<String, String> {
    let catalogue = Arc::new(read_catalogue(config)?);
    let mut site = Site::read(config, catalogue, Clock::system()).map_err(|error| error.to_string())?;
    if let Some(before) = &config.previous_app {
        site = site.after(before).map_err(|error| error.to_string())?;
    }
    let Exported { pages, files } = site.export(folder)?;
    let backend = match config.backend_url.all() {
        [] => "they ask the host that serves them".to_owned(),
        origins => format!("they ask {}", origins.join(" ")),
    };
    Ok(format!("{pages} pages and {files} files are written to {}; {backend}", folder.display()))
}

/// Changes the file alone: servers go on with the keys that they have read. Answers what was done, in one sentence.
///
/// # Errors
/// Why not, in one sentence.
pub fn rotate_key(config: &Config) -> Result<String, String> {
    let file = config.key_file();
    let version = keyring::rotate(&file).map_err(|error| error.to_string())?;
    Ok(format!(
        "key {version} is in {}: give this file to every server of the database, then restart them one after the other",
        file.display()
    ))
}

/// Answers what was done, and what needs each key that stays, a sentence each.
///
/// # Errors
/// Why it could not be finished, in one sentence.
pub async fn retire_keys(config: Config) -> Result<Vec<String>, String> {
    let catalogue = Arc::new(read_catalogue(&config)?);
    // A ledger that is made here, or that nobody serves, needs no key: another one may need them all.
    let schema = upkeep::schema(&mut connect(&config).await?).await.map_err(|error| error.to_string())?;
    if schema == Schema::Missing {
        return Err(Fault::NoLedger.to_string());
    }
    let keys = keys(&config)?;
    let db = Db::open(&config.place()).await.map_err(|error| error.to_string())?;
    let outcome = retire_in(&db, config, catalogue, keys).await;
    db.close().await;
    let outcome = outcome?;
    let mut said = vec![format!("{} people and kept answers are sealed anew by the newest key", outcome.resealed)];
    let retired = |version| format!("key {version} is retired: backups from before still need it");
    said.extend(outcome.retired.iter().map(retired));
    said.extend(outcome.needed.iter().map(ToString::to_string));
    Ok(said)
}

async fn retire_in(
    db: &Db,
    config: Config,
    catalogue: Arc<Catalogue>,
    keys: Keyring,
) -> Result<retire::Retirement, String> {
    let newest = keys.newest_version();
    let is_known = async { keyring::is_known(&mut *db.read().await?, newest).await };
    if !is_known.await.map_err(|error| error.to_string())? {
        return Err(format!(
            "no server of this ledger has been started with key {newest}: restart them all with this key file, then retire"
        ));
    }
    let app = App::new(config, catalogue, db.clone(), keys, Clock::system(), Randomness::system())
        .await
        .map_err(|error| error.to_string())?;
    retire::run(&app).await.map_err(|error| error.to_string())
}

/// A connection to the ledger that is there; none is made.
async fn connect(config: &Config) -> Result<Connection, String> {
    let place = config.place();
    if let Place::File(file) = &place {
        upkeep::look_for(file)?;
    }
    upkeep::connect(&place).await.map_err(|error| error.to_string())
}

/// The mall's own catalogue, or the shipped one.
///
/// # Errors
/// Its faults, a line each.
pub fn read_catalogue(config: &Config) -> Result<Catalogue, String> {
    match &config.catalogue {
        Some(folder) => Catalogue::read(folder),
        None => Catalogue::shipped(),
    }
    .map_err(|error| format!("the catalogue has faults:\n{error}"))
}

/// The keys that are there; none is made.
fn keys(config: &Config) -> Result<Keyring, String> {
    Keyring::read(&config.key_file()).map_err(|error| match error {
        KeyError::Missing(file) => format!("the key file {} is missing; put it there first", file.display()),
        error => error.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<CommandLine, clap::Error> {
        CommandLine::read(line.split(' ').map(OsString::from).collect())
    }

    fn parse(line: &str) -> CommandLine {
        read(line).unwrap()
    }

    #[test]
    fn without_a_command_it_serves() {
        assert_eq!(parse("loket-server").command, None);
        let line = parse("loket-server --listen 127.0.0.1:9000");
        assert_eq!((line.command, line.config.listen.port()), (None, 9000));
        assert_eq!(parse("loket-server serve").command, Some(Command::Serve));
    }

    #[test]
    fn a_command_says_what_it_did_however_quiet_the_log_is() {
        let level = |line: &str| parse(line).config.log.log_level;
        assert_eq!(level("loket-server --log-level error check"), Level::INFO);
        assert_eq!(level("loket-server --log-level debug check"), Level::DEBUG);
        for serving in ["loket-server --log-level error", "loket-server --log-level error serve"] {
            assert_eq!(level(serving), Level::ERROR, "{serving}");
        }
    }

    #[test]
    fn the_places_of_data_are_named_before_a_command_or_after() {
        for line in ["loket-server --data there rotate-key", "loket-server rotate-key --data there"] {
            let line = parse(line);
            assert_eq!((line.command, line.config.data.to_str()), (Some(Command::RotateKey), Some("there")));
        }
        let line = parse("loket-server retire-keys --database postgres://host/loket --catalogue city");
        assert_eq!(line.command, Some(Command::RetireKeys));
        assert!(line.config.database.is_some() && line.config.catalogue.is_some());
        assert!(read("loket-server retire").is_err());
    }
}
