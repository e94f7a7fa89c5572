//! What to bring, paper by paper, with ticks that stay on the device.

use std::collections::{BTreeMap, BTreeSet};

use contract::{
    ServiceId,
    service::{FeeKind, Related},
    visits::Paper,
};
use leptos::prelude::*;

use crate::{
    i18n::{Texts, texts},
    routes::{Filter, Page},
    state::ticks,
};

/// How a stop is called where several want papers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StopName {
    /// As in `Paper::stops`.
    pub number: u32,
    /// E.g. "Surat keterangan hilang".
    pub name: String,
}

/// Services shown that issue one paper.
const ISSUERS_SHOWN: usize = 3;
#[component]
pub fn PaperList(
    papers: Vec<Paper>,
    /// Which list the ticks belong to: a service's id, a visit.
    ticks: String,
    /// Names of the services that issue papers.
    #[prop(optional)]
    related: BTreeMap<ServiceId, Related>,
    /// The stops of the visit, for "for which stops"; empty where there is only one.
    #[prop(optional)]
    stops: Vec<StopName>,
    /// The people of the visit, for "whose"; empty where there is only one.
    #[prop(optional)]
    people: Vec<String>,
    /// What else stands under a paper, e.g. a way to get it at another stop.
    #[prop(optional)]
    beside: Option<Callback<Paper, AnyView>>,
) -> impl IntoView {
    let words = texts();
    let ready = RwSignal::new(BTreeSet::<String>::new());
    {
        let list = ticks.clone();
        Effect::new(move || ready.set(ticks::read(&list)));
    }
    let tick = Callback::new(move |(paper, is_ready): (String, bool)| {
        ready.update(|ready| {
            if is_ready {
                ready.insert(paper)
            } else {
                ready.remove(&paper)
            };
        });
        ready.with_untracked(|ready| ticks::write(&ticks, ready));
    });
    let brought: Vec<String> = papers.iter().filter(|paper| paper.at_stop.is_none()).map(ticks::tick_of).collect();
    let count = move || {
        let all = brought.len();
        let done = ready.with(|ready| brought.iter().filter(|paper| ready.contains(*paper)).count());
        view! {
            <strong>{(words.papers().ready)(done, all)}</strong>
            {(done == all).then(|| view! { " " {words.papers().all_ready} })}
        }
    };
    let lines = papers
        .into_iter()
        .map(|paper| {
            let about = About {
                whose: paper.person.and_then(|person| people.get(person)).map(|name| (words.papers().of_person)(name)),
                wanted_at: (stops.len() > 1).then(|| names_of(&stops, &paper.stops)).filter(|names| !names.is_empty()),
                got_at: paper.at_stop.map(|stop| names_of(&stops, &[stop])),
                issuers: paper
                    .issued_by
                    .iter()
                    .filter_map(|id| related.get(id).map(|related| (id.clone(), related.clone())))
                    .collect(),
            };
            line(words, paper, about, ready, tick, beside)
        })
        .collect_view();
    view! {
        <p class="screen-only" role="status">{count}</p>
        <ul class="paper-list" role="list">{lines}</ul>
    }
}

/// What a line says beside the paper itself.
struct About {
    whose: Option<String>,
    wanted_at: Option<String>,
    got_at: Option<String>,
    issuers: Vec<(ServiceId, Related)>,
}

fn line(
    words: Texts,
    paper: Paper,
    about: About,
    ready: RwSignal<BTreeSet<String>>,
    tick: Callback<(String, bool)>,
    beside: Option<Callback<Paper, AnyView>>,
) -> impl IntoView {
    let key = ticks::tick_of(&paper);
    let id = format!("berkas-{key}");
    let (parts_id, whose_id) = (format!("{id}-bentuk"), format!("{id}-milik"));
    let described_by = if about.whose.is_some() { format!("{parts_id} {whose_id}") } else { parts_id.clone() };
    let is_brought = about.got_at.is_none();
    let is_ready = {
        let key = key.clone();
        move || ready.with(|ready| ready.contains(&key))
    };
    let name = if is_brought {
        view! { <label class="paper__name" for=id.clone()>{paper.name.clone()}</label> }.into_any()
    } else {
        view! { <p class="paper__name">{paper.name.clone()}</p> }.into_any()
    };
    let box_ = is_brought.then(|| {
        view! {
            <input
                class="choice__box"
                type="checkbox"
                id=id
                aria-describedby=described_by
                prop:checked=is_ready
                on:change=move |event| tick.run((key.clone(), event_target_checked(&event)))
            />
        }
    });
    let what = match about.got_at {
        Some(stop) => {
            // What the next stop keeps of it is made then.
            let copies = (paper.copies > 0).then(|| (words.papers().then_copies)(paper.copies));
            view! { <p>{(words.papers().got_at_stop)(&stop)} " " {copies}</p> }.into_any()
        }
        None => parts(words, &paper, parts_id).into_any(),
    };
    let whose = about.whose.map(|whose| view! { <p class="paper__note" id=whose_id>{whose}</p> });
    view! {
        <li class="paper">
            {box_}
            <div class="paper__body">
                {name} {what} {whose}
                {paper.notes.iter().map(|note| view! { <p class="paper__note">{note.clone()}</p> }).collect_view()}
                {paper.obtain.clone().map(|obtain| view! { <p class="paper__note">{obtain}</p> })}
                {about.wanted_at.map(|stops| view! { <p class="paper__note">{words.papers().for_stops} {stops}</p> })}
                {is_brought.then(|| issuers(words, &paper.name, about.issuers))}
                {beside.map(|beside| beside.run(paper.clone()))}
            </div>
        </li>
    }
}

/// "**Asli** dan **1 fotokopi**".
fn parts(words: Texts, paper: &Paper, id: String) -> impl IntoView + use<> {
    let parts = words.paper_parts(paper);
    let parts = parts
        .into_iter()
        .enumerate()
        .map(|(place, part)| {
            let and = if place == 0 { "" } else { words.papers().and };
            view! {
                {and}
                <strong>{part}</strong>
            }
        })
        .collect_view();
    view! { <p id=id>{parts}</p> }
}

/// Which services of the mall issue the paper, for who does not have it.
fn issuers(words: Texts, paper: &str, mut issuers: Vec<(ServiceId, Related)>) -> Option<impl IntoView + use<>> {
    let count = issuers.len();
    issuers.truncate(ISSUERS_SHOWN);
    let more = Page::Services(Filter::of_query(paper)).path(words.language);
    (count > 0).then(|| {
        let rows = issuers
            .into_iter()
            .map(|(id, related)| {
                let free = (related.fee == FeeKind::Free)
                    .then(|| view! { <span class="tag" data-kind="free">{words.frame().free}</span> });
                let promise = format!("{}, {}", related.tenant, words.ready_within(related.ready_days));
                view! {
                    <li>
                        <a class="touch" data-align="end" href=Page::Service(id).path(words.language)>{related.name}</a>
                        <p class="cluster paper__note" data-gap="s">{free} <span>{promise}</span></p>
                    </li>
                }
            })
            .collect_view();
        view! {
            <details class="disclosure screen-only" data-size="small">
                <summary>{words.papers().missing}</summary>
                <p class="paper__note">{words.papers().issued_here}</p>
                <ul role="list">{rows}</ul>
                {(count > ISSUERS_SHOWN)
                    .then(|| view! { <p><a class="touch" href=more>{(words.papers().issued_more)(count - ISSUERS_SHOWN)}</a></p> })}
            </details>
        }
    })
}

fn names_of(stops: &[StopName], numbers: &[u32]) -> String {
    let names: Vec<&str> =
        stops.iter().filter(|stop| numbers.contains(&stop.number)).map(|stop| stop.name.as_str()).collect();
    names.join(", ")
}
