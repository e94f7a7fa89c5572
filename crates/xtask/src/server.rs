//! The server's program: built, and started for a while.

use std::{
    net::{SocketAddr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child as Process, Stdio},
    time::{Duration, Instant},
};

use crate::{
    cache::Cache,
    child::Child,
    error::{Context as _, Error, Result},
};

/// How long a server may take to listen: it reads the catalogue first.
const START_SECONDS_MAX: u64 = 30;

/// Builds the server in the dev profile: half the time of a release, and what the tests use too. `--workspace` makes
/// cargo choose the crates' features as for the tests, so that nothing is compiled twice.
pub fn build(root: &Path, cache: &Cache) -> Result<PathBuf> {
    cache.cargo(root).args(["build", "--workspace", "--bin", "loket-server"]).run()?;
    let program = format!("loket-server{}", std::env::consts::EXE_SUFFIX);
    Ok(cache.target().join("debug").join(program))
}

/// A server that ends with its owner.
#[derive(Debug)]
pub struct Server {
    process: Process,
    pub address: SocketAddr,
}

impl Server {
    /// Starts it on a free port and waits until it listens. What it logs is not shown.
    pub fn start(program: &Path, app: &Path, data: &Path) -> Result<Self> {
        Self::start_with(program, app, data, &[])
    }

    /// As `start`, with flags of one's own.
    pub fn start_with(program: &Path, app: &Path, data: &Path, flags: &[&str]) -> Result<Self> {
        Self::start_at(free_address()?, program, app, data, flags)
    }

    /// As `start_with`, where the address must be known before.
    pub fn start_at(address: SocketAddr, program: &Path, app: &Path, data: &Path, flags: &[&str]) -> Result<Self> {
        let mut command = Child::new(program)
            .args(["--listen", &address.to_string(), "--app"])
            .args([app])
            .args(["--data"])
            .args([data])
            .args(flags)
            .into_command();
        let process =
            command.stdin(Stdio::null()).stdout(Stdio::null()).spawn().context("the server does not start")?;
        let mut server = Self { process, address };
        server.wait()?;
        Ok(server)
    }

    fn wait(&mut self) -> Result<()> {
        let begun = Instant::now();
        while TcpStream::connect(self.address).is_err() {
            if let Ok(Some(status)) = self.process.try_wait() {
                return Err(Error::new(format!("the server ended before it listened ({status})")));
            }
            if begun.elapsed() > Duration::from_secs(START_SECONDS_MAX) {
                return Err(Error::new(format!("the server does not listen after {START_SECONDS_MAX} seconds")));
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// An address of this machine where nobody listens.
pub fn free_address() -> Result<SocketAddr> {
    TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).context("no port is free")
}
