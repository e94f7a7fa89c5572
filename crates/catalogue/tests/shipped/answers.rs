//! What residents with certain answers are asked for, and where they are led.

use contract::{
    Language, OptionId, QuestionId, ServiceId,
    service::{Answers, PaperForm, Requirement},
};
use domain::{
    checklist::{self, Outcome},
    papers::is_obtainable,
};

use crate::{ends_behind, services, shipped};

#[test]
fn who_lacks_a_paper_that_is_had_here_the_same_day_is_led_to_both_in_one_visit() {
    // Not for want of a paper: new vehicles get no relief, whatever they bring.
    const OTHERS: [&str; 1] = ["bapenda-riau-keringanan"];
    let catalogue = shipped();
    let mut both = 0;
    for service in catalogue.services(Language::Id) {
        for stop in &service.stops {
            let Some(issuer) = stop.instead.as_ref().and_then(|id| catalogue.service(Language::Id, id)) else {
                continue;
            };
            let is_got = |row: &Requirement| issuer.desk.bookable && is_obtainable(&row.document, issuer, service);
            if !service.desk.bookable || !service.requirements.iter().any(is_got) {
                assert_eq!(stop.same_visit, None, "{}", service.id);
                continue;
            }
            assert_ne!(stop.same_visit.is_some(), OTHERS.contains(&service.id.as_str()), "{}", service.id);
            if stop.same_visit.is_none() {
                continue;
            }
            let stopped = checklist::paths(service).into_iter().filter(|(_, end)| *end == Outcome::Stop(stop));
            for (answers, _) in stopped {
                let answers = checklist::same_visit(service, &answers, stop).unwrap();
                let ends = ends_behind(service, &answers);
                let wants =
                    |end: &Outcome<'_>| matches!(end, Outcome::Checklist(rows) if rows.iter().any(|row| is_got(row)));
                assert!(ends.iter().any(|(_, end)| wants(end)), "{}: {answers:?} leads to no list with it", service.id);
                both += 1;
            }
            // Nor is anybody sent back for whom that paper was wanted first.
            let back = issuer.stops.iter().find(|stop| stop.instead.as_ref() == Some(&service.id));
            assert_eq!(back, None, "{} sends back to {}", issuer.id, service.id);
        }
    }
    assert!(both >= 8, "{both}");
}

/// What the plan can't do, the page doesn't promise.
#[test]
fn one_visit_for_both_is_promised_only_where_it_can_be_planned() {
    for service in services(&shipped()) {
        for stop in &service.stops {
            let promised = ["kunjungan yang sama", "same visit"].iter().any(|words| stop.message.contains(words));
            assert!(!promised || stop.same_visit.is_some(), "{}: {}", service.id, stop.message);
        }
    }
}

#[test]
fn only_who_was_not_divorced_as_a_muslim_is_asked_for_the_civil_registrys_paper() {
    let mut asked = 0;
    for service in shipped().services(Language::Id) {
        for (answers, outcome) in checklist::paths(service) {
            let Outcome::Checklist(requirements) = outcome else { continue };
            let wants = |id: &str| requirements.iter().any(|requirement| requirement.document.as_str() == id);
            if !wants("akta-perceraian") || wants("akta-cerai") {
                continue;
            }
            asked += 1;
            let chosen = checklist::asked(service, &answers);
            let mut said = chosen.iter().map(|(_, option)| option.text.as_str()).chain([service.name.as_str()]);
            let says = |text: &str| ["nonmuslim", "perceraian"].iter().any(|word| text.to_lowercase().contains(word));
            assert!(said.any(says), "{}: {answers:?}", service.id);
        }
    }
    assert!(asked > 0);
}

/// The registry has taken the card itself when it gave the death certificate.
#[test]
fn heirs_bring_a_copy_of_the_card_of_who_died() {
    let catalogue = shipped();
    for (id, heirs) in [("jht", &["meninggal"][..]), ("jp", &["janda-duda", "anak", "orang-tua"])] {
        let id = ServiceId::parse(&format!("bpjs-ketenagakerjaan-klaim-{id}")).unwrap();
        let cause = QuestionId::parse("sebab").unwrap();
        for (answers, outcome) in checklist::paths(catalogue.service(Language::Id, &id).unwrap()) {
            let Outcome::Checklist(requirements) = outcome else { continue };
            let is_card = |requirement: &&Requirement| requirement.document.as_str() == "ktp-el";
            let card = requirements.into_iter().find(is_card).unwrap();
            let is_heirs = heirs.contains(&answers[&cause].as_str());
            assert_eq!(card.form == PaperForm::Copy, is_heirs, "{id}: {answers:?}");
        }
    }
}

#[test]
fn whoever_waits_too_long_for_the_card_is_not_asked_for_it() {
    let catalogue = shipped();
    let service = |id: &str| catalogue.service(Language::Id, &ServiceId::parse(id).unwrap()).unwrap();
    let led_on = service("disdukcapil-ktp-el-pengambilan").stops.iter().find_map(|stop| stop.instead.as_ref());
    let wants = |rows: &[&Requirement], id: &str| rows.iter().any(|row| row.document.as_str() == id);
    let lists = checklist::paths(service(led_on.unwrap().as_str())).into_iter().filter_map(|(_, end)| match end {
        Outcome::Checklist(rows) => Some(rows),
        _ => None,
    });
    let slips: Vec<_> = lists.filter(|rows| wants(rows, "disdukcapil-tanda-terima")).collect();
    assert!(!slips.is_empty() && slips.iter().all(|rows| !wants(rows, "ktp-el")), "{slips:?}");
}

/// What was answered is not asked again, and leads to the service that one was sent away from.
#[test]
fn no_stop_leads_round() {
    let catalogue = shipped();
    for service in catalogue.services(Language::Id) {
        for (mut answers, outcome) in checklist::paths(service) {
            let Outcome::Stop(stop) = outcome else { continue };
            let Some(other) = stop.instead.as_ref().and_then(|id| catalogue.service(Language::Id, id)) else {
                continue;
            };
            answers.retain(|id, option| {
                let asked = other.questions.iter().find(|question| question.id == *id);
                asked.is_some_and(|question| question.options.iter().any(|known| known.id == *option))
            });
            if let Outcome::Stop(next) = checklist::outcome(other, &answers) {
                assert_ne!(next.instead.as_ref(), Some(&service.id), "{} and {}: {answers:?}", service.id, other.id);
            }
        }
    }
}

#[test]
fn whoever_lost_a_childs_passport_is_led_to_the_counter_for_lost_ones() {
    let catalogue = shipped();
    let answered =
        |question: &str, option: &str| (QuestionId::parse(question).unwrap(), OptionId::parse(option).unwrap());
    for (id, lost, other) in [
        ("imigrasi-paspor-penggantian", answered("kondisi", "hilang-rusak"), answered("umur", "anak")),
        ("imigrasi-paspor-anak", answered("paspor-lama", "hilang-rusak"), answered("mpaspor", "belum")),
    ] {
        let service = catalogue.service(Language::Id, &ServiceId::parse(id).unwrap()).unwrap();
        let Outcome::Stop(stop) = checklist::outcome(service, &[lost, other].into()) else {
            panic!("{id} has no stop")
        };
        assert_eq!(stop.instead, ServiceId::parse("imigrasi-paspor-hilang-rusak"));
    }
}

#[test]
fn muslims_with_the_religious_courts_decision_can_have_a_child_recognised() {
    let catalogue = shipped();
    let id = ServiceId::parse("disdukcapil-pengakuan-pengesahan-anak").unwrap();
    let service = catalogue.service(Language::Id, &id).unwrap();
    let answered = |answers: &Answers, question: &str, option: &str| {
        answers.iter().any(|(id, chosen)| (id.as_str(), chosen.as_str()) == (question, option))
    };
    let mut lists = 0;
    for (answers, outcome) in checklist::paths(service).into_iter().filter(|(all, _)| answered(all, "agama", "islam")) {
        let Outcome::Checklist(rows) = outcome else { continue };
        let wants = |id: &str| rows.iter().any(|row| row.document.as_str() == id);
        assert!(wants("putusan-pengadilan") && !wants("akta-perkawinan"), "{answers:?}");
        assert!(!wants("surat-perkawinan-pemuka-agama"), "{answers:?}");
        lists += 1;
    }
    assert!(lists > 0);
}

#[test]
fn whoever_registers_a_newborn_is_not_asked_whose_house_it_is() {
    let catalogue = shipped();
    let id = ServiceId::parse("disdukcapil-kk-perubahan-data").unwrap();
    let service = catalogue.service(Language::Id, &id).unwrap();
    let (change, house) = (QuestionId::parse("perubahan").unwrap(), QuestionId::parse("rumah").unwrap());
    for (answers, _) in checklist::paths(service) {
        let moves = ["alamat", "numpang"].contains(&answers[&change].as_str());
        assert!(moves || !answers.contains_key(&house), "{answers:?}");
    }
}
