//! `cargo xtask bench`: how fast it is. Figures for people: no time decides a test.

use std::path::Path;

use crate::{cache::Cache, child::Child, error::Result, tools::Postgres};

/// The ledger over HTTP, on SQLite and then on PostgreSQL, beside the machine's own limits; release builds. Each store's
/// figures are one JSON object. `stored` are numbers of stored visits to compare.
pub fn ledger(root: &Path, stored: &[&str]) -> Result<()> {
    let cache = Cache::open()?;
    let _lock = cache.lock(root)?;
    let programs = ["build", "--release", "--workspace", "--bin", "loket-server", "--bin", "bench-ledger"];
    cache.cargo(root).args(programs).run()?;
    let program = |name: &str| cache.target().join("release").join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    let bench = || {
        let bench = Child::new(program("bench-ledger")).args(stored);
        bench.env("LOKET_SERVER", program("loket-server"))
    };
    bench().run()?;
    let postgres = Postgres::start_durable()?;
    bench().env("LOKET_TEST_POSTGRES", postgres.url()).run()
}
