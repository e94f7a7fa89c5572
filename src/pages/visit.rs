//! The visit being planned: papers, time, people, check.

pub mod plan;
pub mod time;
