//! How long a promise is tried: for a few seconds, or, by `cargo xtask prove`, as often as docs/RELIABILITY.md says.

use std::io::Write as _;

use serde_json::{Value, json};

/// Set by `cargo xtask prove`.
const VARIABLE: &str = "LOKET_PROVE";

/// `whole` where everything is to be proven, else `small`.
#[must_use]
pub fn size(small: u64, whole: u64) -> u64 {
    if std::env::var_os(VARIABLE).is_some() { whole } else { small }
}

/// The seeds to run: `count` of them, or the one that LOKET_SEED names, to see it fail alone.
#[must_use]
pub fn seeds(count: u64) -> Vec<u64> {
    match std::env::var("LOKET_SEED").ok().and_then(|seed| seed.parse().ok()) {
        Some(seed) => vec![seed],
        None => (1..=count).collect(),
    }
}

/// Prints a proof's figures as one line of JSON, whether or not the test harness shows what tests print.
pub fn report(proof: &str, figures: Value) {
    let line = json!({ "proof": proof, "figures": figures });
    // Who can't print has nobody to tell.
    drop(writeln!(std::io::stdout().lock(), "{line}"));
}
