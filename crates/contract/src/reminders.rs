//! Reminders of a visit by Web Push: `GET /api/v1/reminder-key`, `PUT` and `DELETE /api/v1/visits/{code}/reminder`.
//!
//! A browser subscribes at its own push service with the server's key, and gives the server what it got there. A reminder
//! belongs to the secret that asked for it: each phone has its own.

use serde::{Deserialize, Serialize};

/// What browsers subscribe with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReminderKey {
    /// A P-256 public key (65 bytes, uncompressed) as base64url without padding: `applicationServerKey`. Missing where
    /// this server sends no reminders.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
}

/// The body of `PUT /visits/{code}/reminder`: the browser's `PushSubscription`, and the key that it was made with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ReminderInput {
    /// An https address at one of the push services that the server knows.
    #[cfg_attr(feature = "openapi", schema(max_length = 1000))]
    pub endpoint: String,
    /// The browser's P-256 public key, base64url without padding.
    pub p256dh: String,
    /// 16 bytes, base64url without padding.
    pub auth: String,
    /// What `GET /reminder-key` answered when the browser subscribed.
    pub key: String,
}
