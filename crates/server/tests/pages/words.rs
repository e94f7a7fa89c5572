//! What the app says of every mall, held against the mall that ships, and of services that this one does not have.

use std::path::Path;

use catalogue::Catalogue;
use contract::Language;
use loket::i18n;

use crate::site::Mall;

#[test]
fn that_desks_leave_places_for_walk_ins_is_said_of_no_more_desks_than_do() {
    let catalogue = Catalogue::shipped().unwrap();
    let desks = catalogue.schedules().count();
    let full = catalogue.schedules().filter(|desk| desk.places() >= desk.capacity).count();
    assert!(full > 0, "a desk that is booked whole: without one, the words may say every");
    assert!(full * 10 < desks, "{full} of {desks} leave none: nearly all do");
    for language in Language::ALL {
        let words = i18n::of(language);
        let help = (words.help().sections)(catalogue.mall(language));
        let lines = help.into_iter().flat_map(|section| section.lines);
        for line in lines.chain([words.time().walk_in_too.to_owned(), (words.time().full_days)("1 Desember")]) {
            let may_just_come = line.contains("atang langsung") || line.contains("just come");
            let nearly = line.contains("ampir semua") || line.contains("early all");
            assert!(!may_just_come || nearly, "{line}");
        }
    }
}

#[tokio::test]
async fn a_service_that_asks_nothing_wants_all_its_papers_of_everybody() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/catalogue");
    let mall = Mall::opens_with(Catalogue::read(&folder).unwrap());
    for (language, start, one) in [(Language::Id, "", "Lihat 1 berkas"), (Language::En, "/en", "See 1 paper")] {
        let not_all = i18n::of(language).service().all_papers_text;
        let asks_nothing = mall.page(&format!("{start}/layanan/capil-kk")).await;
        assert!(asks_nothing.contains(one) && !asks_nothing.contains(not_all), "{}", language.tag());
        let asks = mall.page(&format!("{start}/layanan/capil-akta-lahir")).await;
        assert!(asks.contains(not_all), "{}", language.tag());
    }
}
