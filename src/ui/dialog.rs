//! A native dialog that asks one thing. Opened and closed by its id.

use leptos::prelude::*;

use crate::browser;

/// Opens a dialog. Its question has the focus first: it is in sight and said first however large the letters are, and Enter does
/// no harm there.
pub fn open(id: &str) {
    browser::document::open_dialog(id);
    browser::document::focus(&title_id(id));
}

pub fn close(id: &str) {
    browser::document::close_dialog(id);
}

fn title_id(id: &str) -> String {
    format!("{id}-title")
}

#[component]
pub fn Dialog(
    #[prop(into)] id: String,
    #[prop(into)] title: String,
    /// What the button says that leaves everything as it is.
    no: &'static str,
    /// Called where nothing shall be done: by that button, or as the browser leaves a dialog.
    #[prop(optional)]
    on_no: Option<Callback<()>>,
    /// What happens then, and the button that does it.
    children: Children,
) -> impl IntoView {
    let title_id = title_id(&id);
    let refuse = move || {
        if let Some(on_no) = on_no {
            on_no.run(());
        }
    };
    let leave = {
        let id = id.clone();
        move |_| {
            close(&id);
            refuse();
        }
    };
    view! {
        <dialog class="dialog" id=id aria-labelledby=title_id on:cancel=move |_: leptos::ev::Event| refuse()>
            <div class="stack">
                <h2 class="large" id=title_id.clone() tabindex="-1">{title}</h2>
                {children()}
                <button class="button" data-kind="second" type="button" on:click=leave>
                    {no}
                </button>
            </div>
        </dialog>
    }
}
