//! `cargo xtask bench ledger`.

use std::path::Path;

use super::build;
use crate::{cache::Cache, child::Child, error::Result, tools::Postgres};

/// The ledger over HTTP, on SQLite and then on PostgreSQL, beside the machine's own limits. Each store's figures are one JSON
/// object. `stored` are numbers of stored visits to compare.
pub fn ledger(root: &Path, stored: &[&str]) -> Result<()> {
    let cache = Cache::open()?;
    let _lock = cache.lock(root)?;
    let [server, bench] = build(root, &cache, ["loket-server", "bench-ledger"])?;
    let bench = || Child::new(&bench).args(stored).env("LOKET_SERVER", &server);
    bench().run()?;
    let postgres = Postgres::start_durable()?;
    bench().env("LOKET_TEST_POSTGRES", postgres.url()).run()
}
