//! Why it is not booked, and the way on.

use std::sync::Arc;

use contract::{Problem, ProblemCode, service::Service};
use leptos::prelude::*;

use super::booking::NotBooked;
use crate::{
    i18n::{Texts, texts},
    parts::unsent::failed_write,
    routes::Page,
    state::{Plan, plan::PlannedVisit},
    ui::{Notice, NoticeKind},
};

#[component]
pub fn Refusal(
    refused: NotBooked,
    /// In the order of the stops.
    services: Vec<Arc<Service>>,
) -> impl IntoView {
    let words = texts();
    let visit = Plan::in_context().get_untracked();
    let (title, lines, way) = match &refused {
        NotBooked::Unanswered(error) => {
            let (title, sentence) = failed_write(words, words.check().unanswered, error);
            (title.to_owned(), vec![sentence], None)
        }
        NotBooked::NoRandomness => (words.check().failed.to_owned(), vec![words.time().no_randomness.to_owned()], None),
        NotBooked::Incomplete => (
            words.check().failed.to_owned(),
            vec![words.time().no_hold_text.to_owned()],
            Some((Page::Time, words.visit().choose_time)),
        ),
        NotBooked::Refused(problem) => {
            (words.check().failed.to_owned(), refusal_lines(words, &visit, &services, problem), way_on(words, problem))
        }
    };
    let way = way.map(|(page, text)| view! { <p><a class="touch" href=page.path(words.language)>{text}</a></p> });
    view! {
        <div role="alert">
            <Notice kind=NoticeKind::Danger>
                <p>
                    <strong>{title}</strong>
                </p>
                {lines.into_iter().map(|line| view! { <p>{line}</p> }).collect_view()} {way}
            </Notice>
        </div>
    }
}

fn way_on(words: Texts, problem: &Problem) -> Option<(Page, &'static str)> {
    match problem.code {
        ProblemCode::LiveStopExists | ProblemCode::AlreadyBooked => Some((Page::MyVisits, words.check().to_my_visits)),
        ProblemCode::WindowGone => Some((Page::Time, words.visit().choose_time)),
        ProblemCode::InvalidInput | ProblemCode::ServiceGone => Some((Page::Visit, words.check().to_plan)),
        _ => None,
    }
}

/// Who already has a visit for what; whose answers no longer do; else the general sentence.
fn refusal_lines(words: Texts, visit: &PlannedVisit, services: &[Arc<Service>], problem: &Problem) -> Vec<String> {
    let stops = visit.held().map(|held| held.party.stops.clone()).unwrap_or_default();
    let named = |pointer: &str, prefix: &str| {
        let index: usize = pointer.strip_prefix(prefix)?.split('/').next()?.parse().ok()?;
        let stop = *stops.get(index)?;
        let person = visit.names(words.visit().person).get(visit.stops[stop].person)?.clone();
        Some((person, services.get(stop)?.name.clone()))
    };
    let mut lines: Vec<String> = problem
        .errors
        .iter()
        .filter_map(|error| match problem.code {
            ProblemCode::LiveStopExists => {
                named(&error.pointer, "/stops/").map(|(person, service)| (words.check().live_stop)(&person, &service))
            }
            _ => named(&error.pointer, "/answers/").map(|(_, service)| (words.check().answers)(&service)),
        })
        .collect();
    match (problem.code, lines.is_empty()) {
        (ProblemCode::LiveStopExists, false) => lines.push(words.check().live_stop_after.to_owned()),
        (code, true) => lines.push((words.failures().problem)(code).to_owned()),
        (_, false) => {}
    }
    lines
}
