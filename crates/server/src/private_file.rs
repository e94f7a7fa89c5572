//! Files that only their owner may read: the key, the database and its backups.

use std::{
    ffi::OsString,
    fs::{self, File, OpenOptions},
    io,
    path::{Path, PathBuf},
};

/// Makes a file that nobody else may read.
///
/// # Errors
/// `AlreadyExists`, and those of the file system.
pub fn create(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options.open(path)
}

/// The files that a database of SQLite may consist of: itself and its journals.
#[must_use]
pub fn parts_of_database(file: &Path) -> [PathBuf; 4] {
    ["", "-wal", "-shm", "-journal"].map(|ending| with_ending(file, ending))
}

fn with_ending(file: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(file);
    name.push(ending);
    name.into()
}

/// A private file that is being written beside its place. Dropped before it is put there, it is gone, with its journals.
#[derive(Debug)]
pub struct Partial(PathBuf);

impl Partial {
    /// Makes it, empty.
    ///
    /// # Errors
    /// `AlreadyExists` where another one is at work, and those of the file system.
    pub fn beside(target: &Path) -> io::Result<Self> {
        let path = Self::path_beside(target);
        create(&path)?;
        Ok(Self(path))
    }

    #[must_use]
    pub fn path_beside(target: &Path) -> PathBuf {
        with_ending(target, ".partial")
    }

    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Puts it in its place, for good.
    ///
    /// # Errors
    /// `AlreadyExists` where something is there, and those of the file system.
    pub fn put(self, target: &Path) -> io::Result<()> {
        File::open(&self.0)?.sync_all()?;
        // Renaming alone would overwrite what came meanwhile.
        create(target)?;
        if let Err(error) = fs::rename(&self.0, target) {
            drop(fs::remove_file(target));
            return Err(error);
        }
        // A name lasts once its folder is on the disk.
        let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        File::open(folder)?.sync_all()
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        for part in parts_of_database(&self.0) {
            // Most of them never were.
            drop(fs::remove_file(part));
        }
    }
}
