//! The papers of a visit, merged by whose they are.
//!
//! A person's original is brought once a person, a family's once for the party, a vehicle's, property's or business's
//! once for the visit; copies, photos, stamps, forms and what belongs to one errand are added up. Each line names the
//! stops that want it.

use contract::{
    DocumentId,
    service::{Answers, Document, DocumentKind, Owner, PaperForm, Requirement, Service},
    visits::Paper,
};

use crate::checklist::{Outcome, outcome, rows_once_answered};

/// One stop, as far as its papers go.
pub struct StopPapers<'a> {
    /// What the papers call it: unique among the stops that are merged.
    pub number: u32,
    pub person: usize,
    pub service: &'a Service,
    pub answers: &'a Answers,
    /// Papers that the person gets at another stop of the visit: that stop's number.
    pub obtains: Vec<(DocumentId, u32)>,
}

/// Whether a paper can be got at `issuer` on the way to `wanting`: it issues it, and promises it the same day. What is
/// to be issued anew is wanted as it was: who renews a card hands in the old one.
#[must_use]
pub fn is_obtainable(document: &DocumentId, issuer: &Service, wanting: &Service) -> bool {
    issuer.ready_days[1] == 0 && issuer.issues.contains(document) && !wanting.issues.contains(document)
}

/// How many of some papers are to be had ready, and how. What is got on the way is none of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PaperCounts {
    pub brought: usize,
    /// Forms: most are had at the counter, so they are not looked for at home.
    pub filled_in: usize,
    /// Before the visit.
    pub uploaded: usize,
}

impl PaperCounts {
    #[must_use]
    pub fn of(papers: &[Paper]) -> Self {
        let count = |is_counted: fn(&Paper) -> bool| {
            papers.iter().filter(|paper| paper.at_stop.is_none() && is_counted(paper)).count()
        };
        Self {
            brought: count(|paper| paper.originals + paper.copies > 0),
            filled_in: count(|paper| paper.forms > 0),
            uploaded: count(|paper| paper.upload),
        }
    }
}

/// Of a plan, in the order in which the counters ask, the first stop's first. A stop whose answers do not lead to a checklist
/// adds nothing.
#[must_use]
pub fn merge(stops: &[StopPapers<'_>]) -> Vec<Paper> {
    merge_rows(stops, |stop| match outcome(stop.service, stop.answers) {
        Outcome::Checklist(rows) => rows,
        Outcome::Ask(_) | Outcome::Stop(_) => Vec::new(),
    })
}

/// The same of a visit that is booked: whatever the catalogue asks since then, no stop's papers are left out.
#[must_use]
pub fn merge_booked(stops: &[StopPapers<'_>]) -> Vec<Paper> {
    merge_rows(stops, |stop| rows_once_answered(stop.service, stop.answers))
}

fn merge_rows(stops: &[StopPapers<'_>], rows: for<'a> fn(&StopPapers<'a>) -> Vec<&'a Requirement>) -> Vec<Paper> {
    let mut papers: Vec<Paper> = Vec::new();
    for stop in stops {
        for paper in papers_of(stop, rows(stop)) {
            match papers.iter_mut().find(|known| is_same(known, &paper)) {
                Some(known) => add(known, paper),
                None => papers.push(paper),
            }
        }
    }
    papers
}

/// One stop's papers: a paper that stands in several rows is one line.
fn papers_of(stop: &StopPapers<'_>, requirements: Vec<&Requirement>) -> Vec<Paper> {
    let mut papers: Vec<Paper> = Vec::new();
    for requirement in requirements {
        let paper = line(stop, requirement);
        match papers.iter_mut().find(|known| known.document == paper.document) {
            Some(known) => {
                known.originals = if is_counted(known) {
                    known.originals + paper.originals
                } else {
                    known.originals.max(paper.originals)
                };
                known.copies += paper.copies;
                known.forms += paper.forms;
                known.upload |= paper.upload;
                add_notes(known, paper.notes);
            }
            None => papers.push(paper),
        }
    }
    papers
}

fn line(stop: &StopPapers<'_>, requirement: &Requirement) -> Paper {
    let document = document_of(stop.service, &requirement.document);
    let count = requirement.count.max(1);
    let copies = requirement.copies.max(1);
    let (originals, copies, forms, upload) = match requirement.form {
        PaperForm::Original | PaperForm::Unknown => (count, 0, 0, false),
        PaperForm::Copy => (0, copies, 0, false),
        PaperForm::OriginalAndCopy => (count, copies, 0, false),
        PaperForm::Upload => (0, 0, 0, true),
        PaperForm::FilledIn => (0, 0, count, false),
    };
    Paper {
        document: requirement.document.clone(),
        name: document.name,
        kind: document.kind,
        of: document.of,
        person: (document.of == Owner::Person).then_some(stop.person),
        originals,
        copies,
        forms,
        upload,
        notes: requirement.note.iter().cloned().collect(),
        obtain: document.obtain,
        issued_by: document.issued_by,
        stops: vec![stop.number],
        at_stop: stop.obtains.iter().find(|(wanted, _)| *wanted == requirement.document).map(|(_, at)| *at),
    }
}

/// A checked catalogue describes every document; where one is missing, better its id than a paper left at home.
fn document_of(service: &Service, id: &DocumentId) -> Document {
    service.documents.get(id).cloned().unwrap_or_else(|| Document {
        name: id.to_string(),
        kind: DocumentKind::Unknown,
        of: Owner::Errand,
        obtain: None,
        issued_by: Vec::new(),
    })
}

/// Whether two lines are one: the same document, of the same person where it is a person's, got at the same place.
fn is_same(one: &Paper, other: &Paper) -> bool {
    one.document == other.document && one.person == other.person && one.at_stop == other.at_stop
}

fn add(known: &mut Paper, paper: Paper) {
    known.originals =
        if is_used_up(known) { known.originals + paper.originals } else { known.originals.max(paper.originals) };
    known.copies += paper.copies;
    known.forms += paper.forms;
    known.upload |= paper.upload;
    known.stops.extend(paper.stops);
    add_notes(known, paper.notes);
}

/// Handed in at the counter, so that the next stop wants another: whatever is made for one errand, and what is counted.
fn is_used_up(paper: &Paper) -> bool {
    paper.of == Owner::Errand || is_counted(paper)
}

/// Every row wants its own, also within one service: photos, forms, and the items of an errand (duty stamps). An item
/// of a person or a business is a phone or an account: one is enough.
fn is_counted(paper: &Paper) -> bool {
    match paper.kind {
        DocumentKind::Photo | DocumentKind::Form => true,
        DocumentKind::Item => paper.of == Owner::Errand,
        _ => false,
    }
}

fn add_notes(known: &mut Paper, notes: Vec<String>) {
    for note in notes {
        if !known.notes.contains(&note) {
            known.notes.push(note);
        }
    }
}

#[cfg(test)]
mod tests;
