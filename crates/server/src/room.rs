//! How many requests may be under way at once, and when those that found no room may come again.

use std::sync::Mutex;

use tokio::sync::{Semaphore, SemaphorePermit};

use crate::clock::Stopwatch;

/// Requests that may be under way at once. More are told that the server is busy, before anything is done for them. As many
/// as two cores answer within a second, also where all of them write: whoever gets in does not wait long.
pub const REQUESTS_MAX_SQLITE: usize = 400;
/// The same on PostgreSQL, whose writes take longer on the same cores.
pub const REQUESTS_MAX_POSTGRES: usize = 250;

/// Seconds after which a refused one may come again: at least, and at most.
const RETRY_AFTER: (u32, u32) = (2, 30);
/// So many refusals within a second make it a second later, so that refusing does not become the main work.
const REFUSED_FOR_A_SECOND: u32 = 500;

#[derive(Debug)]
pub struct Room {
    seats: Semaphore,
    since: Stopwatch,
    refused: Mutex<Refused>,
}

impl Room {
    #[must_use]
    pub fn for_requests(count: usize) -> Self {
        Self { seats: Semaphore::new(count), since: Stopwatch::start(), refused: Mutex::default() }
    }

    /// Takes a seat while what is answered lives.
    ///
    /// # Errors
    /// Where there is none: seconds after which it may be tried again.
    pub fn enter(&self) -> Result<SemaphorePermit<'_>, u32> {
        self.seats.try_acquire().map_err(|_| {
            let second = self.since.elapsed().as_secs();
            self.refused.lock().map_or(RETRY_AFTER.1, |mut refused| refused.note(second))
        })
    }
}

/// Refusals in this second and in the one before.
#[derive(Debug, Default)]
struct Refused {
    second: u64,
    now: u32,
    before: u32,
}

impl Refused {
    /// One more; answers when it may come again.
    fn note(&mut self, second: u64) -> u32 {
        if second != self.second {
            self.before = if second == self.second + 1 { self.now } else { 0 };
            self.now = 0;
            self.second = second;
        }
        self.now = self.now.saturating_add(1);
        (RETRY_AFTER.0 + self.now.max(self.before) / REFUSED_FOR_A_SECOND).min(RETRY_AFTER.1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_room_for_so_many_and_again_once_one_has_left() {
        let room = Room::for_requests(1);
        let seat = room.enter().unwrap();
        assert_eq!(room.enter().unwrap_err(), 2);
        drop(seat);
        assert!(room.enter().is_ok());
    }

    #[test]
    fn the_more_are_refused_the_later_they_may_come_again() {
        let mut refused = Refused::default();
        assert_eq!(refused.note(7), 2);
        let last = (0..2_000).map(|_| refused.note(7)).last();
        assert_eq!(last, Some(2 + 4), "2,001 in this second");
        assert_eq!(refused.note(8), 2 + 4, "those of the second before count");
        assert_eq!(refused.note(9), 2, "it is quiet again");
        assert_eq!((0..100_000).map(|_| refused.note(12)).last(), Some(30));
    }
}
