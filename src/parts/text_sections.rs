//! Sections that only say something, one below the other.

use leptos::prelude::*;

use crate::i18n::help::Section;

#[component]
pub fn TextSections(sections: Vec<Section>) -> impl IntoView {
    sections
        .into_iter()
        .map(|section| {
            let lines = section.lines.into_iter();
            let body = if lines.len() == 1 {
                lines.map(|line| view! { <p>{line}</p> }).collect_view().into_any()
            } else {
                view! { <ul class="stack" data-gap="s">{lines.map(|line| view! { <li>{line}</li> }).collect_view()}</ul> }
                    .into_any()
            };
            let title_id = format!("{}-judul", section.id);
            view! {
                <section class="stack measure" data-gap="s" id=section.id tabindex="-1" aria-labelledby=title_id.clone()>
                    <h2 id=title_id.clone()>{section.title}</h2>
                    {body}
                </section>
            }
        })
        .collect_view()
}
