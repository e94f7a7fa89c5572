//! Windows of a desk.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use contract::{DeskId, windows::DeskWindows};
use gloo_net::http::Request;

use super::{
    Api, ApiError, fetch,
    together::{Asked, together},
};

impl Api {
    /// `days` days from `from`, in the mall's zone.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn list_windows(self, desk: &DeskId, from: NaiveDate, days: u32) -> Result<DeskWindows, ApiError> {
        fetch(Request::get(&self.url(&format!("/desks/{desk}/windows?from={from}&days={days}")))).await
    }

    /// Of several desks at once, from the server's today on: `from` is only where the asking begins, since the phone's
    /// idea of today may be wrong or of yesterday.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn list_windows_of(
        self,
        desks: &[DeskId],
        from: NaiveDate,
        days: u32,
    ) -> Result<BTreeMap<DeskId, DeskWindows>, ApiError> {
        let counted = self.list_each(desks, from, days).await?;
        match counted.values().map(|windows| windows.counted_at.date_naive()).max() {
            Some(today) if today != from => self.list_each(desks, today, days).await,
            _ => Ok(counted),
        }
    }

    async fn list_each(
        self,
        desks: &[DeskId],
        from: NaiveDate,
        days: u32,
    ) -> Result<BTreeMap<DeskId, DeskWindows>, ApiError> {
        let asked = desks.iter().map(|desk| Box::pin(self.list_windows(desk, from, days)) as Asked<'_, _>).collect();
        let answers: Result<Vec<DeskWindows>, ApiError> = together(asked).await.into_iter().collect();
        Ok(answers?.into_iter().map(|windows| (windows.desk.clone(), windows)).collect())
    }
}
