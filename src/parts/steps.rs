//! Where one is on the way to a ticket.

use leptos::prelude::*;

use crate::i18n::texts;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Papers,
    Time,
    People,
    Check,
}

#[component]
pub fn Steps(current: Step) -> impl IntoView {
    let words = texts();
    let current = current as usize;
    let items = words
        .visit()
        .steps
        .into_iter()
        .enumerate()
        .map(|(index, name)| {
            let is_done = index < current;
            view! {
                <li
                    class="steps__item"
                    data-state=is_done.then_some("done")
                    aria-current=(index == current).then_some("step")
                >
                    {name}
                    {is_done.then(|| view! { <span class="visually-hidden">{words.visit().step_done}</span> })}
                </li>
            }
        })
        .collect_view();
    view! {
        <nav class="steps" aria-label=(words.visit().step)(current + 1)>
            <ol class="steps__list" role="list">
                {items}
            </ol>
        </nav>
    }
}
