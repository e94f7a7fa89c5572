//! Visits. `key` is the Idempotency-Key: the same for every try of the same wish.

use contract::{
    Secret, VisitCode,
    visits::{KeyInput, RescheduleInput, Ticket, TicketList, VisitInput},
};
use gloo_net::http::Request;

use super::{Api, ApiError, answer, bearer, fetch, keyed, send, send_off};

impl Api {
    /// Makes a visit of a hold.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn confirm_visit(self, secret: &Secret, key: &str, input: &VisitInput) -> Result<Ticket, ApiError> {
        send(keyed(bearer(Request::post(&self.url("/visits")), secret), key), input).await
    }

    /// The tickets that a secret opens: none where it opens nothing.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn list_visits(self, secret: &Secret) -> Result<TicketList, ApiError> {
        fetch(bearer(Request::get(&self.url("/visits")), secret)).await
    }

    /// # Errors
    /// See [`ApiError`]; `not_found` without the right secret.
    pub async fn read_visit(self, secret: &Secret, code: VisitCode) -> Result<Ticket, ApiError> {
        fetch(bearer(Request::get(&self.visit_url(code, "")), secret)).await
    }

    /// Opens a visit by code and identity number; `secret` is new and opens it from then on.
    ///
    /// # Errors
    /// See [`ApiError`]; `not_found`, `too_many_tries`.
    pub async fn open_visit(self, secret: &Secret, code: VisitCode, input: &KeyInput) -> Result<Ticket, ApiError> {
        send(bearer(Request::post(&self.visit_url(code, "/keys")), secret), input).await
    }

    /// # Errors
    /// See [`ApiError`]; `window_full`, `too_late`.
    pub async fn reschedule_visit(
        self,
        secret: &Secret,
        key: &str,
        code: VisitCode,
        input: &RescheduleInput,
    ) -> Result<Ticket, ApiError> {
        send(keyed(bearer(Request::patch(&self.visit_url(code, "")), secret), key), input).await
    }

    /// # Errors
    /// See [`ApiError`]; `too_late`.
    pub async fn cancel_visit(self, secret: &Secret, key: &str, code: VisitCode) -> Result<Ticket, ApiError> {
        fetch(keyed(bearer(Request::delete(&self.visit_url(code, "")), secret), key)).await
    }

    /// # Errors
    /// See [`ApiError`]; `too_late`.
    pub async fn cancel_stop(self, secret: &Secret, key: &str, code: VisitCode, stop: u32) -> Result<Ticket, ApiError> {
        fetch(keyed(bearer(Request::delete(&self.visit_url(code, &format!("/stops/{stop}"))), secret), key)).await
    }

    /// Everything that the server has about the visit, as a file for people: nothing here reads it.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn export_visit(self, secret: &Secret, code: VisitCode) -> Result<String, ApiError> {
        answer(bearer(Request::get(&self.visit_url(code, "/export")), secret), None).await
    }

    /// Cancels what can be cancelled and wipes what is personal; after it the secret opens nothing.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn erase_visit(self, secret: &Secret, key: &str, code: VisitCode) -> Result<(), ApiError> {
        send_off(keyed(bearer(Request::delete(&self.visit_url(code, "/people")), secret), key)).await
    }

    pub(super) fn visit_url(self, code: VisitCode, rest: &str) -> String {
        self.url(&format!("/visits/{}{rest}", code.compact()))
    }
}
