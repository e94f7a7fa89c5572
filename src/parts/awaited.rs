//! What a second visit waits for: which paper, and the day from which on it is there.

use std::sync::Arc;

use chrono::NaiveDate;
use contract::{mall::Mall, service::Service};
use domain::calendar::{opens_at, ready_on};
use leptos::prelude::*;

use crate::{
    i18n::texts,
    state::{Catalogue, plan::PlannedVisit},
    ui::{Notice, NoticeKind},
};

/// The papers that a plan waits for, each with the day on which it is ready at the latest.
fn awaited(visit: &PlannedVisit, services: &[Arc<Service>], mall: &Mall) -> Vec<(String, NaiveDate)> {
    visit.awaited(services).into_iter().map(|(paper, since, days)| (paper, ready_on(mall, since, days))).collect()
}

/// The day before which nothing is proposed.
#[must_use]
pub fn not_before(visit: &PlannedVisit, services: &[Arc<Service>], mall: &Mall) -> Option<NaiveDate> {
    awaited(visit, services, mall).into_iter().map(|(_, day)| day).max()
}

/// Nothing where the plan waits for no paper.
#[component]
pub fn AwaitedNotice(visit: PlannedVisit, services: Vec<Arc<Service>>) -> impl IntoView {
    let words = texts();
    let catalogue = Catalogue::in_context();
    let mall = catalogue.mall();
    let papers = awaited(&visit, &services, &mall);
    let day = papers.iter().map(|(_, day)| *day).max();
    let opens = day.and_then(|day| opens_at(&mall, day)).filter(|opens| *opens > catalogue.written_at());
    let opens = opens.map(|at| {
        let at = (words.time().at)(&words.day(at.date_naive()), &words.time_of(at));
        format!(" {}", (words.visit().awaited_opens)(&at))
    });
    let lines = papers
        .into_iter()
        .map(|(paper, day)| view! { <p><strong>{(words.visit().awaited)(&paper, &words.day(day))}</strong></p> })
        .collect_view();
    day.map(|_| {
        view! {
            <Notice kind=NoticeKind::Note>
                {lines}
                <p>{words.visit().awaited_text} {opens}</p>
            </Notice>
        }
    })
}
