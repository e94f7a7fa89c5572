//! What is kept, why, how long, and whose right it is.

use leptos::prelude::*;

use crate::{i18n::texts, parts::TextSections, state::Catalogue, ui::Heading};

#[component]
pub fn Privacy() -> impl IntoView {
    let words = texts();
    let mall = Catalogue::in_context().mall();
    let rows = words
        .privacy()
        .kept
        .iter()
        .map(|kept| {
            view! {
                <div class="facts__row" data-size="wide">
                    <dt class="strong">{kept.what}</dt>
                    <dd>
                        {kept.why} <br />
                        <span class="soft small">{words.privacy().how_long} {kept.how_long} "."</span>
                    </dd>
                </div>
            }
        })
        .collect_view();
    view! {
        <div class="wrapper stack" data-width="column" data-gap="l">
            <Heading text=words.privacy().title />
            <p class="large measure">{words.privacy().lead}</p>
            <section class="stack" data-gap="s" aria-labelledby="simpan">
                <h2 id="simpan">{words.privacy().kept_title}</h2>
                <p>{words.privacy().kept_text}</p>
                <dl class="facts">{rows}</dl>
            </section>
            <TextSections sections=(words.privacy().sections)() />
            <section class="stack measure" data-gap="s" aria-labelledby="tanya">
                <h2 id="tanya">{words.privacy().ask_title}</h2>
                <p>{(words.privacy().ask)(&mall.name, &mall.address)}</p>
            </section>
        </div>
    }
}
