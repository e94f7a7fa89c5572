//! The only place in the server that reads the time. Everything else is given a [`Clock`], or the time itself.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicI64, Ordering},
    },
    time::{Duration, Instant},
};

use chrono::{DateTime, TimeDelta, Utc};

/// Tells the time in whole seconds: what is compared in memory and what is stored are then the same, and no edge differs
/// between the two.
#[derive(Debug, Clone)]
pub struct Clock(Source);

#[derive(Debug, Clone)]
enum Source {
    System,
    Turned(Arc<AtomicI64>),
}

impl Clock {
    /// The machine's clock.
    #[must_use]
    pub const fn system() -> Self {
        Self(Source::System)
    }

    /// Now, cut to the second.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        match &self.0 {
            Source::System => {
                #[expect(clippy::disallowed_methods, reason = "this is the clock that everyone else is given")]
                let now = Utc::now();
                at(now.timestamp())
            }
            Source::Turned(seconds) => at(seconds.load(Ordering::SeqCst)),
        }
    }
}

/// A clock that stands still until it is turned: for tests, which hand its [`Clock`] to a whole server.
#[derive(Debug, Clone)]
pub struct TurnedClock(Arc<AtomicI64>);

impl TurnedClock {
    #[must_use]
    pub fn at(now: DateTime<Utc>) -> Self {
        Self(Arc::new(AtomicI64::new(now.timestamp())))
    }

    #[must_use]
    pub fn clock(&self) -> Clock {
        Clock(Source::Turned(Arc::clone(&self.0)))
    }

    pub fn set(&self, now: DateTime<Utc>) {
        self.0.store(now.timestamp(), Ordering::SeqCst);
    }

    pub fn advance(&self, by: TimeDelta) {
        self.0.fetch_add(by.num_seconds(), Ordering::SeqCst);
    }
}

/// How long something took; no time of day.
#[derive(Debug, Clone, Copy)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    #[must_use]
    pub fn start() -> Self {
        Self(Instant::now())
    }

    #[must_use]
    pub fn elapsed(self) -> Duration {
        self.0.elapsed()
    }
}

/// Notices where a clock is set forward, by what passes meanwhile on one that nobody sets. Cloned, it is the same one.
#[derive(Debug, Clone)]
pub struct LeapWatch {
    clock: Clock,
    last: Arc<Mutex<(DateTime<Utc>, Stopwatch)>>,
}

impl LeapWatch {
    #[must_use]
    pub fn of(clock: Clock) -> Self {
        let last = (clock.now(), Stopwatch::start());
        Self { clock, last: Arc::new(Mutex::new(last)) }
    }

    /// How far the clock went ahead of what has passed since this was asked before.
    #[must_use]
    pub fn ahead(&self) -> TimeDelta {
        let now = (self.clock.now(), Stopwatch::start());
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let (at, since) = std::mem::replace(&mut *last, now);
        now.0 - at - TimeDelta::from_std(since.elapsed()).unwrap_or(TimeDelta::MAX)
    }
}

/// The instant of these seconds since 1970, as the database keeps them; the epoch where there is none.
#[must_use]
pub fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(seconds, 0).unwrap_or_default()
}
