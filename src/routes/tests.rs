//! Every address is written and read again.

use contract::{CategoryId, LifeEventId, limits::QUERY_LENGTH_MAX};

use super::{query::decode, *};

fn pages() -> Vec<Page> {
    let code = VisitCode::from_random(42);
    let others = [
        Page::Services(Filter {
            query: "ktp hilang & rusak + 100% é".to_owned(),
            tenant: TenantId::parse("polresta"),
            category: CategoryId::parse("kependudukan"),
            life_event: LifeEventId::parse("anak-lahir"),
        }),
        Page::Service(ServiceId::parse("polresta-skck-baru").unwrap()),
        Page::Tenant(TenantId::parse("polresta").unwrap()),
        Page::Ticket(code),
        Page::Move(code),
    ];
    Page::fixed().into_iter().chain(others).collect()
}

/// A page's name, without what it holds.
fn name(page: &Page) -> String {
    format!("{page:?}").split('(').next().unwrap_or_default().to_owned()
}

/// No list can be made of an enum: that each page is in the list above is read from its source.
#[test]
fn every_page_is_among_those_that_are_written_and_read() {
    let (_, pages) = include_str!("../routes.rs").split_once("pub enum Page {").unwrap();
    let (pages, _) = pages.split_once("\n}").unwrap();
    let lines = pages.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
    let names: Vec<&str> = lines.filter_map(|line| line.split(['(', ',']).next()).collect();
    assert!(names.len() > 10, "{names:?}");
    let tried: Vec<String> = pages_and_unknown().iter().map(name).collect();
    for page in names {
        assert!(tried.iter().any(|tried| tried == page), "{page} has no address that is tried");
    }
}

fn pages_and_unknown() -> Vec<Page> {
    pages().into_iter().chain([Page::Unknown]).collect()
}

#[test]
fn the_fixed_pages_are_those_that_hold_nothing_and_have_an_end() {
    for page in pages_and_unknown() {
        let holds_nothing = page == Page::Services(Filter::default()) || !format!("{page:?}").contains('(');
        let is_fixed = holds_nothing && page.reach() != Reach::Unending;
        assert_eq!(Page::fixed().contains(&page), is_fixed, "{page:?}");
    }
}

#[test]
fn every_address_that_is_written_is_read_again() {
    for language in Language::ALL {
        for page in pages() {
            is_read_again(&Address::of_site(language, page, "alasan=hilang".to_owned()));
        }
    }
}

fn is_read_again(address: &Address) {
    let href = address.href();
    let (path, fragment) = href.split_once('#').unwrap();
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    assert_eq!(Address::parse(path, query, fragment), *address, "{href}");
}

#[test]
fn inside_another_sites_page_everything_stands_below_one_path() {
    for language in Language::ALL {
        for page in pages().into_iter().filter(|page| *page != Page::Embedding) {
            for theme in Theme::ALL {
                let fragment = "alasan=hilang".to_owned();
                let address = Address { door: Door::Embed(theme), language, page: page.clone(), fragment };
                assert!(address.href().starts_with("/tertanam/"), "{}", address.href());
                is_read_again(&address);
            }
        }
    }
    let start = Address::parse("/tertanam/en/awal", "tema=dark", "");
    assert_eq!((start.door, start.language, &start.page), (Door::Embed(Theme::Dark), Language::En, &Page::Start));
    assert_eq!(start.href(), "/tertanam/en/awal?tema=dark");
    assert_eq!(Address::parse("/tertanam/layanan", "tema=neon", "").door, Door::Embed(Theme::Auto));
    for path in ["/tertanam/en", "/tertanam/tertanam", "/tertanam/en/tertanam", "/tertanam/tidak-ada"] {
        let address = Address::parse(path, "", "");
        assert!(address.is_embedded() && address.page == Page::Unknown, "{path}");
    }
    assert!(!Address::parse("/tertanam/", "", "").is_embedded());
}

#[test]
fn what_no_page_has_is_unknown() {
    for path in ["/tidak-ada", "/layanan/HURUF", "/layanan/a/b", "/tiket/ABC", "/en/xyz", "/id"] {
        assert_eq!(Address::parse(path, "", "").page, Page::Unknown, "{path}");
    }
}

#[test]
fn a_slash_at_the_end_changes_nothing() {
    assert_eq!(Address::parse("/bantuan/", "", "").page, Page::Help);
    assert_eq!(Address::parse("/en/", "", ""), Address::of_site(Language::En, Page::Start, String::new()));
}

#[test]
fn what_a_service_shows_survives_the_fragment() {
    let given: Answers =
        [(QuestionId::parse("alasan").unwrap(), OptionId::parse("hilang").unwrap())].into_iter().collect();
    for view in [
        ServiceView::Overview,
        ServiceView::Answers { given: Answers::new(), changing: None },
        ServiceView::Answers { given: given.clone(), changing: None },
        ServiceView::Answers { given, changing: QuestionId::parse("alasan") },
    ] {
        assert_eq!(ServiceView::parse(&view.fragment()), view);
    }
    assert_eq!(ServiceView::parse("content"), ServiceView::Overview, "a part of the page");
}

#[test]
fn what_was_typed_on_the_start_page_survives_the_fragment() {
    let fragment = typed_fragment("ktp & kk = 2");
    let address = Address::of_site(Language::Id, Page::Start, fragment);
    assert_eq!(address.typed(), "ktp & kk = 2");
    assert_eq!(typed_fragment(""), "");
}

#[test]
fn typing_stays_in_the_view_and_another_filter_leaves_it() {
    let list = |query: &str, tenant| Page::Services(Filter { query: query.to_owned(), tenant, ..Filter::default() });
    assert!(list("k", None).is_same_view(&list("kk", None)));
    assert!(!list("k", None).is_same_view(&list("k", TenantId::parse("polresta"))));
    assert!(!list("k", None).is_same_view(&Page::Start));
}

#[test]
fn a_broken_escape_is_kept_as_it_is() {
    assert_eq!(decode("100%+a%zz%C3%A9"), "100% a%zzé");
}

#[test]
fn of_a_query_only_as_much_is_read_as_anybody_searches_for() {
    let address = Address::parse("/layanan", &format!("q={}", "é".repeat(5000)), "");
    let Page::Services(filter) = address.page else { panic!("the list") };
    assert_eq!(filter.query, "é".repeat(QUERY_LENGTH_MAX));
}

#[test]
fn what_is_asked_of_the_server_comes_back_from_its_query() {
    let narrowed = Filter { tenant: TenantId::parse("polresta"), ..Filter::of_query("sim & c") };
    for filter in [Filter::default(), Filter::of_query("akta lahir"), narrowed] {
        for extent in [Extent::Few, Extent::All, Extent::OfTenant] {
            let query = found_query(&filter, extent);
            assert_eq!(parse_found(query.strip_prefix('?').unwrap()), (filter.clone(), extent), "{query}");
        }
    }
    assert_eq!(parse_found("q=ktp&luas=x"), (Filter::of_query("ktp"), Extent::All));
}

#[test]
fn a_reminder_s_question_is_not_asked_again_in_the_other_language() {
    let asked = Address::of_site(Language::default(), Page::Ticket(VisitCode::from_random(42)), "batal".to_owned());
    assert!(asked.asks_to_cancel());
    assert_eq!(asked.in_other_language().fragment, "");
}
