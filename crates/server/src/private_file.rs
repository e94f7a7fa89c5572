//! Files that only their owner may read: the key and the database.

use std::{
    fs::{File, OpenOptions},
    io,
    path::Path,
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
