//! `cargo xtask dev`: builds again on every change, starts the server anew, and has the page reload itself.
//!
//! One loop that looks at the files' times rather than Trunk's watcher beside a watcher for the server: they would wait
//! for each other's cargo. The server reads the built app when it starts, so it is started anew for both.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::{Child as Process, Stdio},
    time::{Duration, SystemTime},
};

use crate::{
    app,
    cache::Cache,
    child::Child,
    error::{Context as _, Result},
    finish, server,
    tools::BuildTools,
    workspace,
};

const GLANCE: Duration = Duration::from_millis(400);

pub fn dev(root: &Path, flags: &[&str]) -> Result<()> {
    let cache = Cache::open()?;
    // Not the release's folder: `run` and `dev` leave each other's work alone.
    let dist = root.join("target/dev-dist");
    let tools = {
        let _lock = cache.lock(root)?;
        let tools = BuildTools::ready(&cache)?;
        app::fetch(root)?;
        tools
    };
    let mut seen = BTreeMap::new();
    let mut running: Option<Running> = None;
    for build in 0.. {
        let now = times(root)?;
        let changed = changes(&seen, &now);
        seen = now;
        for file in changed.iter().filter(|_| build > 0) {
            println!("changed: {}", file.display());
        }
        let built = {
            let _lock = cache.lock(root)?;
            let app = if changed.iter().any(|file| app::is_input(file)) {
                app::build_for_development(root, &cache, &tools, &dist)
            } else {
                Ok(())
            };
            app.and_then(|()| server::build(root, &cache))
        };
        match built {
            Ok(program) => {
                drop(running.take());
                finish::stamp(&dist, build)?;
                running = Some(Running::start(root, &program, &dist, flags)?);
            }
            Err(error) => println!("{error}\nWaiting for the next change; what was built before goes on."),
        }
        while changes(&seen, &times(root)?).is_empty() {
            std::thread::sleep(GLANCE);
        }
    }
    Ok(())
}

/// The server, until it is dropped. Ctrl-C reaches it by itself.
struct Running(Process);

impl Running {
    fn start(root: &Path, program: &Path, dist: &Path, flags: &[&str]) -> Result<Self> {
        let mut command = Child::new(program).args(["--app"]).args([dist]).args(flags).within(root).into_command();
        command.stdin(Stdio::null()).spawn().map(Self).context("the server does not start")
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

type Times = BTreeMap<PathBuf, SystemTime>;

/// When each of the project's files was last written.
fn times(root: &Path) -> Result<Times> {
    let files = workspace::files(root)?;
    let time = |file: &PathBuf| std::fs::metadata(root.join(file)).and_then(|metadata| metadata.modified()).ok();
    Ok(files
        .into_iter()
        .filter(|file| is_built(file))
        .filter_map(|file| time(&file).map(|time| (file, time)))
        .collect())
}

/// Whether a file has a part in the app or the server.
fn is_built(file: &Path) -> bool {
    let shipped = ["crates/catalogue/", "crates/server/", "catalogue/"];
    app::is_input(file) || shipped.iter().any(|folder| file.starts_with(folder))
}

/// What is new, written anew or gone.
fn changes(before: &Times, now: &Times) -> Vec<PathBuf> {
    let new = now.iter().filter(|&(file, time)| before.get(file) != Some(time));
    let gone = before.iter().filter(|&(file, _)| !now.contains_key(file));
    new.chain(gone).map(|(file, _)| file.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_new_or_written_or_gone_is_a_change() {
        let time = |seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
        let before = Times::from([("same".into(), time(1)), ("written".into(), time(1)), ("gone".into(), time(1))]);
        let now = Times::from([("same".into(), time(1)), ("written".into(), time(2)), ("new".into(), time(1))]);
        assert_eq!(changes(&before, &now), ["new", "written", "gone"].map(PathBuf::from));
    }

    #[test]
    fn a_change_to_the_docs_builds_nothing() {
        assert!(!is_built(Path::new("README.md")));
        assert!(is_built(Path::new("catalogue/mall.toml")));
        assert!(is_built(Path::new("style/base.css")));
    }
}
