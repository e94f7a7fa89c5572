//! Whether the ledger keeps its word: residents, the server they talk to, what they may believe, and a judge of histories.
//!
//! Each file of `tests` is one promise, tried in a size of a few seconds; `cargo xtask prove` tries it at length
//! (docs/RELIABILITY.md). What a test drives is the server itself: its program, or its router with a clock to turn.

pub mod ask;
pub mod books;
pub mod client;
pub mod figures;
pub mod history;
pub mod load;
pub mod machine;
pub mod mall;
pub mod model;
pub mod morning;
pub mod offer;
pub mod pair;
pub mod power_cut;
pub mod program;
pub mod recording_disk;
pub mod roomy;
pub mod simulation;
pub mod size;
pub mod store;
pub mod stored;
pub mod told;

/// What a proof fails with.
pub type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// What the server did, or keeps, that the model or the books would not. Anything else that ends a proof is a breakdown, of the
/// server or of the proof itself, and shows no rule broken.
#[derive(Debug)]
pub struct Unlike(pub String);

impl std::fmt::Display for Unlike {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for Unlike {}
