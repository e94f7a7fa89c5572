//! Reminders of a visit. Asking twice, or giving up twice, is the same as once.

use contract::{
    Secret, VisitCode,
    reminders::{ReminderInput, ReminderKey},
};
use gloo_net::http::Request;

use super::{Api, ApiError, bearer, fetch, send_body_off, send_off};

impl Api {
    /// The key that browsers subscribe with, where the server sends reminders.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn read_reminder_key(self) -> Result<ReminderKey, ApiError> {
        fetch(Request::get(&self.url("/reminder-key"))).await
    }

    /// # Errors
    /// See [`ApiError`]; `not_booked` where nothing is to come.
    pub async fn set_reminder(self, secret: &Secret, code: VisitCode, input: &ReminderInput) -> Result<(), ApiError> {
        send_body_off(bearer(Request::put(&self.visit_url(code, "/reminder")), secret), input).await
    }

    /// # Errors
    /// See [`ApiError`].
    pub async fn drop_reminder(self, secret: &Secret, code: VisitCode) -> Result<(), ApiError> {
        send_off(bearer(Request::delete(&self.visit_url(code, "/reminder")), secret)).await
    }
}
