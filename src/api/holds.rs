//! Holds.

use contract::{
    HoldId, Secret,
    holds::{Hold, HoldInput},
};
use gloo_net::http::Request;

use super::{Api, ApiError, bearer, fetch, send, send_off};

impl Api {
    /// Repeating it under the same secret is the same hold.
    ///
    /// # Errors
    /// See [`ApiError`]; `window_full` names the stop and alternatives.
    pub async fn hold_places(self, secret: &Secret, input: &HoldInput) -> Result<Hold, ApiError> {
        send(bearer(Request::post(&self.url("/holds")), secret), input).await
    }

    /// # Errors
    /// See [`ApiError`]; `hold_ended` after its time.
    pub async fn read_hold(self, secret: &Secret, id: &HoldId) -> Result<Hold, ApiError> {
        fetch(bearer(Request::get(&self.url(&format!("/holds/{id}"))), secret)).await
    }

    /// # Errors
    /// See [`ApiError`]; `already_extended`, `hold_ended`.
    pub async fn extend_hold(self, secret: &Secret, id: &HoldId) -> Result<Hold, ApiError> {
        fetch(bearer(Request::patch(&self.url(&format!("/holds/{id}"))), secret)).await
    }

    /// # Errors
    /// See [`ApiError`].
    pub async fn release_hold(self, secret: &Secret, id: &HoldId) -> Result<(), ApiError> {
        send_off(bearer(Request::delete(&self.url(&format!("/holds/{id}"))), secret)).await
    }
}
