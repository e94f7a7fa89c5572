//! Windows of a desk.

use chrono::NaiveDate;
use contract::{DeskId, windows::DeskWindows};
use gloo_net::http::Request;

use super::{Api, ApiError, fetch};

impl Api {
    /// `days` days from `from`, in the mall's zone.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn list_windows(self, desk: &DeskId, from: NaiveDate, days: u32) -> Result<DeskWindows, ApiError> {
        fetch(Request::get(&self.url(&format!("/desks/{desk}/windows?from={from}&days={days}")))).await
    }
}
