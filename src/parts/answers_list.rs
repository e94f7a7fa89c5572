//! What the resident answered, each with its own way to change it.

use contract::service::{Answers, Service};
use domain::checklist;
use leptos::prelude::*;

use crate::{
    i18n::texts,
    routes::{ServiceView, service_href},
};

#[component]
pub fn AnswersList(service: std::sync::Arc<Service>, given: Answers) -> impl IntoView {
    let words = texts();
    let rows: Vec<_> = checklist::asked(&service, &given)
        .into_iter()
        .map(|(question, option)| {
            let view = ServiceView::Answers { given: given.clone(), changing: Some(question.id.clone()) };
            view! {
                <div class="facts__row">
                    <dt>{question.text.clone()}</dt>
                    <dd>{option.text.clone()}</dd>
                    <dd class="facts__change">
                        <a href=service_href(&service.id, &view, words.language)>
                            {words.question().change}
                            <span class="visually-hidden">{(words.question().change_what)(&question.text)}</span>
                        </a>
                    </dd>
                </div>
            }
        })
        .collect();
    (!rows.is_empty()).then(|| {
        view! {
            <section class="stack" data-gap="xs" aria-labelledby="jawaban">
                <h2 class="large" id="jawaban">{words.question().answers_title}</h2>
                <dl class="facts">{rows}</dl>
            </section>
        }
    })
}
