//! What search and lists find, where the index has no services: written by the server as the app itself would.

use gloo_net::http::Request;
use leptos::prelude::GetValue as _;

use super::{Api, ApiError, answer};
use crate::{
    results::Results,
    routes::{Extent, Filter, found_path, found_query},
};

impl Api {
    /// # Errors
    /// See [`ApiError`].
    pub async fn read_found(self, filter: &Filter, extent: Extent) -> Result<Results, ApiError> {
        let at = [&self.backend.get_value(), &found_path(self.language), &found_query(filter, extent)];
        let text = answer(Request::get(&at.map(String::as_str).concat()), None).await?;
        Results::parse(&text).ok_or(ApiError::Strange)
    }
}
