//! `backup`: SQLite's ledger copied into one file, while the server runs or not. `restore`: such a file put back, once it is
//! checked. Both happen whole or not at all, and neither ever overwrites anything.
//!
//! A backup is a SQLite database of its own followed by one line with its SHA-256, which tells a file that was cut short or
//! changed by accident. It holds no keys: whoever finds it reads nothing. The key file is kept elsewhere, by hand.

use std::{
    fs::File,
    io::{self, BufReader, ErrorKind, Read, Seek as _, SeekFrom, Write as _},
    path::Path,
};

use chrono::{DateTime, Utc};
use sha2::{Digest as _, Sha256};
use sqlx::Connection as _;

use crate::{
    db::{Place, upkeep},
    keyring::Keyring,
    ledger_check::{self, Fault},
    private_file::{self, Partial},
};

/// What the last line begins with; 1 is the form of the file.
const MARK: &str = "loket-backup 1 sha256 ";
/// The mark, 64 hexadecimal digits, and the line's end.
const LINE_LENGTH: usize = MARK.len() + 64 + 1;

/// Copies the ledger into `target`. Answers how many bytes that is.
///
/// # Errors
/// One sentence; nothing is left behind then.
pub async fn back_up(database_file: &Path, target: &Path) -> Result<u64, String> {
    upkeep::look_for(database_file)?;
    let partial = begin(target)?;
    let mut connection =
        upkeep::connect(&Place::File(database_file.to_owned())).await.map_err(|error| error.to_string())?;
    let copied = upkeep::copy_into(&mut connection, partial.path()).await;
    // Whether it was copied is what counts.
    let _closed = connection.close().await;
    copied.map_err(|error| format!("the ledger can't be copied to {}: {error}", target.display()))?;
    let length = append_line(partial.path()).map_err(|error| cannot_write(target, &error))?;
    partial.put(target).map_err(|error| cannot_write(target, &error))?;
    Ok(length)
}

/// Puts a backup where no ledger is yet, brought up to date and checked by the keys that are there.
///
/// # Errors
/// One sentence; nothing is left behind then.
pub async fn restore(source: &Path, database_file: &Path, keys: &Keyring, now: DateTime<Utc>) -> Result<(), String> {
    // Left behind by another ledger, its journal would be played into this one.
    for part in private_file::parts_of_database(database_file) {
        if part.exists() {
            return Err(format!("{} is there already; restore into a folder without a ledger", part.display()));
        }
    }
    let partial = begin(database_file)?;
    copy_checked(source, partial.path())?;
    if let Some(fault) = faults(partial.path(), keys, now).await?.first() {
        return Err(format!("{} can't be restored: {fault}", source.display()));
    }
    partial.put(database_file).map_err(|error| cannot_write(database_file, &error))
}

fn begin(target: &Path) -> Result<Partial, String> {
    if target.exists() {
        return Err(format!("{} is there already; nothing is overwritten", target.display()));
    }
    Partial::beside(target).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => format!(
            "{} is there: another one is at work, or was broken off; if none is, remove it",
            Partial::path_beside(target).display()
        ),
        _ => cannot_write(target, &error),
    })
}

fn cannot_write(target: &Path, error: &io::Error) -> String {
    format!("{} can't be written: {error}", target.display())
}

/// Appends the line to a copy, and brings all of it to the disk. Answers its length.
fn append_line(copy: &Path) -> io::Result<u64> {
    let mut digest = Digesting::new(io::sink());
    io::copy(&mut BufReader::new(File::open(copy)?), &mut digest)?;
    let mut file = File::options().append(true).open(copy)?;
    file.write_all(digest.line().as_bytes())?;
    file.sync_all()?;
    Ok(file.metadata()?.len())
}

/// Copies the database out of a backup whose line is right.
fn copy_checked(source: &Path, target: &Path) -> Result<(), String> {
    let name = source.display();
    let copied = || -> io::Result<Option<(String, String)>> {
        let mut backup = File::open(source)?;
        let Some(length) = backup.metadata()?.len().checked_sub(LINE_LENGTH as u64) else { return Ok(None) };
        backup.seek(SeekFrom::Start(length))?;
        let mut line = Vec::new();
        Read::by_ref(&mut backup).read_to_end(&mut line)?;
        let Some(line) = String::from_utf8(line).ok().filter(|line| line.starts_with(MARK)) else { return Ok(None) };
        backup.seek(SeekFrom::Start(0))?;
        let mut digest = Digesting::new(File::options().write(true).open(target)?);
        io::copy(&mut BufReader::new(backup).take(length), &mut digest)?;
        digest.into.sync_all()?;
        Ok(Some((line, digest.line())))
    };
    match copied().map_err(|error| format!("{name} can't be copied: {error}"))? {
        None => Err(format!("{name} is no backup of Loket, or its end is missing")),
        Some((line, wanted)) if line != wanted => Err(format!("{name} is damaged: its checksum is another one")),
        Some(_) => Ok(()),
    }
}

/// What is wrong with a copy, once it is brought up to date.
async fn faults(copy: &Path, keys: &Keyring, now: DateTime<Utc>) -> Result<Vec<Fault>, String> {
    let mut connection = upkeep::connect(&Place::File(copy.to_owned())).await.map_err(|error| error.to_string())?;
    let faults = match ledger_check::fault_of_store(&mut connection).await.map_err(|error| error.to_string())? {
        None | Some(Fault::OlderSchema(_)) => {
            upkeep::bring_up_to_date(&mut connection).await.map_err(|error| error.to_string())?;
            ledger_check::faults_of_books(&mut connection, keys, now).await.map_err(|error| error.to_string())?
        }
        Some(fault) => vec![fault],
    };
    connection.close().await.map_err(|error| error.to_string())?;
    Ok(faults)
}

/// Writes through, and knows the checksum of what was written.
struct Digesting<W> {
    into: W,
    digest: Sha256,
}

impl<W> Digesting<W> {
    fn new(into: W) -> Self {
        Self { into, digest: Sha256::new() }
    }

    fn line(&self) -> String {
        let digits: String = self.digest.clone().finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        format!("{MARK}{digits}\n")
    }
}

impl<W: io::Write> io::Write for Digesting<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.into.write(bytes)?;
        self.digest.update(&bytes[..count]);
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.into.flush()
    }
}
