//! The server's program, as a city runs it: started, killed, paused, started again.

use std::{
    io::{self, Read as _, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use crate::Result;

/// How long it may take to answer: it reads the catalogue and the database first.
const START_MAX: Duration = Duration::from_secs(60);

/// What every built app has for other sites' pages.
const EMBED_FILES: [&str; 3] = ["embed-1-00000000.js", "frame-00000000.js", "embedded-00000000.css"];

/// An app without an app: these proofs are about the ledger.
const SHELL: &str =
    r#"<!doctype html><html lang="id"><head><title>Loket</title></head><body><div id="app"></div></body></html>"#;

/// A running server; killed with this value.
#[derive(Debug)]
pub struct Program {
    process: Child,
    pub address: SocketAddr,
}

/// How a server is started.
#[derive(Debug, Clone)]
pub struct Start {
    pub data: PathBuf,
    pub catalogue: PathBuf,
    pub flags: Vec<String>,
}

impl Start {
    /// On a free port.
    ///
    /// # Errors
    /// Where the program is missing or ends before it answers.
    pub fn run(&self) -> Result<Program> {
        let address = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr())?;
        self.run_at(address)
    }

    /// # Errors
    /// As [`Start::run`].
    pub fn run_at(&self, address: SocketAddr) -> Result<Program> {
        let log = std::fs::File::options().create(true).append(true).open(self.data.with_extension("log"))?;
        let app = self.data.with_extension("app");
        std::fs::create_dir_all(&app)?;
        std::fs::write(app.join("index.html"), SHELL)?;
        for name in EMBED_FILES {
            std::fs::write(app.join(name), "")?;
        }
        let process = Command::new(program()?)
            .args(["--listen", &address.to_string(), "--data"])
            .arg(&self.data)
            .arg("--catalogue")
            .arg(&self.catalogue)
            .arg("--app")
            .arg(app)
            .args(&self.flags)
            .stdin(Stdio::null())
            .stdout(log)
            .spawn()?;
        let mut program = Program { process, address };
        let begun = Instant::now();
        // It holds its address before it has made its key and looked into the database.
        while !answers(address) {
            if let Some(status) = program.process.try_wait()? {
                let log = std::fs::read_to_string(self.data.with_extension("log")).unwrap_or_default();
                let last = log.lines().last().unwrap_or_default();
                return Err(format!("the server ended before it answered ({status}): {last}").into());
            }
            if begun.elapsed() > START_MAX {
                return Err("the server does not answer".into());
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        Ok(program)
    }
}

/// Whether the server says that it is alive.
fn answers(address: SocketAddr) -> bool {
    let ask = || -> io::Result<bool> {
        let mut stream = TcpStream::connect(address)?;
        stream.set_read_timeout(Some(Duration::from_millis(250)))?;
        stream.write_all(b"GET /health/live HTTP/1.1\r\nhost: proof\r\nconnection: close\r\n\r\n")?;
        let mut status = [0; 12];
        stream.read_exact(&mut status)?;
        Ok(status.ends_with(b" 200"))
    };
    ask().unwrap_or(false)
}

impl Program {
    /// As when the machine ends it: nothing is said to it.
    ///
    /// # Errors
    /// Where the system can't.
    pub fn kill(mut self) -> Result<()> {
        self.process.kill()?;
        self.process.wait()?;
        Ok(())
    }

    /// Sends it a signal by name, such as STOP.
    ///
    /// # Errors
    /// Where there is no `kill`.
    pub fn signal(&self, name: &str) -> Result<()> {
        let sent = Command::new("kill").args(["-s", name, &self.process.id().to_string()]).status()?;
        if sent.success() { Ok(()) } else { Err(format!("no signal {name}").into()) }
    }

    /// The largest memory it has had, in bytes, where the system tells.
    #[must_use]
    pub fn memory_peak(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id())).ok()?;
        let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
        line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// The program that was built beside this test, or the one that LOKET_SERVER names.
fn program() -> Result<PathBuf> {
    if let Some(program) = std::env::var_os("LOKET_SERVER") {
        return Ok(program.into());
    }
    let test = std::env::current_exe()?;
    let built = test
        .ancestors()
        .skip(1)
        .take(2)
        .map(|folder: &Path| folder.join(format!("loket-server{}", std::env::consts::EXE_SUFFIX)))
        .find(|program| program.is_file());
    built.ok_or_else(|| "the server is not built: cargo build --workspace --bin loket-server".into())
}
