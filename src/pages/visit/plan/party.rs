//! Who comes for what: a panel a person, a line a service, each to be changed by itself.

use std::sync::Arc;

use contract::service::{Fee, FeeKind, Service};
use leptos::prelude::*;

use super::News;
use crate::{
    i18n::{Texts, texts},
    routes::{ServiceView, service_href},
    state::{
        Catalogue, Plan,
        plan::{PlannedStop, PlannedVisit},
    },
};

#[component]
pub fn PartyPanels(
    visit: PlannedVisit,
    /// In the order of the stops.
    services: Vec<Arc<Service>>,
    news: News,
) -> impl IntoView {
    (0..visit.people.len())
        .map(|person| {
            view! { <PersonPanel person visit=visit.clone() services=services.clone() news /> }
        })
        .collect_view()
}

#[component]
fn PersonPanel(person: usize, visit: PlannedVisit, services: Vec<Arc<Service>>, news: News) -> impl IntoView {
    let words = texts();
    let plan = Plan::in_context();
    let names = visit.names(words.visit().person);
    let name = names[person].clone();
    let id = format!("person-{}", person + 1);
    let own: Vec<usize> = (0..visit.stops.len()).filter(|&index| visit.stops[index].person == person).collect();
    let is_idle = own.is_empty();
    let waits = visit.waits(person);
    let remove = {
        let name = name.clone();
        move |_| {
            plan.update(|visit| visit.remove_person(person));
            news.tell((words.visit().news_removed)(&name));
        }
    };
    let lines = own
        .into_iter()
        .map(|index| {
            view! {
                <StopLine index visit=visit.clone() service=Arc::clone(&services[index]) names=names.clone() news />
            }
        })
        .collect_view();
    view! {
        <section class="panel" aria-labelledby=id>
            <h2 class="person large" id=id.clone()>
                <span class="person__letter" aria-hidden="true">{letter(&visit, person)}</span>
                {name.clone()}
            </h2>
            {waits.then(|| view! { <p class="soft">{words.visit().later_title}</p> })}
            {(is_idle && !waits)
                .then(|| {
                    view! {
                        <p class="soft">{words.visit().no_service}</p>
                        <button class="button" data-kind="quiet" type="button" on:click=remove>
                            {(words.visit().remove_person)(&name)}
                        </button>
                    }
                })}
            <ol role="list">{lines}</ol>
        </section>
    }
}

/// The first letter of the name, or the number.
fn letter(visit: &PlannedVisit, person: usize) -> String {
    visit.people[person]
        .name
        .trim()
        .chars()
        .next()
        .map_or_else(|| (person + 1).to_string(), |letter| letter.to_uppercase().to_string())
}

#[component]
fn StopLine(index: usize, visit: PlannedVisit, service: Arc<Service>, names: Vec<String>, news: News) -> impl IntoView {
    let words = texts();
    let stop = visit.stops[index].clone();
    let is_first = |index: &usize| stop.obtains.iter().any(|obtain| obtain.at_stop == *index);
    let after = (0..visit.stops.len())
        .filter(is_first)
        .map(|first| view! { <span class="tag" data-kind="warn">{(words.visit().after_stop)(first + 1)}</span> })
        .collect_view();
    let walk_in =
        (!service.desk.bookable).then(|| view! { <span class="tag" data-kind="warn">{words.visit().walk_in}</span> });
    view! {
        <li class="stop">
            <span class="stamp">{index + 1}</span>
            <div class="stack" data-gap="xs">
                <h3>{service.name.clone()}</h3>
                <p class="stop__where">
                    {service.tenant.short.clone()} " · " {(words.visit().minutes)(service.minutes)}
                </p>
                <p class="cluster" data-gap="s">{fee_tag(words, &service.fee)} {after} {walk_in}</p>
                <Changes index stop visit service names news />
            </div>
        </li>
    }
}

fn fee_tag(words: Texts, fee: &Fee) -> impl IntoView + use<> {
    let kind = (fee.kind == FeeKind::Free).then_some("free");
    let text = match (fee.kind, fee.amount) {
        (FeeKind::Fixed, Some(amount)) => words.rupiah(amount),
        (kind, _) => (words.visit().fee_tag)(kind).to_owned(),
    };
    view! { <span class="tag" data-kind=kind>{text}</span> }
}

/// What can be done with a service of the plan.
#[component]
fn Changes(
    index: usize,
    stop: PlannedStop,
    visit: PlannedVisit,
    service: Arc<Service>,
    names: Vec<String>,
    news: News,
) -> impl IntoView {
    let words = texts();
    let plan = Plan::in_context();
    let people_max = Catalogue::in_context().mall().booking.people_max;
    let name = service.name.clone();
    let answers = (!service.questions.is_empty()).then(|| {
        let view = ServiceView::Answers { given: stop.answers.clone(), changing: None };
        let href = service_href(&service.id, &view, words.language);
        let (id, person) = (service.id.clone(), stop.person);
        view! {
            <a class="button" data-kind="quiet" href=href on:click=move |_| plan.change_answers(id.clone(), person)>
                {words.visit().change_answers}
            </a>
        }
    });
    let others: Vec<usize> = (0..names.len()).filter(|&person| !visit.has_stop(&stop.service, person)).collect();
    let is_alone = visit.stops.iter().filter(|other| other.person == stop.person).count() == 1;
    let newcomer = (names.len() < people_max && !(is_alone && names.len() == 1)).then_some(names.len());
    let moves = others
        .into_iter()
        .chain(newcomer)
        .map(|person| {
            let text = match names.get(person) {
                Some(other) => (words.visit().move_to)(other),
                None => words.visit().move_to_new.to_owned(),
            };
            let (service, other) =
                (name.clone(), names.get(person).cloned().unwrap_or_else(|| (words.visit().person)(person + 1)));
            let press = move |_| {
                plan.update(|visit| visit.move_stop(index, person));
                news.tell((words.visit().news_moved)(&service, &other));
            };
            view! { <button class="button" data-kind="quiet" type="button" on:click=press>{text}</button> }
        })
        .collect_view();
    let remove = {
        let name = name.clone();
        move |_| {
            plan.update(|visit| visit.remove_stop(index));
            news.tell((words.visit().news_removed)(&name));
        }
    };
    view! {
        <details class="disclosure" data-size="small">
            <summary>
                {words.visit().change} <span class="visually-hidden">{(words.visit().change_of)(&name)}</span>
            </summary>
            <div class="cluster">
                {answers} {moves}
                <button class="button" data-kind="quiet" type="button" on:click=remove>
                    {words.visit().remove}
                </button>
            </div>
        </details>
    }
}
