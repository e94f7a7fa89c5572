//! A PostgreSQL for one run of the tests, installed where it is missing.

use cluster::Cluster;

use super::apt;
use crate::error::{Error, Result};

/// A running server; ends, and leaves nothing, with this value.
#[derive(Debug)]
pub struct Postgres(Cluster);

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
        if !cluster::is_installed() {
            apt::install(&["postgresql"], "the ledger's tests run on PostgreSQL too")?;
        }
        let cluster = Cluster::start(&[durability, "max_connections=500"]);
        cluster.map(Self).map_err(|error| Error::new(error.to_string()))
    }

    /// Its address; `DATABASE` stands for the name of one.
    pub fn url(&self) -> String {
        self.0.url()
    }
}
