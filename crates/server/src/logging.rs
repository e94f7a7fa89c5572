//! How the log is written: as text for people or as JSON for programs, to the standard output.

use clap::{Args, ValueEnum};
use tracing::Level;

/// What the log looks like, and how much it says.
#[derive(Debug, Clone, Args)]
pub struct LogSettings {
    /// How a line of the log is written.
    #[arg(long, env = "LOKET_LOG_FORMAT", value_enum, default_value_t = LogFormat::Text)]
    pub log_format: LogFormat,

    /// What is logged: error, warn, info (one line a request), debug or trace.
    #[arg(long, env = "LOKET_LOG_LEVEL", default_value = "info")]
    pub log_level: Level,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// A line of text.
    Text,
    /// One JSON object a line.
    Json,
}

/// Starts the log of this process. To be called once.
pub fn start(settings: &LogSettings) {
    let log = tracing_subscriber::fmt().with_target(false).with_max_level(settings.log_level);
    match settings.log_format {
        LogFormat::Text => log.init(),
        LogFormat::Json => log.json().flatten_event(true).with_span_list(false).init(),
    }
}
