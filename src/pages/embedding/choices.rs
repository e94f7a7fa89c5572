//! The form of what can be chosen.

use std::sync::Arc;

use contract::{Language, LifeEventId, ServiceId, TenantId, index::Index};
use leptos::prelude::*;

use super::snippet::{Choice, What};
use crate::{
    i18n::{self, Texts, texts},
    routes::Theme,
    ui::field::{Field, FieldKind, FieldText},
};

/// An entry of a list: its value and its name.
type Entry = (String, String);

const SERVICE: &str = "service";
const TENANT: &str = "tenant";
const LIFE_EVENT: &str = "life-event";
const BUTTON: &str = "button";

#[component]
pub fn Choices(index: Arc<Index>, choice: RwSignal<Choice>) -> impl IntoView {
    let words = texts();
    let usual = |language| i18n::of(language).embedding().button_text_first;
    let label = RwSignal::new(usual(words.language).to_owned());
    // Without a text the element would be no button.
    let text_of_button = move |text: String| {
        let usual = || choice.with_untracked(|choice| usual(choice.language)).to_owned();
        if text.trim().is_empty() { usual() } else { text }
    };
    let is_button = Memo::new(move |_| choice.with(|choice| choice.button.is_some()));
    Effect::new(move || {
        let text = text_of_button(label.get());
        if is_button.get() {
            choice.update(|choice| choice.button = Some(text));
        }
    });
    let index_has_services = index.is_whole();
    let firsts = Arc::clone(&index);
    let on_kind = Callback::new(move |kind: String| choice.update(|choice| choice.what = first(&kind, &firsts)));
    let which = Memo::new(move |_| choice.with(|choice| kind_of(&choice.what)));
    let on_which = Callback::new(move |id: String| {
        choice.update(|choice| choice.what = parse(kind_of(&choice.what), &id).unwrap_or(What::Whole));
    });
    let on_language = Callback::new(move |tag: String| {
        let (before, after) =
            (choice.with_untracked(|choice| choice.language), Language::parse(&tag).unwrap_or_default());
        choice.update(|choice| choice.language = after);
        // What was not written anew says the same in the other language.
        if label.with_untracked(|text| text.trim().is_empty() || text.as_str() == usual(before)) {
            label.set(usual(after).to_owned());
        }
    });
    let on_theme = Callback::new(move |name: String| {
        let theme = Theme::ALL.into_iter().find(|theme| theme.name() == Some(&name)).unwrap_or_default();
        choice.update(|choice| choice.theme = theme);
    });
    let on_form = Callback::new(move |form: String| {
        let text = (form == BUTTON).then(|| text_of_button(label.get_untracked()));
        choice.update(|choice| choice.button = text);
    });
    let text = FieldText {
        id: "tulisan".to_owned(),
        label: words.embedding().button_text.to_owned(),
        hint: None,
        kind: FieldKind::Text,
        optional: false,
        autocomplete: "off",
    };
    let no_fault = Signal::derive(|| None::<String>);
    let own = words.language.tag().to_owned();
    let list = move || {
        let kind = which.get();
        (!kind.is_empty()).then(|| {
            let entries = entries(kind, &index);
            view! { <Select id="mana" label=words.embedding().which entries on_change=on_which /> }
        })
    };
    let label_field = move || is_button.get().then(|| view! { <Field text=text.clone() value=label fault=no_fault /> });
    view! {
        <section class="panel stack" aria-labelledby="pilih">
            <h2 class="large" id="pilih">{words.embedding().choose_title}</h2>
            <Select id="isi" label=words.embedding().what entries=kinds(words, index_has_services) on_change=on_kind />
            {list}
            <Select id="bahasa" label=words.embedding().language entries=languages(words) chosen=own on_change=on_language />
            <Select id="warna" label=words.embedding().theme entries=themes(words) on_change=on_theme />
            <Select id="bentuk" label=words.embedding().form entries=forms(words) on_change=on_form />
            {label_field}
        </section>
    }
}

#[component]
fn Select(
    id: &'static str,
    label: &'static str,
    entries: Vec<Entry>,
    /// The entry that is chosen at first, where it is not the first one.
    #[prop(optional)]
    chosen: String,
    on_change: Callback<String>,
) -> impl IntoView {
    let options = entries
        .into_iter()
        .map(|(value, name)| {
            let is_chosen = !chosen.is_empty() && value == chosen;
            view! { <option value=value selected=is_chosen>{name}</option> }
        })
        .collect_view();
    view! {
        <div class="field">
            <label class="field__label" for=id>{label}</label>
            <select class="field__input" id=id on:change=move |event| on_change.run(event_target_value(&event))>{options}</select>
        </div>
    }
}

fn entry(value: &str, name: &str) -> Entry {
    (value.to_owned(), name.to_owned())
}

/// Services only where they can be chosen from a list.
fn kinds(words: Texts, has_services: bool) -> Vec<Entry> {
    let words = words.embedding();
    let mut kinds = vec![
        entry("", words.whole),
        entry(SERVICE, words.one_service),
        entry(TENANT, words.one_tenant),
        entry(LIFE_EVENT, words.one_life_event),
    ];
    kinds.retain(|(kind, _)| has_services || kind != SERVICE);
    kinds
}

fn languages(words: Texts) -> Vec<Entry> {
    let words = words.embedding();
    vec![entry(Language::Id.tag(), words.indonesian), entry(Language::En.tag(), words.english)]
}

fn themes(words: Texts) -> Vec<Entry> {
    let words = words.embedding();
    let name = |theme| match theme {
        Theme::Auto => words.theme_auto,
        Theme::Light => words.theme_light,
        Theme::Dark => words.theme_dark,
    };
    Theme::ALL.into_iter().map(|theme| entry(theme.name().unwrap_or_default(), name(theme))).collect()
}

fn forms(words: Texts) -> Vec<Entry> {
    let words = words.embedding();
    vec![entry("", words.inline), entry(BUTTON, words.button)]
}

fn entries(kind: &str, index: &Index) -> Vec<Entry> {
    let mut entries: Vec<Entry> = match kind {
        SERVICE => index.services.iter().map(|service| entry(service.id.as_str(), &service.name)).collect(),
        TENANT => index.tenants.iter().map(|tenant| entry(tenant.id.as_str(), &tenant.name)).collect(),
        LIFE_EVENT => index.life_events.iter().map(|event| entry(event.id.as_str(), &event.name)).collect(),
        _ => Vec::new(),
    };
    entries.sort_by(|(_, one), (_, other)| one.cmp(other));
    entries
}

const fn kind_of(what: &What) -> &'static str {
    match what {
        What::Whole => "",
        What::Service(_) => SERVICE,
        What::Tenant(_) => TENANT,
        What::LifeEvent(_) => LIFE_EVENT,
    }
}

fn parse(kind: &str, id: &str) -> Option<What> {
    Some(match kind {
        SERVICE => What::Service(ServiceId::parse(id)?),
        TENANT => What::Tenant(TenantId::parse(id)?),
        LIFE_EVENT => What::LifeEvent(LifeEventId::parse(id)?),
        _ => return None,
    })
}

/// The first of a kind, as its list shows it.
fn first(kind: &str, index: &Index) -> What {
    entries(kind, index).first().and_then(|(id, _)| parse(kind, id)).unwrap_or(What::Whole)
}
