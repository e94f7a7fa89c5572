//! No page has this address.

use leptos::prelude::*;

use crate::ui::nothing_here::NothingHere;

#[component]
pub fn Unknown() -> impl IntoView {
    view! {
        <div class="wrapper">
            <NothingHere />
        </div>
    }
}
