//! Reminders by Web Push, for whoever asks for them on a ticket: the day before, with the question whether they still come,
//! and an hour before. Never after a cancel, never twice, never of what is over.
//!
//! A reminder is marked as sent before it goes: after a crash between the two it is missing rather than doubled.

mod due;
mod push;
mod routes;
mod subscription;
mod vapid;
mod words;

use std::time::Duration;

use clap::Args;

pub use self::{
    due::run,
    push::Push,
    routes::{export, routes},
};
use crate::App;

/// Pause between two looks at what is due.
const ROUND: Duration = Duration::from_secs(30);

/// Whether and through whom reminders are sent.
#[derive(Debug, Clone, Args)]
pub struct ReminderSettings {
    /// Whom push services write to when something is wrong with this server's messages, such as
    /// mailto:admin@loket.example. Without it no reminders are offered.
    #[arg(long, env = "LOKET_PUSH_CONTACT")]
    pub push_contact: Option<String>,

    /// Origins of push services that reminders may be sent through; `*.` stands for any host below. Residents' browsers
    /// choose the service, so anything else would let a stranger make this server call addresses of theirs.
    #[arg(
        long,
        env = "LOKET_PUSH_SERVICES",
        value_delimiter = ',',
        default_value = "https://fcm.googleapis.com,https://*.push.services.mozilla.com,https://*.push.apple.com,https://*.notify.windows.com"
    )]
    pub push_services: Vec<String>,
}

/// Sends what is due, twice a minute, until it is dropped.
pub async fn keep_reminding(app: App) {
    let Some(push) = Push::of(&app.config.reminders) else { return };
    loop {
        match run(&app, &push).await {
            Ok(0) => {}
            Ok(sent) => tracing::info!(sent, "reminders sent"),
            Err(error) => tracing::error!(?error, "reminders could not be sent"),
        }
        tokio::time::sleep(ROUND).await;
    }
}
