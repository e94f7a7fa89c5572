//! Words. One file an area, both languages side by side in it; a language that lacks a word does not compile.
//!
//! A component reads `let words = texts();` once and uses `words.area().field`.

pub mod check;
pub mod dates;
pub mod device;
pub mod displaced;
pub mod embedding;
pub mod failures;
pub mod frame;
pub mod help;
pub mod home_screen;
pub mod money;
pub mod my_visits;
pub mod papers;
pub mod people;
pub mod privacy;
pub mod question;
pub mod reminders;
pub mod search;
pub mod service;
pub mod start;
pub mod tenant;
pub mod ticket;
pub mod time;
pub mod unsent;
pub mod visit;
pub mod your_data;

use contract::Language;
use leptos::prelude::expect_context;

/// All words of one language. Each area is reached by a function of its own, so that a piece of the app carries the words
/// it shows and no others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Texts {
    pub language: Language,
}

impl Texts {
    fn choose<T>(self, indonesian: &'static T, english: &'static T) -> &'static T {
        match self.language {
            Language::Id => indonesian,
            Language::En => english,
        }
    }

    #[must_use]
    pub fn frame(self) -> &'static frame::FrameTexts {
        self.choose(&frame::INDONESIAN, &frame::ENGLISH)
    }

    #[must_use]
    pub fn failures(self) -> &'static failures::FailureTexts {
        self.choose(&failures::INDONESIAN, &failures::ENGLISH)
    }

    #[must_use]
    pub fn start(self) -> &'static start::StartTexts {
        self.choose(&start::INDONESIAN, &start::ENGLISH)
    }

    #[must_use]
    pub fn tenant(self) -> &'static tenant::TenantTexts {
        self.choose(&tenant::INDONESIAN, &tenant::ENGLISH)
    }

    #[must_use]
    pub fn privacy(self) -> &'static privacy::PrivacyTexts {
        self.choose(&privacy::INDONESIAN, &privacy::ENGLISH)
    }

    #[must_use]
    pub fn help(self) -> &'static help::HelpTexts {
        self.choose(&help::INDONESIAN, &help::ENGLISH)
    }

    #[must_use]
    pub fn embedding(self) -> &'static embedding::EmbeddingTexts {
        self.choose(&embedding::INDONESIAN, &embedding::ENGLISH)
    }

    #[must_use]
    pub fn search(self) -> &'static search::SearchTexts {
        self.choose(&search::INDONESIAN, &search::ENGLISH)
    }

    #[must_use]
    pub fn service(self) -> &'static service::ServiceTexts {
        self.choose(&service::INDONESIAN, &service::ENGLISH)
    }

    #[must_use]
    pub fn question(self) -> &'static question::QuestionTexts {
        self.choose(&question::INDONESIAN, &question::ENGLISH)
    }

    #[must_use]
    pub fn papers(self) -> &'static papers::PaperTexts {
        self.choose(&papers::INDONESIAN, &papers::ENGLISH)
    }

    #[must_use]
    pub fn visit(self) -> &'static visit::VisitTexts {
        self.choose(&visit::INDONESIAN, &visit::ENGLISH)
    }

    #[must_use]
    pub fn time(self) -> &'static time::TimeTexts {
        self.choose(&time::INDONESIAN, &time::ENGLISH)
    }

    #[must_use]
    pub fn my_visits(self) -> &'static my_visits::MyVisitsTexts {
        self.choose(&my_visits::INDONESIAN, &my_visits::ENGLISH)
    }

    #[must_use]
    pub fn ticket(self) -> &'static ticket::TicketTexts {
        self.choose(&ticket::INDONESIAN, &ticket::ENGLISH)
    }

    #[must_use]
    pub fn displaced(self) -> &'static displaced::DisplacedTexts {
        self.choose(&displaced::INDONESIAN, &displaced::ENGLISH)
    }

    #[must_use]
    pub fn your_data(self) -> &'static your_data::YourDataTexts {
        self.choose(&your_data::INDONESIAN, &your_data::ENGLISH)
    }

    #[must_use]
    pub fn check(self) -> &'static check::CheckTexts {
        self.choose(&check::INDONESIAN, &check::ENGLISH)
    }

    #[must_use]
    pub fn device(self) -> &'static device::DeviceTexts {
        self.choose(&device::INDONESIAN, &device::ENGLISH)
    }

    #[must_use]
    pub fn home_screen(self) -> &'static home_screen::HomeScreenTexts {
        self.choose(&home_screen::INDONESIAN, &home_screen::ENGLISH)
    }

    #[must_use]
    pub fn reminders(self) -> &'static reminders::ReminderTexts {
        self.choose(&reminders::INDONESIAN, &reminders::ENGLISH)
    }

    #[must_use]
    pub fn unsent(self) -> &'static unsent::UnsentTexts {
        self.choose(&unsent::INDONESIAN, &unsent::ENGLISH)
    }

    #[must_use]
    pub fn people(self) -> &'static people::PeopleTexts {
        self.choose(&people::INDONESIAN, &people::ENGLISH)
    }
}

/// The words of a language.
#[must_use]
pub fn of(language: Language) -> Texts {
    Texts { language }
}

/// The words of the page that is being built.
#[must_use]
pub fn texts() -> Texts {
    of(expect_context())
}

#[cfg(test)]
mod tests {
    use contract::limits::PERSONAL_DAYS;

    use super::*;

    #[test]
    fn every_sentence_says_the_days_that_are_kept() {
        for language in Language::ALL {
            let words = of(language);
            let mark = match language {
                Language::Id => " hari setelah",
                Language::En => " days after",
            };
            let rows = words.privacy().kept.iter().map(|kept| kept.how_long);
            let said: Vec<&str> = [words.people().kept, words.your_data().text].into_iter().chain(rows).collect();
            let days: Vec<&str> =
                said.iter().filter_map(|sentence| sentence.split_once(mark)?.0.rsplit(' ').next()).collect();
            assert!(days.len() > 2, "{days:?}");
            assert!(days.iter().all(|number| *number == PERSONAL_DAYS.to_string()), "{days:?}");
        }
    }
}
