//! Files that only their owner may read: the keys, the database and its backups.

use std::{
    ffi::OsString,
    fs::{self, File, OpenOptions},
    io::{self, Write as _},
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

/// Makes such a file with this content, which is on the disk then.
///
/// # Errors
/// `AlreadyExists`, and those of the file system.
pub fn write_new(path: &Path, content: &[u8]) -> io::Result<()> {
    let mut file = create(path)?;
    file.write_all(content)?;
    file.sync_all()?;
    sync_folder(path)
}

/// Puts such a file with this content in the place of another, for the same owner: whole or not at all, also after a loss of
/// power.
///
/// # Errors
/// Those of the file system.
pub fn replace(path: &Path, content: &[u8]) -> io::Result<()> {
    let new = with_ending(path, ".new");
    // What an earlier try may have left.
    match fs::remove_file(&new) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = create(&new)?;
    file.write_all(content)?;
    give_to_owner_of(path, &file)?;
    file.sync_all()?;
    fs::rename(&new, path)?;
    sync_folder(path)
}

/// Where root replaces the file of the user that the server runs as, that user still has to read it.
fn give_to_owner_of(old: &Path, new: &File) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt as _, fchown};
        let (before, now) = (fs::metadata(old)?, new.metadata()?);
        if before.uid() != now.uid() {
            fchown(new, Some(before.uid()), Some(before.gid()))?;
        }
    }
    Ok(())
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
        sync_folder(target)
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

/// A file's name is its folder's content: it lasts once that is on the disk.
fn sync_folder(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    if let Some(folder) = path.parent() {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::{MetadataExt as _, chown};

    use super::*;

    #[test]
    fn what_root_replaces_stays_its_owners() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("loket.key");
        write_new(&file, b"one").unwrap();
        // Only root may give a file away, and only root has to.
        let somebody = 12_345;
        if chown(&file, Some(somebody), Some(somebody)).is_err() {
            return;
        }
        replace(&file, b"two").unwrap();
        let now = fs::metadata(&file).unwrap();
        assert_eq!((now.uid(), now.gid(), now.mode() & 0o777), (somebody, somebody, 0o600));
        assert_eq!(fs::read(&file).unwrap(), b"two");
    }
}
