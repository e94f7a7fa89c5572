//! What a service is, what it costs, how long it takes, and how sure we are.

use std::sync::Arc;

use contract::service::{Answers, Service};
use domain::checklist;
use leptos::prelude::*;

use super::{all_papers::AllPapers, sources::Sources};
use crate::{
    i18n::{Texts, texts},
    parts::FeeBox,
    routes::{Filter, Page, ServiceView, service_href},
    ui::{BackLink, Heading, Notice, NoticeKind},
};

/// Related services in sight; the rest stands behind a disclosure.
const RELATED_SHOWN_FIRST: usize = 5;

#[component]
pub fn Overview(service: Arc<Service>) -> impl IntoView {
    let words = texts();
    let language = words.language;
    let tenant = Page::Tenant(service.tenant.id.clone()).path(language);
    let asking = ServiceView::Answers { given: Answers::new(), changing: None };
    let begin = service_href(&service.id, &asking, language);
    let begin_text = if service.desk.bookable { words.service.begin } else { words.service.begin_walk_in };
    let (fewest, most) = checklist::questions_left(&service, &Answers::new());
    let walk_in = (!service.desk.bookable).then(|| {
        view! {
            <Notice kind=NoticeKind::Note>
                <p>
                    <strong>{words.service.walk_in_title}</strong>
                    " "
                    {words.service.walk_in_text}
                </p>
            </Notice>
        }
    });
    view! {
        <div class="sidebar">
            <div class="stack" data-gap="l">
                <BackLink href=Page::Services(Filter::default()).path(language) text=words.service.back_to_list />
                <div class="stack" data-gap="s">
                    <p><a class="touch" href=tenant>{service.tenant.name.clone()}</a></p>
                    <Heading text=service.name.clone() />
                    <p class="large measure">{service.summary.clone()}</p>
                </div>
                <FeeBox fee=service.fee.clone() />
                {walk_in}
                <div class="stack" data-gap="s">
                    <a class="button" data-size="wide" href=begin.clone()>{begin_text}</a>
                    <p class="soft small">{(words.service.begin_note)(fewest, most)}</p>
                </div>
                <Facts service=Arc::clone(&service) />
                {steps(words, &service)}
                <AllPapers service=Arc::clone(&service) />
                <a class="button" href=begin>{begin_text}</a>
            </div>
            <aside class="stack" data-gap="l">
                {related(words, &service)}
                <Sources service />
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
    let desk = (words.service.place)(&service.desk.name, &service.tenant.short);
    let place = service.desk.place.clone().unwrap_or_else(|| words.service.place_unknown.to_owned());
    view! {
        <section class="stack" data-gap="s" aria-labelledby="ringkas">
            <h2 id="ringkas">{words.service.facts_title}</h2>
            <dl class="facts">
                <div class="facts__row">
                    <dt>{words.service.fact_ready}</dt>
                    <dd><strong>{words.ready_days(service.ready_days)}</strong></dd>
                </div>
                <div class="facts__row">
                    <dt>{words.service.fact_minutes}</dt>
                    <dd>{(words.service.minutes)(service.minutes)}</dd>
                </div>
                {(!issued.is_empty())
                    .then(|| {
                        view! {
                            <div class="facts__row">
                                <dt>{words.service.fact_issues}</dt>
                                <dd>{issued.join(", ")}</dd>
                            </div>
                        }
                    })}
                <div class="facts__row">
                    <dt>{words.service.fact_place}</dt>
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

fn steps(words: &'static Texts, service: &Service) -> Option<impl IntoView + use<>> {
    let steps = service.steps.iter().map(|step| view! { <li>{step.clone()}</li> }).collect_view();
    (!service.steps.is_empty()).then(|| {
        view! {
            <section class="stack" aria-labelledby="langkah">
                <h2 id="langkah">{words.service.steps_title}</h2>
                <ol class="procedure" role="list">{steps}</ol>
            </section>
        }
    })
}

/// Other services that the papers and stops of this one point to.
fn related(words: &'static Texts, service: &Service) -> Option<impl IntoView + use<>> {
    let mut links: Vec<_> = service
        .related
        .iter()
        .filter(|(id, _)| **id != service.id)
        .map(|(id, related)| {
            let href = Page::Service(id.clone()).path(words.language);
            view! {
                <li>
                    <a class="touch" href=href>{related.name.clone()}</a>
                    " "
                    <span class="soft small">{related.tenant.clone()}</span>
                </li>
            }
        })
        .collect();
    let rest = links.split_off(links.len().min(RELATED_SHOWN_FIRST));
    (!links.is_empty()).then(|| {
        view! {
            <section class="panel stack" data-gap="s" aria-labelledby="terkait">
                <h2 class="large" id="terkait">{words.service.related_title}</h2>
                <p>{words.service.related_text}</p>
                <ul role="list">{links}</ul>
                {(!rest.is_empty())
                    .then(|| {
                        view! {
                            <details class="disclosure">
                                <summary>{(words.service.related_more)(rest.len())}</summary>
                                <ul role="list">{rest}</ul>
                            </details>
                        }
                    })}
            </section>
        }
    })
}
