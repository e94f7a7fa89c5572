use contract::service::{DocumentKind, Owner, PaperForm};

use super::*;
use crate::fixtures::{answers, question, requirement, service, stop_rule, with_paper};

/// Questions, stop rules and conditions of rows, as in a file.
fn asking(questions: &[&str], stops: &[&str], rows: &[(&str, &str)]) -> Service {
    let mut made = service("dinas-uji");
    made.questions = questions.iter().map(|text| question(text)).collect();
    made.stops = stops.iter().map(|condition| stop_rule(condition, condition)).collect();
    rows.iter().fold(made, |made, (document, condition)| {
        let row = requirement(document, PaperForm::Original, 0, condition);
        with_paper(made, DocumentKind::Identity, Owner::Person, row)
    })
}

fn in_words(outcome: &Outcome<'_>) -> String {
    match outcome {
        Outcome::Ask(question) => format!("? {}", question.id),
        Outcome::Stop(rule) => format!("! {}", rule.message),
        Outcome::Checklist(rows) => {
            rows.iter().map(|row| row.document.as_str().to_owned()).collect::<Vec<_>>().join(" ")
        }
    }
}

fn lost_card() -> Service {
    asking(
        &["alasan: hilang rusak pindah", "warga: wni wna", "wakil: ya tidak"],
        &["alasan=pindah", "warga=wna wakil=ya"],
        &[
            ("kk", ""),
            ("lapor", "alasan=hilang"),
            ("lama", "alasan=rusak"),
            ("paspor", "warga=wna"),
            ("kuasa", "wakil=ya"),
        ],
    )
}

#[test]
fn questions_come_in_the_order_of_the_file_and_end_in_a_stop_or_a_checklist() {
    let service = lost_card();
    for (given, expected) in [
        ("", "? alasan"),
        ("alasan=hilang", "? warga"),
        ("alasan=hilang warga=wni", "? wakil"),
        ("alasan=hilang warga=wni wakil=tidak", "kk lapor"),
        ("alasan=hilang warga=wni wakil=ya", "kk lapor kuasa"),
        ("alasan=rusak warga=wna wakil=tidak", "kk lama paspor"),
        ("alasan=rusak warga=wna wakil=ya", "! warga=wna wakil=ya"),
        ("alasan=pindah", "! alasan=pindah"),
    ] {
        assert_eq!(in_words(&outcome(&service, &answers(given))), expected, "{given}");
    }
}

#[test]
fn a_service_without_questions_is_settled_at_once() {
    let service = asking(&[], &[], &[("kk", "")]);
    assert_eq!(in_words(&outcome(&service, &answers(""))), "kk");
    assert_eq!(questions_left(&service, &answers("")), (0, 0));
    assert_eq!(paths(&service).len(), 1);
}

#[test]
fn a_question_that_changes_nothing_is_never_asked() {
    let service = asking(&["warna: biru merah", "wakil: ya tidak", "satu: ya"], &[], &[("kuasa", "wakil=ya")]);
    assert_eq!(in_words(&outcome(&service, &answers(""))), "? wakil");
    assert_eq!(in_words(&outcome(&service, &answers("wakil=ya"))), "kuasa");
}

#[test]
fn a_question_is_left_out_once_an_earlier_answer_makes_it_idle() {
    let service = asking(
        &["alasan: hilang baru", "tempat: rumah jalan"],
        &[],
        &[("kk", ""), ("lapor", "alasan=hilang tempat=jalan")],
    );
    assert_eq!(in_words(&outcome(&service, &answers("alasan=hilang"))), "? tempat");
    assert_eq!(in_words(&outcome(&service, &answers("alasan=baru"))), "kk");
}

#[test]
fn a_question_that_matters_only_together_with_a_later_answer_is_asked() {
    let service = asking(&["satu: a b", "dua: a b"], &[], &[("x", "satu=a dua=a"), ("y", "satu=b dua=b")]);
    assert_eq!(in_words(&outcome(&service, &answers(""))), "? satu");
    assert_eq!(in_words(&outcome(&service, &answers("satu=a"))), "? dua");
}

#[test]
fn a_stop_that_holds_does_not_end_the_questions_while_an_earlier_rule_may_still_hold() {
    let service = asking(&["satu: a b", "dua: a b"], &["dua=a", "satu=a"], &[("x", "")]);
    assert_eq!(in_words(&outcome(&service, &answers("satu=a"))), "? dua");
    assert_eq!(in_words(&outcome(&service, &answers("satu=a dua=a"))), "! dua=a");
    assert_eq!(in_words(&outcome(&service, &answers("satu=a dua=b"))), "! satu=a");
}

#[test]
fn a_condition_on_a_question_or_option_that_nobody_knows_never_holds() {
    let service = asking(&["satu: a b"], &["tiga=a"], &[("x", "satu=c"), ("y", "")]);
    assert_eq!(in_words(&outcome(&service, &answers(""))), "y");
}

#[test]
fn an_unknown_option_leaves_its_question_open() {
    let service = lost_card();
    assert_eq!(in_words(&outcome(&service, &answers("alasan=dicuri warga=wni"))), "? alasan");
    assert!(asked(&service, &answers("alasan=dicuri warga=wni")).is_empty());
}

#[test]
fn answers_to_questions_that_are_no_longer_asked_are_dropped() {
    let service = lost_card();
    let ids = |given: &str| {
        asked(&service, &answers(given))
            .iter()
            .map(|(question, option)| format!("{}={}", question.id, option.id))
            .collect::<Vec<_>>()
            .join(" ")
    };
    for (given, expected) in [
        ("alasan=pindah warga=wni wakil=ya", "alasan=pindah"),
        ("alasan=rusak warga=wni wakil=ya umur=17", "alasan=rusak warga=wni wakil=ya"),
        ("warga=wni wakil=ya", ""),
        ("alasan=rusak wakil=ya", "alasan=rusak"),
    ] {
        assert_eq!(ids(given), expected, "{given}");
    }
}

#[test]
fn the_number_of_questions_left_is_known_at_each_step() {
    let service = lost_card();
    for (given, expected) in
        [("", (1, 3)), ("alasan=hilang", (2, 2)), ("alasan=hilang warga=wni", (1, 1)), ("alasan=pindah", (0, 0))]
    {
        assert_eq!(questions_left(&service, &answers(given)), expected, "{given}");
    }
}

#[test]
fn every_path_ends_and_holds_only_answers_that_were_asked() {
    let service = lost_card();
    let paths = paths(&service);
    assert_eq!(paths.len(), 1 + 2 * 2 * 2);
    for (given, end) in &paths {
        assert!(!matches!(end, Outcome::Ask(_)), "{given:?}");
        assert_eq!(outcome(&service, given), *end);
        assert_eq!(asked(&service, given).len(), given.len());
        for question in given.keys() {
            let mut fewer = given.clone();
            fewer.remove(question);
            assert!(matches!(outcome(&service, &fewer), Outcome::Ask(open) if open.id == *question), "{given:?}");
        }
    }
}

#[test]
fn who_has_booked_brings_what_the_answers_do_not_contradict_where_they_no_longer_lead_to_a_checklist() {
    let changed = |questions: &[&str], stops: &[&str], rows: &[(&str, &str)]| {
        let service = asking(questions, stops, rows);
        let rows = rows_once_answered(&service, &answers("alasan=hilang wakil=tidak"));
        in_words(&Outcome::Checklist(rows))
    };
    let [reason, proxy] = ["alasan: hilang rusak", "wakil: ya tidak"];
    let rows = [("kk", ""), ("lapor", "alasan=hilang"), ("lama", "alasan=rusak"), ("kuasa", "wakil=ya")];
    assert_eq!(changed(&[reason, proxy], &[], &rows), "kk lapor", "nothing has changed");
    assert_eq!(changed(&[reason, proxy], &[], &rows[..3]), "kk lapor", "a paper that nobody needs any more is gone");
    let more = [&rows[..], &[("paspor", "warga=wna")]].concat();
    assert_eq!(changed(&["warga: wni wna", reason, proxy], &[], &more), "kk lapor paspor", "a question more");
    let both = [&rows[..], &[("visa", "alasan=rusak warga=wna")]].concat();
    assert_eq!(changed(&[reason, proxy, "warga: wni wna"], &["warga=wna"], &both), "kk lapor", "that is for others");
    let renamed = [("kk", ""), ("lapor", "sebab=hilang"), ("lama", "sebab=rusak"), ("kuasa", "wakil=ya")];
    assert_eq!(changed(&["sebab: hilang rusak", proxy], &[], &renamed), "kk lapor lama", "a question renamed");
    let renamed = [("kk", ""), ("lapor", "alasan=raib"), ("lama", "alasan=rusak"), ("kuasa", "wakil=ya")];
    assert_eq!(changed(&["alasan: raib rusak", proxy], &[], &renamed), "kk lapor lama", "an option renamed");
    assert_eq!(changed(&[reason, proxy], &["alasan=hilang"], &rows), "kk lapor", "a stop rule more");
    assert_eq!(
        changed(&[proxy], &[], &[("kk", ""), ("kuasa", "wakil=ya")]),
        "kk",
        "a question that nobody asks any more"
    );
}

#[test]
fn what_is_had_on_the_same_visit_is_answered_as_by_whoever_has_it() {
    let mut service = lost_card();
    let given = answers("alasan=rusak warga=wni");
    let mut stop = stop_rule("alasan=rusak warga=wni", "Buat dulu suratnya.");
    assert_eq!(same_visit(&service, &given, &stop), None);
    stop.same_visit = Some(contract::OptionId::parse("wna").unwrap());
    service.stops = vec![stop.clone()];
    let with_more = answers("alasan=rusak warga=wni wakil=ya");
    assert_eq!(same_visit(&service, &with_more, &stop), Some(answers("alasan=rusak warga=wna")));
}
