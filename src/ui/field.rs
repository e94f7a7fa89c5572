//! A labelled text input with hint and error; the error speaks the same words as the summary.

use leptos::prelude::*;

use super::icon::{Icon, Shape};
use crate::i18n::texts;

/// What the phone's keyboard and the sheet should know about a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    Text,
    /// Digits only.
    Digits,
    Phone,
    /// Letters and digits, upper case.
    Code,
}

/// Everything about a field that does not change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldText {
    /// From the field enum; hint and error ids follow from it.
    pub id: String,
    pub label: String,
    pub hint: Option<&'static str>,
    pub kind: FieldKind,
    pub optional: bool,
    /// The `autocomplete` token.
    pub autocomplete: &'static str,
}

#[component]
pub fn Field(
    text: FieldText,
    value: RwSignal<String>,
    /// What is wrong with it, in words.
    #[prop(into)]
    fault: Signal<Option<String>>,
) -> impl IntoView {
    let FieldText { id, label, hint, kind, optional, autocomplete } = text;
    let words = texts();
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let described_by = {
        let (hint_id, error_id) = (hint.map(|_| hint_id.clone()), error_id.clone());
        move || {
            let parts: Vec<String> =
                hint_id.clone().into_iter().chain(fault.with(Option::is_some).then(|| error_id.clone())).collect();
            (!parts.is_empty()).then(|| parts.join(" "))
        }
    };
    let (input_type, input_mode, data_kind) = match kind {
        FieldKind::Text => ("text", "text", None),
        FieldKind::Digits => ("text", "numeric", Some("digits")),
        FieldKind::Phone => ("tel", "tel", Some("digits")),
        FieldKind::Code => ("text", "text", Some("digits")),
    };
    view! {
        <div class="field">
            <label class="field__label" for=id.clone()>
                {label}
                {optional.then(|| view! { " " <span class="field__optional">{words.frame().optional}</span> })}
            </label>
            {hint.map(|hint| view! { <p class="field__hint" id=hint_id.clone()>{hint}</p> })}
            {move || {
                fault.get().map(|fault| {
                    view! {
                        <p class="field__error" id=error_id.clone()>
                            <Icon shape=Shape::Warning />
                            {fault}
                        </p>
                    }
                })
            }}
            <input
                class="field__input"
                data-kind=data_kind
                id=id
                type=input_type
                inputmode=input_mode
                autocomplete=autocomplete
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
                aria-required=(!optional).then_some("true")
                aria-invalid=move || fault.with(Option::is_some).then_some("true")
                aria-describedby=described_by
            />
        </div>
    }
}
