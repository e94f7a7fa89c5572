use contract::index::{Category, Index, LifeEvent, ServiceEntry, Tenant, TenantKind};
use contract::service::FeeKind;
use contract::{CategoryId, LifeEventId, ServiceId, TenantId};

use super::*;

fn service(id: &str, name: &str, keywords: &[&str]) -> ServiceEntry {
    ServiceEntry {
        id: ServiceId::parse(id).unwrap(),
        tenant: TenantId::parse("capil").unwrap(),
        name: name.to_owned(),
        summary: "Untuk warga yang baru pindah.".to_owned(),
        keywords: keywords.iter().map(|keyword| (*keyword).to_owned()).collect(),
        category: CategoryId::parse("warga").unwrap(),
        life_events: vec![LifeEventId::parse("lahir").unwrap()],
        fee: FeeKind::Free,
        amount: None,
        ready_days: [0, 1],
    }
}

fn index(services: Vec<ServiceEntry>) -> Index {
    Index {
        categories: vec![Category {
            id: CategoryId::parse("warga").unwrap(),
            name: "Kependudukan".to_owned(),
            services: 1,
        }],
        life_events: vec![LifeEvent { id: LifeEventId::parse("lahir").unwrap(), name: "Anak lahir".to_owned() }],
        tenants: vec![Tenant {
            id: TenantId::parse("capil").unwrap(),
            name: "Dinas Pencatatan Sipil".to_owned(),
            short: "Bea Cukai".to_owned(),
            kind: TenantKind::City,
            about: String::new(),
            services: u32::try_from(services.len()).unwrap(),
        }],
        services,
    }
}

fn small() -> SearchIndex {
    SearchIndex::new(&index(vec![
        service("capil-ktp", "KTP-el hilang", &["dompet dicuri"]),
        service("capil-paspor", "Paspor baru (dewasa)", &["umrah"]),
        service("capil-sim", "Perpanjangan SIM A", &["rikkes"]),
        service("capil-kuning", "Kartu pencari kerja AK-1", &["kartu kuning"]),
    ]))
}

fn found(query: &str) -> Vec<usize> {
    small().search(query).hits.into_iter().map(|hit| hit.service).collect()
}

fn because(query: &str) -> Because {
    small().search(query).hits.remove(0).because
}

#[test]
fn however_a_name_is_written_it_is_found() {
    for query in
        ["e ktp ilang", "e-ktp hilang", "EKTP HILANG", "ktp’el hilang", "ktpp hilang", "ktp kehilangan", "lost id"]
    {
        assert_eq!(found(query)[0], 0, "{query}");
    }
    for query in ["pasport", "psapor baru", "pas", "paspornya", "Pàspor"] {
        assert_eq!(found(query)[0], 1, "{query}");
    }
    for query in ["sim a", "SIM-A", "perpanjang sim", "memperpanjang sim", "sima"] {
        assert_eq!(found(query)[0], 2, "{query}");
    }
    for query in ["ak1", "ak 1", "AK-1", "kartu kuning", "kartu kunng"] {
        assert_eq!(found(query)[0], 3, "{query}");
    }
}

#[test]
fn short_words_forgive_only_a_doubled_letter() {
    assert!(found("simm ").contains(&2));
    assert!(!found("sxm ").contains(&2));
}

#[test]
fn a_guess_beside_an_unknown_word_finds_nothing() {
    assert!(found("kucing terbang").is_empty());
    assert_eq!(found("kucing"), [3]);
}

#[test]
fn the_strongest_reason_is_given() {
    assert_eq!(because("paspor"), Because::Name);
    assert_eq!(because("umrah"), Because::Keyword("umrah".to_owned()));
    assert_eq!(because("beacukai"), Because::Tenant);
    assert_eq!(because("anak lahir"), Because::LifeEvent("Anak lahir".to_owned()));
    assert_eq!(because("kependudukan"), Because::Category("Kependudukan".to_owned()));
    assert_eq!(because("warga"), Because::Summary);
}

#[test]
fn equal_hits_stand_in_the_order_of_the_index() {
    assert_eq!(found("kependudukan"), [0, 1, 2, 3]);
}

#[test]
fn a_joined_name_is_marked_whole() {
    let hit = small().search("sim a").hits.remove(0);
    assert_eq!(hit.marks, [(13, 18)]);
}

#[test]
fn an_empty_index_answers_with_nothing() {
    let empty = SearchIndex::new(&index(Vec::new()));
    for query in ["", "ktp", "ktp hilang di jalan"] {
        assert!(empty.search(query).hits.is_empty());
    }
}

/// A made-up word of six letters or more for every number.
fn made_up(mut number: usize) -> String {
    let mut word = String::new();
    for _ in 0..3 {
        word.push(char::from(b"bcdfghjklmnprst"[number % 15]));
        number /= 15;
        word.push(char::from(b"aiueo"[number % 5]));
        number /= 5;
    }
    word
}

#[test]
fn ten_thousand_services_cost_a_key_no_more_than_their_vocabulary() {
    let services = (0..10_000)
        .map(|number| {
            let name = format!("Izin {} {}", made_up(number * 7), made_up(number / 3));
            service(&format!("capil-{number}"), &name, &[&made_up(number / 5), "loket", "izin usaha"])
        })
        .collect();
    let large = SearchIndex::new(&index(services));
    assert!(large.vocabulary_size() > 5_000);
    let name = made_up(4_321 * 7);
    let exact = large.comparisons(&format!("izin {name} "));
    assert!(exact < 2_000, "{exact} comparisons for words that are there");
    let slip = large.comparisons(&format!("izin {}x ", &name));
    assert!(slip < large.vocabulary_size() + 3_000, "{slip} comparisons for a slip");
    let hits = large.search(&format!("izin {name}")).hits;
    assert!(hits.len() <= HITS_MAX);
    assert_eq!(hits[0].service, 4_321);
}
