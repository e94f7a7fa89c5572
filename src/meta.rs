//! What a page says about itself to search engines and chats: title, description. The title is the heading and the
//! mall, as `ui::Heading` sets it in the browser.

use contract::{Language, page_data::PageData};

use crate::{
    i18n,
    routes::{Address, Page},
};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meta {
    pub title: String,
    pub description: String,
}

/// The title of a page with that heading.
#[must_use]
pub fn title(heading: &str, mall_short: &str, language: Language) -> String {
    format!("{heading} · {}", (i18n::of(language).frame.title_end)(mall_short))
}

/// Of a page that the server writes.
#[must_use]
pub fn of(address: &Address, data: &PageData) -> Meta {
    let words = i18n::of(address.language);
    let mall = &data.mall;
    let general = (words.start.description)(mall.tenant_count, mall.service_count);
    let (heading, description) = match (&address.page, &data.service, &data.index) {
        (Page::Start, ..) => (words.start.heading.to_owned(), general),
        (Page::Service(_), Some(service), _) => (service.name.clone(), service.summary.clone()),
        (Page::Tenant(id), _, Some(index)) => match index.tenants.iter().find(|tenant| tenant.id == *id) {
            Some(tenant) => (tenant.name.clone(), tenant.about.clone()),
            None => (words.frame.unknown_title.to_owned(), general),
        },
        (Page::Unknown, ..) => (words.frame.unknown_title.to_owned(), general),
        _ => (words.frame.my_visits.to_owned(), general),
    };
    Meta { title: title(&heading, &mall.short, address.language), description }
}
