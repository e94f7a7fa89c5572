//! The catalogue: index and services.

use contract::{ServiceId, index::Index, service::Service};
use gloo_net::http::Request;

use super::{Api, ApiError, fetch};

impl Api {
    /// # Errors
    /// See [`ApiError`].
    pub async fn read_index(self) -> Result<Index, ApiError> {
        fetch(Request::get(&self.url("/catalogue/index"))).await
    }

    /// # Errors
    /// See [`ApiError`]; `not_found` where the catalogue has no such service.
    pub async fn read_service(self, id: &ServiceId) -> Result<Service, ApiError> {
        fetch(Request::get(&self.url(&format!("/services/{id}")))).await
    }
}
