//! A PostgreSQL that gives no connection. Each request is told to come again, as in a rush; whoever runs the server is told what
//! it is.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use super::is_busy;
use crate::clock::Stopwatch;

/// Pause between two lines in the log, however many requests wait.
const PAUSE: Duration = Duration::from_secs(60);

/// When it was told last. Cloned, it is the same one.
#[derive(Debug, Clone, Default)]
pub struct Outage(Arc<Mutex<Option<Stopwatch>>>);

impl Outage {
    /// Logs why there is no connection, where the answer hides it and nothing was logged just before.
    pub fn tell(&self, error: &sqlx::Error) {
        let mut told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if is_busy(error) && told.is_none_or(|since| since.elapsed() >= PAUSE) {
            *told = Some(Stopwatch::start());
            tracing::error!(%error, "PostgreSQL gives no connection; requests are told to come again");
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;
    use crate::{
        db::{Db, PATIENCE, Store, opening::options},
        error::Error,
    };

    #[derive(Clone, Default)]
    struct Log(Arc<Mutex<Vec<u8>>>);

    impl Write for Log {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_waits_in_vain_is_told_so_and_the_log_has_one_line() {
        let log = Log::default();
        let written = log.clone();
        let subscriber = tracing_subscriber::fmt().with_ansi(false).with_writer(move || written.clone()).finish();
        let _logging = tracing::subscriber::set_default(subscriber);
        sqlx::any::install_default_drivers();
        let nowhere = options("postgres://loket@127.0.0.1:1/loket").unwrap();
        let pool = sqlx::any::AnyPoolOptions::new().acquire_timeout(PATIENCE).connect_lazy_with(nowhere);
        let db = Db { store: Store::Postgres { pool, outage: Outage::default() } };
        for _ in 0..2 {
            assert!(matches!(db.read().await.unwrap_err(), Error::Problem(_)));
            assert!(matches!(db.write().await.unwrap_err(), Error::Problem(_)));
        }
        let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
        assert_eq!(log.lines().filter(|line| line.contains("PostgreSQL gives no connection")).count(), 1, "{log}");
        assert!(log.contains("ERROR"), "{log}");
    }
}
