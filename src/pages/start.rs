//! The start page: one question, what the mall does today, life events, agencies.

use std::{cmp::Reverse, sync::Arc, time::Duration};

use contract::index::{Index, Tenant};
use domain::calendar;
use leptos::prelude::*;

use crate::{
    browser::clock,
    i18n::{Texts, texts},
    parts::{LifeEventTiles, SearchResults},
    pieces::{Piece, Pieces},
    routes::{Extent, Filter, Page, map_href, typed_fragment},
    state::{Catalogue, Navigation, Plan, Remote, Tickets, unanswered},
    ui::{
        Heading, House, Icon, Loaded, Notice, NoticeKind, SearchForm, Shape, Songket, Weave,
        later::{after_letters, below, later},
        link_list::{Link, items},
        search_form::FIELD_ID,
    },
};

/// Agencies in sight; the rest stands behind a disclosure.
const TENANTS_SHOWN_FIRST: usize = 10;
/// How often the page looks whether the mall is open.
const LOOK: Duration = Duration::from_secs(60);
/// The id of where search answers.
pub const RESULTS_ID: &str = "temuan";

#[component]
pub fn Start() -> impl IntoView {
    let words = texts();
    let index = Catalogue::in_context().index();
    view! {
        <Hero index=index.clone() />
        <div class="wrapper stack" data-gap="xl">
            <Reminders />
            {below(move || {
                let show = |index: Arc<Index>| view! { <Ways index /> }.into_any();
                view! { <Loaded remote=index.clone() show /> }.into_any()
            })}
            {below(move || {
                view! {
                    <section class="sidebar" aria-label=words.start().how_label>
                        <HowItWorks />
                        <Notices />
                    </section>
                }
                    .into_any()
            })}
        </div>
    }
}

#[component]
fn Hero(index: Remote<Arc<Index>>) -> impl IntoView {
    let words = texts();
    let navigation = Navigation::in_context();
    let query = Memo::new(move |_| navigation.address().typed());
    let filter = after_letters(Signal::derive(move || Filter::of_query(&query.get())), FIELD_ID);
    let on_input = Callback::new(move |query: String| navigation.replace_typed(Page::Start, &typed_fragment(&query)));
    let on_submit = Callback::new(move |()| {
        navigation.go(Page::Services(Filter::of_query(&query.get_untracked())), "");
    });
    let is_asked = Memo::new(move |_| filter.with(|filter| !filter.query.trim().is_empty()));
    // There from the first, so that search can answer in it before the app has come.
    let show = move |index: Arc<Index>| view! { <SearchResults index filter extent=Extent::Few /> }.into_any();
    let results = later(move || {
        view! {
            <div id=RESULTS_ID class="hero__results stack" data-gap="s" hidden=move || !is_asked.get()>
                <Loaded remote=index.clone() show />
            </div>
        }
        .into_any()
    });
    let form = later(move || {
        view! {
            <SearchForm query on_input on_submit>
                <Examples />
            </SearchForm>
        }
        .into_any()
    });
    view! {
        <div class="hero">
            <div class="wrapper hero__body">
                <div class="hero__text stack">
                    <Heading text=words.start().heading />
                    {form}
                    {results}
                    {later(|| view! { <Now /> }.into_any())}
                </div>
                {later(|| view! { <House /> }.into_any())}
            </div>
            {later(|| view! { <Songket weave=Weave::Kepala /> }.into_any())}
        </div>
    }
}

#[component]
fn Examples() -> impl IntoView {
    let words = texts();
    let links = words
        .start()
        .examples
        .into_iter()
        .enumerate()
        .map(|(place, example)| {
            let href = Page::Services(Filter::of_query(example)).path(words.language);
            view! {
                {if place == 0 { "" } else { ", " }}
                <a href=href>{example}</a>
            }
        })
        .collect_view();
    view! { <p class="hero__hint">{words.start().examples_before} {links} {words.start().examples_after}</p> }
}

/// What the mall does today, and where it is.
#[component]
fn Now() -> impl IntoView {
    let words = texts();
    let catalogue = Catalogue::in_context();
    let mall = catalogue.mall();
    let address = mall.address.clone();
    // First what the server wrote, then what the phone's clock says: the app stays open longer than a page is fresh.
    let looked_at = clock::ticking(LOOK);
    let state = move || {
        let now = looked_at.get().map_or(catalogue.written_at(), |now| now.with_timezone(&calendar::zone(&mall)));
        let (strong, rest) = words.open_now(&calendar::open_state(&mall, now), now.date_naive());
        view! {
            <strong>{strong}</strong>
            " "
            {rest}
        }
    };
    view! {
        <p class="hero__now">
            <Icon shape=Shape::Clock />
            <span>
                {state}
                <br />
                {address.clone()}
                ", "
                <a href=map_href(&address)>{words.start().on_map}</a>
            </span>
        </p>
    }
}

/// What this tab plans and this device keeps: from the piece that knows visits, which a first visitor does not need.
#[component]
fn Reminders() -> impl IntoView {
    let pieces = Pieces::in_context();
    Effect::new(move || {
        if Plan::is_kept() || Tickets::are_kept() || unanswered::are_kept() {
            pieces.ask(Piece::Visits);
        }
    });
    move || pieces.show(Piece::Visits, Page::Start)
}

/// Into the catalogue without a word: by life event, by agency.
#[component]
fn Ways(index: Arc<Index>) -> impl IntoView {
    let words = texts();
    let life_events = index.life_events.clone();
    view! {
        <section class="stack" aria-labelledby="peristiwa">
            <h2 id="peristiwa">{words.start().life_events_title}</h2>
            {later(move || view! { <LifeEventTiles life_events=life_events.clone() /> }.into_any())}
        </section>
        {later(move || view! { <Agencies index=index.clone() /> }.into_any())}
    }
}

#[component]
fn Agencies(index: Arc<Index>) -> impl IntoView {
    let words = texts();
    let (first, rest) = tenants_by_size(&index);
    let (count, services) = (index.tenants.len(), index.service_count());
    view! {
        <section class="stack" aria-labelledby="instansi">
            <h2 id="instansi">{(words.start().tenants_title)(count, services)}</h2>
            <ul class="cluster" data-gap="s" role="list" inner_html=chips(words, first)></ul>
            {(!rest.is_empty())
                .then(|| {
                    view! {
                        <details class="disclosure">
                            <summary>{(words.start().all_tenants)(count)}</summary>
                            <ul class="cluster" data-gap="s" role="list" inner_html=chips(words, rest)></ul>
                        </details>
                    }
                })}
            <p><a class="touch" href=Page::Services(Filter::default()).path(words.language)>{words.frame().all_services}</a></p>
        </section>
    }
}

fn chips(words: Texts, tenants: Vec<Tenant>) -> String {
    let links = tenants.into_iter().map(|tenant| Link {
        href: Page::Tenant(tenant.id).path(words.language),
        name: tenant.short,
        shape: None,
        is_current: false,
    });
    items("chip", links)
}

/// Those with the most services first: the first few, and the rest.
fn tenants_by_size(index: &Index) -> (Vec<Tenant>, Vec<Tenant>) {
    let mut tenants = index.tenants.clone();
    tenants.sort_by_key(|tenant| Reverse(tenant.services));
    let rest = tenants.split_off(tenants.len().min(TENANTS_SHOWN_FIRST));
    (tenants, rest)
}

#[component]
fn HowItWorks() -> impl IntoView {
    let words = texts();
    let steps = words
        .start()
        .how
        .into_iter()
        .map(|(name, text)| {
            view! {
                <li>
                    <strong>{name}</strong>
                    <br />
                    {text}
                </li>
            }
        })
        .collect_view();
    view! {
        <div class="stack">
            <h2>{words.start().how_title}</h2>
            <ol class="procedure" role="list">{steps}</ol>
        </div>
    }
}

#[component]
fn Notices() -> impl IntoView {
    let words = texts();
    let mall = Catalogue::in_context().mall();
    let for_others = (words.start().for_others)(mall.booking.people_max);
    view! {
        <div class="stack">
            <Notice kind=NoticeKind::Note>
                <p>
                    <strong>{words.start().unconfirmed_title}</strong>
                    " "
                    {mall.status.clone()}
                </p>
            </Notice>
            <Notice kind=NoticeKind::Good>
                <p>{for_others}</p>
            </Notice>
        </div>
    }
}
