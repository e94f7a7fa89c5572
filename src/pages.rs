//! One folder a noun, one file a screen. A page imports no other page.

pub mod help;
pub mod privacy;
pub mod services;
pub mod start;
pub mod tenant;
pub mod unknown;
pub mod visit;
