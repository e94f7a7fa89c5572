//! One folder a noun, one file a screen. A page imports no other page.

pub mod embedding;
pub mod help;
pub mod my_visits;
pub mod privacy;
pub mod services;
pub mod start;
pub mod tenant;
pub mod ticket;
pub mod unknown;
pub mod visit;
