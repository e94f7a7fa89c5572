//! A native dialog that asks one thing. Opened and closed by its id, through `browser::document`.

use leptos::prelude::*;

use crate::browser;

#[component]
pub fn Dialog(
    #[prop(into)] id: String,
    #[prop(into)] title: String,
    /// What the button says that leaves everything as it is.
    no: &'static str,
    /// What happens then, and the button that does it.
    children: Children,
) -> impl IntoView {
    let title_id = format!("{id}-title");
    let close = {
        let id = id.clone();
        move |_| browser::document::close_dialog(&id)
    };
    view! {
        <dialog class="dialog" id=id aria-labelledby=title_id>
            <div class="stack">
                <h2 class="large" id=title_id.clone()>{title}</h2>
                {children()}
                <button
                    class="button"
                    data-kind="second"
                    type="button"
                    on:click=close
                >
                    {no}
                </button>
            </div>
        </dialog>
    }
}
