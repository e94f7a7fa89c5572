//! What to bring for the whole visit: each paper once, and for which stops.

use std::{collections::BTreeMap, sync::Arc};

use contract::service::Service;
use leptos::prelude::*;

use crate::{
    i18n::texts,
    parts::{PaperList, paper_list::StopName},
    state::{plan::PlannedVisit, ticks},
    ui::{Notice, NoticeKind},
};

#[component]
pub fn VisitPapers(visit: PlannedVisit, services: Vec<Arc<Service>>) -> impl IntoView {
    let words = texts();
    let papers = visit.papers(&services);
    let title = words.paper_count(words.visit().bring, &papers);
    let (brought, got): (Vec<_>, Vec<_>) = papers.into_iter().partition(|paper| paper.at_stop.is_none());
    let got: Vec<String> = got
        .iter()
        .filter_map(|paper| Some((words.visit().got_at)(&paper.name, usize::try_from(paper.at_stop?).ok()?)))
        .collect();
    let stops = stop_names(&visit, &services, words.visit().person);
    let people = if visit.people.len() > 1 { visit.names(words.visit().person) } else { Vec::new() };
    let related: BTreeMap<_, _> = services.iter().flat_map(|service| service.related.clone()).collect();
    let is_several = visit.stops.len() > 1;
    view! {
        <section class="stack" data-gap="s" aria-labelledby="papers">
            <h2 id="papers">{title}</h2>
            {is_several.then(|| view! { <p>{words.visit().bring_once}</p> })}
            <PaperList papers=brought ticks=ticks::PLAN.to_owned() related stops people />
            {(!got.is_empty())
                .then(|| {
                    view! {
                        <Notice kind=NoticeKind::Good>
                            <p>
                                <strong>{words.visit().not_to_bring}</strong>
                                {got.join("; ")}
                                "."
                            </p>
                        </Notice>
                    }
                })}
        </section>
    }
}

/// By service; the person is named only where several come for the same.
fn stop_names(visit: &PlannedVisit, services: &[Arc<Service>], unnamed: fn(usize) -> String) -> Vec<StopName> {
    let people = visit.names(unnamed);
    visit
        .stops
        .iter()
        .zip(services)
        .zip(1..)
        .map(|((stop, service), number)| {
            let is_several = visit.stops.iter().filter(|other| other.service == stop.service).count() > 1;
            let name = match people.get(stop.person) {
                Some(person) if is_several => format!("{} ({person})", service.name),
                _ => service.name.clone(),
            };
            StopName { number, name }
        })
        .collect()
}
