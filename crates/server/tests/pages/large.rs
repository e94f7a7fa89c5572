//! A catalogue that is too large for its index: pages carry it without services, and what search and lists find is asked of
//! the server.

use catalogue::{Catalogue, grow::grown};
use contract::{Language, index::Index, limits::INDEX_SERVICES_MAX};
use loket::results::Results;

use crate::site::Mall;

fn mall_of(services: usize) -> Mall {
    Mall::opens_with(Catalogue::of_files(grown(services).unwrap()).unwrap())
}

/// The index that a page carries, and what it says about asking the server.
fn index_of(html: &str) -> (Index, String) {
    let (_, rest) = html.split_once("id=\"page-index\" ").unwrap();
    let (attributes, rest) = rest.split_once('>').unwrap();
    let (lines, _) = rest.split_once("</script>").unwrap();
    (Index::from_lines(lines).unwrap(), attributes.to_owned())
}

/// How many services a page or an answer lists.
fn rows(html: &str) -> usize {
    html.matches("class=\"service-row\"").count()
}

#[tokio::test]
async fn an_index_has_its_services_as_long_as_a_page_can_carry_them() {
    for (services, is_whole) in [(INDEX_SERVICES_MAX, true), (INDEX_SERVICES_MAX + 1, false)] {
        let mall = mall_of(services);
        for (path, at) in [("/", "/temuan"), ("/en/layanan", "/en/temuan"), ("/kerangka", "/temuan")] {
            let (index, asking) = index_of(&mall.page(path).await);
            assert_eq!((index.is_whole(), index.service_count()), (is_whole, services), "{path}");
            assert!(asking.starts_with(&format!("data-found=\"{at}\"")), "{path}: {asking}");
            assert_eq!(asking.contains(" data-unreached=\"&lt;p role"), !is_whole, "{path}: {asking}");
        }
    }
}

#[tokio::test]
async fn ten_thousand_services_make_no_page_larger_than_it_is_with_the_shipped_ones() {
    let (shipped, large) = (Mall::opens(), mall_of(10_000));
    for path in ["/", "/layanan", "/layanan?q=ktp+hilang", "/layanan/polresta-skck-baru", "/kerangka", "/bantuan"] {
        let (before, now) = (shipped.page(path).await.len(), large.page(path).await.len());
        assert!(now <= before * 11 / 10, "{path}: {now} bytes, {before} with what is shipped");
    }
}

#[tokio::test]
async fn the_server_finds_what_the_app_would() {
    let mall = mall_of(1_000);
    let found = mall.page("/temuan?q=skck+babake&luas=sedikit").await;
    let Results { status, list } = Results::parse(&found).unwrap();
    assert!(status.contains("layanan</strong> untuk “skck babake”."), "{status}");
    assert!(list.contains("<mark>Babake</mark>") && list.contains("href=\"/layanan/polresta-1-skck-baru\""), "{list}");
    assert_eq!(rows(&list), 5, "the best few");
    let english = mall.page("/en/temuan?q=passport").await;
    assert!(english.contains("href=\"/en/layanan/imigrasi-"), "{english}");
    let of_tenant =
        mall.catalogue.index(Language::Id).tenants.iter().find(|tenant| tenant.id.as_str() == "bnn").unwrap();
    let list = mall.page("/temuan?instansi=bnn&luas=instansi").await;
    assert_eq!(rows(&list), of_tenant.services as usize);
    assert_eq!(Results::parse(&mall.page("/temuan").await), Some(Results::default()), "nothing is asked");
}

#[tokio::test]
async fn its_pages_have_their_words() {
    let mall = mall_of(3_000);
    let list = mall.page("/layanan").await;
    assert!(list.contains("3.000 layanan") || list.contains("3000 layanan"), "how many there are");
    assert!(list.contains("href=\"/layanan?kategori=kependudukan\""), "each category leads to its services");
    assert_eq!(rows(&list), 0);
    let narrowed = mall.page("/layanan?kategori=kependudukan").await;
    assert!(narrowed.contains("Ini 200 dari"), "a list has a bound and says so");
    assert_eq!(rows(&narrowed), 200);
    assert_eq!(rows(&mall.page("/layanan?q=skck").await), 50);
    assert_eq!(rows(&mall.page("/instansi/disdukcapil").await), 200);
}

#[tokio::test]
async fn what_is_found_is_told_as_text_and_to_no_search_engine() {
    let mall = mall_of(400);
    let (answer, text) = mall.answer("/temuan?q=%3Cscript%3Ealert(1)%3C/script%3E", &[]).await;
    assert_eq!(answer.headers()["content-type"], "text/plain; charset=utf-8");
    assert_eq!(answer.headers()["x-content-type-options"], "nosniff");
    assert_eq!(answer.headers()["x-robots-tag"], "noindex");
    assert!(!text.contains("<script>"), "{text}");
    let (small, _) = mall.answer("/temuan?q=ktp", &[("accept-encoding", "br")]).await;
    assert_eq!(small.headers()["content-encoding"], "br");
}
