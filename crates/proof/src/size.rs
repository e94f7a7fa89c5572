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
///
/// # Panics
/// Where LOKET_SEED is no number: all seeds would look as if that one had been run.
#[must_use]
pub fn seeds(count: u64) -> Vec<u64> {
    seeds_or(std::env::var("LOKET_SEED").ok().as_deref(), count)
}

fn seeds_or(one: Option<&str>, count: u64) -> Vec<u64> {
    match one {
        Some(seed) => vec![seed.parse().unwrap_or_else(|_| panic!("LOKET_SEED={seed} is no number"))],
        None => (1..=count).collect(),
    }
}

/// Prints a proof's figures as one line of JSON, whether or not the test harness shows what tests print.
pub fn report(proof: &str, figures: Value) {
    let line = json!({ "proof": proof, "figures": figures });
    // Who can't print has nobody to tell.
    drop(writeln!(std::io::stdout().lock(), "{line}"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_seed_is_run_alone() {
        assert_eq!(seeds_or(Some("17"), 3), [17]);
        assert_eq!(seeds_or(None, 3), [1, 2, 3]);
    }

    #[test]
    #[should_panic(expected = "LOKET_SEED=x is no number")]
    fn a_seed_that_is_no_number_does_not_run_all() {
        assert!(seeds_or(Some("x"), 3).is_empty());
    }
}
