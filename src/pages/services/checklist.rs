//! What this person must bring: ticks, print, and on to the visit.

use std::sync::Arc;

use contract::service::{Answers, Service};
use domain::{
    checklist,
    papers::{self, StopPapers},
};
use leptos::prelude::*;

use super::{add_to_visit::AddToVisit, service::view_before};
use crate::{
    browser,
    i18n::texts,
    parts::{AnswersList, FeeBox, PaperList, Step, Steps},
    routes::{ServiceView, service_href},
    state::Catalogue,
    ui::{BackLink, Heading, Icon, Shape, later::below},
};

#[component]
pub fn Checklist(service: Arc<Service>, given: Answers) -> impl IntoView {
    let words = texts();
    let given: Answers = checklist::asked(&service, &given)
        .into_iter()
        .map(|(question, option)| (question.id.clone(), option.id.clone()))
        .collect();
    let stop = StopPapers { number: 1, person: 0, service: &service, answers: &given, obtains: Vec::new() };
    let papers = papers::merge(&[stop]);
    let back = service_href(&service.id, &view_before(&service, &given), words.language);
    let overview = service_href(&service.id, &ServiceView::Overview, words.language);
    let title = words.paper_count(words.service().checklist_title, &papers);
    let text = match (papers.is_empty(), service.desk.bookable) {
        (false, _) => words.service().checklist_text,
        (true, true) => words.service().checklist_empty_text,
        (true, false) => words.service().checklist_empty_walk_in,
    };
    let list = {
        let (service, given) = (Arc::clone(&service), given.clone());
        move || {
            let list = (!papers.is_empty()).then(|| {
                let (ticks, related) = (service.id.to_string(), service.related.clone());
                view! { <PaperList papers=papers.clone() ticks related /> }
            });
            view! {
                {list}
                <AddToVisit service=Arc::clone(&service) given=given.clone() papers=papers.clone() />
                <p class="screen-only">
                    <button class="button" data-kind="quiet" type="button" on:click=|_| browser::document::print()>
                        <Icon shape=Shape::Print />
                        {words.service().print}
                    </button>
                </p>
                <PrintedLine />
            }
            .into_any()
        }
    };
    view! {
        <div class="sidebar">
            <div class="stack" data-gap="l">
                <BackLink href=back text=words.frame().back />
                {service.desk.bookable.then(|| view! { <Steps current=Step::Papers /> })}
                <div class="stack" data-gap="s">
                    <p class="soft">{format!("{}, {}", service.name, service.tenant.short)}</p>
                    <Heading text=title />
                    <p class="measure screen-only">{text}</p>
                </div>
                {below(list)}
            </div>
            <aside class="stack" data-gap="l">
                {below(move || {
                    view! {
                        <FeeBox fee=service.fee.clone() />
                        <p class="screen-only"><a class="touch" href=overview.clone()>{words.service().see_service}</a></p>
                        <AnswersList service=Arc::clone(&service) given=given.clone() />
                    }
                        .into_any()
                })}
            </aside>
        </div>
    }
}

/// On paper only: where to go, and how old this is.
#[component]
fn PrintedLine() -> impl IntoView {
    let words = texts();
    let catalogue = Catalogue::in_context();
    let mall = catalogue.mall();
    let day = words.day_long(catalogue.written_at().date_naive());
    view! { <p class="print-only small">{(words.service().printed)(&mall.short, &mall.address, &day)}</p> }
}
