//! What search found, as HTML: how many, the rows, and what to do when there are none. Written without Leptos, so that
//! search answers before the app has come.

pub mod row;

use contract::index::Index;
use domain::search::SearchIndex;

use self::row::Row;
use crate::{
    html::escape,
    i18n::Texts,
    routes::{Extent, Filter, Page},
    ui::vine,
};

const FEW: usize = 5;
/// In sight; the rest stands behind a disclosure.
const IN_SIGHT: usize = 20;
/// What tells results from whatever else answers with text.
const MARK: &str = "temuan\n";
/// Rows of a list that nobody searched.
const ROWS_MAX: usize = 200;

/// What search found, as HTML.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Results {
    /// How many there are and how the words were read: a line, for a live region.
    pub status: String,
    /// The rows, or what to do without.
    pub list: String,
}

impl Results {
    /// As the server sends it: a mark, the status as one line, the list as the rest.
    #[must_use]
    pub fn to_text(&self) -> String {
        [MARK, &self.status.replace('\n', " "), "\n", &self.list].concat()
    }

    /// `None` where it is nothing that `to_text` writes.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (status, list) = text.strip_prefix(MARK)?.split_once('\n')?;
        Some(Self { status: status.to_owned(), list: list.to_owned() })
    }

    /// Where the server is asked and does not answer.
    #[must_use]
    pub fn unreached(words: Texts) -> Self {
        let text = escape(words.search().unreached);
        Self { status: String::new(), list: ["<p role=\"alert\">", &text, "</p>"].concat() }
    }
}

/// What a filter finds, with or without words to look for; nothing where it narrows to nothing. `search` is asked for
/// where there are words.
#[must_use]
pub fn found<S: AsRef<SearchIndex>>(
    words: Texts,
    index: &Index,
    search: impl FnOnce() -> S,
    filter: &Filter,
    extent: Extent,
) -> Results {
    if !filter.query.trim().is_empty() {
        results(words, index, search().as_ref(), filter, extent)
    } else if filter.without_query() == Filter::default() {
        Results::default()
    } else {
        narrowed(words, index, filter, extent)
    }
}

/// Everything that a filter without words narrows to.
fn narrowed(words: Texts, index: &Index, filter: &Filter, extent: Extent) -> Results {
    let all = || index.services.iter().filter(|entry| filter.admits(entry));
    let count = all().count();
    let rows = all().take(ROWS_MAX).map(|entry| Row::of(index, entry));
    let (rows, level): (Vec<Row>, _) = match extent {
        Extent::OfTenant => (rows.map(Row::without_tenant).collect(), 3),
        Extent::All | Extent::Few => (rows.collect(), 2),
    };
    let mut list = list(&row::items(words, &rows, level));
    if rows.len() < count {
        let cut = (words.search().cut)(rows.len(), count);
        list.push_str(&["<p>", &escape(&cut), "</p>"].concat());
    }
    if extent == Extent::OfTenant {
        return Results { status: String::new(), list };
    }
    list.push_str(&other(words, index));
    let status = ["<strong>", &escape(&(words.search().count)(count)), "</strong>"].concat();
    Results { status, list }
}

/// Looks up the words of a filter within what else it narrows to.
#[must_use]
pub fn results(words: Texts, index: &Index, search: &SearchIndex, filter: &Filter, extent: Extent) -> Results {
    let is_wanted = |service: usize| index.services.get(service).is_some_and(|entry| filter.admits(entry));
    let found = search.search_within(&filter.query, &is_wanted);
    let rows: Vec<Row> = found.hits.iter().filter_map(|hit| Row::of_hit(words, index, hit)).collect();
    let count = if found.is_cut { (words.search().best)(rows.len()) } else { (words.search().count)(rows.len()) };
    let mut status =
        format!("<strong>{}</strong>{}", escape(&count), escape(&(words.search().for_query)(filter.query.trim())));
    for word in &found.understood {
        let read = escape(&(words.search().understood)(&word.typed, &word.read_as));
        status.push_str(&[" <span class=\"soft\">", &read, "</span>"].concat());
    }
    let list = if rows.is_empty() {
        nothing(words, index, filter)
    } else {
        match extent {
            Extent::Few => few(words, filter, &rows),
            Extent::All | Extent::OfTenant => all(words, index, &rows),
        }
    };
    Results { status, list }
}

/// A link to the list; `class` may be empty.
fn link(words: Texts, class: &str, filter: Filter, text: &str) -> String {
    let href = escape(&Page::Services(filter).path(words.language));
    let class = if class.is_empty() { String::new() } else { [" class=\"", class, "\""].concat() };
    format!("<a{class} href=\"{href}\">{}</a>", escape(text))
}

fn list(items: &str) -> String {
    ["<ul role=\"list\">", items, "</ul>"].concat()
}

fn few(words: Texts, filter: &Filter, rows: &[Row]) -> String {
    let mut html = list(&row::items(words, &rows[..rows.len().min(FEW)], 2));
    if rows.len() > FEW {
        let everything = link(words, "touch", filter.clone(), &(words.search().all_results)(rows.len()));
        html.push_str(&["<p>", &everything, "</p>"].concat());
    }
    html
}

fn all(words: Texts, index: &Index, rows: &[Row]) -> String {
    let (in_sight, rest) = rows.split_at(rows.len().min(IN_SIGHT));
    let mut html = list(&row::items(words, in_sight, 2));
    if !rest.is_empty() {
        html.push_str(&format!(
            "<details class=\"disclosure\"><summary>{}</summary>{}</details>",
            escape(&(words.search().more)(rest.len())),
            list(&row::items(words, rest, 2))
        ));
    }
    html.push_str(&other(words, index));
    html
}

/// The way to everything, below what is not all.
fn other(words: Texts, index: &Index) -> String {
    let everything = link(words, "", Filter::default(), &(words.search().other_link)(index.service_count()));
    format!("<p class=\"soft\">{} {everything}.</p>", escape(words.search().other_before))
}

fn nothing(words: Texts, index: &Index, filter: &Filter) -> String {
    let search = words.search();
    let query = filter.query.trim();
    let (title, way_out) = match filter_name(index, filter) {
        Some(name) => {
            let everywhere = Filter::of_query(&filter.query);
            let text = (search.without_filter)(index.service_count());
            ((search.nothing_here_title)(query, &name), link(words, "button", everywhere, &text))
        }
        None => ((search.nothing_title)(query), link(words, "button", Filter::default(), search.nothing_link)),
    };
    let example = ["“", search.nothing_example, "”"].concat();
    format!(
        "<div class=\"panel empty\">{vine}<p class=\"large strong\">{title}</p><p class=\"soft\">{before}{example}.</p>{way_out}\
<p class=\"soft small\">{ask}</p></div>",
        vine = vine::HTML,
        title = escape(&title),
        before = escape(search.nothing_before),
        example = link(words, "", Filter::of_query(search.nothing_example), &example),
        ask = escape(search.nothing_ask),
    )
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use contract::{
        CategoryId, Language, ServiceId, TenantId,
        index::{Category, ServiceEntry, Tenant, TenantKind},
        service::FeeKind,
    };

    use super::*;
    use crate::i18n;

    fn index(names: &[&str]) -> Index {
        let (tenant, category) = (TenantId::parse("dinas").unwrap(), CategoryId::parse("izin").unwrap());
        let services = names.iter().enumerate().map(|(number, name)| ServiceEntry {
            id: ServiceId::parse(&format!("dinas-{number}")).unwrap(),
            tenant: tenant.clone(),
            name: (*name).to_owned(),
            summary: String::new(),
            keywords: Vec::new(),
            category: category.clone(),
            life_events: Vec::new(),
            fee: FeeKind::Free,
            amount: None,
            ready_days: [0, 3],
        });
        Index {
            categories: vec![Category { id: category.clone(), name: "Izin".to_owned(), services: 0 }],
            life_events: Vec::new(),
            tenants: vec![Tenant {
                id: tenant.clone(),
                name: "Dinas & kawan".to_owned(),
                short: "Dinas & kawan".to_owned(),
                kind: TenantKind::City,
                about: String::new(),
                services: u32::try_from(names.len()).unwrap(),
            }],
            services: services.collect(),
        }
    }

    fn found(index: &Index, query: &str, extent: Extent) -> Results {
        let words = i18n::of(Language::Id);
        results(words, index, &SearchIndex::new(index), &Filter::of_query(query), extent)
    }

    #[test]
    fn what_was_typed_and_what_the_catalogue_says_never_becomes_markup() {
        let index = index(&["Izin <usaha>"]);
        let some = found(&index, "usaha", Extent::Few);
        assert!(some.list.contains("Izin &lt;<mark>usaha</mark>&gt;"), "{}", some.list);
        assert!(some.list.contains("Dinas &amp; kawan"), "{}", some.list);
        let none = found(&index, "<img src=x>", Extent::Few);
        assert!(!format!("{}{}", none.status, none.list).contains("<img"), "{none:?}");
        assert!(none.list.contains("&lt;img src&#61;x&gt;"), "{}", none.list);
    }

    #[test]
    fn few_results_lead_to_all_and_all_hold_every_one() {
        let names: Vec<String> = (0..30).map(|number| format!("Izin usaha {number}")).collect();
        let index = index(&names.iter().map(String::as_str).collect::<Vec<_>>());
        let rows = |extent| found(&index, "izin usaha", extent).list.matches("service-row\"").count();
        assert_eq!((rows(Extent::Few), rows(Extent::All)), (FEW, 30));
        assert!(found(&index, "izin usaha", Extent::Few).list.contains("href=\"/layanan?q&#61;izin+usaha\""));
    }

    fn narrowed_to_all(index: &Index, extent: Extent) -> Results {
        let filter = Filter { tenant: Some(index.tenants[0].id.clone()), ..Filter::default() };
        super::found(
            i18n::of(Language::Id),
            index,
            || -> Arc<SearchIndex> { panic!("nothing is searched") },
            &filter,
            extent,
        )
    }

    #[test]
    fn narrowed_without_a_word_it_is_all_of_them_up_to_a_bound() {
        let names = |count| (0..count).map(|number| format!("Izin {number}")).collect::<Vec<String>>();
        let listed = |count, extent| {
            let names = names(count);
            let found = narrowed_to_all(&index(&names.iter().map(String::as_str).collect::<Vec<_>>()), extent);
            (found.list.matches("service-row\"").count(), found.list.contains("Ini 200 dari"), found)
        };
        let (rows, is_cut, found) = listed(200, Extent::All);
        assert_eq!((rows, is_cut), (200, false));
        assert_eq!(found.status, "<strong>200 layanan</strong>");
        assert!(found.list.contains("Dinas &amp; kawan"));
        let (rows, is_cut, found) = listed(201, Extent::All);
        assert_eq!((rows, is_cut), (200, true));
        assert_eq!(found.status, "<strong>201 layanan</strong>");
        let (rows, _, found) = listed(3, Extent::OfTenant);
        assert_eq!((rows, found.status.as_str()), (3, ""));
        assert!(!found.list.contains("Dinas &amp; kawan") && found.list.contains("<h3"), "{}", found.list);
    }

    #[test]
    fn a_filter_that_narrows_to_nothing_finds_nothing() {
        let index = index(&["Izin usaha"]);
        let search = || Arc::new(SearchIndex::new(&index));
        let found = |filter| super::found(i18n::of(Language::Id), &index, search, &filter, Extent::All);
        assert_eq!(found(Filter::of_query(" ")), Results::default());
        assert!(found(Filter::of_query("usaha")).list.contains("usaha"));
    }

    #[test]
    fn search_within_a_list_finds_nothing_that_is_not_on_it() {
        let index = index(&["Izin usaha", "Izin toko"]);
        let listed = |tenant: &str| {
            let filter = Filter { tenant: TenantId::parse(tenant), ..Filter::of_query("izin") };
            let search = SearchIndex::new(&index);
            let found = results(i18n::of(Language::Id), &index, &search, &filter, Extent::All);
            found.list.matches("service-row\"").count()
        };
        assert_eq!((listed("dinas"), listed("lain")), (2, 0));
    }

    #[test]
    fn results_come_back_from_their_text() {
        let some = found(&index(&["Izin usaha"]), "usaha", Extent::All);
        assert_eq!(Results::parse(&some.to_text()), Some(some));
        assert_eq!(Results::parse(&Results::default().to_text()), Some(Results::default()));
        assert_eq!(Results::parse("<!doctype html>\n<html>"), None);
        let broken = found(&index(&["Izin usaha"]), "izin\nusaha", Extent::All);
        let read = Results::parse(&broken.to_text()).unwrap();
        assert_eq!((read.list, read.status.contains("izin usaha”")), (broken.list, true), "no query ends the status");
    }
}
