//! Words. One file an area, both languages side by side in it; a language that lacks a word does not compile.
//!
//! A component reads `let words = texts();` once and uses `words.area.field`.

pub mod dates;
pub mod failures;
pub mod frame;
pub mod money;
pub mod start;

use contract::Language;
use leptos::prelude::expect_context;

/// All words of one language.
pub struct Texts {
    pub language: Language,
    pub frame: frame::FrameTexts,
    pub failures: failures::FailureTexts,
    pub start: start::StartTexts,
}

static INDONESIAN: Texts = Texts {
    language: Language::Id,
    frame: frame::INDONESIAN,
    failures: failures::INDONESIAN,
    start: start::INDONESIAN,
};

static ENGLISH: Texts =
    Texts { language: Language::En, frame: frame::ENGLISH, failures: failures::ENGLISH, start: start::ENGLISH };

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
