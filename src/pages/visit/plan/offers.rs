//! Papers that another stop of the same visit issues: taken on the way where they are ready the same day, else said why
//! not, with a second visit as the way out.

use std::sync::Arc;

use contract::service::Service;
use leptos::prelude::*;

use super::News;
use crate::{
    browser,
    i18n::texts,
    state::{
        Plan,
        plan::{Offer, PlannedVisit},
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
                <h2 id="offers">{words.visit.offers_title}</h2>
                <p>{words.visit.offers_text}</p>
                <ul class="paper-list" role="list">
                    {lines}
                </ul>
            </section>
        }
    });
    let slow = slow
        .into_iter()
        .map(|offer| {
            let (wanting, issuer) = (Arc::clone(&services[offer.stop]), Arc::clone(&services[offer.at_stop]));
            view! { <TooSlow offer wanting issuer news /> }
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
    let text = (words.visit.offer)(&offer.name, offer.at_stop + 1);
    let note = (words.visit.offer_for)(offer.stop + 1, &wanting);
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

/// A paper that is not ready before the stop that wants it.
#[component]
fn TooSlow(offer: Offer, wanting: Arc<Service>, issuer: Arc<Service>, news: News) -> impl IntoView {
    let words = texts();
    let plan = Plan::in_context();
    let text = (words.visit.too_slow)(&offer.name, &issuer.name, issuer.ready_days[1], &wanting.name);
    let button = (words.visit.put_off)(&wanting.name);
    let put_off = move |_| {
        plan.update(|visit| visit.put_off(offer.stop));
        news.tell((words.visit.news_put_off)(&wanting.name));
    };
    view! {
        <Notice kind=NoticeKind::Note>
            <p>{text}</p>
            <button class="button" data-kind="quiet" type="button" on:click=put_off>{button}</button>
        </Notice>
    }
}
