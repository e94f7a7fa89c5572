//! What is kept between runs and shared by all clones: tools and compiled crates, under
//! `${XDG_CACHE_HOME:-~/.cache}/loket`.

use std::{
    fs::{self, File, TryLockError},
    path::{Path, PathBuf},
};

use crate::{
    child::Child,
    error::{Context as _, Error, Result},
    workspace,
};

#[derive(Debug, Clone)]
pub struct Cache {
    folder: PathBuf,
}

/// As long as it lives, no other command of any clone builds.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Cache {
    pub fn open() -> Result<Self> {
        let given = std::env::var_os("XDG_CACHE_HOME").filter(|value| !value.is_empty()).map(PathBuf::from);
        let usual = || std::env::home_dir().map(|home| home.join(".cache"));
        let parent = given
            .or_else(usual)
            .ok_or_else(|| Error::new("set XDG_CACHE_HOME: this machine has no home folder to keep tools in"))?;
        let folder = parent.join("loket");
        fs::create_dir_all(&folder).context(format!("the cache {} can't be made", folder.display()))?;
        Ok(Self { folder })
    }

    pub fn tools(&self) -> PathBuf {
        self.folder.join("tools")
    }

    /// Where cargo builds: shared by all clones, unless CARGO_TARGET_DIR says otherwise.
    pub fn target(&self) -> PathBuf {
        given_target().unwrap_or_else(|| self.folder.join("target"))
    }

    /// A cargo command that builds in the shared folder.
    pub fn cargo(&self, root: &Path) -> Child {
        Child::new("cargo").within(root).env("CARGO_TARGET_DIR", self.target())
    }

    /// Waits until no other command uses the cache, and makes the shared folder safe for this clone.
    pub fn lock(&self, root: &Path) -> Result<Lock> {
        let path = self.folder.join("lock");
        let file = File::create(&path).context(format!("the lock {} can't be made", path.display()))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                println!("Waiting: another Loket command is building ({} is taken).", path.display());
                file.lock().context("the lock can't be taken")?;
            }
            Err(TryLockError::Error(error)) => return Err(error).context("the lock can't be taken"),
        }
        if given_target().is_none() {
            self.claim_target(root)?;
        }
        Ok(Lock { _file: file })
    }

    /// Cargo compares times alone: to it, files of this clone that are older than another clone's build are built already.
    fn claim_target(&self, root: &Path) -> Result<()> {
        let stamp = self.folder.join("target-clone");
        let clone = root.to_string_lossy();
        if fs::read_to_string(&stamp).is_ok_and(|last| last == clone) {
            return Ok(());
        }
        println!("The compiled crates were last used by another clone: marking this one's files as new.");
        // Without a stamp an interrupted run starts over; with it, the files are known to be newer than any build.
        drop(fs::remove_file(&stamp));
        touch(root, &workspace::files(root)?, &self.folder.join("now"))?;
        fs::write(&stamp, clone.as_bytes()).context("the cache can't be written")
    }
}

fn given_target() -> Option<PathBuf> {
    std::env::var_os("CARGO_TARGET_DIR").filter(|value| !value.is_empty()).map(PathBuf::from)
}

/// Gives files the time of a file written now.
fn touch(root: &Path, files: &[PathBuf], clock: &Path) -> Result<()> {
    fs::write(clock, "").context("the cache can't be written")?;
    let now = fs::metadata(clock).and_then(|metadata| metadata.modified()).context("the cache can't be read")?;
    for file in files {
        let path = root.join(file);
        File::options()
            .append(true)
            .open(&path)
            .and_then(|file| file.set_modified(now))
            .context(format!("{} can't be marked as new", path.display()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Folder;

    fn modified(path: &Path) -> std::time::SystemTime {
        fs::metadata(path).unwrap().modified().unwrap()
    }

    fn clone_with_an_old_file(folder: &Path) -> PathBuf {
        assert!(Child::new("git").args(["init", "-q"]).within(folder).succeeds());
        let file = folder.join("old.rs");
        fs::write(&file, "fn old() {}").unwrap();
        File::options().append(true).open(&file).unwrap().set_modified(std::time::UNIX_EPOCH).unwrap();
        file
    }

    #[test]
    fn a_second_clone_marks_its_files_as_new_and_the_same_clone_does_not() {
        let (cache, clone) = (Folder::new(), Folder::new());
        let cache = Cache { folder: cache.path().to_owned() };
        let file = clone_with_an_old_file(clone.path());
        fs::write(cache.folder.join("target-clone"), "/somewhere/else").unwrap();
        cache.claim_target(clone.path()).unwrap();
        let marked = modified(&file);
        assert!(marked > std::time::UNIX_EPOCH);
        assert_eq!(fs::read_to_string(&file).unwrap(), "fn old() {}");
        cache.claim_target(clone.path()).unwrap();
        assert_eq!(modified(&file), marked);
    }
}
