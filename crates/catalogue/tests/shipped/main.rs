//! The catalogue that ships: complete, consistent, and every path through its questions ends well.

mod answers;

use std::{collections::BTreeSet, fs, path::Path};

use catalogue::Catalogue;
use contract::{
    Language, OptionId, QuestionId,
    index::Index,
    service::{Answers, Confidence, DocumentKind, Evidence, FeeKind, Service},
};
use domain::{
    checklist::{self, Outcome},
    papers::{StopPapers, merge},
};

fn shipped() -> Catalogue {
    Catalogue::shipped().unwrap_or_else(|error| panic!("{error}"))
}

fn services(catalogue: &Catalogue) -> impl Iterator<Item = &Service> {
    Language::ALL.into_iter().flat_map(|language| catalogue.services(language))
}

/// A page of the project's top, with its lines run together.
fn page(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path);
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// With a comma between thousands.
fn in_words(count: usize) -> String {
    if count < 1000 { count.to_string() } else { format!("{},{:03}", count / 1000, count % 1000) }
}

/// The pages are the one place that has the counts: what is lost by mistake makes them untrue.
#[test]
fn the_pages_say_how_much_there_is() {
    let catalogue = shipped();
    let index = catalogue.index(Language::Id);
    let (tenants, services) = (index.tenants.len(), index.services.len());
    for language in Language::ALL {
        let index = catalogue.index(language);
        assert_eq!((index.tenants.len(), index.services.len()), (tenants, services));
        assert_eq!(catalogue.services(language).count(), services);
        assert_eq!(index.tenants[0].short, "DPMPTSP", "the tenant with most services comes first");
    }
    let lengths: Vec<usize> =
        catalogue.services(Language::Id).flat_map(checklist::paths).map(|(answers, _)| answers.len()).collect();
    let (paths, most) = (lengths.len(), lengths.iter().max().unwrap());
    let average = lengths.iter().sum::<usize>() as f64 / paths as f64;
    let at_civil_registry = index.services.iter().filter(|service| service.tenant.as_str() == "disdukcapil").count();
    for (path, said) in [
        ("catalogue/SCHEMA.md", format!("services ({at_civil_registry} of them at `disdukcapil`)")),
        ("README.md", format!("{tenants} agencies, {services} services")),
        ("catalogue/SCHEMA.md", format!("# The catalogue: {tenants} tenants, {services} services, as data")),
        (
            "catalogue/SCHEMA.md",
            format!("({average:.1} questions on average over the {} paths, at most {most})", in_words(paths)),
        ),
    ] {
        assert!(page(path).contains(&said), "{path} should say: {said}");
    }
}

#[test]
fn a_full_monday_takes_2500_people_and_1317_of_them_at_disdukcapil() {
    let catalogue = shipped();
    let monday = "2026-12-07".parse().unwrap();
    let mall = catalogue.mall(Language::Id);
    let people = |tenant: Option<&str>| -> u32 {
        catalogue
            .schedules()
            .filter(|schedule| tenant.is_none_or(|tenant| schedule.id.tenant.as_str() == tenant))
            .map(|schedule| schedule.capacity * domain::calendar::windows_on(mall, schedule, monday).len() as u32)
            .sum()
    };
    assert!(people(None) >= 2500, "{}", people(None));
    assert!(people(Some("disdukcapil")) >= 1317, "{}", people(Some("disdukcapil")));
}

#[test]
fn every_path_through_the_questions_ends_in_a_checklist_or_a_stop() {
    let catalogue = shipped();
    for service in catalogue.services(Language::Id) {
        for (_, outcome) in checklist::paths(service) {
            if let Outcome::Ask(question) = outcome {
                panic!("{} ends at the question {}", service.id, question.id);
            }
        }
    }
}

#[test]
fn no_question_is_asked_whose_answer_changes_nothing() {
    // Questions and conditions are the same in both languages.
    for service in shipped().services(Language::Id) {
        let (mut asked, mut judged) = (BTreeSet::new(), BTreeSet::new());
        for (answers, _) in checklist::paths(service) {
            let path = checklist::asked(service, &answers);
            for place in 0..path.len() {
                let before: Answers =
                    path[..place].iter().map(|(question, option)| (question.id.clone(), option.id.clone())).collect();
                let question = path[place].0;
                if !judged.insert(before.clone()) {
                    continue;
                }
                asked.insert(question.id.clone());
                // What can still come of each answer: the ends of all paths behind it.
                let mut ends = question.options.iter().map(|option| {
                    let mut answers = before.clone();
                    answers.insert(question.id.clone(), option.id.clone());
                    ends_behind(service, &answers)
                });
                let first = ends.next().unwrap();
                assert!(
                    ends.any(|other| other != first),
                    "{}: {} changes nothing after {before:?}",
                    service.id,
                    question.id
                );
            }
        }
        for question in &service.questions {
            assert!(asked.contains(&question.id), "{}: {} is never asked", service.id, question.id);
        }
    }
}

/// The ends of all paths that go on from these answers, with the answers behind them.
fn ends_behind<'a>(service: &'a Service, answers: &Answers) -> Vec<(Vec<(&'a QuestionId, &'a OptionId)>, Outcome<'a>)> {
    let Outcome::Ask(question) = checklist::outcome(service, answers) else {
        return vec![(vec![], checklist::outcome(service, answers))];
    };
    let mut ends = Vec::new();
    for option in &question.options {
        let mut answers = answers.clone();
        answers.insert(question.id.clone(), option.id.clone());
        for (mut path, end) in ends_behind(service, &answers) {
            path.push((&question.id, &option.id));
            ends.push((path, end));
        }
    }
    ends
}

/// Of a number there is no original.
#[test]
fn numbers_codes_and_accounts_are_brought_like_things() {
    for service in services(&shipped()) {
        for (id, document) in &service.documents {
            let is_number = ["nomor-", "kode-", "akun-"].iter().any(|start| id.as_str().starts_with(start));
            assert!(!is_number || document.kind == DocumentKind::Item, "{id}");
        }
    }
}

#[test]
fn a_paper_that_stands_in_several_rows_is_shown_once() {
    let mut merged_somewhere = false;
    for service in services(&shipped()) {
        for (answers, outcome) in checklist::paths(service) {
            let Outcome::Checklist(requirements) = outcome else { continue };
            let stop = StopPapers { number: 1, person: 0, service, answers: &answers, obtains: vec![] };
            let papers = merge(&[stop]);
            let shown: BTreeSet<_> = papers.iter().map(|paper| &paper.document).collect();
            assert_eq!(shown.len(), papers.len(), "{}", service.id);
            assert_eq!(shown, requirements.iter().map(|requirement| &requirement.document).collect(), "{}", service.id);
            let copies: u32 = requirements.iter().map(|requirement| requirement.copies).sum();
            assert_eq!(
                papers.iter().map(|paper| paper.copies).sum::<u32>(),
                copies,
                "{}: copies are added up",
                service.id
            );
            merged_somewhere |= requirements.len() > papers.len();
        }
    }
    assert!(merged_somewhere, "the shipped data has a paper in several rows");
}

/// Whoever edits a fee would leave the old one in the text, and the page would name two prices.
#[test]
fn a_fixed_fee_stands_in_one_place() {
    for language in Language::ALL {
        for service in shipped().services(language).filter(|service| service.fee.kind == FeeKind::Fixed) {
            let amount = service.fee.amount.unwrap();
            let point = if language == Language::Id { '.' } else { ',' };
            let said = format!("Rp{}{point}{:03}", amount / 1000, amount % 1000);
            let questions = service.questions.iter().filter_map(|question| question.help.as_ref());
            let texts = service.steps.iter().chain(&service.fee.note).chain([&service.summary]).chain(questions);
            let texts = texts.chain(service.requirements.iter().filter_map(|row| row.note.as_ref()));
            for text in texts.chain(service.stops.iter().map(|stop| &stop.message)) {
                assert!(!text.contains(&said), "{}: {text}", service.id);
            }
        }
    }
}

#[test]
fn the_summary_counts_what_is_there() {
    let catalogue = shipped();
    let services: Vec<&Service> = catalogue.services(Language::En).collect();
    let named = services.iter().filter(|service| service.source.evidence == Evidence::MppPekanbaru).count();
    let sure = services.iter().filter(|service| service.source.confidence == Confidence::High).count();
    let summary = catalogue.summary();
    let tenants = catalogue.index(Language::En).tenants.len();
    for said in [
        format!(": {tenants} tenants, "),
        format!(", {} services, ", services.len()),
        format!(" {named} MppPekanbaru"),
        format!("{sure} High"),
    ] {
        assert!(summary.contains(&said), "{said} is not in {summary}");
    }
}

#[test]
fn the_tenants_with_most_services_come_first_then_by_short_name() {
    let catalogue = shipped();
    for language in Language::ALL {
        let index = catalogue.index(language);
        let services = |tenant: &contract::index::Tenant| {
            index.services.iter().filter(|service| service.tenant == tenant.id).count()
        };
        for pair in index.tenants.windows(2) {
            let [one, other] = pair else { continue };
            let in_order =
                services(one) > services(other) || (services(one) == services(other) && one.short < other.short);
            assert!(in_order, "{} stands before {}", one.short, other.short);
        }
    }
}

#[test]
fn the_index_stays_small_enough_to_travel_inside_a_page() {
    let catalogue = shipped();
    for language in Language::ALL {
        let bytes = serde_json::to_vec(catalogue.index(language)).unwrap().len();
        assert!(bytes < 160 * 1024, "{}: {bytes} bytes", language.tag());
    }
}

#[test]
fn the_index_comes_back_whole_from_the_lines_that_a_page_carries() {
    let catalogue = shipped();
    for language in Language::ALL {
        let index = catalogue.index(language);
        assert_eq!(Index::from_lines(&index.to_lines()).as_ref(), Some(index));
    }
}
