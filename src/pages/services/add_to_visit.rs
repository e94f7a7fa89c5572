//! From a checklist to the visit being planned: for whom, and within its limits.

use std::sync::Arc;

use contract::{
    service::{Answers, Service},
    visits::Paper,
};
use leptos::prelude::*;

use crate::{
    i18n::{Texts, texts},
    routes::{Page, ServiceView},
    state::{Catalogue, Navigation, Plan, plan::PlannedVisit, ticks},
    ui::{Notice, NoticeKind},
};

#[component]
pub fn AddToVisit(
    service: Arc<Service>,
    given: Answers,
    /// What it asks for, with these answers.
    papers: Vec<Paper>,
) -> impl IntoView {
    let words = texts();
    if !service.desk.bookable {
        return view! {
            <Notice kind=NoticeKind::Note>
                <p>
                    <strong>{words.service().walk_in_title}</strong>
                    " "
                    {words.service().walk_in_text}
                </p>
            </Notice>
        }
        .into_any();
    }
    let booking = Catalogue::in_context().mall().booking.clone();
    let (plan, navigation) = (Plan::in_context(), Navigation::in_context());
    let chosen = RwSignal::new(None);
    let leads_on = {
        let id = service.id.clone();
        Memo::new(move |_| plan.with(|visit| visit.leads_on(&id)))
    };
    let person = {
        let service = Arc::clone(&service);
        Memo::new(move |_| {
            // Not at once: what this tab kept is read after the first view.
            let wanted = chosen.get().or_else(|| plan.changes_answers_of(&service.id));
            wanted.unwrap_or_else(|| plan.with(|visit| first_without(visit, &service)))
        })
    };
    let is_known = {
        let service = Arc::clone(&service);
        Memo::new(move |_| plan.with(|visit| visit.has_stop(&service.id, person.get())))
    };
    let is_full = Memo::new(move |_| !is_known.get() && plan.with(|visit| visit.stops.len() >= booking.stops_max));
    let add = {
        let service = Arc::clone(&service);
        move |_| {
            let (id, person) = (service.id.clone(), person.get_untracked());
            let is_shared =
                plan.with_untracked(|visit| visit.stops.iter().any(|stop| stop.service == id && stop.person != person));
            ticks::take_into_plan(&id.to_string(), &papers, person, is_shared);
            let news = if is_known.get_untracked() { words.service().news_changed } else { words.service().news_added };
            let mut next = None;
            plan.update(|visit| {
                visit.add_stop(id, person, given.clone());
                next = visit.lead_on(&service, person, &papers);
            });
            plan.announce(news(&service.name));
            match next {
                Some((id, given)) => {
                    let view = ServiceView::Answers { given, changing: None };
                    navigation.go(Page::Service(id), &view.fragment());
                }
                None => navigation.go(Page::Visit, ""),
            }
        }
    };
    let people_max = booking.people_max;
    view! {
        <div class="stack screen-only">
            {move || plan.with(|visit| !visit.stops.is_empty()).then(|| for_whom(words, plan, people_max, person, chosen))}
            {move || {
                is_full
                    .get()
                    .then(|| {
                        view! {
                            <Notice kind=NoticeKind::Note>
                                <p>
                                    {(words.service().stops_max)(booking.stops_max)} " "
                                    <a href=Page::Visit.path(words.language)>{words.service().to_visit}</a>
                                </p>
                            </Notice>
                        }
                    })
            }}
            <p role="status" class="soft">{move || is_known.get().then_some(words.service().add_known)}</p>
            <button class="button" data-size="wide" type="button" disabled=move || is_full.get() on:click=add>
                {move || match is_known.get() {
                    _ if leads_on.get() => words.question().add_and_on,
                    true => words.service().add_changed,
                    false => words.service().add,
                }}
            </button>
        </div>
    }
    .into_any()
}

/// Whoever comes already, or somebody else.
fn for_whom(
    words: Texts,
    plan: Plan,
    people_max: usize,
    person: Memo<usize>,
    chosen: RwSignal<Option<usize>>,
) -> impl IntoView {
    let names = plan.with(|visit| names(words, visit));
    let count = names.len();
    let choice = move |index: usize, name: String| {
        view! {
            <label class="choice">
                <input
                    class="choice__box"
                    type="radio"
                    name="untuk-siapa"
                    id=format!("untuk-{}", index + 1)
                    prop:checked=move || person.get() == index
                    on:change=move |_| chosen.set(Some(index))
                />
                <span>{name}</span>
            </label>
        }
    };
    let another = if count < people_max {
        choice(count, words.service().another_person.to_owned()).into_any()
    } else {
        view! { <p class="soft small">{(words.service().people_max)(people_max)}</p> }.into_any()
    };
    view! {
        <fieldset>
            <legend class="strong">{words.service().for_whom}</legend>
            <div class="stack" data-gap="s">
                {names.into_iter().enumerate().map(|(index, name)| choice(index, name)).collect_view()} {another}
            </div>
        </fieldset>
    }
}

/// Names as they were typed; "Orang 2" where there is none yet.
fn names(words: Texts, visit: &PlannedVisit) -> Vec<String> {
    visit
        .people
        .iter()
        .zip(1..)
        .map(|(draft, number)| match draft.name.trim() {
            "" => (words.service().person)(number),
            name => name.to_owned(),
        })
        .collect()
}

/// For whom its paper is got already; else the first person who does not have this service yet, so that adding it again
/// is for the next one.
fn first_without(visit: &PlannedVisit, service: &Service) -> usize {
    let waited_for = visit.wanting.as_ref().filter(|wanting| wanting.service == service.id);
    if let Some(person) = waited_for.and_then(|wanting| wanting.person) {
        return person;
    }
    (0..visit.people.len()).find(|person| !visit.has_stop(&service.id, *person)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::{Language, ServiceId};

    #[test]
    fn people_without_a_name_are_numbered() {
        let service = ServiceId::parse("polresta-skck-baru").unwrap();
        let mut visit = PlannedVisit::default();
        visit.add_stop(service, 1, Answers::new());
        visit.people[0].name = " Fadli ".to_owned();
        assert_eq!(names(crate::i18n::of(Language::Id), &visit), ["Fadli", "Orang 2"]);
    }
}
