//! The command line: what is to be done, and the settings that it is done with. Without a command, the server serves.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
};

use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

use crate::{
    backup,
    clock::Clock,
    config::{Config, file},
    db::{Place, upkeep},
    identity::ServerKey,
    ledger_check,
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

/// What can be done beside serving.
#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum Command {
    /// Copies the ledger into a file that is not there yet, also while the server runs (SQLite). Without its key.
    Backup { file: PathBuf },
    /// Puts a backup into a data folder that has the key and no ledger, once it is checked.
    Restore { file: PathBuf },
    /// Checks the ledger: that it is whole, balances, and belongs to the key.
    Check,
}

impl CommandLine {
    /// Reads arguments, the program's name first. Settings may stand before or after the command.
    ///
    /// # Errors
    /// What clap has to say, help and version among it, and what is wrong with the settings file.
    pub fn read(arguments: Vec<OsString>) -> Result<Self, clap::Error> {
        let command = Self::command().mut_args(|argument| argument.global(true));
        let mut matches = command.clone().try_get_matches_from(&arguments)?;
        if let Some(file) = matches.get_one::<PathBuf>("config") {
            matches = file::as_defaults(command, file)?.try_get_matches_from(&arguments)?;
        }
        Self::from_arg_matches(&matches)
    }
}

impl Command {
    /// Does it. Answers what was done, in one sentence.
    ///
    /// # Errors
    /// Why not, in one sentence; `check` has one for each fault.
    pub async fn run(&self, config: &Config) -> Result<String, String> {
        match self {
            Self::Backup { file } => back_up(config, file).await,
            Self::Restore { file } => restore(config, file).await,
            Self::Check => check(config).await,
        }
    }
}

async fn back_up(config: &Config, file: &Path) -> Result<String, String> {
    let Place::File(database_file) = config.place() else {
        return Err("the ledger is in PostgreSQL: back it up with pg_dump --format=custom".to_owned());
    };
    let length = backup::back_up(&database_file, file).await?;
    let (file, key_file) = (file.display(), config.key_file());
    Ok(format!("{file} is written, {length} bytes; its key {} is not in it, keep it elsewhere", key_file.display()))
}

async fn restore(config: &Config, file: &Path) -> Result<String, String> {
    let Place::File(database_file) = config.place() else {
        return Err("the ledger is in PostgreSQL: restore it with pg_restore, then run loket-server check".to_owned());
    };
    let key = key(config)?;
    backup::restore(file, &database_file, &key, Clock::system().now()).await?;
    Ok(format!("{} is checked and restored to {}", file.display(), database_file.display()))
}

async fn check(config: &Config) -> Result<String, String> {
    let place = config.place();
    if let Place::File(file) = &place
        && !file.exists()
    {
        return Err(format!("there is no ledger at {}", file.display()));
    }
    let key = key(config)?;
    let mut connection = upkeep::connect(&place).await.map_err(|error| error.to_string())?;
    let faults = ledger_check::faults(&mut connection, &key, Clock::system().now()).await;
    let faults: Vec<String> = faults.map_err(|error| error.to_string())?.iter().map(ToString::to_string).collect();
    if faults.is_empty() {
        Ok("the ledger is whole, balances, and belongs to its key".to_owned())
    } else {
        Err(faults.join("\n"))
    }
}

/// The key that is there; none is made.
fn key(config: &Config) -> Result<ServerKey, String> {
    let file = config.key_file();
    if !file.exists() {
        return Err(format!("the key file {} is missing; put it there first", file.display()));
    }
    ServerKey::read_or_make(&file, &config.database_file()).map_err(|error| error.to_string())
}
