//! The least that the lab can watch: a key brings a row.

use leptos::prelude::*;

fn main() {
    mount_to_body(|| {
        let (typed, set_typed) = signal(String::new());
        let rows = move || typed.with(|typed| (!typed.is_empty()).then(|| view! { <li>{typed.len()}</li> }));
        view! {
            <div id="app" data-ready>
                <main>
                    <h1>"Bare"</h1>
                    <label for="cari">"Tulis dengan kata Anda sendiri"</label>
                    <input id="cari" on:input=move |event| set_typed.set(event_target_value(&event)) />
                    <ul id="daftar">{rows}</ul>
                </main>
            </div>
        }
    });
}
