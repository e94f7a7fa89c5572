//! A PostgreSQL for one run of tests: a cluster of its own in a folder of its own, reached by a socket there.

use std::{
    ffi::OsStr,
    fmt, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::atomic::{AtomicU64, Ordering},
};

/// Of Debian: one folder a version.
const HOME: &str = "/usr/lib/postgresql";
/// PostgreSQL refuses to run as root; the package makes this user.
const USER: &str = "postgres";

/// Why there is no cluster, in words.
#[derive(Debug)]
pub struct Error(String);

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for Error {}

/// How PostgreSQL is stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// Open transactions are undone, connections are ended, everything is written: what an administrator does.
    Fast,
    /// At once, as in a crash: the next start recovers from the log.
    Immediate,
}

/// A running server; ends, and leaves nothing, with this value.
#[derive(Debug)]
pub struct Cluster {
    folder: PathBuf,
    programs: PathBuf,
    /// What `postgres` is started with.
    options: String,
}

impl Cluster {
    /// Makes one and starts it with these settings (`name=value`).
    ///
    /// # Errors
    /// Where PostgreSQL's programs are missing, or one of them fails.
    pub fn start(settings: &[&str]) -> Result<Self, Error> {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let programs = programs().ok_or_else(|| {
            Error(format!("PostgreSQL's programs are missing: neither the PATH nor {HOME} has an initdb"))
        })?;
        let name = format!("loket-postgres-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let folder = std::env::temp_dir().join(name);
        drop(fs::remove_dir_all(&folder));
        fs::create_dir_all(&folder).map_err(|error| Error(format!("{} can't be made: {error}", folder.display())))?;
        let settings: String = settings.iter().map(|setting| format!(" -c {setting}")).collect();
        let options = format!("-c listen_addresses='' -k {}{settings}", folder.display());
        let cluster = Self { folder, programs, options };
        if is_root() {
            run(Command::new("chown").arg(USER).arg(&cluster.folder))?;
        }
        let settled = ["--username=loket", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "-D"];
        run(cluster.program("initdb").args(settled).arg(cluster.data()))?;
        cluster.resume()?;
        Ok(cluster)
    }

    /// Its address; `DATABASE` stands for the name of one, such as `postgres`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("postgres://loket@localhost/DATABASE?host={}", self.folder.display())
    }

    /// # Errors
    /// Where it does not stop.
    pub fn stop(&self, how: Stop) -> Result<(), Error> {
        let mode = match how {
            Stop::Fast => "--mode=fast",
            Stop::Immediate => "--mode=immediate",
        };
        self.control([OsStr::new("stop"), OsStr::new(mode)])
    }

    /// Starts it once it was stopped.
    ///
    /// # Errors
    /// Where it does not start.
    pub fn resume(&self) -> Result<(), Error> {
        let log = self.folder.join("log");
        self.control(["--log".as_ref(), log.as_os_str(), "--options".as_ref(), self.options.as_ref(), "start".as_ref()])
    }

    /// `pg_ctl`, to its end.
    fn control<'a>(&self, arguments: impl IntoIterator<Item = &'a OsStr>) -> Result<(), Error> {
        run(self.program("pg_ctl").args(["--wait", "-D"]).arg(self.data()).args(arguments))
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    fn program(&self, name: &str) -> Command {
        let program = self.programs.join(name);
        let mut command = if is_root() {
            let mut command = Command::new("setpriv");
            command.arg(format!("--reuid={USER}")).arg(format!("--regid={USER}")).arg("--init-groups").arg(program);
            command
        } else {
            Command::new(program)
        };
        // It would complain of a folder that its user may not enter.
        command.current_dir(Path::new("/"));
        command
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.stop(Stop::Immediate));
        drop(fs::remove_dir_all(&self.folder));
    }
}

/// Whether its programs are there.
#[must_use]
pub fn is_installed() -> bool {
    programs().is_some()
}

/// The newest version's programs, those of the PATH before all others.
fn programs() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    if let Some(folder) = std::env::split_paths(&path).find(|folder| folder.join("initdb").is_file()) {
        return Some(folder);
    }
    let mut versions: Vec<(u32, PathBuf)> = fs::read_dir(HOME)
        .ok()?
        .filter_map(|entry| {
            let path = entry.ok()?.path();
            let version = path.file_name()?.to_str()?.parse().ok()?;
            Some((version, path.join("bin")))
        })
        .filter(|(_, programs)| programs.join("initdb").is_file())
        .collect();
    versions.sort();
    versions.pop().map(|(_, programs)| programs)
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout.trim_ascii() == b"0")
}

/// Runs it to its end and shows nothing: the server that it may leave running would keep a pipe open.
fn run(command: &mut Command) -> Result<(), Error> {
    let status = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
    let words: Vec<_> =
        [command.get_program()].into_iter().chain(command.get_args()).map(OsStr::to_string_lossy).collect();
    let line = words.join(" ");
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(Error(format!("`{line}` failed ({status})"))),
        Err(error) => Err(Error(format!("`{line}` does not start: {error}"))),
    }
}
