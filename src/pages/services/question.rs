//! One question a page; the whole card is the label.

use std::sync::Arc;

use contract::{
    OptionId,
    service::{Answers, Question, Service},
};
use domain::checklist;
use leptos::{ev::SubmitEvent, prelude::*};

use super::service::view_before;
use crate::{
    i18n::texts,
    parts::AnswersList,
    routes::{Page, ServiceView, service_href},
    state::Navigation,
    ui::{BackLink, Heading, Icon, Shape, error_summary, error_summary::ErrorSummary},
};

#[component]
pub fn QuestionForm(
    service: Arc<Service>,
    question: Question,
    given: Answers,
    /// The question was answered before and is asked again.
    is_change: bool,
) -> impl IntoView {
    let words = texts();
    let navigation = Navigation::in_context();
    let chosen = RwSignal::new(if is_change { given.get(&question.id).cloned() } else { None });
    // Counts the tries without an answer: each brings the focus back to the summary.
    let tries = RwSignal::new(0_u32);
    let first_id = option_id(&question, 0);

    let before = view_before(&service, &answers_before(&service, &question, &given));
    let back = service_href(&service.id, &before, words.language);
    let number = number(&service, &question, &given, is_change);
    let about = format!("{} · {}", service.name, number.unwrap_or_else(|| words.question().question_change.to_owned()));

    let submit = {
        let (service_id, question_id, given) = (service.id.clone(), question.id.clone(), given.clone());
        move |event: SubmitEvent| {
            event.prevent_default();
            let Some(option) = chosen.get_untracked() else {
                tries.update(|tries| *tries += 1);
                error_summary::focus();
                return;
            };
            let mut given = given.clone();
            given.insert(question_id.clone(), option);
            // Whoever goes back by the browser's button finds the answer, as by the link above.
            let here = ServiceView::Answers { given: given.clone(), changing: Some(question_id.clone()) };
            navigation.note(Page::Service(service_id.clone()), &here.fragment());
            let next = ServiceView::Answers { given, changing: None };
            navigation.go(Page::Service(service_id.clone()), &next.fragment());
        }
    };
    let summary = move || {
        (tries.get() > 0).then(|| {
            let lines = vec![(first_id.clone(), words.question().choose_one.to_owned())];
            view! { <ErrorSummary title=words.question().choose_title.to_owned() lines /> }
        })
    };
    let error = move || {
        (tries.get() > 0).then(|| {
            view! {
                <p class="field__error" id=ERROR_ID>
                    <Icon shape=Shape::Warning />
                    {words.question().choose_one}
                </p>
            }
        })
    };
    let has_help = question.help.is_some();
    let described_by = move || {
        let parts: Vec<&str> = [(has_help, HELP_ID), (tries.get() > 0, ERROR_ID)]
            .into_iter()
            .filter(|part| part.0)
            .map(|part| part.1)
            .collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    };
    let (heading, help) = (question.text.clone(), question.help.clone());
    view! {
        <div class="column stack" data-gap="l">
            <BackLink href=back text=words.frame().back />
            {summary}
            <form class="stack" data-gap="l" novalidate on:submit=submit>
                <fieldset aria-describedby=described_by>
                    <legend class="stack" data-gap="s">
                        <span class="soft small">{about}</span>
                        <Heading text=heading />
                    </legend>
                    <div class="stack">
                        {help.map(|help| view! { <p class="soft" id=HELP_ID>{help}</p> })} {error}
                        <div class="stack" data-gap="s">{options(question, chosen)}</div>
                    </div>
                </fieldset>
                <button class="button" data-size="wide">{words.question().next}</button>
            </form>
            <AnswersList service given />
        </div>
    }
}

const HELP_ID: &str = "bantuan-pertanyaan";
const ERROR_ID: &str = "kesalahan-pertanyaan";

fn options(question: Question, chosen: RwSignal<Option<OptionId>>) -> impl IntoView {
    let ids: Vec<String> = (0..question.options.len()).map(|place| option_id(&question, place)).collect();
    let name = question.id.to_string();
    question
        .options
        .into_iter()
        .zip(ids)
        .map(|(option, id)| {
            let (this, value) = (option.id.clone(), option.id.clone());
            view! {
                <label class="choice">
                    <input
                        class="choice__box"
                        type="radio"
                        id=id
                        name=name.clone()
                        value=value.to_string()
                        prop:checked=move || chosen.with(|chosen| chosen.as_ref() == Some(&this))
                        on:change=move |_| chosen.set(Some(option.id.clone()))
                    />
                    <span>{option.text}</span>
                </label>
            }
        })
        .collect_view()
}

fn option_id(question: &Question, place: usize) -> String {
    format!("{}-{}", question.id, place + 1)
}

/// The answers given before this question was asked.
fn answers_before(service: &Service, question: &Question, given: &Answers) -> Answers {
    checklist::asked(service, given)
        .into_iter()
        .take_while(|(asked, _)| asked.id != question.id)
        .map(|(question, option)| (question.id.clone(), option.id.clone()))
        .collect()
}

/// "pertanyaan 2 dari 3"; nothing where an answer is changed out of order.
fn number(service: &Service, question: &Question, given: &Answers, is_change: bool) -> Option<String> {
    let words = texts();
    if is_change {
        return None;
    }
    let done = answers_before(service, question, given).len();
    let (fewest, most) = checklist::questions_left(service, given);
    Some((words.question().question_number)(done + 1, done + fewest, done + most))
}
