//! A booked visit: the ticket, and moving it to another time.

pub mod move_visit;
pub mod ticket_page;
