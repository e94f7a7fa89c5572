//! `cargo xtask prove`: the promises at length. The ledger's are tests of the crate `proof`, which `cargo xtask test` tries in a
//! size of a few seconds, on the server of the dev profile; the home screen's are journeys of the end-to-end tests.

use std::path::Path;

use crate::{
    app,
    cache::Cache,
    child::Child,
    error::{Error, Result},
    test::{in_browsers, journeys, test_targets},
    tools::{BuildTools, Postgres, TestTools},
};

/// The member whose tests they are.
pub const MEMBER: &str = "crates/proof";
/// The app without a network and through new releases: what the journeys of that name promise.
const HOME_SCREEN: &str = "home_screen";
/// What is proved in a browser: a test of the end-to-end ones.
const MESSAGES: &str = "messages";
/// Those of SQLite's own ways: what its file has after a loss of power, and a simulation that decides when it commits.
const SQLITE_ALONE: [&str; 2] = ["power_loss", "simulation"];
/// Several servers share a PostgreSQL, one that the promise itself starts and stops.
const POSTGRES_ALONE: [&str; 1] = ["two_servers"];

/// All promises, or those that are named, on SQLite and then on PostgreSQL; release builds.
pub fn command(root: &Path, named: &[&str]) -> Result<()> {
    let cache = Cache::open()?;
    let _lock = cache.lock(root)?;
    let all = test_targets(&root.join(MEMBER))?;
    let known: Vec<&str> = all.iter().map(String::as_str).chain([HOME_SCREEN, MESSAGES]).collect();
    if let Some(unknown) = named.iter().find(|name| !known.contains(name)) {
        return Err(Error::new(format!("there is no promise `{unknown}`; there are {}", known.join(", "))));
    }
    let is_wanted = |name: &str| named.is_empty() || named.contains(&name);
    if is_wanted(HOME_SCREEN) {
        home_screen(root, &cache)?;
    }
    if is_wanted(MESSAGES) {
        messages(root, &cache)?;
    }
    let promises: Vec<String> = all.into_iter().filter(|target| is_wanted(target)).collect();
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
    let (on_sqlite, on_postgres) = (without(&promises, &POSTGRES_ALONE), without(&promises, &SQLITE_ALONE));
    if !on_sqlite.is_empty() {
        at_length(&on_sqlite).run()?;
    }
    if on_postgres.is_empty() {
        return Ok(());
    }
    let postgres = Postgres::start()?;
    at_length(&on_postgres).env("LOKET_TEST_POSTGRES", postgres.url()).run()
}

fn home_screen(root: &Path, cache: &Cache) -> Result<()> {
    app::build(root, cache, &BuildTools::ready(cache)?)?;
    let tests = journeys(root, cache, &TestTools::ready(cache)?)?;
    tests.args([HOME_SCREEN]).env("LOKET_PROVE", "1").run()
}

/// That neither the element in another site's page nor the frame in it takes a message that is not right.
fn messages(root: &Path, cache: &Cache) -> Result<()> {
    app::build(root, cache, &BuildTools::ready(cache)?)?;
    let test = cache.cargo(root).args(["test", "--workspace", "--test", "embed", "--", "--nocapture", "fuzz"]);
    in_browsers(root, &TestTools::ready(cache)?, test).env("LOKET_PROVE", "1").run()
}

/// The promises in the size of a test, on SQLite.
pub fn try_all(root: &Path, cache: &Cache, server: &Path) -> Result<()> {
    let promises = without(&test_targets(&root.join(MEMBER))?, &POSTGRES_ALONE);
    try_these(root, cache, server, &promises).run()
}

/// Those that hold on PostgreSQL, in the size of a test.
pub fn try_on(root: &Path, cache: &Cache, server: &Path, postgres: &Postgres) -> Result<()> {
    let promises = without(&test_targets(&root.join(MEMBER))?, &SQLITE_ALONE);
    try_these(root, cache, server, &promises).env("LOKET_TEST_POSTGRES", postgres.url()).run()
}

fn try_these(root: &Path, cache: &Cache, server: &Path, promises: &[String]) -> Child {
    let targets = promises.iter().flat_map(|promise| ["--test", promise]);
    cache.cargo(root).args(["test", "--workspace", "--no-fail-fast"]).args(targets).env("LOKET_SERVER", server)
}

fn without(promises: &[String], others: &[&str]) -> Vec<String> {
    promises.iter().filter(|promise| !others.contains(&promise.as_str())).cloned().collect()
}
