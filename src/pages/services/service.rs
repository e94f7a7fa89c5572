//! One service: its overview, and with answers in the fragment its next question, checklist or stop.

use std::sync::Arc;

use contract::{
    ServiceId,
    service::{Answers, Service},
};
use domain::checklist::{self, Outcome};
use leptos::prelude::*;

use super::{checklist::Checklist, overview::Overview, question::QuestionForm, stop_answer::StopAnswer};
use crate::{
    routes::ServiceView,
    state::{Catalogue, Navigation, Plan},
    ui::{Loaded, loaded::Place},
};

#[component]
pub fn ServicePage(id: ServiceId) -> impl IntoView {
    let service = Catalogue::in_context().service(&id);
    let plan = Plan::in_context();
    on_cleanup(move || plan.end_changes());
    view! {
        <div class="wrapper">
            <Loaded remote=service show={|service: Arc<Service>| view! { <Views service /> }.into_any()} place=Place::Page />
        </div>
    }
}

#[component]
fn Views(service: Arc<Service>) -> impl IntoView {
    let navigation = Navigation::in_context();
    let view = Memo::new(move |_| navigation.address().service_view());
    move || match view.get() {
        ServiceView::Overview => view! { <Overview service=Arc::clone(&service) /> }.into_any(),
        ServiceView::Answers { given, changing } => answers(Arc::clone(&service), given, changing),
    }
}

fn answers(service: Arc<Service>, given: Answers, changing: Option<contract::QuestionId>) -> AnyView {
    let asked_again = changing.and_then(|id| {
        checklist::asked(&service, &given).into_iter().map(|(question, _)| question).find(|question| question.id == id)
    });
    if let Some(question) = asked_again.cloned() {
        return view! { <QuestionForm service question given is_change=true /> }.into_any();
    }
    match checklist::outcome(&service, &given) {
        Outcome::Ask(question) => {
            let question = question.clone();
            view! { <QuestionForm service question given is_change=false /> }.into_any()
        }
        Outcome::Stop(stop) => {
            let stop = stop.clone();
            view! { <StopAnswer service stop given /> }.into_any()
        }
        Outcome::Checklist(_) => view! { <Checklist service given /> }.into_any(),
    }
}

/// One step back: the last question that was answered, or the overview.
pub(super) fn view_before(service: &Service, given: &Answers) -> ServiceView {
    match checklist::asked(service, given).last() {
        Some((question, _)) => ServiceView::Answers { given: given.clone(), changing: Some(question.id.clone()) },
        None => ServiceView::Overview,
    }
}
