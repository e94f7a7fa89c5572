//! All services, narrowed and searched.

use std::sync::Arc;

use contract::index::{Category, Index, ServiceEntry};
use leptos::prelude::*;

use crate::{
    browser,
    i18n::{Texts, texts},
    meta,
    parts::{SearchResults, life_event_tiles::shape_of, search_results::STATUS_ID},
    results::{
        filter_name,
        row::{self, Row},
    },
    routes::{Extent, Filter, Page},
    state::{Catalogue, Navigation},
    ui::{
        Heading, Icon, Loaded, Notice, NoticeKind, SearchForm, Shape,
        later::{after_letters, below},
        link_list::{Link, items},
        loaded::Place,
        search_form::FIELD_ID,
    },
};

#[component]
pub fn List() -> impl IntoView {
    let index = Catalogue::in_context().index();
    view! {
        <div class="wrapper">
            <Loaded remote=index show={|index: Arc<Index>| view! { <Finder index /> }.into_any()} place=Place::Page />
        </div>
    }
}

/// The filter of the address; stays as it was while the app shows another page.
fn filter_of_address() -> Memo<Filter> {
    let navigation = Navigation::in_context();
    Memo::new(move |before: Option<&Filter>| match navigation.address().page {
        Page::Services(filter) => filter,
        _ => before.cloned().unwrap_or_default(),
    })
}

/// Whether a link narrows to an agency, a category or an event that nobody knows.
fn is_lost(index: &Index, filter: &Filter) -> bool {
    filter.without_query() != Filter::default() && filter_name(index, filter).is_none()
}

#[component]
fn Finder(index: Arc<Index>) -> impl IntoView {
    let words = texts();
    let navigation = Navigation::in_context();
    let asked = filter_of_address();
    let known = Arc::clone(&index);
    let is_lost = Memo::new(move |_| asked.with(|filter| is_lost(&known, filter)));
    // Narrowed to what nobody knows, nothing would be found.
    let filter = Memo::new(move |_| {
        let filter = asked.get();
        if is_lost.get() { Filter::of_query(&filter.query) } else { filter }
    });
    let narrowed = Memo::new(move |_| filter.with(Filter::without_query));
    let query = Memo::new(move |_| filter.with(|filter| filter.query.clone()));
    let shown = after_letters(Signal::<Filter>::from(filter), FIELD_ID);
    let is_plain = Memo::new(move |_| {
        shown.with(|filter| filter.query.trim().is_empty() && filter.without_query() == Filter::default())
    });
    let on_input = Callback::new(move |query: String| {
        navigation.replace_typed(Page::Services(Filter { query, ..filter.get_untracked() }), "");
    });
    // Once what the last letters find is there: that may take two paints (`AfterPaint`).
    let focus = || browser::document::focus(STATUS_ID);
    let on_submit = Callback::new(move |()| {
        browser::clock::once_painted(move || browser::clock::once_painted(focus));
    });
    let (head_index, side_index) = (Arc::clone(&index), Arc::clone(&index));
    let head = move || {
        let narrowed = narrowed.get();
        let heading = meta::list_heading(words, &narrowed, Some(&head_index));
        view! {
            <Heading text=heading />
            {remove_link(words, &head_index, filter)}
            <SearchForm query on_input on_submit within=narrowed label_class="visually-hidden" />
        }
    };
    let body = move || {
        if is_plain.get() {
            view! { <Groups index=Arc::clone(&index) is_lost=is_lost.get() /> }.into_any()
        } else {
            view! { <SearchResults index=Arc::clone(&index) filter=shown extent=Extent::All /> }.into_any()
        }
    };
    view! {
        <div class="sidebar">
            <div class="stack">{head} {below(move || body.clone().into_any())}</div>
            {below(move || view! { <Filters index=Arc::clone(&side_index) filter /> }.into_any())}
        </div>
    }
}

/// What the list is narrowed to, as a link that widens it again.
fn remove_link(words: Texts, index: &Index, filter: Memo<Filter>) -> Option<impl IntoView + use<>> {
    let name = filter.with_untracked(|filter| filter_name(index, filter))?;
    let href =
        move || Page::Services(Filter::of_query(&filter.with(|filter| filter.query.clone()))).path(words.language);
    let label = (words.search().remove_filter)(&name);
    Some(view! {
        <p class="cluster" data-gap="s">
            <span class="soft">{words.search().filtered_by}</span>
            <a class="chip" aria-label=label href=href>
                {name}
                <Icon shape=Shape::Close />
            </a>
        </p>
    })
}

/// Without a word and not narrowed: everything, by category.
#[component]
fn Groups(index: Arc<Index>, is_lost: bool) -> impl IntoView {
    let words = texts();
    let group = |category: &Category| {
        if !index.is_whole() {
            let narrowed = Filter { category: Some(category.id.clone()), ..Filter::default() };
            let href = Page::Services(narrowed).path(words.language);
            return view! {
                <p class="cluster" data-align="between" data-gap="s">
                    <a class="touch" href=href>{category.name.clone()}</a>
                    <span class="soft">{category.services}</span>
                </p>
            }
            .into_any();
        }
        let rows = rows(&index, |entry| entry.category == category.id);
        view! {
            <details class="disclosure" data-size="large">
                <summary>
                    <span>{category.name.clone()}</span>
                    <span class="disclosure__count">{(words.search().count)(rows.len())}</span>
                </summary>
                <ul role="list" inner_html=row::items(words, &rows, 3)></ul>
            </details>
        }
        .into_any()
    };
    let groups = index.categories.iter().map(group).collect_view();
    view! {
        {is_lost.then(|| view! { <Notice kind=NoticeKind::Note><p>{words.search().no_such_filter}</p></Notice> })}
        <p class="soft">{(words.search().list_text)(index.service_count(), index.tenants.len())}</p>
        <h2>{words.search().groups}</h2>
        <div>{groups}</div>
    }
}

fn rows(index: &Index, is_wanted: impl Fn(&ServiceEntry) -> bool) -> Vec<Row> {
    index.services.iter().filter(|entry| is_wanted(entry)).map(|entry| Row::of(index, entry)).collect()
}

/// Ways to narrow the list: plain links, each of which keeps the words.
#[component]
fn Filters(index: Arc<Index>, filter: Memo<Filter>) -> impl IntoView {
    let words = texts();
    let life_events = index.life_events.iter().map(|event| Choice {
        name: event.name.clone(),
        shape: shape_of(&event.id),
        filter: Filter::of_life_event(&event.id),
    });
    let categories = index.categories.iter().map(|category| Choice {
        name: category.name.clone(),
        shape: None,
        filter: Filter { category: Some(category.id.clone()), ..Filter::default() },
    });
    let tenants = index.tenants.iter().map(|tenant| Choice {
        name: tenant.short.clone(),
        shape: None,
        filter: Filter { tenant: Some(tenant.id.clone()), ..Filter::default() },
    });
    // On the plain list the first way in lies open; beside results it would push the rest away.
    let is_plain = filter.with_untracked(|filter| *filter == Filter::default());
    view! {
        <aside class="stack" aria-labelledby="saring">
            <h2 class="large" id="saring">{words.search().narrow}</h2>
            <div>
                <FilterGroup title=words.search().by_life_event choices=life_events.collect() filter is_open=is_plain />
                <FilterGroup title=words.search().by_category choices=categories.collect() filter is_open=false />
                <FilterGroup title=words.search().by_tenant choices=tenants.collect() filter is_open=false />
            </div>
        </aside>
    }
}

/// One way to narrow the list.
struct Choice {
    name: String,
    shape: Option<Shape>,
    filter: Filter,
}

#[component]
fn FilterGroup(title: &'static str, choices: Vec<Choice>, filter: Memo<Filter>, is_open: bool) -> impl IntoView {
    let language = texts().language;
    let links = move || {
        filter.with(|filter| {
            let narrowed = filter.without_query();
            let link = |choice: &Choice| Link {
                href: Page::Services(Filter { query: filter.query.clone(), ..choice.filter.clone() }).path(language),
                name: choice.name.clone(),
                shape: choice.shape,
                is_current: narrowed == choice.filter,
            };
            items("chip", choices.iter().map(link))
        })
    };
    view! {
        <details class="disclosure" open=is_open>
            <summary>{title}</summary>
            <ul class="cluster" data-gap="s" role="list" inner_html=links></ul>
        </details>
    }
}
