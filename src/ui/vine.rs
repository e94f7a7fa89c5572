//! Awan larat, a climbing vine: stands over what is empty. Decoration only.

use leptos::prelude::*;

macro_rules! paths {
    () => {
        r#"<path d="M60 50V30M60 30c-8-2-12-12-4-17 6-3 11 3 8 8-2 3-6 2-6-1M60 40c-14 4-30-2-31-15-.6-10 13-13 16-4 1.5 5-5 8-8 4M60 40c14 4 30-2 31-15 .6-10-13-13-16-4-1.5 5 5 8 8 4M34 37C24 44 8 40 7 30c-.5-7 9-8 10-2 .5 3-3 4-5 2M86 37c10 7 26 3 27-7 .5-7-9-8-10-2-.5 3 3 4 5 2"/><path fill="currentColor" stroke="none" d="m60 0 3.5 5L60 10l-3.5-5zM48 50h24v2.4H48z"/>"#
    };
}

/// For what is written without Leptos.
pub const HTML: &str = concat!(
    "<svg class=\"empty__picture\" viewBox=\"0 0 120 56\" aria-hidden=\"true\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"2\" stroke-linecap=\"round\">",
    paths!(),
    "</svg>"
);

#[component]
pub fn Vine() -> impl IntoView {
    view! {
        <svg
            class="empty__picture"
            viewBox="0 0 120 56"
            aria-hidden="true"
            fill="none"
            stroke="currentColor"
            stroke-width="2"
            stroke-linecap="round"
            inner_html=paths!()
        ></svg>
    }
}
