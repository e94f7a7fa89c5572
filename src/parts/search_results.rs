//! What search found, at every key: how many, the rows, and what to do when there are none.

use std::sync::Arc;

use contract::index::Index;
use domain::search::Hit;
use leptos::prelude::*;

use super::service_row::{Row, ServiceRow};
use crate::{
    i18n::{Texts, texts},
    routes::{Filter, Page},
    state::Catalogue,
    ui::Vine,
};

/// How many results are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// The best few, with a way to all of them.
    Few,
    All,
}

const FEW: usize = 5;
/// In sight; the rest stands behind a disclosure.
const IN_SIGHT: usize = 20;
/// The id of the line that says how many there are.
pub const STATUS_ID: &str = "hasil";

#[component]
pub fn SearchResults(
    index: Arc<Index>,
    /// With words to look for.
    #[prop(into)]
    filter: Signal<Filter>,
    extent: Extent,
) -> impl IntoView {
    let words = texts();
    let search = Catalogue::in_context().search_index(&index);
    let found = Memo::new({
        let index = Arc::clone(&index);
        move |_| {
            let filter = filter.get();
            let found = search.search(&filter.query);
            let read = found
                .understood
                .iter()
                .map(|word| (words.search.understood)(&word.typed, &word.read_as))
                .collect::<Vec<_>>();
            let rows = found
                .hits
                .iter()
                .filter(|hit| is_within(&index, hit, &filter))
                .filter_map(|hit| Row::of_hit(words, &index, hit))
                .collect::<Vec<_>>();
            (filter, read, rows)
        }
    });
    let status = move || {
        let (filter, read, rows) = found.get();
        let query = filter.query.trim().to_owned();
        view! {
            <strong>{(words.search.count)(rows.len())}</strong>
            {(words.search.for_query)(&query)}
            {read.into_iter().map(|read| view! { " " <span class="soft">{read}</span> }).collect_view()}
        }
    };
    let rows = move || {
        let (filter, _, rows) = found.get();
        if rows.is_empty() {
            nothing(words, &index, &filter).into_any()
        } else {
            match extent {
                Extent::Few => few(words, &filter, rows).into_any(),
                Extent::All => all(words, &index, rows).into_any(),
            }
        }
    };
    view! {
        <p id=STATUS_ID role="status" tabindex="-1">{status}</p>
        {rows}
    }
}

/// Whether a hit is of the tenant, category and life event that the list is narrowed to.
fn is_within(index: &Index, hit: &Hit, filter: &Filter) -> bool {
    index.services.get(hit.service).is_some_and(|entry| {
        filter.tenant.as_ref().is_none_or(|id| entry.tenant == *id)
            && filter.category.as_ref().is_none_or(|id| entry.category == *id)
            && filter.life_event.as_ref().is_none_or(|id| entry.life_events.contains(id))
    })
}

fn few(words: &'static Texts, filter: &Filter, rows: Vec<Row>) -> impl IntoView + use<> {
    let count = rows.len();
    let href = Page::Services(filter.clone()).path(words.language);
    view! {
        <ul role="list">{rows.into_iter().take(FEW).map(|row| view! { <ServiceRow row /> }).collect_view()}</ul>
        {(count > FEW).then(|| view! { <p><a class="touch" href=href>{(words.search.all_results)(count)}</a></p> })}
    }
}

fn all(words: &'static Texts, index: &Index, mut rows: Vec<Row>) -> impl IntoView + use<> {
    let rest = rows.split_off(rows.len().min(IN_SIGHT));
    let everything = Page::Services(Filter::default()).path(words.language);
    let count = index.services.len();
    view! {
        <ul role="list">{rows.into_iter().map(|row| view! { <ServiceRow row /> }).collect_view()}</ul>
        {(!rest.is_empty())
            .then(|| {
                view! {
                    <details class="disclosure">
                        <summary>{(words.search.more)(rest.len())}</summary>
                        <ul role="list">{rest.into_iter().map(|row| view! { <ServiceRow row /> }).collect_view()}</ul>
                    </details>
                }
            })}
        <p class="soft">
            {words.search.other_before} <a href=everything>{(words.search.other_link)(count)}</a> "."
        </p>
    }
}

fn nothing(words: &'static Texts, index: &Index, filter: &Filter) -> impl IntoView + use<> {
    let search = &words.search;
    let query = filter.query.trim();
    let narrowed_to = filter_name(index, filter);
    let title = match &narrowed_to {
        Some(name) => (search.nothing_here_title)(query, name),
        None => (search.nothing_title)(query),
    };
    let to = |filter: Filter| Page::Services(filter).path(words.language);
    let way_out = if narrowed_to.is_some() {
        let everywhere = to(Filter::of_query(&filter.query));
        view! { <a class="button" href=everywhere>{(search.without_filter)(index.services.len())}</a> }
    } else {
        view! { <a class="button" href=to(Filter::default())>{search.nothing_link.to_owned()}</a> }
    };
    view! {
        <div class="panel empty">
            <Vine />
            <p class="large strong">{title}</p>
            <p class="soft">
                {search.nothing_before}
                <a href=to(Filter::of_query(search.nothing_example))>"“" {search.nothing_example} "”"</a> "."
            </p>
            {way_out}
            <p class="soft small">{search.nothing_ask}</p>
        </div>
    }
}

/// What a list is narrowed to, in the index's words; `None` where it is not.
#[must_use]
pub fn filter_name(index: &Index, filter: &Filter) -> Option<String> {
    let tenant = filter
        .tenant
        .as_ref()
        .and_then(|id| index.tenants.iter().find(|tenant| tenant.id == *id))
        .map(|tenant| tenant.short.clone());
    let category = filter
        .category
        .as_ref()
        .and_then(|id| index.categories.iter().find(|category| category.id == *id))
        .map(|category| category.name.clone());
    let life_event = filter
        .life_event
        .as_ref()
        .and_then(|id| index.life_events.iter().find(|event| event.id == *id))
        .map(|event| event.name.clone());
    let names: Vec<String> = [tenant, category, life_event].into_iter().flatten().collect();
    (!names.is_empty()).then(|| names.join(", "))
}
