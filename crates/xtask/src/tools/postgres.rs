//! A PostgreSQL for one run of the tests: a cluster of its own in a folder of its own, reached by a socket there.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::apt;
use crate::{
    child::{Child, find_program},
    error::{Context as _, Error, Result},
};

/// Of Debian: one folder a version.
const HOME: &str = "/usr/lib/postgresql";
/// PostgreSQL refuses to run as root; the package makes this user.
const USER: &str = "postgres";

/// A running server; ends, and leaves nothing, with this value.
#[derive(Debug)]
pub struct Postgres {
    folder: PathBuf,
    programs: PathBuf,
}

impl Postgres {
    /// Installs PostgreSQL where it is missing, and starts one for tests of rules, which do not ask what a power cut leaves.
    pub fn start() -> Result<Self> {
        Self::start_with("fsync=off")
    }

    /// The same, and what it commits is on the disk.
    pub fn start_durable() -> Result<Self> {
        Self::start_with("synchronous_commit=on")
    }

    fn start_with(durability: &str) -> Result<Self> {
        let programs = match programs() {
            Some(programs) => programs,
            None => {
                apt::install(&["postgresql"], "the ledger's tests run on PostgreSQL too")?;
                programs().ok_or_else(|| Error::new(format!("PostgreSQL was installed, yet {HOME} has no version")))?
            }
        };
        let folder = std::env::temp_dir().join(format!("loket-postgres-{}", std::process::id()));
        drop(fs::remove_dir_all(&folder));
        fs::create_dir_all(&folder).context(format!("{} can't be made", folder.display()))?;
        if is_root() {
            Child::new("chown").args([USER]).args([&folder]).run()?;
        }
        let server = Self { folder, programs };
        let data = server.folder.join("data");
        server
            .program("initdb")
            .args(["--username=loket", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "-D"])
            .args([&data])
            .output()?;
        let options =
            format!("-c listen_addresses='' -k {} -c {durability} -c max_connections=500", server.folder.display());
        server
            .program("pg_ctl")
            .args(["--wait", "--log"])
            .args([server.folder.join("log")])
            .args(["--options", &options, "-D"])
            .args([&data])
            .args(["start"])
            .quietly()?;
        Ok(server)
    }

    /// Its address; `DATABASE` stands for the name of one.
    pub fn url(&self) -> String {
        format!("postgres://loket@localhost/DATABASE?host={}", self.folder.display())
    }

    fn program(&self, name: &str) -> Child {
        let program = self.programs.join(name);
        if is_root() {
            let user = format!("--reuid={USER}");
            let group = format!("--regid={USER}");
            Child::new("setpriv").args([&user, &group, "--init-groups"]).args([program])
        } else {
            Child::new(program)
        }
        // It would complain of a folder that its user may not enter.
        .within(Path::new("/"))
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let data = self.folder.join("data");
        drop(self.program("pg_ctl").args(["--mode=immediate", "--wait", "-D"]).args([&data]).args(["stop"]).quietly());
        drop(fs::remove_dir_all(&self.folder));
    }
}

/// The newest version's programs.
fn programs() -> Option<PathBuf> {
    if let Some(program) = find_program("initdb", &[]) {
        return program.parent().map(Path::to_owned);
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
    Child::new("id").args(["-u"]).output().is_ok_and(|id| id.trim() == "0")
}
