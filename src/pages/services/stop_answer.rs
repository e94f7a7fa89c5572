//! Do not come yet, and what to do instead.

use std::sync::Arc;

use contract::{
    ServiceId,
    service::{Answers, FeeKind, Service, StopRule},
};
use domain::checklist;
use leptos::prelude::*;

use super::service::view_before;
use crate::{
    browser,
    i18n::texts,
    parts::AnswersList,
    routes::{Filter, Page, ServiceView, service_href},
    state::{Plan, plan::Wanting},
    ui::{BackLink, Heading, Icon, Notice, NoticeKind, Shape},
};

#[component]
pub fn StopAnswer(service: Arc<Service>, stop: StopRule, given: Answers) -> impl IntoView {
    let words = texts();
    let back = service_href(&service.id, &view_before(&service, &given), words.language);
    // The answer that led here: the last one that the rule names.
    let answered = checklist::asked(&service, &given)
        .into_iter()
        .filter(|(question, _)| stop.when.contains_key(&question.id))
        .map(|(_, option)| option.text.clone())
        .collect::<Vec<_>>()
        .join(", ");
    view! {
        <div class="column stack" data-gap="l">
            <BackLink href=back.clone() text=words.service().back_to_answers />
            <div class="stop-answer stack">
                <Icon shape=Shape::Warning class="stop-answer__sign" />
                <p class="soft small">{format!("{}, {}", service.name, service.tenant.short)}</p>
                <Heading text=words.service().stop_title />
                {(!answered.is_empty())
                    .then(|| {
                        view! {
                            <p class="large">
                                {words.service().stop_answered} <strong>{answered}</strong> "."
                            </p>
                        }
                    })}
                <p>{stop.message.clone()}</p>
            </div>
            <StillPlanned service=Arc::clone(&service) />
            <Instead service=Arc::clone(&service) stop given=given.clone() />
            <Notice kind=NoticeKind::Note>
                <p>
                    {words.service().stop_changed} <a href=back>{words.service().change_answers}</a>
                    {words.service().stop_nothing_booked}
                </p>
            </Notice>
            <AnswersList service given />
        </div>
    }
}

#[component]
fn Instead(service: Arc<Service>, stop: StopRule, given: Answers) -> impl IntoView {
    let words = texts();
    let both = checklist::same_visit(&service, &given, &stop);
    let instead = stop.instead.and_then(|id| service.related.get(&id).cloned().map(|related| (id, related)));
    let Some((id, related)) = instead else {
        let list = Page::Services(Filter::default()).path(words.language);
        return view! {
            <p>
                {words.service().stop_other} " " <a href=list>{words.service().stop_to_list}</a> "."
            </p>
        }
        .into_any();
    };
    let kind = (related.fee == FeeKind::Free).then_some("free");
    let href = Page::Service(id.clone()).path(words.language);
    let kind_of_link = both.is_some().then_some("quiet");
    let both = both.map(|answers| {
        let other = related.name.clone();
        view! { <Both service answers issuer=id other /> }
    });
    view! {
        <section class="stack" aria-labelledby="ganti">
            <h2 id="ganti">{words.service().stop_what}</h2>
            <div class="panel stack" data-gap="s">
                <p class="cluster" data-gap="s">
                    {kind.map(|kind| view! { <span class="tag" data-kind=kind>{words.frame().free}</span> })}
                    <span class="small">
                        {format!("{}, {}", words.ready_within(related.ready_days), words.service().stop_same_building)}
                    </span>
                </p>
                <h3 class="large">{related.name}</h3>
                <p class="soft">{related.tenant}</p>
                {both}
                <a class="button" data-size="wide" data-kind=kind_of_link href=href>
                    {words.service().stop_instead}
                </a>
            </div>
        </section>
    }
    .into_any()
}

/// The way to both services in one visit: first the one that hands out the paper, where it is not planned yet.
#[component]
fn Both(
    service: Arc<Service>,
    /// Of whoever has the paper.
    answers: Answers,
    issuer: ServiceId,
    /// The issuer's name.
    other: String,
) -> impl IntoView {
    let words = texts();
    let plan = Plan::in_context();
    // Not at once: what this tab kept is read after the first view.
    let person = {
        let issuer = issuer.clone();
        Memo::new(move |_| plan.with(|visit| visit.person_of(&issuer)))
    };
    let own =
        service_href(&service.id, &ServiceView::Answers { given: answers.clone(), changing: None }, words.language);
    let first = Page::Service(issuer.clone()).path(words.language);
    let text = {
        let name = service.name.clone();
        move || match person.get() {
            Some(_) => (words.question().stop_both_known)(&other),
            None => (words.question().stop_both_text)(&other, &name),
        }
    };
    let go = move |_| {
        let (service, answers, issuer) = (service.id.clone(), answers.clone(), issuer.clone());
        plan.update(|visit| visit.wanting = Some(Wanting { service, answers, issuer, person: person.get_untracked() }));
    };
    view! {
        <p>{text}</p>
        <a
            class="button"
            data-size="wide"
            href=move || if person.get().is_some() { own.clone() } else { first.clone() }
            on:click=go
        >
            {words.question().stop_both}
        </a>
    }
}

/// The plan does not change by an answer with which one should not come: that is said, with a way to take it out.
#[component]
fn StillPlanned(service: Arc<Service>) -> impl IntoView {
    let words = texts();
    let plan = Plan::in_context();
    let stop = {
        let id = service.id.clone();
        Memo::new(move |_| {
            let changing = plan.changes_answers_of(&id);
            plan.with(|visit| {
                let person = changing.or_else(|| visit.person_of(&id).filter(|_| visit.people.len() == 1))?;
                visit.stops.iter().position(|stop| stop.service == id && stop.person == person)
            })
        })
    };
    move || {
        stop.get().map(|stop| {
            let text = (words.question().stop_planned)(&service.name);
            let remove = move |_| {
                plan.update(|visit| visit.remove_stop(stop));
                browser::document::focus_heading();
            };
            view! {
                <Notice kind=NoticeKind::Note>
                    <p>{text}</p>
                    <button class="button" data-kind="quiet" type="button" on:click=remove>
                        {words.visit().remove}
                    </button>
                </Notice>
            }
        })
    }
}
