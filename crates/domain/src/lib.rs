//! The rules of a mall: which papers, which windows, what can be reached. Pure: data and `now` come in as arguments.

pub mod calendar;
pub mod calendar_file;
pub mod checklist;
pub mod itinerary;
pub mod papers;
pub mod search;

#[cfg(test)]
mod fixtures;
