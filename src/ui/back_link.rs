//! One step back, nothing lost.

use leptos::prelude::*;

use super::icon::{Icon, Shape};

#[component]
pub fn BackLink(#[prop(into)] href: String, text: &'static str) -> impl IntoView {
    view! {
        <a class="back-link" href=href>
            <Icon shape=Shape::Back />
            {text}
        </a>
    }
}
