//! An agency: what it does, its services, where and when.

use std::sync::Arc;

use contract::{
    TenantId,
    index::{Index, Tenant},
};
use leptos::prelude::*;

use crate::{
    i18n::texts,
    parts::search_results::{LIST_ID, found},
    routes::{Extent, Filter, Page, map_href},
    state::Catalogue,
    ui::{
        BackLink, Heading, Loaded, Notice, NoticeKind, later::below, loaded::Place, nothing_here::NothingHere,
        page_footer::opening_lines,
    },
};

#[component]
pub fn TenantPage(id: TenantId) -> impl IntoView {
    let index = Catalogue::in_context().index();
    let show = move |index: Arc<Index>| {
        let tenant = index.tenants.iter().find(|tenant| tenant.id == id).cloned();
        match tenant {
            Some(tenant) => view! { <About index tenant /> }.into_any(),
            None => view! { <NothingHere /> }.into_any(),
        }
    };
    view! {
        <div class="wrapper">
            <Loaded remote=index show place=Place::Page />
        </div>
    }
}

#[component]
fn About(index: Arc<Index>, tenant: Tenant) -> impl IntoView {
    let words = texts();
    let all = Filter { tenant: Some(tenant.id.clone()), ..Filter::default() };
    let within = Page::Services(all.clone()).path(words.language);
    let count = (words.tenant().services_title)(tenant.services as usize);
    let services = found(index, Signal::stored(all), Extent::OfTenant);
    view! {
        <div class="sidebar">
            <div class="stack" data-gap="l">
                <BackLink href=Page::Start.path(words.language) text=words.tenant().back />
                <div class="stack" data-gap="s">
                    {(words.tenant().kind)(tenant.kind).map(|kind| view! { <p class="soft">{kind}</p> })}
                    <Heading text=tenant.name.clone() />
                    <p class="large measure">{tenant.about.clone()}</p>
                </div>
                <section class="stack" aria-labelledby="layanan">
                    <div class="cluster" data-align="between">
                        <h2 id="layanan">{count}</h2>
                        <a class="touch" href=within>{(words.tenant().search_in)(&tenant.short)}</a>
                    </div>
                    {below(move || {
                        view! {
                            <div
                                id=LIST_ID
                                class="stack"
                                inner_html=move || services.with(|found| found.list.clone())
                            ></div>
                        }
                            .into_any()
                    })}
                </section>
            </div>
            {below(move || view! { <Where tenant=tenant.clone() /> }.into_any())}
        </div>
    }
}

#[component]
fn Where(tenant: Tenant) -> impl IntoView {
    let words = texts();
    let mall = Catalogue::in_context().mall();
    let lines = opening_lines(words, &mall).into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
    let (title, text) = ((words.tenant().unconfirmed_title)(&tenant.short), (words.tenant().unconfirmed)(&mall.short));
    view! {
        <aside class="stack" data-gap="l">
            <section class="panel stack" data-gap="s" aria-labelledby="tempat">
                <h2 class="large" id="tempat">{words.tenant().where_title}</h2>
                <p>
                    {(words.tenant().where_text)(&mall.short)} <br /> {mall.address.clone()} ", "
                    <a href=map_href(&mall.address)>{words.start().on_map}</a>
                </p>
                <ul role="list">{lines}</ul>
                <p class="soft small">{words.tenant().hours_note}</p>
            </section>
            <Notice kind=NoticeKind::Note>
                <p>
                    <strong>{title}</strong>
                    " "
                    {text}
                </p>
            </Notice>
        </aside>
    }
}
