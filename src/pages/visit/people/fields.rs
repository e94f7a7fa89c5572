//! The fields of one person. Each key is kept in the plan.

use leptos::prelude::*;

use super::words::sentence;
use crate::{
    i18n::{Texts, texts},
    state::{
        Plan,
        plan::{IdentityKind, PersonDraft, PersonFault, PersonField},
    },
    ui::{
        Icon, Shape,
        field::{Field, FieldKind, FieldText},
    },
};

/// A draft as it is being typed.
#[derive(Clone, Copy)]
struct Typed {
    name: RwSignal<String>,
    kind: RwSignal<IdentityKind>,
    number: RwSignal<String>,
    parent: RwSignal<Option<usize>>,
    ordinal: RwSignal<String>,
    phone: RwSignal<String>,
}

impl Typed {
    fn new(draft: PersonDraft) -> Self {
        Self {
            name: RwSignal::new(draft.name),
            kind: RwSignal::new(draft.kind),
            number: RwSignal::new(draft.number),
            parent: RwSignal::new(draft.parent),
            ordinal: RwSignal::new(draft.ordinal),
            phone: RwSignal::new(draft.phone),
        }
    }

    fn draft(self) -> PersonDraft {
        PersonDraft {
            name: self.name.get(),
            kind: self.kind.get(),
            number: self.number.get(),
            parent: self.parent.get(),
            ordinal: self.ordinal.get(),
            phone: self.phone.get(),
        }
    }
}

#[component]
pub fn PersonFields(
    person: usize,
    /// Everyone who comes, by index.
    party: Vec<usize>,
    /// What this one comes for.
    errands: String,
    faults: RwSignal<Vec<PersonFault>>,
) -> impl IntoView {
    let words = texts();
    let plan = Plan::in_context();
    let typed = Typed::new(plan.with_untracked(|visit| visit.people[person].clone()));
    Effect::new(move || {
        let draft = typed.draft();
        plan.update(|visit| {
            if let Some(kept) = visit.people.get_mut(person) {
                *kept = draft;
            }
        });
    });
    let fault = move |field| fault_of(words, plan, faults, person, field);
    let field = move |field: PersonField, label, hint, kind, optional, autocomplete, value| {
        let text = FieldText { id: field.id(person), label, hint, kind, optional, autocomplete };
        view! { <Field text value fault=fault(field) /> }.into_any()
    };
    let is_alone = party.len() < 2;
    let identity = move || match typed.kind.get() {
        IdentityKind::Nik => field(
            PersonField::Nik,
            words.people().nik.to_owned(),
            Some(words.people().nik_hint),
            FieldKind::Digits,
            false,
            "off",
            typed.number,
        ),
        IdentityKind::Passport => field(
            PersonField::Passport,
            words.people().passport.to_owned(),
            Some(words.people().passport_hint),
            FieldKind::Code,
            false,
            "off",
            typed.number,
        ),
        IdentityKind::Child => {
            let ordinal = field(
                PersonField::Ordinal,
                words.people().ordinal.to_owned(),
                Some(words.people().ordinal_hint),
                FieldKind::Digits,
                false,
                "off",
                typed.ordinal,
            );
            view! {
                <ParentField person party=party.clone() parent=typed.parent fault=fault(PersonField::Parent) />
                {ordinal}
            }
            .into_any()
        }
    };
    let letter = move || first_letter(&typed.name.get(), person);
    view! {
        <fieldset class="stack" data-gap="l">
            <legend>
                <h2 class="person">
                    <span class="person__letter" aria-hidden="true">{letter}</span>
                    {(words.visit().person)(person + 1)}
                </h2>
            </legend>
            <p class="soft">{errands}</p>
            {field(
                PersonField::Name,
                words.people().name.to_owned(),
                Some(words.people().name_hint),
                FieldKind::Text,
                false,
                "off",
                typed.name,
            )} <Kinds person kind=typed.kind is_alone faults /> {identity}
            {field(
                PersonField::Phone,
                words.people().phone.to_owned(),
                Some(words.people().phone_hint),
                FieldKind::Phone,
                true,
                "tel",
                typed.phone,
            )}
        </fieldset>
    }
}

fn first_letter(name: &str, person: usize) -> String {
    name.trim().chars().next().map_or_else(|| (person + 1).to_string(), |letter| letter.to_uppercase().to_string())
}

/// The sentence beside a field; gone once the field no longer has that fault in the list.
fn fault_of(
    words: Texts,
    plan: Plan,
    faults: RwSignal<Vec<PersonFault>>,
    person: usize,
    field: PersonField,
) -> Signal<Option<String>> {
    Signal::derive(move || {
        let fault = faults
            .with(|faults| faults.iter().find(|fault| fault.person == person && fault.field == field).copied())?;
        Some(plan.with_untracked(|visit| sentence(words, visit, &fault)))
    })
}

/// By what a person is known. A child needs a parent in the party.
#[component]
fn Kinds(
    person: usize,
    kind: RwSignal<IdentityKind>,
    is_alone: bool,
    faults: RwSignal<Vec<PersonFault>>,
) -> impl IntoView {
    let words = texts();
    let choose = move |chosen| {
        kind.set(chosen);
        // What was wrong with fields that are gone leads nowhere.
        faults.maybe_update(|faults| {
            let before = faults.len();
            faults.retain(|fault| fault.person != person || !fault.field.is_of_identity());
            faults.len() < before
        });
    };
    let kinds = [
        (IdentityKind::Nik, "nik", words.people().kind_nik),
        (IdentityKind::Passport, "passport", words.people().kind_passport),
        (IdentityKind::Child, "child", words.people().kind_child),
    ];
    let choices = kinds
        .into_iter()
        .filter(|(each, ..)| *each != IdentityKind::Child || !is_alone)
        .map(|(each, name, text)| {
            view! {
                <label class="choice">
                    <input
                        class="choice__box"
                        type="radio"
                        name=format!("kind-{}", person + 1)
                        id=format!("kind-{name}-{}", person + 1)
                        prop:checked=move || kind.get() == each
                        on:change=move |_| choose(each)
                    />
                    <span>{text}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset>
            <legend class="strong">{words.people().kind}</legend>
            <div class="stack" data-gap="s">
                {choices}
            </div>
        </fieldset>
    }
}

/// Whose child it is.
#[component]
fn ParentField(
    person: usize,
    party: Vec<usize>,
    parent: RwSignal<Option<usize>>,
    fault: Signal<Option<String>>,
) -> impl IntoView {
    let words = texts();
    let plan = Plan::in_context();
    let id = PersonField::Parent.id(person);
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    // Adults by name; both may still change while this is shown.
    let adults = Memo::new(move |_| {
        plan.with(|visit| {
            let names = visit.names(words.visit().person);
            party
                .iter()
                .filter(|&&other| other != person && visit.people[other].kind != IdentityKind::Child)
                .map(|&other| (other, names[other].clone()))
                .collect::<Vec<_>>()
        })
    });
    Effect::new(move || {
        if let ([(only, _)], None) = (adults.get().as_slice(), parent.get_untracked()) {
            parent.set(Some(*only));
        }
    });
    let options = move || {
        adults
            .get()
            .into_iter()
            .map(|(other, name)| {
                view! {
                    <option value=other.to_string() selected=move || parent.get() == Some(other)>
                        {name}
                    </option>
                }
            })
            .collect_view()
    };
    let described_by = {
        let (hint_id, error_id) = (hint_id.clone(), error_id.clone());
        move || if fault.with(Option::is_some) { format!("{hint_id} {error_id}") } else { hint_id.clone() }
    };
    let error = move || {
        fault.get().map(|fault| {
            view! {
                <p class="field__error" id=error_id.clone()>
                    <Icon shape=Shape::Warning />
                    {fault}
                </p>
            }
        })
    };
    view! {
        <div class="field">
            <label class="field__label" for=id.clone()>
                {words.people().parent}
            </label>
            <p class="field__hint" id=hint_id>
                {words.people().parent_hint}
            </p>
            {error}
            <select
                class="field__input"
                id=id
                aria-required="true"
                aria-invalid=move || fault.with(Option::is_some).then_some("true")
                aria-describedby=described_by
                on:change=move |event| parent.set(event_target_value(&event).parse().ok())
            >
                <option value="" selected=move || parent.get().is_none()>
                    {words.people().parent_choose}
                </option>
                {options}
            </select>
        </div>
    }
}
