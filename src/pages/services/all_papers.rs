//! Every paper that may be asked for and every reason not to come, with their conditions in words: readable before any
//! question is answered, and without wasm.

use std::sync::Arc;

use contract::{
    DocumentId,
    service::{Answers, PaperForm, Requirement, Service, When},
    visits::Paper,
};
use leptos::prelude::*;

use crate::{
    i18n::{Texts, texts},
    routes::{Page, ServiceView},
};

#[component]
pub fn AllPapers(service: Arc<Service>) -> impl IntoView {
    let words = texts();
    // Where wasm is off, the button that asks the questions leads here instead.
    let id = ServiceView::Answers { given: Answers::new(), changing: None }.fragment();
    let papers = service.requirements.iter().map(|requirement| paper(words, &service, requirement)).collect_view();
    // Where nothing is asked, all of them are for everybody.
    let text = (!service.questions.is_empty()).then(|| view! { <p>{words.service().all_papers_text}</p> });
    view! {
        <section class="stack" data-gap="s" aria-labelledby="semua-berkas" id=id>
            <h2 id="semua-berkas">{words.service().all_papers_title}</h2>
            {text}
            <details class="disclosure">
                <summary>{(words.service().all_papers_summary)(count(&service))}</summary>
                <ul role="list">{papers}</ul>
            </details>
        </section>
        {stops(words, &service)}
    }
}

/// A paper may stand in several rows, each with its own condition; it counts once.
fn count(service: &Service) -> usize {
    let documents: std::collections::BTreeSet<&DocumentId> =
        service.requirements.iter().map(|requirement| &requirement.document).collect();
    documents.len()
}

fn paper(words: Texts, service: &Service, requirement: &Requirement) -> Option<impl IntoView + use<>> {
    let document = service.documents.get(&requirement.document)?;
    let line = Paper {
        document: requirement.document.clone(),
        name: document.name.clone(),
        kind: document.kind,
        of: document.of,
        person: None,
        originals: match requirement.form {
            PaperForm::Original | PaperForm::OriginalAndCopy | PaperForm::Unknown => requirement.count.max(1),
            PaperForm::Copy | PaperForm::Upload | PaperForm::FilledIn => 0,
        },
        copies: match requirement.form {
            PaperForm::Copy | PaperForm::OriginalAndCopy => requirement.copies.max(1),
            _ => 0,
        },
        forms: if requirement.form == PaperForm::FilledIn { requirement.count.max(1) } else { 0 },
        upload: requirement.form == PaperForm::Upload,
        notes: Vec::new(),
        obtain: None,
        issued_by: Vec::new(),
        stops: Vec::new(),
        at_stop: None,
    };
    let what = words.paper_parts(&line).join(words.papers().and);
    let condition = match conditions(words, service, &requirement.when) {
        Some(conditions) => (words.service().only_if)(&conditions),
        None => words.service().always.to_owned(),
    };
    let note = requirement.note.clone();
    let obtain = document.obtain.clone();
    Some(view! {
        <li class="paper">
            <div class="paper__body">
                <p class="strong">{line.name}</p>
                <p>{what}</p>
                <p class="paper__note">{condition}</p>
                {note.map(|note| view! { <p class="paper__note">{note}</p> })}
                {obtain.map(|obtain| view! { <p class="paper__note">{obtain}</p> })}
            </div>
        </li>
    })
}

fn stops(words: Texts, service: &Service) -> Option<impl IntoView + use<>> {
    let rows = service
        .stops
        .iter()
        .map(|stop| {
            let condition = conditions(words, service, &stop.when).map(|conditions| format!("{conditions}."));
            let instead = stop.instead.as_ref().and_then(|id| {
                let related = service.related.get(id)?;
                let href = Page::Service(id.clone()).path(words.language);
                Some(view! { <p>{words.service().instead} <a href=href>{related.name.clone()}</a></p> })
            });
            view! {
                <li class="paper">
                    <div class="paper__body">
                        <p class="strong">{condition}</p>
                        <p>{stop.message.clone()}</p>
                        {instead}
                    </div>
                </li>
            }
        })
        .collect_view();
    let count = service.stops.len();
    (count > 0).then(|| {
        view! {
            <section class="stack" data-gap="s" aria-labelledby="jangan">
                <h2 id="jangan">{words.service().not_for_title}</h2>
                <details class="disclosure">
                    <summary>{(words.service().not_for_summary)(count)}</summary>
                    <ul role="list">{rows}</ul>
                </details>
            </section>
        }
    })
}

/// "Anda menjawab “Hilang” atau “Rusak” pada “Mengapa Anda membuat KTP‑el?”": in the words of the questions, or nothing
/// where there is no condition.
fn conditions(words: Texts, service: &Service, when: &When) -> Option<String> {
    let parts: Vec<String> = service
        .questions
        .iter()
        .filter_map(|question| {
            let wanted = when.get(&question.id)?;
            let answers: Vec<String> = question
                .options
                .iter()
                .filter(|option| wanted.contains(&option.id))
                .map(|option| format!("“{}”", option.text))
                .collect();
            Some((words.service().answered)(&question.text, &answers.join(words.service().or)))
        })
        .collect();
    (!parts.is_empty()).then(|| parts.join(words.service().and))
}
