//! What residents of Pekanbaru type finds the service that they mean: among the first three, for 99 in 100 queries.

use std::sync::LazyLock;

use catalogue::Catalogue;
use contract::{Language, index::Index};
use domain::search::{Because, Hit, SearchIndex};

/// Hits that a phone shows without scrolling.
const SHOWN: usize = 3;

struct Query {
    text: &'static str,
    services: Vec<&'static str>,
    language: Language,
    part: &'static str,
}

fn queries() -> Vec<Query> {
    let rows = include_str!("search_queries.tsv").lines().filter(|row| !row.starts_with('#'));
    let read = |row: &'static str| {
        let [text, services, language, _kind, part] = row.split('\t').collect::<Vec<_>>().try_into().ok()?;
        Some(Query { text, services: services.split('|').collect(), language: Language::parse(language)?, part })
    };
    rows.map(|row| read(row).unwrap_or_else(|| panic!("not a query: {row:?}"))).collect()
}

/// The catalogue in both languages, ready to be searched.
struct House {
    catalogue: Catalogue,
    indonesian: SearchIndex,
    english: SearchIndex,
}

impl House {
    fn shipped() -> &'static Self {
        static HOUSE: LazyLock<House> = LazyLock::new(House::read);
        &HOUSE
    }

    fn read() -> Self {
        let catalogue = Catalogue::shipped().unwrap_or_else(|error| panic!("{error}"));
        let indonesian = SearchIndex::new(catalogue.index(Language::Id));
        let english = SearchIndex::new(catalogue.index(Language::En));
        Self { catalogue, indonesian, english }
    }

    fn index(&self, language: Language) -> &Index {
        self.catalogue.index(language)
    }

    fn search(&self, language: Language) -> &SearchIndex {
        match language {
            Language::Id => &self.indonesian,
            Language::En => &self.english,
        }
    }

    fn hits(&self, language: Language, text: &str) -> Vec<Hit> {
        self.search(language).search(text).hits
    }

    fn ids(&self, language: Language, text: &str) -> Vec<&str> {
        let services = &self.index(language).services;
        self.hits(language, text).iter().map(|hit| services[hit.service].id.as_str()).collect()
    }
}

fn is_meant(query: &Query, id: &str) -> bool {
    query.services.iter().any(|service| match service.strip_suffix('*') {
        Some(start) => id.starts_with(start),
        None => *service == id,
    })
}

#[test]
fn ninety_nine_in_a_hundred_queries_find_their_service_among_the_first_three() {
    let (house, queries) = (House::shipped(), queries());
    for part in ["tuning", "held", "mended", ""] {
        let (mut all, mut shown, mut first) = (0, 0, 0);
        for query in queries.iter().filter(|query| part.is_empty() || query.part == part) {
            let ids = house.ids(query.language, query.text);
            let place = ids.iter().position(|id| is_meant(query, id));
            all += 1;
            first += usize::from(place == Some(0));
            if place.is_some_and(|place| place < SHOWN) {
                shown += 1;
            } else if !part.is_empty() {
                println!("missed ({part}): {:?} wants {:?}, finds {:?}", query.text, query.services, ids.get(..SHOWN));
            }
        }
        let share = |count: usize| count as f64 * 100.0 / all as f64;
        let name = if part.is_empty() { "all" } else { part };
        println!("{name}: {shown} of {all} in the first three ({:.1} %), {:.1} % first", share(shown), share(first));
        if part.is_empty() {
            assert!(all >= 220, "{all} queries");
            assert!(shown * 100 >= all * 99, "{shown} of {all}");
        }
    }
}

#[test]
fn the_list_is_honest() {
    let (house, queries) = (House::shipped(), queries());
    let services = &house.index(Language::Id).services;
    let is_keyword = |query: &&Query| services.iter().flat_map(|service| &service.keywords).any(|k| k == query.text);
    let of_part = |part: &str| queries.iter().filter(|query| query.part == part).count();
    let (held, judging) = (of_part("held"), of_part("held") + of_part("tuning"));
    assert!((28..=32).contains(&(held * 100 / judging)), "{held} are held back");
    let exact = queries.iter().filter(|query| query.part != "mended").filter(is_keyword).count();
    assert!(exact * 4 < judging, "{exact} of {judging} queries are keywords word for word");
    assert_eq!(judging + of_part("mended"), queries.len(), "each row has one of the three parts");
    assert!(queries.iter().filter(|query| query.language == Language::En).count() >= 60);
    for tenant in &house.index(Language::Id).tenants {
        let own = services.iter().filter(|service| service.tenant == tenant.id).map(|service| service.id.as_str());
        let own: Vec<&str> = own.collect();
        let asked = queries.iter().filter(|query| own.iter().any(|id| is_meant(query, id))).count();
        assert!(asked >= 3, "{} is asked for {asked} times", tenant.id);
    }
    for query in &queries {
        assert!(services.iter().any(|service| is_meant(query, service.id.as_str())), "{:?} means nothing", query.text);
    }
}

#[test]
fn what_missed_once_is_found_first() {
    let house = House::shipped();
    for query in queries().iter().filter(|query| query.part == "mended") {
        let ids = house.ids(query.language, query.text);
        assert!(ids.first().is_some_and(|id| is_meant(query, id)), "{:?} finds {:?}", query.text, ids.get(..SHOWN));
    }
}

#[test]
fn the_named_examples_are_among_the_first_three() {
    let house = House::shipped();
    for (text, id) in [
        ("e ktp ilang", "disdukcapil-ktp-el-hilang"),
        ("e-ktp ilang", "disdukcapil-ktp-el-hilang"),
        ("EKTP hilang", "disdukcapil-ktp-el-hilang"),
        ("akte lahir", "disdukcapil-akta-kelahiran"),
        ("pasport", "imigrasi-paspor-baru"),
        ("kartu kuning", "disnaker-ak1-baru"),
        ("imb", "dpmptsp-pbg-rumah"),
        ("ktpp", "disdukcapil-ktp-el-baru"),
    ] {
        let ids = house.ids(Language::Id, text);
        assert!(ids.iter().take(SHOWN).any(|found| *found == id), "{text}: {ids:?}");
    }
}

#[test]
fn nothing_sensible_finds_nothing() {
    let house = House::shipped();
    for text in ["", " ", "?!", "kucing terbang", "kucing terbang ", "xyzzy qwerty", "saya mau", "🙂"] {
        for language in Language::ALL {
            let found = house.search(language).search(text);
            assert!(found.hits.is_empty() && found.understood.is_empty(), "{text:?}: {found:?}");
        }
    }
}

#[test]
fn a_query_without_end_is_read_up_to_its_limit() {
    let house = House::shipped();
    let start = "paspor hilang ".repeat(10);
    let read: String = start.chars().take(contract::limits::QUERY_LENGTH_MAX).collect();
    let long = format!("{read}{}", " ktp rusak".repeat(1000));
    assert!(long.len() > 10_000);
    assert_eq!(house.search(Language::Id).search(&long), house.search(Language::Id).search(&read));
    assert!(!house.ids(Language::Id, &long).is_empty());
    assert!(house.ids(Language::Id, &"é".repeat(10_000)).is_empty());
}

#[test]
fn every_service_is_found_by_its_own_name() {
    let house = House::shipped();
    for language in Language::ALL {
        for service in &house.index(language).services {
            let ids = house.ids(language, &service.name);
            assert!(ids.iter().take(SHOWN).any(|id| *id == service.id.as_str()), "{}: {ids:?}", service.name);
        }
    }
}

#[test]
fn a_hit_says_why_and_marks_words_of_the_name() {
    let house = House::shipped();
    let services = &house.index(Language::Id).services;
    let marked = |text: &str| {
        let hit = house.hits(Language::Id, text).into_iter().next().expect(text);
        let name = &services[hit.service].name;
        let marks: Vec<String> = hit.marks.iter().map(|(start, end)| name[*start..*end].to_owned()).collect();
        (hit.because, marks)
    };
    assert_eq!(marked("akta kematian"), (Because::Name, vec!["Akta".into(), "kematian".into()]));
    assert_eq!(marked("pbb mahal").0, Because::Keyword("pbb mahal".into()));
    for query in queries() {
        let services = &house.index(query.language).services;
        for hit in house.hits(query.language, query.text) {
            let name = &services[hit.service].name;
            assert!(hit.marks.iter().all(|(start, end)| start < end && name.get(*start..*end).is_some()), "{name}");
            assert!(hit.marks.is_sorted_by(|one, other| one.1 <= other.0), "{name}: {:?}", hit.marks);
        }
    }
}

#[test]
fn a_word_read_otherwise_is_said_so() {
    let house = House::shipped();
    let understood = house.search(Language::Id).search("paspor ilang").understood;
    assert_eq!(understood.len(), 1);
    assert_eq!((understood[0].typed.as_str(), understood[0].read_as.as_str()), ("ilang", "hilang"));
    assert!(house.search(Language::Id).search("paspor hilang").understood.is_empty());
}

/// A key looks at the vocabulary at most once a word, and a little more for roots, beginnings and meanings.
#[test]
fn each_key_compares_few_words_of_the_vocabulary() {
    let house = House::shipped();
    let mut most = (0, String::new());
    for query in queries() {
        let search = house.search(query.language);
        for (end, _) in query.text.char_indices().chain([(query.text.len(), ' ')]) {
            let typed = &query.text[..end];
            let words = typed.split([' ', '-']).filter(|word| !word.is_empty()).count();
            let compared = search.comparisons(typed);
            assert!(compared <= words * (search.vocabulary_size() + 1500), "{typed:?}: {compared} for {words} words");
            most = most.max((compared, typed.to_owned()));
        }
    }
    println!("{} words; at most {} comparisons a key ({:?})", house.indonesian.vocabulary_size(), most.0, most.1);
    assert!(most.0 <= 4 * (house.indonesian.vocabulary_size() + 1500), "{most:?}");
}

#[test]
fn who_lost_someone_does_not_find_moving_house() {
    let house = House::shipped();
    for text in ["suami meninggal", "istri meninggal", "suami saya meninggal", "istri saya meninggal"] {
        assert_eq!(house.ids(Language::Id, text)[0], "disdukcapil-akta-kematian", "{text}");
    }
}
