//! Where the webmaster of another site chooses, sees it live, and copies.

mod choices;
mod snippet;

use std::sync::Arc;

use contract::{index::Index, page_data::EmbedScript};
use leptos::prelude::*;

use self::{
    choices::Choices,
    snippet::{Choice, element, snippet, written},
};
use crate::{
    browser::{files, history},
    html::escape,
    i18n::texts,
    state::Catalogue,
    ui::{Heading, Loaded},
};

/// The id of the text that is copied.
const SNIPPET_ID: &str = "baris";

#[component]
pub fn Embedding() -> impl IntoView {
    let words = texts();
    let catalogue = Catalogue::in_context();
    let show = move |index: Arc<Index>| match catalogue.embed() {
        Some(script) => view! { <Composer index script /> }.into_any(),
        None => view! { <p>{words.embedding().reload}</p> }.into_any(),
    };
    view! {
        <div class="wrapper stack" data-gap="l">
            <div class="stack" data-gap="s">
                <Heading text=words.embedding().title />
                <p class="large measure">{words.embedding().lead}</p>
            </div>
            <Loaded remote=catalogue.index() show />
        </div>
    }
}

#[component]
fn Composer(index: Arc<Index>, script: EmbedScript) -> impl IntoView {
    let words = texts();
    let mall = Catalogue::in_context().mall();
    let choice = RwSignal::new(Choice::of(words.language));
    let home = RwSignal::new(script.home.clone());
    // Where whoever runs Loket did not say how it is reached, it is reached as it was just now.
    Effect::new(move || {
        if home.with_untracked(String::is_empty) {
            home.set(history::origin());
        }
    });
    let names = Arc::clone(&index);
    // The index has the names in this page's language alone.
    let name = move |choice: &Choice| {
        let name = choice.name(&names).filter(|_| choice.language == words.language);
        name.unwrap_or_else(|| format!("Loket {}", mall.short))
    };
    let markup = {
        let name = name.clone();
        Memo::new(move |_| home.with(|home| choice.with(|choice| element(home, choice, &name(choice), escape))))
    };
    let lines = {
        let script = script.clone();
        Memo::new(move |_| {
            let element = |home: &str| choice.with(|choice| element(home, choice, &name(choice), written));
            home.with(|home| snippet(home, &script, &element(home)))
        })
    };
    view! {
        <div class="sidebar" data-kind="composer">
            <Choices index choice />
            <section class="stack" data-gap="s" aria-labelledby="hasil">
                <h2 id="hasil">{words.embedding().preview_title}</h2>
                <p class="soft">{words.embedding().preview_text}</p>
                <Preview markup />
            </section>
        </div>
        <Lines lines />
        <Notes script home />
    }
}

/// The element itself, made anew whenever something else is chosen. Only once the app is here: before, the same would be
/// loaded twice.
#[component]
fn Preview(markup: Memo<String>) -> impl IntoView {
    let shown = RwSignal::new(String::new());
    Effect::new(move || shown.set(markup.get()));
    // It scrolls by itself, for a keyboard too.
    view! {
        <div class="embed-preview" role="group" aria-labelledby="hasil" tabindex="0" inner_html=move || shown.get()></div>
    }
}

#[component]
fn Lines(lines: Memo<String>) -> impl IntoView {
    let words = texts();
    let said = RwSignal::new("");
    let copy = Action::new_local(move |(): &()| {
        let text = lines.get_untracked();
        // Gone meanwhile, so that the same is said anew.
        said.set("");
        async move {
            let is_copied = files::copy(&text).await;
            said.set(if is_copied { words.embedding().copied } else { words.embedding().copy_refused });
        }
    });
    let press = move |_| {
        copy.dispatch(());
    };
    view! {
        <section class="stack" data-gap="s" aria-labelledby="salin">
            <h2 id="salin">{words.embedding().snippet_title}</h2>
            <p>{words.embedding().snippet_text}</p>
            <pre class="embed-snippet" id=SNIPPET_ID tabindex="0" aria-labelledby="salin"><code>{move || lines.get()}</code></pre>
            <div class="cluster">
                <button class="button" type="button" on:click=press>{words.embedding().copy}</button>
                <p role="status" class="strong">{move || said.get()}</p>
            </div>
        </section>
    }
}

#[component]
fn Notes(script: EmbedScript, home: RwSignal<String>) -> impl IntoView {
    let words = texts().embedding();
    let origins = script.origins;
    let allowed = if origins.is_empty() {
        view! { <p>{words.allowed_none}</p> }.into_any()
    } else {
        let list = origins.into_iter().map(|origin| view! { <li><code>{origin}</code></li> }).collect_view();
        view! {
            <ul>{list}</ul>
            <p>{words.allowed_text}</p>
        }
        .into_any()
    };
    let notes = move || (words.notes)(&home.get()).into_iter().map(|note| view! { <li>{note}</li> }).collect_view();
    view! {
        <div class="grid" data-size="column" data-gap="l">
            <section class="stack" data-gap="s" aria-labelledby="boleh">
                <h2 class="large" id="boleh">{words.allowed_title}</h2>
                {allowed}
            </section>
            <section class="stack" data-gap="s" aria-labelledby="catatan">
                <h2 class="large" id="catatan">{words.notes_title}</h2>
                <ul class="stack" data-gap="xs">{notes}</ul>
            </section>
            <section class="stack" data-gap="s" aria-labelledby="kejadian">
                <h2 class="large" id="kejadian">{words.events_title}</h2>
                <p>{words.events_text}</p>
                <ul class="stack" data-gap="xs">
                    <li><code>"loket:step"</code> ": " {words.event_step}</li>
                    <li><code>"loket:booked"</code> ": " {words.event_booked}</li>
                </ul>
            </section>
        </div>
    }
}
