//! Which day and which windows.

pub mod board;
