//! Do not come yet, and what to do instead.

use std::sync::Arc;

use contract::service::{Answers, FeeKind, Service, StopRule};
use domain::checklist;
use leptos::prelude::*;

use super::service::view_before;
use crate::{
    i18n::texts,
    parts::AnswersList,
    routes::{Filter, Page, service_href},
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
            <Instead service=Arc::clone(&service) stop />
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
fn Instead(service: Arc<Service>, stop: StopRule) -> impl IntoView {
    let words = texts();
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
    let href = Page::Service(id).path(words.language);
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
                <a class="button" data-size="wide" href=href>{words.service().stop_instead}</a>
            </div>
        </section>
    }
    .into_any()
}
