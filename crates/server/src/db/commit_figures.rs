//! What is known of the commits of groups: how large (refusals that wait for one are counted in), how long, how many came to
//! nothing.

use prometheus_client::metrics::{counter::Counter, histogram::Histogram};

/// Cloned, they are the same ones.
#[derive(Debug, Clone)]
pub struct CommitFigures {
    /// Turns of each commit.
    pub turns: Histogram,
    /// Seconds of each commit.
    pub seconds: Histogram,
    pub failed: Counter,
}

impl Default for CommitFigures {
    fn default() -> Self {
        Self {
            turns: Histogram::new([0.0, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0]),
            seconds: Histogram::new([0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0]),
            failed: Counter::default(),
        }
    }
}
