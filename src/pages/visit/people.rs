//! Who comes: names and identities, checked on submit; nothing typed is lost.

mod fields;
mod words;

use contract::{FaultCode, Language};
use leptos::prelude::*;

use self::{fields::PersonFields, words::sentence};
use crate::{
    i18n::texts,
    parts::{
        NothingHeld, Planned, PlannedServices, Step, Steps,
        hold_bar::{HoldBar, HoldState, hold_state, ticking},
    },
    routes::Page,
    state::{
        Catalogue, Navigation, Plan,
        plan::{PersonFault, PlannedVisit},
    },
    ui::{BackLink, Heading, error_summary, error_summary::ErrorSummary, later::below},
};

#[component]
pub fn PeoplePage() -> impl IntoView {
    let words = texts();
    let faults = RwSignal::new(Vec::<PersonFault>::new());
    view! {
        <div class="wrapper" data-width="column">
            <div class="stack" data-gap="l">
                <BackLink href=Page::Time.path(words.language) text=words.frame().back />
                <Steps current=Step::People />
                <Summary faults />
                <Heading text=words.people().title />
                {below(move || {
                    let show = move |services: PlannedServices| view! { <Content services faults /> }.into_any();
                    view! { <Planned show /> }.into_any()
                })}
            </div>
        </div>
    }
}

/// Everything that is wrong, in the same words as beside the fields.
#[component]
fn Summary(faults: RwSignal<Vec<PersonFault>>) -> impl IntoView {
    let words = texts();
    let plan = Plan::in_context();
    move || {
        let faults = faults.get();
        (!faults.is_empty()).then(|| {
            let lines: Vec<_> = plan.with_untracked(|visit| {
                faults.iter().map(|fault| (fault.field.id(fault.person), sentence(words, visit, fault))).collect()
            });
            view! { <ErrorSummary title=(words.people().summary_title)(lines.len()) lines /> }
        })
    }
}

#[component]
fn Content(services: PlannedServices, faults: RwSignal<Vec<PersonFault>>) -> impl IntoView {
    let words = texts();
    let language: Language = words.language;
    let (plan, navigation) = (Plan::in_context(), Navigation::in_context());
    let services = services.stops;
    let visit = plan.get_untracked();
    let party = visit.party(&services);
    let now = ticking();
    let state = Memo::new(move |_| hold_state(plan, now.get()));
    Effect::new(move || {
        let refused = plan.take_refused();
        if !refused.is_empty() {
            faults.set(refused);
            // After the heading, which takes the focus of a new page.
            error_summary::focus();
        }
    });
    let people = party.people.clone();
    let check = {
        let (people, services) = (people.clone(), services.clone());
        let walk_minutes = Catalogue::in_context().mall().booking.walk_minutes;
        move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            match plan.with_untracked(|visit| visit.parse_people(&people)) {
                Ok(_) => {
                    faults.set(Vec::new());
                    match plan.with_untracked(|visit| visit.child_out_of_reach(&services, walk_minutes)) {
                        // Only other places help.
                        Some(person) => {
                            let who = (words.people().who)(person + 1);
                            plan.announce((words.people().parent_fault)(&who, FaultCode::NotReachable));
                            navigation.go(Page::Time, "");
                        }
                        None => navigation.go(Page::Check, ""),
                    }
                }
                Err(found) => {
                    faults.set(found);
                    error_summary::focus();
                }
            }
        }
    };
    let fieldsets = people
        .iter()
        .map(|&person| {
            let errands = errands(&visit, &services, person);
            view! { <PersonFields person party=people.clone() errands faults /> }
        })
        .collect_view();
    view! {
        <HoldBar services state now />
        {move || (state.get() == HoldState::None).then(|| view! { <NothingHeld /> })}
        <form class="stack" data-gap="xl" novalidate on:submit=check>
            {fieldsets}
            <div class="stack" data-gap="s">
                <p class="small soft">
                    {words.people().kept} " " <a href=Page::Privacy.path(language)>{words.people().kept_link}</a> "."
                </p>
                {move || {
                    (state.get() != HoldState::None)
                        .then(|| view! { <button class="button" data-size="wide">{words.people().next}</button> })
                }}
            </div>
        </form>
    }
}

/// What a person comes for.
fn errands(visit: &PlannedVisit, services: &[std::sync::Arc<contract::service::Service>], person: usize) -> String {
    let names: Vec<&str> = visit
        .stops
        .iter()
        .zip(services)
        .filter(|(stop, _)| stop.person == person)
        .map(|(_, service)| service.name.as_str())
        .collect();
    names.join(", ")
}
