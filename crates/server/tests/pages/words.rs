//! What the app says of every mall, held against the mall that ships.

use catalogue::Catalogue;
use contract::Language;
use loket::i18n;

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
