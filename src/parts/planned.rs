//! What a page of the planned visit needs before it can be shown: what this tab kept, and the services from the server.

use std::sync::Arc;

use contract::{ServiceId, service::Service};
use leptos::prelude::*;

use crate::{
    i18n::texts,
    routes::{Page, ticket_href},
    state::{Catalogue, Plan, plan::PlannedStop},
    ui::{Loaded, Vine, loaded::waiting},
};

/// The services of a plan.
#[derive(Debug, Clone, PartialEq)]
pub struct PlannedServices {
    /// In the order of the stops.
    pub stops: Vec<Arc<Service>>,
    /// In the order of what was put off.
    pub later: Vec<Arc<Service>>,
}

/// Shown anew when stops or people come and go, not while names are typed.
#[component]
pub fn Planned<F>(
    /// Shows the page's content.
    show: F,
) -> impl IntoView
where
    F: Fn(PlannedServices) -> AnyView + Clone + Send + Sync + 'static,
{
    let language = texts().language;
    let (plan, catalogue) = (Plan::in_context(), Catalogue::in_context());
    let shape = Memo::new(move |_| {
        // The windows are not looked at: they change while a page that chooses them is shown.
        let without_window = |stop: &PlannedStop| PlannedStop { starts_at: None, ..stop.clone() };
        plan.is_restored().then(|| {
            plan.with(|visit| {
                let stops: Vec<PlannedStop> = visit.stops.iter().map(without_window).collect();
                (stops, visit.later.clone(), visit.people.len(), visit.apart)
            })
        })
    });
    move || {
        let Some((stops, later, ..)) = shape.get() else { return waiting(language).into_any() };
        if stops.is_empty() && later.is_empty() {
            return view! { <NothingPlanned /> }.into_any();
        }
        let ids: Vec<ServiceId> = stops.iter().chain(&later).map(|stop| stop.service.clone()).collect();
        let show = show.clone();
        let count = stops.len();
        let split = move |mut services: Vec<Arc<Service>>| {
            let later = services.split_off(count.min(services.len()));
            show(PlannedServices { stops: services, later })
        };
        view! { <Loaded remote=catalogue.services(&ids) show=split /> }.into_any()
    }
}

#[component]
fn NothingPlanned() -> impl IntoView {
    let words = texts();
    let booked = Plan::in_context().booked().map(|(code, secret)| ticket_href(code, &secret, words.language));
    let what = match booked {
        Some(href) => view! {
            <p class="large strong">{words.visit().booked_title}</p>
            <p><a class="touch" href=href>{words.visit().to_ticket}</a></p>
        }
        .into_any(),
        None => view! {
            <p class="large strong">{words.visit().empty_title}</p>
            <p class="soft">{words.visit().empty_text}</p>
        }
        .into_any(),
    };
    view! {
        <div class="panel empty">
            <Vine />
            {what}
            <a class="button" href=Page::Start.path(words.language)>{words.visit().find_service}</a>
        </div>
    }
}
