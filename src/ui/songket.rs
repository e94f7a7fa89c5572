//! A woven band: decoration only.

use leptos::prelude::*;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weave {
    /// One row of bamboo shoots: under the header.
    Rebung,
    /// Tall shoots, flowers, border: hero and ticket.
    Kepala,
    /// Divider.
    Siku,
}

#[component]
pub fn Songket(weave: Weave) -> impl IntoView {
    let kind = match weave {
        Weave::Rebung => "rebung",
        Weave::Kepala => "kepala",
        Weave::Siku => "siku",
    };
    view! { <div class="songket" data-kind=kind aria-hidden="true"></div> }
}
