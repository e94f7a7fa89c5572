//! Words. One file an area, both languages side by side in it; a language that lacks a word does not compile.
//!
//! A component reads `let words = texts();` once and uses `words.area.field`.

pub mod check;
pub mod dates;
pub mod failures;
pub mod frame;
pub mod help;
pub mod money;
pub mod my_visits;
pub mod papers;
pub mod people;
pub mod privacy;
pub mod question;
pub mod search;
pub mod service;
pub mod start;
pub mod tenant;
pub mod ticket;
pub mod time;
pub mod visit;

use contract::Language;
use leptos::prelude::expect_context;

/// All words of one language.
pub struct Texts {
    pub language: Language,
    pub frame: frame::FrameTexts,
    pub failures: failures::FailureTexts,
    pub start: start::StartTexts,
    pub tenant: tenant::TenantTexts,
    pub privacy: privacy::PrivacyTexts,
    pub help: help::HelpTexts,
    pub search: search::SearchTexts,
    pub service: service::ServiceTexts,
    pub question: question::QuestionTexts,
    pub papers: papers::PaperTexts,
    pub visit: visit::VisitTexts,
    pub time: time::TimeTexts,
    pub my_visits: my_visits::MyVisitsTexts,
    pub ticket: ticket::TicketTexts,
    pub check: check::CheckTexts,
    pub people: people::PeopleTexts,
}

static INDONESIAN: Texts = Texts {
    language: Language::Id,
    frame: frame::INDONESIAN,
    failures: failures::INDONESIAN,
    start: start::INDONESIAN,
    tenant: tenant::INDONESIAN,
    privacy: privacy::INDONESIAN,
    help: help::INDONESIAN,
    search: search::INDONESIAN,
    service: service::INDONESIAN,
    question: question::INDONESIAN,
    papers: papers::INDONESIAN,
    visit: visit::INDONESIAN,
    time: time::INDONESIAN,
    my_visits: my_visits::INDONESIAN,
    ticket: ticket::INDONESIAN,
    check: check::INDONESIAN,
    people: people::INDONESIAN,
};

static ENGLISH: Texts = Texts {
    language: Language::En,
    frame: frame::ENGLISH,
    failures: failures::ENGLISH,
    start: start::ENGLISH,
    tenant: tenant::ENGLISH,
    privacy: privacy::ENGLISH,
    help: help::ENGLISH,
    search: search::ENGLISH,
    service: service::ENGLISH,
    question: question::ENGLISH,
    papers: papers::ENGLISH,
    visit: visit::ENGLISH,
    time: time::ENGLISH,
    my_visits: my_visits::ENGLISH,
    ticket: ticket::ENGLISH,
    check: check::ENGLISH,
    people: people::ENGLISH,
};

/// The words of a language.
#[must_use]
pub fn of(language: Language) -> &'static Texts {
    match language {
        Language::Id => &INDONESIAN,
        Language::En => &ENGLISH,
    }
}

/// The words of the page that is being built.
#[must_use]
pub fn texts() -> &'static Texts {
    of(expect_context())
}
