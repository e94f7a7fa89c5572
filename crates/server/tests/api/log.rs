//! Everything that any test of this process made the server log, at every level: so the log's own test sees more than its
//! own requests.

use std::{
    io::Write,
    sync::{Arc, LazyLock, Mutex},
};

static LOG: LazyLock<Written> = LazyLock::new(|| {
    let written = Written::default();
    let writer = written.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    tracing::subscriber::set_global_default(subscriber).unwrap();
    written
});

/// From now on everything is kept; once is enough.
pub fn start() {
    LazyLock::force(&LOG);
}

/// What was logged until now.
pub fn text() -> String {
    String::from_utf8(LOG.0.lock().unwrap().clone()).unwrap()
}

#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
