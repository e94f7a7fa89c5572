//! The one h1 of a page: gives the page its title when it appears, and takes the focus after a navigation; whoever goes
//! back has it on the link by which they left, where that is there.

use leptos::prelude::*;

use crate::{
    browser, meta,
    state::{Catalogue, Navigation},
};

/// Whether the next heading that appears takes the focus: true after each navigation, false for the first page, whose
/// focus is the browser's.
#[derive(Clone, Copy)]
pub struct FocusPending(pub StoredValue<bool>);

#[component]
pub fn Heading(
    /// Also the page's title.
    #[prop(into)]
    text: String,
    /// Said before it, for screen readers only.
    #[prop(optional)]
    prefix: Option<&'static str>,
    #[prop(optional)] class: &'static str,
    #[prop(optional)] id: Option<&'static str>,
) -> impl IntoView {
    let mall = Catalogue::in_context().mall();
    let language = expect_context();
    let navigation = Navigation::in_context();
    let pending = expect_context::<FocusPending>().0;
    let title = meta::title(&text, &mall.short, language);
    Effect::new(move || {
        browser::document::set_title(&title);
        if pending.get_value() {
            pending.set_value(false);
            if !navigation.focus_where_left() {
                browser::document::focus_heading();
            }
        }
    });
    view! {
        <h1 class=class id=id tabindex="-1">
            {prefix.map(|prefix| view! { <span class="visually-hidden">{prefix}</span> })}
            {text}
        </h1>
    }
}
