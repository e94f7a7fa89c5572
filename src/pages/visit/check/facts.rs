//! What will be booked, with a way to change each.

use std::sync::Arc;

use contract::{person::last_four, service::Service};
use leptos::prelude::*;

use crate::{
    i18n::{Texts, texts},
    parts::Total,
    routes::Page,
    short_lists::in_order,
    state::plan::{IdentityKind, Party, PersonDraft, PlannedVisit},
};

/// A name, its value, and where it is changed.
fn row(words: Texts, name: String, value: AnyView, change: Option<(Page, String)>) -> impl IntoView {
    let change = change.map(|(page, of)| {
        view! {
            <dd class="facts__change">
                <a href=page.path(words.language)>
                    {words.visit().change} <span class="visually-hidden">{of}</span>
                </a>
            </dd>
        }
    });
    view! {
        <div class="facts__row">
            <dt>{name}</dt>
            <dd>{value}</dd>
            {change}
        </div>
    }
}

#[component]
pub fn TimeFacts(visit: PlannedVisit, services: Vec<Arc<Service>>) -> impl IntoView {
    let words = texts();
    let held = visit.held().cloned();
    let day = held.as_ref().and_then(|held| held.hold.stops.first()).map(|stop| stop.starts_at.date_naive());
    let day = day.map(|day| {
        let value = view! { <strong>{words.day_long(day)}</strong> }.into_any();
        row(words, words.check().day.to_owned(), value, Some((Page::Time, words.check().change_day.to_owned())))
    });
    let names = visit.names(words.visit().person);
    let people = held.map(|held| {
        held.party
            .people
            .iter()
            .map(|&person| {
                let stops = held.party.stops.iter().zip(&held.hold.stops);
                let own = stops.filter(|(index, _)| visit.stops[**index].person == person);
                let lines = in_order(own, |(_, stop)| stop.starts_at)
                    .into_iter()
                    .map(|(&index, stop)| {
                        let window = words.window(stop.starts_at, stop.ends_at);
                        view! { {window} " " {services[index].name.clone()} <br /> }
                    })
                    .collect_view()
                    .into_any();
                let change = (words.check().change_time_of)(&names[person]);
                row(words, names[person].clone(), lines, Some((Page::Time, change)))
            })
            .collect_view()
    });
    view! {
        <section class="stack" data-gap="s" aria-labelledby="check-time">
            <h2 id="check-time">{words.check().time}</h2>
            <dl class="facts">{day} {people}</dl>
        </section>
    }
}

#[component]
pub fn PeopleFacts(visit: PlannedVisit, party: Party) -> impl IntoView {
    let words = texts();
    let names = visit.names(words.visit().person);
    let rows = party
        .people
        .iter()
        .map(|&person| {
            let draft = &visit.people[person];
            let identity = identity_in_words(words, draft, &names);
            let phone = draft.phone.trim();
            let phone = (!phone.is_empty()).then(|| format!(", {}", (words.check().phone)(phone)));
            let value = view! {
                {names[person].clone()}
                <br />
                <span class="soft">{identity} {phone}</span>
            }
            .into_any();
            let change = (words.check().change_person)(person + 1);
            row(words, (words.visit().person)(person + 1), value, Some((Page::People, change)))
        })
        .collect_view();
    view! {
        <section class="stack" data-gap="s" aria-labelledby="check-people">
            <h2 id="check-people">{words.check().people}</h2>
            <dl class="facts">{rows}</dl>
        </section>
    }
}

/// Only the last four are shown, so that who looks over the shoulder reads nothing.
fn identity_in_words(words: Texts, draft: &PersonDraft, names: &[String]) -> String {
    let number: String = draft.number.chars().filter(char::is_ascii_alphanumeric).collect();
    match draft.kind {
        IdentityKind::Nik => (words.check().nik)(last_four(&number)),
        IdentityKind::Passport => (words.check().passport)(&last_four(&number).to_uppercase()),
        IdentityKind::Child => {
            let parent = draft.parent.and_then(|parent| names.get(parent)).map_or("", String::as_str);
            (words.check().child)(draft.ordinal.trim(), parent)
        }
    }
}

#[component]
pub fn MoneyFacts(visit: PlannedVisit, services: Vec<Arc<Service>>) -> impl IntoView {
    let words = texts();
    let papers = words.paper_count(words.check().papers_count, &visit.papers(&services));
    let total = Total::of(services.iter().map(|service| (service.name.as_str(), &service.fee)));
    let amount = total.in_words(words).map(|amount| view! { <strong>{amount}</strong> });
    let fixed = total.fixed_names();
    let only = (!fixed.is_empty()).then(|| format!(" {}", (words.visit().fees_only_for)(&words.list(&fixed))));
    let others = total
        .others
        .iter()
        .map(|(service, kind, note)| {
            let note = note.as_ref().map(|note| format!(" {note}"));
            view! { <br /> {(words.visit().fee_other)(service, *kind)} {note} }
        })
        .collect_view();
    let fees = view! { {amount} {only} {others} }.into_any();
    let free = view! { <strong>{words.frame().free}</strong> }.into_any();
    let papers_row = row(
        words,
        words.check().papers.to_owned(),
        papers.into_any(),
        Some((Page::Visit, words.check().change_papers.to_owned())),
    );
    view! {
        <section class="stack" data-gap="s" aria-labelledby="check-papers">
            <h2 id="check-papers">{words.check().papers_and_fees}</h2>
            <dl class="facts">
                {papers_row} {row(words, words.check().to_pay.to_owned(), fees, None)}
                {row(words, words.check().booking.to_owned(), free, None)}
            </dl>
        </section>
    }
}
