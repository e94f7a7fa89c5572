//! Services: the list, and one whole.

pub mod list;
pub mod service;

mod add_to_visit;
mod all_papers;
mod checklist;
mod overview;
mod question;
mod sources;
mod stop_answer;
