//! A button whose press takes a while: it says so and can't be pressed twice meanwhile.

use leptos::prelude::*;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ButtonKind {
    /// The one thing to do on a page.
    Main,
    /// The one thing to do, in a form that hears of it by its submit.
    Submit,
    Second,
    Danger,
    Quiet,
}

#[component]
pub fn BusyButton(
    kind: ButtonKind,
    #[prop(into)] text: String,
    /// Said while it takes.
    busy_text: &'static str,
    #[prop(into)] is_busy: Signal<bool>,
    /// None for `Submit`.
    #[prop(optional)]
    on_press: Option<Callback<()>>,
) -> impl IntoView {
    let (data_kind, data_size) = match kind {
        ButtonKind::Main | ButtonKind::Submit => (None, Some("wide")),
        ButtonKind::Second => (Some("second"), None),
        ButtonKind::Danger => (Some("danger"), None),
        ButtonKind::Quiet => (Some("quiet"), None),
    };
    // Not `disabled`: the focus stays, and a screen reader hears what is going on.
    let press = move |event: leptos::ev::MouseEvent| {
        if is_busy.get_untracked() {
            event.prevent_default();
        } else if let Some(on_press) = on_press {
            on_press.run(());
        }
    };
    view! {
        <button
            class="button"
            type=if kind == ButtonKind::Submit { "submit" } else { "button" }
            data-kind=data_kind
            data-size=data_size
            aria-busy=move || is_busy.get().then_some("true")
            aria-disabled=move || is_busy.get().then_some("true")
            on:click=press
        >
            {move || if is_busy.get() { busy_text.to_owned() } else { text.clone() }}
        </button>
    }
}
