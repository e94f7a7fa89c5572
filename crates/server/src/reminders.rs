//! Reminders by Web Push, for whoever asks for them on a ticket: the day before, with the question whether they still come,
//! and an hour before. Never after a cancel, never twice, never of what is over.
//!
//! A reminder is marked as sent before it goes: after a crash between the two it is missing rather than doubled.

mod due;
mod push;
mod routes;
mod settings;
mod subscription;
mod vapid;
mod words;

use std::time::Duration;

pub use self::{
    due::run,
    push::Push,
    routes::{export, routes},
    settings::{Contact, ReminderSettings},
};
use crate::App;

/// Pause between two looks at what is due.
const ROUND: Duration = Duration::from_secs(30);

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
