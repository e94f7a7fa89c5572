//! What a page says about itself to search engines and chats: title, description. The title is the heading and the
//! mall, as `ui::Heading` sets it in the browser.

use contract::{Language, index::Index};

use crate::{
    app::Content,
    i18n::{self, Texts},
    results::filter_name,
    routes::{Address, Filter, Page},
};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meta {
    pub title: String,
    pub description: String,
}

/// The title of a page with that heading.
#[must_use]
pub fn title(heading: &str, mall_short: &str, language: Language) -> String {
    format!("{heading} · {}", (i18n::of(language).frame().title_end)(mall_short))
}

/// The heading of the list of services: what it is narrowed to, else what one does there.
#[must_use]
pub fn list_heading(words: Texts, filter: &Filter, index: Option<&Index>) -> String {
    index.and_then(|index| filter_name(index, filter)).unwrap_or_else(|| words.search().heading.to_owned())
}

/// Of a page that the server writes.
#[must_use]
pub fn of(address: &Address, content: &Content) -> Meta {
    let words = i18n::of(address.language);
    let mall = &content.data.mall;
    let general = (words.start().description)(mall.tenant_count, mall.service_count);
    let (heading, description) = match (&address.page, &content.service, &content.index) {
        (Page::Start, ..) => (words.start().heading.to_owned(), general),
        (Page::Service(_), Some(service), _) => (service.name.clone(), service.summary.clone()),
        (Page::Tenant(id), _, Some(index)) => match index.tenants.iter().find(|tenant| tenant.id == *id) {
            Some(tenant) => (tenant.name.clone(), tenant.about.clone()),
            None => (words.frame().unknown_title.to_owned(), general),
        },
        (Page::Services(filter), _, index) => {
            let heading = list_heading(words, filter, index.as_deref());
            (heading, (words.search().description)(mall.service_count, mall.tenant_count, &mall.short))
        }
        (Page::Help, ..) => (words.help().title.to_owned(), (words.help().description)(&mall.short)),
        (Page::Privacy, ..) => (words.privacy().title.to_owned(), words.privacy().description.to_owned()),
        (Page::Embedding, ..) => (words.embedding().title.to_owned(), words.embedding().description.to_owned()),
        (Page::Unknown, ..) => (words.frame().unknown_title.to_owned(), general),
        (Page::Visit, ..) => (words.visit().title.to_owned(), general),
        (Page::Time, ..) => (words.time().title.to_owned(), general),
        (Page::People, ..) => (words.people().title.to_owned(), general),
        (Page::Check, ..) => (words.check().title.to_owned(), general),
        (Page::Ticket(code), ..) => ((words.ticket().title_of)(&code.to_string()), general),
        (Page::Move(_), ..) => (words.ticket().move_title.to_owned(), general),
        (Page::MyVisits | Page::Service(_) | Page::Tenant(_), ..) => (words.frame().my_visits.to_owned(), general),
    };
    Meta { title: title(&heading, &mall.short, address.language), description }
}
