//! What a service is, what it costs, how long it takes, and how sure we are.

use std::sync::Arc;

use contract::{
    ServiceId,
    service::{Answers, Service},
};
use domain::checklist;
use leptos::prelude::*;

use super::{all_papers::AllPapers, sources::Sources};
use crate::{
    i18n::{Texts, texts},
    parts::FeeBox,
    routes::{Filter, Page, ServiceView, service_href},
    ui::{BackLink, Heading, Notice, NoticeKind, later::below},
};

/// Services in sight that may have to come first; the rest stands behind a disclosure.
const FIRST_SHOWN: usize = 4;
/// A paper that more services than these issue is one that people have, such as an ID card.
const ISSUERS_FEW: usize = 2;

#[component]
pub fn Overview(service: Arc<Service>) -> impl IntoView {
    let words = texts();
    let language = words.language;
    let tenant = Page::Tenant(service.tenant.id.clone()).path(language);
    let asking = ServiceView::Answers { given: Answers::new(), changing: None };
    let begin = service_href(&service.id, &asking, language);
    let begin_text = if service.desk.bookable { words.service().begin } else { words.service().begin_walk_in };
    let (fewest, most) = checklist::questions_left(&service, &Answers::new());
    let walk_in = (!service.desk.bookable).then(|| {
        view! {
            <Notice kind=NoticeKind::Note>
                <p>
                    <strong>{words.service().walk_in_title}</strong>
                    " "
                    {words.service().walk_in_text}
                </p>
            </Notice>
        }
    });
    view! {
        <div class="sidebar">
            <div class="stack" data-gap="l">
                <BackLink href=Page::Services(Filter::default()).path(language) text=words.service().back_to_list />
                <div class="stack" data-gap="s">
                    <p><a class="touch" href=tenant>{service.tenant.name.clone()}</a></p>
                    <Heading text=service.name.clone() />
                    <p class="large measure">{service.summary.clone()}</p>
                </div>
                <FeeBox fee=service.fee.clone() />
                {walk_in}
                <div class="stack" data-gap="s">
                    <a class="button" data-size="wide" href=begin.clone()>{begin_text}</a>
                    <p class="soft small">{(words.service().begin_note)(fewest, most)}</p>
                </div>
                {below({
                    let service = Arc::clone(&service);
                    move || {
                        view! {
                            <Facts service=Arc::clone(&service) />
                            {steps(words, &service)}
                            <AllPapers service=Arc::clone(&service) />
                            <a class="button" href=begin.clone()>{begin_text}</a>
                        }
                            .into_any()
                    }
                })}
            </div>
            <aside class="stack" data-gap="l">
                {below(move || {
                    view! {
                        {first(words, &service)}
                        <Sources service=Arc::clone(&service) />
                    }
                        .into_any()
                })}
            </aside>
        </div>
    }
}

#[component]
fn Facts(service: Arc<Service>) -> impl IntoView {
    let words = texts();
    let issued: Vec<String> = service
        .issues
        .iter()
        .filter_map(|id| service.documents.get(id).map(|document| document.name.clone()))
        .collect();
    let desk = (words.service().place)(&service.desk.name, &service.tenant.short);
    let place = service.desk.place.clone().unwrap_or_else(|| words.service().place_unknown.to_owned());
    view! {
        <section class="stack" data-gap="s" aria-labelledby="ringkas">
            <h2 id="ringkas">{words.service().facts_title}</h2>
            <dl class="facts">
                <div class="facts__row">
                    <dt>{words.service().fact_ready}</dt>
                    <dd><strong>{words.ready_days(service.ready_days)}</strong></dd>
                </div>
                <div class="facts__row">
                    <dt>{words.service().fact_minutes}</dt>
                    <dd>{(words.service().minutes)(service.minutes)}</dd>
                </div>
                {(!issued.is_empty())
                    .then(|| {
                        view! {
                            <div class="facts__row">
                                <dt>{words.service().fact_issues}</dt>
                                <dd>{issued.join(", ")}</dd>
                            </div>
                        }
                    })}
                <div class="facts__row">
                    <dt>{words.service().fact_place}</dt>
                    <dd>
                        {desk}
                        <br />
                        <span class="soft small">{place}</span>
                    </dd>
                </div>
            </dl>
        </section>
    }
}

fn steps(words: Texts, service: &Service) -> Option<impl IntoView + use<>> {
    let steps = service.steps.iter().map(|step| view! { <li>{step.clone()}</li> }).collect_view();
    (!service.steps.is_empty()).then(|| {
        view! {
            <section class="stack" aria-labelledby="langkah">
                <h2 id="langkah">{words.service().steps_title}</h2>
                <ol class="procedure" role="list">{steps}</ol>
            </section>
        }
    })
}

/// What may have to come first: services to take instead, and those that issue a paper which few others issue.
fn first(words: Texts, service: &Service) -> Option<impl IntoView + use<>> {
    let mut links: Vec<_> = needed_first(service)
        .into_iter()
        .filter_map(|(id, why)| {
            let related = service.related.get(id)?;
            let href = Page::Service(id.clone()).path(words.language);
            let paper = why.map(|paper| (words.service().first_paper)(paper)).unwrap_or_default();
            Some(view! {
                <li>
                    <a class="touch" data-align="end" href=href>{related.name.clone()}</a>
                    <p class="soft small">{related.tenant.clone()} {paper}</p>
                </li>
            })
        })
        .collect();
    let rest = links.split_off(links.len().min(FIRST_SHOWN));
    (!links.is_empty()).then(|| {
        view! {
            <section class="panel stack" data-gap="s" aria-labelledby="dulu">
                <h2 class="large" id="dulu">{words.service().first_title}</h2>
                <p>{words.service().first_text}</p>
                <ul role="list">{links}</ul>
                {(!rest.is_empty())
                    .then(|| {
                        view! {
                            <details class="disclosure">
                                <summary>{(words.service().first_more)(rest.len())}</summary>
                                <ul role="list">{rest}</ul>
                            </details>
                        }
                    })}
            </section>
        }
    })
}

/// Each service once, with the name of the paper it issues; those to take instead first.
fn needed_first(service: &Service) -> Vec<(&ServiceId, Option<&str>)> {
    let mut needed: Vec<(&ServiceId, Option<&str>)> = Vec::new();
    let instead = service.stops.iter().filter_map(|stop| stop.instead.as_ref()).map(|id| (id, None));
    let papers = service
        .requirements
        .iter()
        .filter_map(|requirement| service.documents.get(&requirement.document))
        .filter(|document| document.issued_by.len() <= ISSUERS_FEW)
        .flat_map(|document| document.issued_by.iter().map(|id| (id, Some(document.name.as_str()))));
    for (id, paper) in instead.chain(papers) {
        if *id != service.id && needed.iter().all(|(known, _)| *known != id) {
            needed.push((id, paper));
        }
    }
    needed
}
