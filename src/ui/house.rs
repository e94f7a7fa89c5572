//! The Malay house of the hero. Decoration only.

use leptos::prelude::*;

const PATHS: &str = r#"<path d="M0 248h460"/><path d="M230 44 330 132H130zM230 62l-60 54h120zM230 82l-30 27h60zM230 44l12-11c7-7 10-13 10-22 3 7 8 10 14 9M230 44l-12-11c-7-7-10-13-10-22-3 7-8 10-14 9"/><path d="M146 132v62M172 132v62M288 132v62M314 132v62M204 194v-44h52v44M230 150v44M146 160h58M256 160h58M146 194h168M159 160v34M188 160v34M272 160v34M301 160v34"/><path d="M142 122H62l-26 40h110M318 122h80l26 40H314M62 122c-7-3-10-9-9-16-4 4-9 5-13 2M398 122c7-3 10-9 9-16 4 4 9 5 13 2M78 122l-14 40M100 122l-6 40M382 122l14 40M360 122l6 40"/><path d="M50 162v46M82 162v46M114 162v46M378 162v46M410 162v46M346 162v46M50 208h96M314 208h96M50 184h96M314 184h96"/><path d="M158 194v54M184 208v40M276 208v40M302 194v54M62 208v40M98 208v40M132 208v40M328 208v40M362 208v40M398 208v40M196 248l10-54M264 248l-10-54M203 212h54M200 226h60M198 238h64"/>"#;

#[component]
pub fn House() -> impl IntoView {
    view! {
        <svg
            class="hero__house"
            viewBox="0 0 460 250"
            aria-hidden="true"
            fill="none"
            stroke="currentColor"
            stroke-width="2"
            stroke-linejoin="round"
            stroke-linecap="round"
            inner_html=PATHS
        ></svg>
    }
}
