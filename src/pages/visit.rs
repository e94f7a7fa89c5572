//! The visit being planned: papers, time, people, check.

pub mod check;
pub mod people;
pub mod plan;
pub mod time;
