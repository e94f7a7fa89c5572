//! What app and server say to each other: wire types, ids, limits, refusals and
//! the functions that parse what a person typed. No I/O, no clock.
//!
//! Times are RFC 3339 with offset, days are dates in the mall's zone, money is
//! whole rupiah. Texts come in one language, the one that was asked for.

pub mod code;
pub mod holds;
pub mod ids;
pub mod index;
pub mod language;
pub mod limits;
pub mod mall;
pub mod page_data;
pub mod person;
pub mod problem;
pub mod reminders;
#[cfg(feature = "openapi")]
mod schemas;
pub mod secret;
pub mod service;
pub mod visits;
pub mod windows;

pub use code::VisitCode;
pub use ids::*;
pub use language::Language;
pub use problem::{FaultCode, FieldError, Problem, ProblemCode};
pub use secret::Secret;
