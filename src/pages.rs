//! One folder a noun, one file a screen. A page imports no other page.

pub mod start;
pub mod unknown;
