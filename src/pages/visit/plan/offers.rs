//! Papers that another stop of the same visit issues: taken on the way where they are ready the same day, else said why
//! not, with a second visit as the way out.

use std::sync::Arc;

use contract::{DocumentId, service::Service};
use leptos::prelude::*;

use super::News;
use crate::{
    browser,
    i18n::texts,
    state::{
        Plan,
        plan::{Awaited, Offer, PlannedVisit},
    },
    ui::{Notice, NoticeKind},
};

#[component]
pub fn Offers(visit: PlannedVisit, services: Vec<Arc<Service>>, news: News) -> impl IntoView {
    let words = texts();
    let (ready, slow): (Vec<_>, Vec<_>) = visit.offers(&services).into_iter().partition(|offer| offer.is_obtainable);
    let ready = (!ready.is_empty()).then(|| {
        let lines = ready
            .into_iter()
            .map(|offer| {
                let wanting = services[offer.stop].name.clone();
                view! { <OfferLine offer wanting /> }
            })
            .collect_view();
        view! {
            <section class="stack" data-gap="s" aria-labelledby="offers">
                <h2 id="offers">{words.visit().offers_title}</h2>
                <p>{words.visit().offers_text}</p>
                <ul class="paper-list" role="list">
                    {lines}
                </ul>
            </section>
        }
    });
    let slow = by_paper(slow)
        .into_iter()
        .map(|offers| {
            let wanting = offers.iter().map(|offer| (offer.stop, services[offer.stop].name.clone())).collect();
            let issuer = Arc::clone(&services[offers[0].at_stop]);
            let document = offers[0].document.clone();
            view! { <TooSlow paper=offers[0].name.clone() document wanting issuer news /> }
        })
        .collect_view();
    view! {
        {ready}
        {slow}
    }
}

/// A paper that is ready the same day.
#[component]
fn OfferLine(
    offer: Offer,
    /// The service that wants it.
    wanting: String,
) -> impl IntoView {
    let words = texts();
    let plan = Plan::in_context();
    let id = format!("offer-{}-{}-{}", offer.document, offer.stop + 1, offer.at_stop + 1);
    let text = (words.visit().offer)(&offer.name, offer.at_stop + 1);
    let note = (words.visit().offer_for)(offer.stop + 1, &wanting);
    let is_taken = offer.is_taken;
    let change = {
        let id = id.clone();
        move |event| {
            let at_stop = event_target_checked(&event).then_some(offer.at_stop);
            plan.update(|visit| visit.set_obtain(offer.stop, &offer.document, at_stop));
            let id = id.clone();
            request_animation_frame(move || browser::document::focus(&id));
        }
    };
    view! {
        <li class="paper">
            <input class="choice__box" type="checkbox" id=id.clone() prop:checked=is_taken on:change=change />
            <div class="paper__body">
                <label class="paper__name" for=id>{text}</label>
                <p class="paper__note">{note}</p>
            </div>
        </li>
    }
}

/// Offers of the same paper at the same stop, together.
fn by_paper(offers: Vec<Offer>) -> Vec<Vec<Offer>> {
    let mut groups: Vec<Vec<Offer>> = Vec::new();
    for offer in offers {
        let known =
            groups.iter_mut().find(|group| group[0].document == offer.document && group[0].at_stop == offer.at_stop);
        match known {
            Some(group) => group.push(offer),
            None => groups.push(vec![offer]),
        }
    }
    groups
}

/// A paper that is not ready before the stops that want it.
#[component]
fn TooSlow(
    paper: String,
    document: DocumentId,
    /// The stops that want it, with their services.
    wanting: Vec<(usize, String)>,
    issuer: Arc<Service>,
    news: News,
) -> impl IntoView {
    let words = texts();
    let plan = Plan::in_context();
    let names: Vec<String> = wanting.iter().map(|(_, service)| service.clone()).collect();
    let text = (words.visit().too_slow)(&paper, &issuer.name, issuer.ready_days[1], &words.list(&names));
    // Ready the same day, it needs no second visit.
    let is_worth_waiting = issuer.ready_days[1] > 0;
    let buttons = wanting
        .into_iter()
        .filter(|_| is_worth_waiting)
        .map(|(stop, service)| {
            let button = (words.visit().put_off)(&service);
            let (document, issuer, days) = (document.clone(), issuer.id.clone(), issuer.ready_days[1]);
            let awaits = Awaited { document, issuer, days, since: None };
            let put_off = move |_| {
                plan.update(|visit| visit.put_off(stop, Some(awaits.clone())));
                news.tell((words.visit().news_put_off)(&service));
            };
            view! { <button class="button" data-kind="quiet" type="button" on:click=put_off>{button}</button> }
        })
        .collect_view();
    view! {
        <Notice kind=NoticeKind::Note>
            <p>{text}</p>
            <div class="cluster" data-gap="s">
                {buttons}
            </div>
        </Notice>
    }
}
