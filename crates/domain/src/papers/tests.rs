use contract::service::{
    DocumentKind::{Form, Identity, Item, Letter, Photo, Proof},
    Owner::{Business, Errand, Family, Person, Property, Vehicle},
    PaperForm::{Copy, FilledIn, Original, OriginalAndCopy, Upload},
};

use super::*;
use crate::fixtures::{answers, document_id, question, requirement, service, with_paper};

/// Rows of a service: document, kind, owner, form, how many, note.
type Row = (&'static str, DocumentKind, Owner, PaperForm, u32, &'static str);

fn wanting(rows: &[Row]) -> Service {
    rows.iter().fold(service("dinas-uji"), |made, &(document, kind, of, form, many, note)| {
        let mut row = requirement(document, form, many, "");
        row.count = if matches!(form, Copy | OriginalAndCopy) { 1 } else { many };
        row.note = (!note.is_empty()).then(|| note.to_owned());
        with_paper(made, kind, of, row)
    })
}

/// `kk 1+2c 3f up p0 [1 2] @3`: originals, copies, forms, upload, person, stops, got at; then the notes.
fn in_words(papers: &[Paper]) -> Vec<String> {
    let line = |paper: &Paper| {
        let mut words = format!("{} {}+{}c", paper.document, paper.originals, paper.copies);
        if paper.forms > 0 {
            words += &format!(" {}f", paper.forms);
        }
        if paper.upload {
            words += " up";
        }
        if let Some(person) = paper.person {
            words += &format!(" p{person}");
        }
        words += &format!(" {:?}", paper.stops);
        if let Some(number) = paper.at_stop {
            words += &format!(" @{number}");
        }
        for note in &paper.notes {
            words += &format!(" ({note})");
        }
        words
    };
    papers.iter().map(line).collect()
}

/// Merges stops, each a person and the rows of the service.
fn merged(stops: &[(usize, &[Row])]) -> Vec<String> {
    let services: Vec<(usize, Service)> = stops.iter().map(|&(person, rows)| (person, wanting(rows))).collect();
    let none = answers("");
    let stops: Vec<StopPapers<'_>> = services
        .iter()
        .zip(1..)
        .map(|((person, service), number)| StopPapers {
            number,
            person: *person,
            service,
            answers: &none,
            obtains: vec![],
        })
        .collect();
    in_words(&merge(&stops))
}

#[test]
fn a_paper_in_several_rows_of_a_service_is_one_line() {
    let cases: [(&[Row], &str); 7] = [
        (&[("kk", Identity, Family, Copy, 2, ""), ("kk", Identity, Family, Copy, 1, "")], "kk 0+3c [1]"),
        (&[("kk", Identity, Family, Original, 1, ""), ("kk", Identity, Family, Copy, 2, "")], "kk 1+2c [1]"),
        (
            &[("surat", Letter, Errand, Original, 1, "a"), ("surat", Letter, Errand, OriginalAndCopy, 1, "b")],
            "surat 1+1c [1] (a) (b)",
        ),
        (
            &[("foto", Photo, Person, Original, 2, "3x4"), ("foto", Photo, Person, Original, 4, "4x6")],
            "foto 6+0c p0 [1] (3x4) (4x6)",
        ),
        (
            &[("meterai", Item, Errand, Original, 1, "sama"), ("meterai", Item, Errand, Original, 1, "sama")],
            "meterai 2+0c [1] (sama)",
        ),
        (&[("form", Form, Errand, FilledIn, 1, ""), ("form", Form, Errand, FilledIn, 2, "")], "form 0+0c 3f [1]"),
        (&[("stnk", Proof, Vehicle, Upload, 1, ""), ("stnk", Proof, Vehicle, Original, 1, "")], "stnk 1+0c up [1]"),
    ];
    for (rows, expected) in cases {
        assert_eq!(merged(&[(0, rows)]), [expected]);
    }
}

#[test]
fn a_persons_original_is_wanted_once_a_person() {
    let card: &[Row] = &[("ktp", Identity, Person, OriginalAndCopy, 2, "")];
    assert_eq!(merged(&[(0, card), (0, card), (1, card)]), ["ktp 1+4c p0 [1, 2]", "ktp 1+2c p1 [3]"]);
}

#[test]
fn a_familys_original_is_wanted_once_for_the_party_and_so_are_those_of_things() {
    for of in [Family, Vehicle, Property, Business] {
        let rows: &[Row] = &[("surat", Proof, of, OriginalAndCopy, 1, "")];
        assert_eq!(merged(&[(0, rows), (1, rows), (2, rows)]), ["surat 1+3c [1, 2, 3]"], "{of:?}");
    }
}

#[test]
fn what_belongs_to_one_errand_is_added_up_and_so_are_photos_stamps_and_forms() {
    let cases: [(Row, &str); 5] = [
        (("surat", Letter, Errand, OriginalAndCopy, 1, ""), "surat 2+2c [1, 2]"),
        (("foto", Photo, Property, Original, 3, ""), "foto 6+0c [1, 2]"),
        (("meterai", Item, Errand, Original, 2, ""), "meterai 4+0c [1, 2]"),
        (("formulir", Form, Errand, FilledIn, 1, ""), "formulir 0+0c 2f [1, 2]"),
        (("daftar", Form, Business, Original, 1, ""), "daftar 2+0c [1, 2]"),
    ];
    for (row, expected) in cases {
        assert_eq!(merged(&[(0, &[row]), (1, &[row])]), [expected]);
    }
}

#[test]
fn photos_of_a_person_are_added_up_for_that_person_only() {
    let rows: &[Row] = &[("foto", Photo, Person, Original, 4, "")];
    assert_eq!(merged(&[(0, rows), (1, rows), (0, rows)]), ["foto 8+0c p0 [1, 3]", "foto 4+0c p1 [2]"]);
}

#[test]
fn one_phone_or_account_is_enough_for_every_stop() {
    for (of, expected) in [(Person, "akun 1+0c p0 [1, 2]"), (Business, "akun 1+0c [1, 2]")] {
        let rows: &[Row] = &[("akun", Item, of, Original, 1, "")];
        assert_eq!(merged(&[(0, rows), (0, rows)]), [expected]);
    }
}

#[test]
fn lines_stand_in_the_order_in_which_the_counters_ask() {
    let first: &[Row] = &[("kk", Identity, Family, Original, 1, ""), ("ktp", Identity, Person, Original, 1, "")];
    let second: &[Row] = &[
        ("surat", Letter, Errand, Original, 1, ""),
        ("ktp", Identity, Person, Original, 1, ""),
        ("kk", Identity, Family, Copy, 1, ""),
    ];
    assert_eq!(merged(&[(0, first), (0, second)]), ["kk 1+1c [1, 2]", "ktp 1+0c p0 [1, 2]", "surat 1+0c [2]"]);
}

#[test]
fn a_paper_got_at_another_stop_is_not_among_those_to_bring() {
    let rows: &[Row] = &[("kk", Identity, Family, OriginalAndCopy, 1, "")];
    let (service, none) = (wanting(rows), answers(""));
    let stop = |number, obtains: &[u32]| StopPapers {
        number,
        person: 0,
        service: &service,
        answers: &none,
        obtains: obtains.iter().map(|&number| (document_id("kk"), number)).collect(),
    };
    let papers = merge(&[stop(1, &[]), stop(2, &[4]), stop(3, &[4])]);
    assert_eq!(in_words(&papers), ["kk 1+1c [1]", "kk 1+2c [2, 3] @4"]);
}

#[test]
fn what_is_uploaded_or_filled_in_is_not_brought() {
    let rows: &[Row] = &[
        ("kk", Identity, Family, Original, 1, ""),
        ("formulir", Form, Errand, FilledIn, 1, ""),
        ("foto-lokasi", Letter, Property, Upload, 1, ""),
        ("denah", Letter, Property, Upload, 1, ""),
    ];
    let (service, none) = (wanting(rows), answers(""));
    let obtains = vec![(document_id("kk"), 2)];
    let stop = |obtains| StopPapers { number: 1, person: 0, service: &service, answers: &none, obtains };
    let counts = PaperCounts { brought: 1, filled_in: 1, uploaded: 2 };
    assert_eq!(PaperCounts::of(&merge(&[stop(vec![])])), counts);
    assert_eq!(PaperCounts::of(&merge(&[stop(obtains)])), PaperCounts { brought: 0, ..counts });
}

#[test]
fn only_papers_that_the_answers_select_are_wanted() {
    let mut made = service("dinas-uji");
    made.questions = vec![question("wakil: ya tidak")];
    let made = with_paper(made, Letter, Errand, requirement("kuasa", Original, 0, "wakil=ya"));
    let made = with_paper(made, Identity, Family, requirement("kk", Original, 0, ""));
    for (given, expected) in
        [("wakil=ya", vec!["kuasa 1+0c [1]", "kk 1+0c [1]"]), ("wakil=tidak", vec!["kk 1+0c [1]"]), ("", vec![])]
    {
        let given = answers(given);
        let stop = StopPapers { number: 1, person: 0, service: &made, answers: &given, obtains: vec![] };
        assert_eq!(in_words(&merge(&[stop])), expected);
    }
}

#[test]
fn a_visit_that_is_booked_keeps_its_papers_where_its_answers_are_not_enough_any_more() {
    let mut made = service("dinas-uji");
    made.questions = vec![question("wakil: ya tidak"), question("asal: sini luar")];
    let made = with_paper(made, Letter, Errand, requirement("kuasa", Original, 0, "wakil=ya"));
    let made = with_paper(made, Letter, Errand, requirement("pindah", Original, 0, "asal=luar"));
    let made = with_paper(made, Identity, Family, requirement("kk", Original, 0, ""));
    let given = answers("wakil=tidak");
    let stop = || [StopPapers { number: 1, person: 0, service: &made, answers: &given, obtains: vec![] }];
    assert_eq!(in_words(&merge(&stop())), [""; 0]);
    assert_eq!(in_words(&merge_booked(&stop())), ["pindah 1+0c [1]", "kk 1+0c [1]"]);
}

#[test]
fn a_paper_that_the_service_does_not_describe_is_still_asked_for() {
    let mut made = wanting(&[("kk", Identity, Family, Original, 1, "")]);
    made.documents.clear();
    let none = answers("");
    let papers = merge(&[StopPapers { number: 1, person: 0, service: &made, answers: &none, obtains: vec![] }]);
    assert_eq!((papers[0].name.as_str(), papers[0].originals), ("kk", 1));
}

#[test]
fn a_paper_is_obtainable_where_it_is_issued_and_promised_the_same_day() {
    let issuer = |ready_days| Service { issues: vec![document_id("kk")], ready_days, ..service("dinas-kk") };
    let wanting = service("dinas-ktp");
    assert!(is_obtainable(&document_id("kk"), &issuer([0, 0]), &wanting));
    assert!(!is_obtainable(&document_id("kk"), &issuer([0, 1]), &wanting));
    assert!(!is_obtainable(&document_id("ktp"), &issuer([0, 0]), &wanting));
}

#[test]
fn what_issues_a_paper_anew_wants_the_old_one() {
    let renewal = |id| Service { issues: vec![document_id("kk")], ready_days: [0, 0], ..service(id) };
    assert!(!is_obtainable(&document_id("kk"), &renewal("dinas-kk"), &renewal("dinas-kk-hilang")));
}
