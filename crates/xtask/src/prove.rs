//! `cargo xtask prove`: the promises at length. The ledger's are tests of the crate `proof`, which `cargo xtask test` tries in a
//! size of a few seconds, on the server of the dev profile; the home screen's are journeys of the end-to-end tests.

use std::path::Path;

use crate::{
    app,
    cache::Cache,
    child::Child,
    error::{Error, Result},
    test::{journeys, test_targets},
    tools::{BuildTools, Postgres, TestTools},
};

/// The member whose tests they are.
pub const MEMBER: &str = "crates/proof";
/// The app without a network and through new releases: what the journeys of that name promise.
const HOME_SCREEN: &str = "home_screen";
/// Those that do not ask which store they are on: the simulation decides when SQLite commits, clock and all.
const SQLITE_ALONE: [&str; 1] = ["simulation"];

/// All promises, or those that are named, on SQLite and then on PostgreSQL; release builds.
pub fn command(root: &Path, named: &[&str]) -> Result<()> {
    let cache = Cache::open()?;
    let _lock = cache.lock(root)?;
    let all = test_targets(&root.join(MEMBER))?;
    if let Some(unknown) = named.iter().find(|&&name| name != HOME_SCREEN && !all.iter().any(|target| target == name)) {
        return Err(Error::new(format!(
            "there is no promise `{unknown}`; there are {}, {HOME_SCREEN}",
            all.join(", ")
        )));
    }
    if named.is_empty() || named.contains(&HOME_SCREEN) {
        home_screen(root, &cache)?;
    }
    let promises: Vec<String> =
        all.into_iter().filter(|target| named.is_empty() || named.contains(&target.as_str())).collect();
    if promises.is_empty() {
        return Ok(());
    }
    let release = ["build", "--release", "--workspace", "--bin", "loket-server"];
    cache.cargo(root).args(release).run()?;
    let server = cache.target().join("release").join(format!("loket-server{}", std::env::consts::EXE_SUFFIX));
    let at_length = |promises: &[String]| {
        let targets = promises.iter().flat_map(|promise| ["--test", promise]);
        let cargo = cache.cargo(root).args(["test", "--release", "--workspace", "--no-fail-fast"]).args(targets);
        cargo.env("LOKET_PROVE", "1").env("LOKET_SERVER", &server)
    };
    at_length(&promises).run()?;
    let shared = on_both(&promises);
    if shared.is_empty() {
        return Ok(());
    }
    let postgres = Postgres::start()?;
    at_length(&shared).env("LOKET_TEST_POSTGRES", postgres.url()).run()
}

fn home_screen(root: &Path, cache: &Cache) -> Result<()> {
    app::build(root, cache, &BuildTools::ready(cache)?)?;
    let tests = journeys(root, cache, &TestTools::ready(cache)?)?;
    tests.args([HOME_SCREEN]).env("LOKET_PROVE", "1").run()
}

/// The promises in the size of a test, on SQLite.
pub fn try_all(root: &Path, cache: &Cache, server: &Path) -> Result<()> {
    try_these(root, cache, server, &test_targets(&root.join(MEMBER))?).run()
}

/// Those that hold on PostgreSQL too, in the size of a test.
pub fn try_on(root: &Path, cache: &Cache, server: &Path, postgres: &Postgres) -> Result<()> {
    let promises = on_both(&test_targets(&root.join(MEMBER))?);
    try_these(root, cache, server, &promises).env("LOKET_TEST_POSTGRES", postgres.url()).run()
}

fn try_these(root: &Path, cache: &Cache, server: &Path, promises: &[String]) -> Child {
    let targets = promises.iter().flat_map(|promise| ["--test", promise]);
    cache.cargo(root).args(["test", "--workspace", "--no-fail-fast"]).args(targets).env("LOKET_SERVER", server)
}

fn on_both(promises: &[String]) -> Vec<String> {
    promises.iter().filter(|promise| !SQLITE_ALONE.contains(&promise.as_str())).cloned().collect()
}
