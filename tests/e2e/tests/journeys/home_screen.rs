//! The app on the home screen: installed, without a network, through new releases.

mod failing;
mod install;
mod offline;
mod start_page;
mod unsent;
mod upgrade;

/// How often something is tried: `cargo xtask prove` tries it at length.
fn times(in_a_test: usize, at_length: usize) -> usize {
    if std::env::var_os("LOKET_PROVE").is_some() { at_length } else { in_a_test }
}
