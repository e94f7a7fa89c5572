//! Stands first in a form that was refused, leads to each field.

use leptos::prelude::*;

use crate::browser;

const ID: &str = "error-summary";

/// One line: the field's id and what is wrong with it.
pub type SummaryLine = (String, String);

/// Gives it the focus, once it is there: when a form was refused, and not where a line of it goes since.
pub fn focus() {
    request_animation_frame(|| browser::document::focus(ID));
}

#[component]
pub fn ErrorSummary(title: String, lines: Vec<SummaryLine>) -> impl IntoView {
    view! {
        <div class="error-summary" id=ID role="alert" tabindex="-1" aria-labelledby="error-summary-title">
            <h2 class="error-summary__title" id="error-summary-title">{title}</h2>
            <ul class="error-summary__list" role="list">
                {lines
                    .into_iter()
                    .map(|(id, text)| {
                        let href = format!("#{id}");
                        // The address stays as it is: its fragment may be a secret.
                        let lead = move |event: leptos::ev::MouseEvent| {
                            event.prevent_default();
                            browser::document::focus(&id);
                        };
                        view! { <li><a href=href on:click=lead>{text}</a></li> }
                    })
                    .collect_view()}
            </ul>
        </div>
    }
}
