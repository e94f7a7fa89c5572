//! A service: its texts, fee, questions, papers, stops, steps and sources.

use std::collections::BTreeSet;

use contract::{
    limits,
    service::{CHANGING, Confidence, Evidence, FeeKind, PaperForm},
};

use super::{Faults, Known, is_slug};
use crate::file::{
    FeeEntry, QuestionEntry, RequirementEntry, ServiceEntry, SourceEntry, StopEntry, TenantFile, WhenEntry,
};

const STOPS_MAX: usize = 4;
/// Answers to all questions of a service: which of them still matter is found by trying them.
const COMBINATIONS_MAX: usize = 10_000;
const STEPS: std::ops::RangeInclusive<usize> = 2..=6;

pub(super) fn check(faults: &mut Faults<'_>, tenant: &TenantFile, entry: &ServiceEntry, known: &Known<'_>) {
    faults.slug("id", &entry.id);
    faults.require(
        entry.id.starts_with(&format!("{}-", tenant.id)),
        "id",
        format!("does not begin with “{}-”", tenant.id),
    );
    faults.require(
        tenant.desk.iter().any(|desk| desk.id == entry.desk),
        "desk",
        format!("the tenant has no desk “{}”", entry.desk),
    );
    faults.name("name", &entry.name);
    faults.sentence("summary", &entry.summary);
    faults.require(!entry.keywords.is_empty(), "keywords", "are empty");
    faults.require(entry.keywords.iter().all(|word| !word.trim().is_empty()), "keywords", "hold an empty one");
    faults.require(
        known.categories.contains(entry.category.as_str()),
        "category",
        format!("there is no category “{}”", entry.category),
    );
    for id in &entry.life_events {
        faults.require(
            known.life_events.contains(id.as_str()),
            "life_events",
            format!("there is no life event “{id}”"),
        );
    }
    faults.require(
        (1..=240).contains(&entry.minutes),
        "minutes",
        format!("{} is not between 1 and 240", entry.minutes),
    );
    let mut seen = BTreeSet::new();
    for id in &entry.issues {
        faults.require(seen.insert(id), "issues", format!("“{id}” stands twice"));
        faults.require(known.documents.contains(id.as_str()), "issues", format!("there is no document “{id}”"));
    }
    faults.require(entry.ready_days[0] <= entry.ready_days[1], "ready_days", "the fastest is after the promised");
    fee(faults, &entry.fee);
    questions(faults, &entry.question);
    for (place, requirement) in entry.requirement.iter().enumerate() {
        check_requirement(faults, &format!("requirement {}", place + 1), requirement, entry, known);
    }
    faults.require(entry.stop.len() <= STOPS_MAX, "stop", format!("{} are more than {STOPS_MAX}", entry.stop.len()));
    for (place, stop) in entry.stop.iter().enumerate() {
        let field = format!("stop {}", place + 1);
        faults.require(!stop.when.is_empty(), format!("{field}.when"), "is empty: nobody could ever come");
        when(faults, &format!("{field}.when"), &stop.when, entry);
        let is_everybody = !stop.when.is_empty() && stop.when.iter().all(|(id, options)| lists_all(entry, id, options));
        faults.require(!is_everybody, format!("{field}.when"), "lists every answer: nobody could ever come");
        faults.sentence(&format!("{field}.message"), &stop.message);
        if let Some(instead) = &stop.instead {
            let there = known.services.contains_key(instead.as_str()) && *instead != entry.id;
            faults.require(there, format!("{field}.instead"), format!("there is no other service “{instead}”"));
        }
        same_visit(faults, &format!("{field}.same_visit"), stop, entry, known);
    }
    faults.require(
        STEPS.contains(&entry.step.len()),
        "step",
        format!("{} are not {} to {}", entry.step.len(), STEPS.start(), STEPS.end()),
    );
    for (place, step) in entry.step.iter().enumerate() {
        faults.sentence(&format!("step {}", place + 1), &step.text);
    }
    source(faults, &entry.source);
}

/// Two services in one visit: the answer leads on, and the other service hands out a paper of this one's the same day.
fn same_visit(faults: &mut Faults<'_>, field: &str, stop: &StopEntry, entry: &ServiceEntry, known: &Known<'_>) {
    let Some(option) = &stop.same_visit else { return };
    let asked = entry.question.iter().rfind(|question| stop.when.contains_key(&question.id));
    let is_other = asked.is_some_and(|question| {
        question.option.iter().any(|known| known.id == *option) && !stop.when[&question.id].contains(option)
    });
    faults.require(is_other, field, format!("“{option}” is no other option of the last question in its condition"));
    let instead = stop.instead.as_ref().and_then(|id| known.services.get(id.as_str()));
    let is_got = |issuer: &&&ServiceEntry| {
        let wanted = entry.requirement.iter().map(|row| &row.document);
        issuer.ready_days[1] == 0
            && wanted.clone().any(|paper| issuer.issues.contains(paper) && !entry.issues.contains(paper))
    };
    faults.require(
        instead.filter(is_got).is_some(),
        field,
        "is for a service that issues a paper of this one's the same day",
    );
}

fn fee(faults: &mut Faults<'_>, fee: &FeeEntry) {
    let amount = fee.amount.unwrap_or_default();
    match fee.kind {
        FeeKind::Free => faults.require(amount == 0, "fee.amount", "must be 0 for a free service"),
        FeeKind::Fixed => faults.require(amount > 0, "fee.amount", "must be whole rupiah above 0 for a fixed fee"),
        FeeKind::Table => faults.require(!fee.items.is_empty(), "fee.items", "are empty for a table"),
        FeeKind::Formula => faults.require(fee.note.is_some(), "fee.note", "is missing: a formula must be said"),
        FeeKind::Unknown => faults.add("fee.kind", "is none of free, fixed, table, formula"),
    }
    if fee.kind != FeeKind::Table {
        faults.require(fee.items.is_empty(), "fee.items", "belong to a table only");
    }
    if fee.kind != FeeKind::Fixed && fee.kind != FeeKind::Free {
        faults.require(amount == 0, "fee.amount", "belongs to a fixed fee only");
    }
    for (place, item) in fee.items.iter().enumerate() {
        faults.name(&format!("fee.items {}", place + 1), &item.name);
    }
    if let Some(note) = &fee.note {
        faults.sentence("fee.note", note);
    }
    faults.filled("fee.basis", &fee.basis);
}

fn questions(faults: &mut Faults<'_>, questions: &[QuestionEntry]) {
    faults.require(
        questions.len() <= limits::QUESTIONS_MAX,
        "question",
        format!("{} are more than {}", questions.len(), limits::QUESTIONS_MAX),
    );
    let combinations = questions.iter().fold(1, |all: usize, question| all.saturating_mul(question.option.len()));
    faults.require(
        combinations <= COMBINATIONS_MAX,
        "question",
        format!("the options make {combinations} combinations, more than {COMBINATIONS_MAX}"),
    );
    let mut seen = BTreeSet::new();
    for question in questions {
        let field = format!("question {}", question.id);
        faults.slug(&field, &question.id);
        faults.require(question.id != CHANGING, &field, "has another meaning in addresses");
        faults.require(seen.insert(&question.id), &field, "stands twice");
        faults.sentence(&format!("{field}.text"), &question.text);
        if let Some(help) = &question.help {
            faults.sentence(&format!("{field}.help"), help);
        }
        faults.require(question.option.len() >= 2, format!("{field}.option"), "a question has two options at least");
        let mut seen = BTreeSet::new();
        for option in &question.option {
            let field = format!("{field}.option {}", option.id);
            faults.require(is_slug(&option.id), &field, "is no id");
            faults.require(seen.insert(&option.id), &field, "stands twice");
            faults.name(&format!("{field}.text"), &option.text);
        }
    }
}

fn check_requirement(
    faults: &mut Faults<'_>,
    field: &str,
    entry: &RequirementEntry,
    service: &ServiceEntry,
    known: &Known<'_>,
) {
    let document = entry.document.as_str();
    faults.require(
        known.documents.contains(document),
        format!("{field}.document"),
        format!("there is no document “{document}”"),
    );
    let alone = known.issuers.get(document).is_some_and(|issuers| issuers.iter().all(|issuer| *issuer == service.id));
    faults.require(
        !(alone && entry.when.is_empty()),
        format!("{field}.document"),
        format!("“{document}” is required by the only service that issues it, without a condition"),
    );
    faults.require(
        entry.form != PaperForm::Unknown,
        format!("{field}.form"),
        "is none of original, copy, original+copy, upload, filled-in",
    );
    let copied = matches!(entry.form, PaperForm::Copy | PaperForm::OriginalAndCopy);
    if let Some(copies) = entry.copies {
        faults.require(copied, format!("{field}.copies"), "belong to copy and original+copy only");
        faults.require(
            (1..=20).contains(&copies),
            format!("{field}.copies"),
            format!("{copies} is not between 1 and 20"),
        );
    }
    if let Some(count) = entry.count {
        let is_counted = !matches!(entry.form, PaperForm::Copy | PaperForm::Upload);
        faults.require(is_counted, format!("{field}.count"), "belongs to neither copy (copies) nor upload (note)");
        faults.require((1..=50).contains(&count), format!("{field}.count"), format!("{count} is not between 1 and 50"));
    }
    when(faults, &format!("{field}.when"), &entry.when, service);
    if let Some(note) = &entry.note {
        faults.sentence(&format!("{field}.note"), note);
    }
}

fn when(faults: &mut Faults<'_>, field: &str, when: &WhenEntry, service: &ServiceEntry) {
    for (id, options) in when {
        let Some(question) = service.question.iter().find(|question| question.id == *id) else {
            faults.add(field, format!("there is no question “{id}”"));
            continue;
        };
        faults.require(!options.is_empty(), field, format!("lists no answer to “{id}”"));
        for option in options {
            let there = question.option.iter().any(|known| known.id == *option);
            faults.require(there, field, format!("question “{id}” has no option “{option}”"));
        }
    }
}

/// Whether a condition lists every answer to its question.
fn lists_all(service: &ServiceEntry, id: &str, options: &[String]) -> bool {
    let question = service.question.iter().find(|question| question.id == id);
    question.is_some_and(|question| question.option.iter().all(|option| options.contains(&option.id)))
}

fn source(faults: &mut Faults<'_>, source: &SourceEntry) {
    faults.require(!source.basis.is_empty(), "source.basis", "is empty");
    for basis in &source.basis {
        faults.filled("source.basis", basis);
    }
    faults.require(source.evidence != Evidence::Unknown, "source.evidence", "is none of mpp-pekanbaru, agency");
    faults.require(source.confidence != Confidence::Unknown, "source.confidence", "is none of high, medium, low");
    if let Some(url) = &source.url {
        faults.require(url.starts_with("https://") || url.starts_with("http://"), "source.url", "is no web address");
    }
}
