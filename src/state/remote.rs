//! A value from the server: at hand, since it came inside the page or was fetched before, or being fetched.

use leptos::prelude::*;

use crate::api::ApiError;

/// A resource is made only where the value is not at hand: natively there is nothing to fetch with.
#[derive(Clone)]
pub enum Remote<T: Clone + 'static> {
    AtHand(T),
    Fetched(LocalResource<Result<T, ApiError>>),
}
